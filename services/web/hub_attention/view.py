"""The page of what needs attention: whom to ring first, then reason by reason, each with its next step.

The rule: every line says why it is there, of which day, and what to do; none of them is a judgement.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

import msgspec

from hub_core.attention.reasons import Concern, Facts, Need, needs
from projections.hub_dashboard.figures import MemberTold
from services.web.hub_members.view import phase_label
from services.web.words import counted, long_date, number

#: Institutions with at least so many reasons are named first, so many of them at most.
SEVERAL = 3
FIRST = 8

#: What to do about each reason.
NEXT_STEPS: Mapping[Concern, str] = {
    Concern.REQUESTS_UNANSWERED: "Ask the careers leader to answer, or answer for them if they ask you to.",
    Concern.POST_VACANT: "Ask the head teacher who takes over, and until when it is covered.",
    Concern.LEADER_UNTOLD: "Ask who leads careers, and invite them from the page of the member.",
    Concern.LEADER_UNTRAINED: "Offer a place on the next careers leader training.",
    Concern.STATEMENT_MISSING: "Remind the school: publishing one is the law. Send an example.",
    Concern.STATEMENT_OVERDUE: "Ask the school to look through its statement and say so here.",
    Concern.TRAINING_EXPIRES: "Book a place on the next course before it runs out.",
    Concern.RESULT_MISSING: "Ask for the result from Compass, or enter it from your own report.",
    Concern.RESULT_OLD: "Agree a date for this year’s Compass evaluation.",
    Concern.NOTHING_TOLD: "Ring up: a first upload or one confirmed encounter brings it in.",
}


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """One member under one reason, or with all of its reasons."""

    href: str
    name: str
    phase: str
    says: tuple[str, ...]


class Topic(msgspec.Struct, frozen=True, kw_only=True):
    """One reason: its name, next step, and the members it concerns."""

    key: str
    label: str
    next_step: str
    items: tuple[Item, ...]


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """One reason to choose, with how many members it concerns."""

    value: str
    label: str
    chosen: bool


class AttentionPage(msgspec.Struct, frozen=True, kw_only=True):
    """Everything the template needs. ``first`` are those to ring first, empty where a reason was chosen."""

    headline: str
    members: int
    first: tuple[Item, ...]
    topics: tuple[Topic, ...]
    choices: tuple[Choice, ...]
    reason: str


def attention_page(
    members: Sequence[MemberTold],
    facts: Mapping[UUID, Facts],
    *,
    here: str,
    today: date,
    reason: Concern | None = None,
) -> AttentionPage:
    """The page of a hub today; with ``reason`` that one alone."""
    found = [(one, needs(facts[one.institution], today)) for one in members]
    several = sorted(
        (pair for pair in found if len(pair[1]) >= SEVERAL), key=lambda pair: -len(pair[1])
    )
    by_reason = {
        one: [
            (member, need)
            for member, all_of_it in found
            for need in all_of_it
            if need.reason is one
        ]
        for one in Concern
    }
    return AttentionPage(
        headline=headline(by_reason, sum(bool(all_of_it) for _, all_of_it in found), len(members)),
        members=len(members),
        first=()
        if reason
        else tuple(_item(member, here, today, *all_of_it) for member, all_of_it in several[:FIRST]),
        topics=tuple(
            Topic(
                key=one.value,
                label=one.label,
                next_step=NEXT_STEPS[one],
                items=tuple(
                    _item(member, here, today, need)
                    for member, need in _soonest_first(by_reason[one])
                ),
            )
            for one in Concern
            if by_reason[one] and reason in (None, one)
        ),
        choices=(
            Choice(value="", label="Every reason", chosen=reason is None),
            *(
                Choice(
                    value=one.value,
                    label=f"{one.label} ({number(len(by_reason[one]))})",
                    chosen=one is reason,
                )
                for one in Concern
                if by_reason[one] or one is reason
            ),
        ),
        reason="" if reason is None else reason.label,
    )


def headline(by_reason: Mapping[Concern, Sequence[object]], concerned: int, members: int) -> str:
    """How many members there is something about, and what most often."""
    if not members:
        return "This hub has no members yet"
    if not concerned:
        everybody = "the one member" if members == 1 else f"any of {number(members)} members"
        return f"Nothing stands out at {everybody}"
    most = max(by_reason, key=lambda one: len(by_reason[one]))
    verb = "needs" if concerned == 1 else "need"
    return (
        f"{number(concerned)} of {counted(members, 'member')} {verb} attention. "
        f"Most often: {most.label[0].lower()}{most.label[1:]}, {number(len(by_reason[most]))}"
    )


def says(need: Need, today: date) -> str:
    """A reason with its day, in words."""
    on = "" if need.on is None else long_date(need.on)
    match need.reason:
        case Concern.REQUESTS_UNANSWERED:
            offers = counted(need.count, "offer")
            return f"{offers} unanswered, {'the first ' if need.count > 1 else ''}for {on}"
        case Concern.POST_VACANT:
            return f"No careers leader since {on}"
        case Concern.TRAINING_EXPIRES:
            over = need.on is not None and need.on < today
            return f"Training {'ran' if over else 'runs'} out on {on}"
        case Concern.STATEMENT_OVERDUE:
            over = need.on is not None and need.on <= today
            return f"Access statement: review {'was due' if over else 'due'} on {on}"
        case Concern.RESULT_OLD:
            return f"Last official result of {on}"
        case Concern.NOTHING_TOLD:
            return f"Nothing recorded since {on}" if on else "Nothing ever recorded"
        case _:
            return need.reason.label


def _item(member: MemberTold, here: str, today: date, *found: Need) -> Item:
    return Item(
        href=f"{here}/{member.institution}",
        name=member.name,
        phase=phase_label(member.phase),
        says=tuple(says(one, today) for one in found),
    )


def _soonest_first(found: list[tuple[MemberTold, Need]]) -> list[tuple[MemberTold, Need]]:
    """By day where a reason has one, those without last; then by name."""
    return sorted(found, key=lambda pair: (pair[1].on or date.max, pair[0].name))
