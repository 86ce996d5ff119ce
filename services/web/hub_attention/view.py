"""The page of what needs attention: whom to ring first, then reason by reason, each with its next step.

The rule: every line says why it is there, of which day, and what to do; none of them is a judgement.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from urllib.parse import urlencode
from uuid import UUID

import msgspec

from hub_core.attention.decisions import Decision
from hub_core.attention.reasons import Concern, Need
from services.web.hub_attention.found import Found, Matter
from services.web.hub_hands import Hands, Option
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


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One matter: what it says, who has it, and the page on which to decide about it."""

    says: str
    href: str
    has: str


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """One member under one reason, or with all of its reasons."""

    href: str
    name: str
    phase: str
    matters: tuple[Line, ...]


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


class Aside(msgspec.Struct, frozen=True, kw_only=True):
    """A matter that is set aside or closed."""

    name: str
    says: str
    href: str
    until: str


class AttentionPage(msgspec.Struct, frozen=True, kw_only=True):
    """Everything the template needs. ``first`` are those to ring first, empty where a reason was chosen;
    ``all`` is the address of every member under one reason, which its key follows."""

    headline: str
    members: int
    first: tuple[Item, ...]
    topics: tuple[Topic, ...]
    choices: tuple[Choice, ...]
    whose: tuple[Option, ...]
    asides: tuple[Aside, ...]
    reason: str
    who: str
    here: str
    all: str


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What was asked for: one reason or every one, and whose."""

    concern: Concern | None = None
    who: str = ""


def attention_page(found: Found, hands: Hands, *, here: str, asked: Asked) -> AttentionPage:
    """The page of a hub today. ``here`` is the hub's address."""
    members = found.members
    mine = [
        one
        for one in found.matters
        if hands.takes(asked.who, hands.matter(one.member.institution, one.need.reason))
    ]
    on_list = [one for one in mine if one.decision is None]
    by_concern = {one: [each for each in on_list if each.need.reason is one] for one in Concern}
    concerned = len({one.member.institution for one in on_list})
    whose = next((one.label for one in hands.choices(asked.who) if asked.who and one.chosen), "")
    return AttentionPage(
        headline=(f"{whose}: " if whose else "") + headline(by_concern, concerned, len(members)),
        members=len(members),
        first=() if asked.concern else _first(on_list, hands, here),
        topics=_topics(by_concern, hands, here, asked),
        choices=_choices(by_concern, asked.concern),
        whose=hands.choices(asked.who),
        asides=tuple(
            _aside(one, here, hands.today)
            for one in mine
            if one.decision is not None and asked.concern in (None, one.need.reason)
        ),
        reason="" if asked.concern is None else asked.concern.label,
        who=asked.who,
        here=f"{here}/attention",
        all=f"{here}/attention?{urlencode({'who': asked.who, 'reason': ''})}",
    )


def _first(matters: Sequence[Matter], hands: Hands, here: str) -> tuple[Item, ...]:
    by_member: dict[UUID, list[Matter]] = {}
    for one in matters:
        by_member.setdefault(one.member.institution, []).append(one)
    several = sorted(
        (found for found in by_member.values() if len(found) >= SEVERAL), key=lambda one: -len(one)
    )
    return tuple(_item(found, hands, here) for found in several[:FIRST])


def _topics(
    by_concern: Mapping[Concern, Sequence[Matter]], hands: Hands, here: str, asked: Asked
) -> tuple[Topic, ...]:
    return tuple(
        Topic(
            key=one.value,
            label=one.label,
            next_step=NEXT_STEPS[one],
            items=tuple(_item([each], hands, here) for each in _soonest_first(found)),
        )
        for one, found in by_concern.items()
        if found and asked.concern in (None, one)
    )


def _choices(
    by_concern: Mapping[Concern, Sequence[Matter]], chosen: Concern | None
) -> tuple[Choice, ...]:
    return (
        Choice(value="", label="Every reason", chosen=chosen is None),
        *(
            Choice(
                value=one.value, label=f"{one.label} ({number(len(found))})", chosen=one is chosen
            )
            for one, found in by_concern.items()
            if found or one is chosen
        ),
    )


def headline(by_concern: Mapping[Concern, Sequence[object]], concerned: int, members: int) -> str:
    """How many members there is something about, and what most often."""
    if not members:
        return "This hub has no members yet"
    if not concerned:
        everybody = "the one member" if members == 1 else f"any of {number(members)} members"
        return f"Nothing stands out at {everybody}"
    most = max(by_concern, key=lambda one: len(by_concern[one]))
    verb = "needs" if concerned == 1 else "need"
    return (
        f"{number(concerned)} of {counted(members, 'member')} {verb} attention. "
        f"Most often: {most.label[0].lower()}{most.label[1:]}, {number(len(by_concern[most]))}"
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
        case Concern.LEADER_UNTRAINED:
            return f"Careers leader since {on}, not trained"
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


def _item(found: Sequence[Matter], hands: Hands, here: str) -> Item:
    member = found[0].member
    return Item(
        href=f"{here}/members/{member.institution}",
        name=member.name,
        phase=phase_label(member.phase),
        matters=tuple(
            Line(
                says=says(one.need, hands.today),
                href=matter_address(here, one),
                has=hands.name(hands.matter(member.institution, one.need.reason)),
            )
            for one in found
        ),
    )


def matter_address(here: str, matter: Matter) -> str:
    """The page on which a matter is decided about."""
    return f"{here}/attention/{matter.member.institution}/{matter.need.reason}"


def rests(decision: Decision) -> str:
    """Until when a matter is off the list."""
    if decision.until is not None:
        return f"Set aside until {long_date(decision.until)}"
    return f"Closed on {long_date(decision.decided_on)}"


def _aside(matter: Matter, here: str, today: date) -> Aside:
    return Aside(
        name=matter.member.name,
        says=says(matter.need, today),
        href=matter_address(here, matter),
        until="" if matter.decision is None else rests(matter.decision),
    )


def _soonest_first(found: Sequence[Matter]) -> list[Matter]:
    """By day where a reason has one, those without last; then by name."""
    return sorted(found, key=lambda one: (one.need.on or date.max, one.member.name))
