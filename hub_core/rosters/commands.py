"""Commands about an institution's learners.

The rule: references go to the vault and come back as ordinals; neither an event nor an answer, which
the ledger keeps, ever holds one.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Annotated, ClassVar
from uuid import UUID

import msgspec
from pyroaring import BitMap

from hub_core.academic_years import academic_year_of, cohort_of
from hub_core.agreements.codes import DataClass
from hub_core.agreements.cover import require_cover
from hub_core.days import FIRST_SCHOOL_DAY, up_to_today
from hub_core.membership.institution import Institution, no_such_institution
from hub_core.refusals import Invalid, Problem
from hub_core.rosters.codes import Registration
from hub_core.rosters.dated import Place
from hub_core.rosters.doubt import CheckedCommand
from hub_core.rosters.events import SENSITIVE_GROUPS, LearnerGroup, Roll
from hub_core.rosters.learner_subject import learner_subject
from hub_core.rosters.looking_over import doubts_about, require_accepted
from hub_core.rosters.roster import Entry, Roster, roster_stream
from hub_core.values import YearGroup
from hub_core.work import Answer, Changed, Command, Work, handles

#: A reference as the institution writes it: one line without spaces around it.
LearnerReference = Annotated[
    str,
    msgspec.Meta(
        pattern=r"^[^\s\x00-\x1f\x7f](?:[^\x00-\x1f\x7f]*[^\s\x00-\x1f\x7f])?$(?!\n)",
        min_length=1,
        max_length=64,
        description="The institution's own reference of a learner; kept in the vault only",
    ),
]
#: The largest colleges have about 20 thousand learners.
MOST_LEARNERS = 40_000


class RosterLearner(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One learner as the institution sends it; ``groups`` is None when it tells of none."""

    reference: LearnerReference
    year_group: YearGroup
    groups: tuple[LearnerGroup, ...] | None = None
    registration: Registration = Registration.MAIN


class SendRoster(CheckedCommand, frozen=True, kw_only=True):
    """Say who is on roll. With ``complete``, whoever is not in it has left.

    ``year_groups_checked`` says that whole year groups are meant to be in another year than before,
    ``leavers_checked`` that most learners on roll are meant to have left.
    """

    OPERATION: ClassVar[str] = "rosters.send_roster"
    learners: Annotated[
        tuple[RosterLearner, ...], msgspec.Meta(min_length=1, max_length=MOST_LEARNERS)
    ]
    complete: bool = False
    as_of: date | None = None


class RemoveLearners(Command, frozen=True, kw_only=True):
    """Say that learners have left."""

    OPERATION: ClassVar[str] = "rosters.remove_learners"
    institution: UUID
    learners: Annotated[
        tuple[LearnerReference, ...], msgspec.Meta(min_length=1, max_length=MOST_LEARNERS)
    ]
    left_on: date | None = None


class DeclareRoll(Command, frozen=True, kw_only=True):
    """Give numbers on roll by year group, without learners."""

    OPERATION: ClassVar[str] = "rosters.declare_roll"
    institution: UUID
    roll: Annotated[dict[YearGroup, Roll], msgspec.Meta(min_length=1)]
    as_of: date | None = None


class EraseLearner(Command, frozen=True, kw_only=True):
    """Destroy who a learner is, for good; the reference is refused from then on."""

    OPERATION: ClassVar[str] = "rosters.erase_learner"
    institution: UUID
    reference: LearnerReference


class RosterReceived(Answer, frozen=True, kw_only=True, rename="camel"):
    """What became of a roster: learners that came, moved and left.

    ``sending`` is the latest that changed anything, by which it can be undone. ``repeating`` of those who
    moved take a year again. ``refused`` are the places in the list of learners that were erased and stay so.
    """

    id: UUID
    version: int
    sending: UUID | None
    on_roll: int
    enrolled: int
    moved: int
    repeating: int
    left: int
    refused: tuple[int, ...] = ()


def require_bearable(learners: int, sent: str) -> None:
    """Refuses a file or bundle (``sent``) of more learners than a roster holds."""
    if learners > MOST_LEARNERS:
        raise Invalid(
            f"The {sent} has {learners:,} learners, and a roster holds {MOST_LEARNERS:,} at most. "
            "Send the learners of one institution alone."
        )


@handles(SendRoster)
async def send_roster(command: SendRoster, work: Work) -> RosterReceived:
    """Refuses what no agreement covers, a reference sent twice, year groups that were not moved on, and a
    complete list without most learners on roll."""
    day = up_to_today(command.as_of, work, field="asOf", earliest=FIRST_SCHOOL_DAY)
    roster = await roster_of(command.institution, work)
    references = [learner.reference for learner in command.learners]
    classes = classes_in(learner.groups for learner in command.learners)
    await require_cover(work, command.institution, *classes, on=work.today)
    refuse_doubles(references)
    year = academic_year_of(day)
    cohorts = {
        learner.reference: cohort_of(year_group=learner.year_group, academic_year=year)
        for learner in command.learners
    }
    await require_meant(command, roster, cohorts, complete=command.complete, day=day, work=work)
    given = await work.vault.enrol(command.institution, references, above=roster.highest())
    entries = {
        given.known[learner.reference]: Entry(
            place=cohorts[learner.reference],
            groups=None if learner.groups is None else frozenset(learner.groups),
            subsidiary=learner.registration is Registration.SUBSIDIARY,
        )
        for learner in command.learners
        if learner.reference in given.known
    }
    erased = frozenset(given.erased)
    refused = tuple(place for place, text in enumerate(references) if text in erased)
    return take_in(
        roster, command.institution, entries, complete=command.complete, day=day, work=work,
        refused=refused,
    )  # fmt: skip


def take_in(
    roster: Roster,
    institution: UUID,
    entries: Mapping[int, Entry],
    *,
    complete: bool,
    day: date,
    work: Work,
    refused: tuple[int, ...],
) -> RosterReceived:
    """Let the roster receive these learners as one sending, and say what became of it."""
    difference = roster.receive(
        institution, entries, complete=complete, on=day, at=work.now, sending=work.new_id()
    )
    return RosterReceived(
        id=institution,
        version=roster.version,
        sending=roster.sendings[-1].sent.sending if roster.sendings else None,
        on_roll=len(roster.everybody(day)),
        enrolled=difference.enrolled,
        moved=difference.moved,
        repeating=difference.repeating,
        left=difference.left,
        refused=refused,
    )


async def require_meant(
    command: CheckedCommand,
    roster: Roster,
    places: Mapping[str, Place],
    *,
    complete: bool,
    day: date,
    work: Work,
) -> None:
    """Refuse a doubtful list unless its sender says that it is meant. Looking enrols nobody."""
    known = (await work.vault.ordinals(command.institution, list(places))).known
    sent = {ordinal: places[reference] for reference, ordinal in known.items()}
    doubts = doubts_about(roster, sent, named=len(places), complete=complete, day=day)
    require_accepted(doubts, command.checked)


@handles(RemoveLearners)
async def remove_learners(command: RemoveLearners, work: Work) -> Changed:
    """Refuses references that never were on the roster, naming the place of each."""
    day = up_to_today(command.left_on, work, field="leftOn", earliest=FIRST_SCHOOL_DAY)
    roster = await roster_of(command.institution, work)
    ordinals = await known_learners(command.institution, command.learners, work, field="learners")
    roster.leave(command.institution, ordinals, on=day, at=work.now, sending=work.new_id())
    return Changed(id=command.institution, version=roster.version)


@handles(DeclareRoll)
async def declare_roll(command: DeclareRoll, work: Work) -> Changed:
    """Refuses what no agreement covers. Answers with the institution and its roster's version."""
    day = up_to_today(command.as_of, work, field="asOf", earliest=FIRST_SCHOOL_DAY)
    roster = await roster_of(command.institution, work)
    await require_cover(work, command.institution, DataClass.ROLLS_AND_COUNTS, on=work.today)
    roster.declare_roll(command.institution, command.roll, on=day, at=work.now)
    return Changed(id=command.institution, version=roster.version)


@handles(EraseLearner)
async def erase_learner(command: EraseLearner, work: Work) -> Changed:
    """With all that was written about the learner. Also for a reference that never came: it is refused
    should it come.

    The vault is changed first. Should the append then fail, the same command again completes it.
    """
    roster = await roster_of(command.institution, work)
    known = await work.vault.ordinals(command.institution, (command.reference,))
    for ordinal in known.known.values():  # while the reference still leads there
        await work.vault.erase_subject(learner_subject(command.institution, ordinal))
    await work.vault.erase(command.institution, command.reference)
    roster.forget(command.institution, on=work.today, at=work.now)
    return Changed(id=command.institution, version=roster.version)


async def known_learners(
    institution: UUID, references: Sequence[str], work: Work, *, field: str
) -> BitMap:
    """The ordinals of references on the roster; refuses with every one that is not, by its place."""
    ordinals = await work.vault.ordinals(institution, references)
    erased = frozenset(ordinals.erased)
    problems = [
        Problem(
            field=f"{field}[{place}]",
            reason="This learner was erased."
            if reference in erased
            else "This learner is not on your roster.",
            remedy="Leave the learner out."
            if reference in erased
            else "Check the reference, or send the roster first.",
        )
        for place, reference in enumerate(references)
        if reference not in ordinals.known
    ]
    if problems:
        raise Invalid(
            f"{len(problems)} of {len(references)} learners are not on your roster. "
            "Nothing was recorded.",
            kind="unknown-learners",
            problems=problems,
        )
    return BitMap(ordinals.known.values())


async def roster_of(institution: UUID, work: Work) -> Roster:
    """The roster of an institution there is, in the version its sender had read."""
    await work.find(Institution, institution, no_such_institution(institution))
    roster = await work.load(Roster, roster_stream(institution))
    work.expect(roster)
    return roster


def refuse_doubles(references: Sequence[str], places: Sequence[str] | None = None) -> None:
    """Refuse references sent twice, naming both places; ``learners[n]`` unless places are given."""
    first: dict[str, int] = {}
    problems = []
    at = places or [f"learners[{place}]" for place in range(len(references))]
    for place, reference in enumerate(references):
        if (earlier := first.setdefault(reference, place)) != place:
            problems.append(
                Problem(
                    field=f"{at[place]}.reference",
                    reason=f"The same reference stands at {at[earlier]} already.",
                    remedy="Send each learner once.",
                )
            )
    if problems:
        raise Invalid(f"{len(problems)} references were sent twice.", problems=problems)


def classes_in(groups: Iterable[Sequence[LearnerGroup] | None]) -> list[DataClass]:
    """The classes of data that learners with these groups are, as agreements name them."""
    told = [some for some in groups if some is not None]
    classes = [DataClass.LEARNER_REFERENCES]
    if told:
        classes.append(DataClass.GROUPS)
    if any(not SENSITIVE_GROUPS.isdisjoint(some) for some in told):
        classes.append(DataClass.SENSITIVE_GROUPS)
    return classes
