"""Questions in words: what was counted, what to ask, and the records to verify.

The rule: a signal is put as a question and never as a finding; what asks nothing is shown as counted.
"""

from collections.abc import Mapping
from functools import lru_cache
from uuid import UUID

import msgspec

from hub_core.questions.rules import Question, Signal
from hub_core.reference.activities import ActivityType
from projections.benchmark_progress.members_questions import HubQuestions, MemberQuestions
from projections.benchmark_progress.questions import Questions, SampledRecord
from services.web.hub_members.view import phase_label
from services.web.paging import Leaf
from services.web.words import counted, long_date, number

#: Members kept at most as they are shown, of about five kilobytes each.
MOST_KEPT = 1_000
#: What each signal counts, as it stands before its number.
_COUNTED: Mapping[Signal, str] = {
    Signal.COPIED_FORWARD: "Official results that only repeat the one before",
    Signal.ROLL_DIFFERS: "Learners on roll beside the school census",
    Signal.SELF_TICKED: "Check-lists with yes throughout that nobody else tells of",
    Signal.CONFIRMED_IN_SECONDS: "Encounters confirmed within a minute of several others",
}


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One signal: what was counted, what to ask (empty where nothing is), and whose threshold it is."""

    says: str
    ask: str
    source: str


class Drawn(msgspec.Struct, frozen=True, kw_only=True):
    """One record to verify with whoever was there."""

    day: str
    what: str
    whom: str


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """One institution: its questions, and the records drawn of all ``records`` of the year."""

    headline: str
    lines: tuple[Line, ...]
    drawn: tuple[Drawn, ...]
    records: int
    seed: str


class Member(msgspec.Struct, frozen=True, kw_only=True, cache_hash=True):
    """One member of a hub of whom something is worth asking."""

    href: str
    name: str
    phase: str
    asked: Asked


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """One signal to keep, with how many members it asks something of."""

    value: str
    label: str
    chosen: bool


class HubQuestionsPage(msgspec.Struct, frozen=True, kw_only=True):
    """Everything the template of a hub needs: some of those listed, which are on this ``leaf``; ``signal`` is
    what was chosen, in words."""

    headline: str
    members: int
    listed: tuple[Member, ...]
    choices: tuple[Choice, ...]
    signal: str
    leaf: Leaf[MemberQuestions]


def asked_of(told: Questions, names: Mapping[UUID, str], *, all_of_it: bool) -> Asked:
    """The questions about one institution; with ``all_of_it`` also what asks nothing."""
    shown = told.questions if all_of_it else told.asking
    return Asked(
        headline=_headline(told),
        lines=tuple(Line(says=says(one), ask=one.ask, source=one.source) for one in shown),
        drawn=tuple(_drawn(one, names) for one in told.sample),
        records=told.records,
        seed=told.seed,
    )


def listed_of(found: HubQuestions, signal: Signal | None) -> list[MemberQuestions]:
    """Those of whom something is asked, or of whom this signal asks something."""
    return [
        one
        for one in found.institutions
        if signal is None or any(question.signal is signal for question in one.told.asking)
    ]


def hub_questions_page(
    found: HubQuestions,
    leaf: Leaf[MemberQuestions],
    names: Mapping[UUID, str],
    *,
    signal: Signal | None = None,
) -> HubQuestionsPage:
    """Whom to ask what: of those ``listed_of`` lists, the ones on this page."""
    return HubQuestionsPage(
        headline=headline(found),
        members=found.members,
        listed=tuple(
            _member(one.told, one.name, phase_label(one.phase), _met(one, names))
            for one in leaf.things
        ),
        leaf=leaf,
        choices=(
            Choice(value="", label="Every question", chosen=signal is None),
            *(
                Choice(
                    value=one.signal.value,
                    label=f"{one.label} ({number(one.members)})",
                    chosen=one.signal is signal,
                )
                for one in found.signals
                if one.members or one.signal is signal
            ),
        ),
        signal="" if signal is None else signal.label,
    )


def headline(found: HubQuestions) -> str:
    """Of how many members there is something to ask."""
    if not found.members:
        return "This hub has no members yet"
    members = counted(found.members, "member")
    if not found.institutions:
        return f"There is nothing to ask of {members}"
    return f"There is something to ask of {number(len(found.institutions))} of {members}"


def says(question: Question) -> str:
    """What was counted, of how many."""
    if question.signal is Signal.ROLL_DIFFERS:
        return f"{_COUNTED[question.signal]}: {question.count}% apart"
    if not question.of:
        return f"{_COUNTED[question.signal]}: none, for there were none this year"
    return f"{_COUNTED[question.signal]}: {number(question.count)} of {number(question.of)}"


def _headline(told: Questions) -> str:
    if not told.asking:
        return f"Nothing in what was recorded for {told.academic_year} asks for a question."
    return (
        f"{counted(len(told.asking), 'question')} worth asking about what was recorded "
        f"for {told.academic_year}."
    )


def _met(one: MemberQuestions, names: Mapping[UUID, str]) -> tuple[tuple[UUID, str], ...]:
    """The names in the records drawn of a member."""
    met = (each for record in one.told.sample for each in (record.employer, record.provider))
    return tuple((each, names[each]) for each in met if each is not None)


@lru_cache(maxsize=MOST_KEPT)
def _member(told: Questions, name: str, phase: str, met: tuple[tuple[UUID, str], ...]) -> Member:
    return Member(
        href=f"/institutions/{told.institution}/questions",
        name=name,
        phase=phase,
        asked=asked_of(told, dict(met), all_of_it=False),
    )


def _drawn(one: SampledRecord, names: Mapping[UUID, str]) -> Drawn:
    told = [names[each] for each in (one.employer, one.provider) if each is not None]
    return Drawn(
        day=long_date(one.happened_on),
        what=ActivityType(one.type).label if one.type else "Activity",
        whom=" and ".join(told) or "Nobody named",
    )
