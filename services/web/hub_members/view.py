"""The list of a hub's members and of those it could have, each with where it stands and what comes next.

The rule: of an institution that is with another hub nothing is told but that; whose it is, is not this hub's
to see.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from itertools import groupby
from uuid import UUID

import msgspec

from hub_core.membership.membership import Membership, MembershipStatus
from hub_core.reference.labelled import Labelled
from hub_core.reference.service_phases import ServicePhase
from projections.hub_dashboard.figures import InScope
from services.web.words import counted, long_date, number

#: Hubs whose lists are kept at most; each is about a quarter of a megabyte.
MOST_KEPT = 100


class Place(Labelled):
    """Where an institution stands, seen from one hub, in the order of what is to be done."""

    ASKS = "asks", "Has asked to join"
    OUTSIDE = "outside", "Not in yet"
    PAUSED = "paused", "Paused"
    MEMBER = "member", "Member"
    ELSEWHERE = "elsewhere", "With another hub"


class Line(msgspec.Struct, frozen=True, kw_only=True, cache_hash=True):
    """One institution in the list."""

    href: str
    name: str
    urn: str
    phase: str
    place: Place
    about: str
    next_step: str


class Group(msgspec.Struct, frozen=True, kw_only=True, cache_hash=True):
    """The institutions of one phase in one place."""

    label: str
    lines: tuple[Line, ...]


class MembersPage(msgspec.Struct, frozen=True, kw_only=True):
    """Everything the template of a hub's members needs; the long lists are by phase."""

    headline: str
    find: str
    found: tuple[Line, ...] | None
    asks: tuple[Line, ...]
    paused: tuple[Line, ...]
    outside: tuple[Group, ...]
    members: tuple[Group, ...]
    elsewhere: tuple[Line, ...]
    amounts: Mapping[str, str]


def place_of(membership: Membership, hub: UUID) -> Place:
    """Where an institution stands with this hub."""
    if membership.hub == hub:
        if membership.status is MembershipStatus.REQUESTED:
            return Place.ASKS
        return Place.MEMBER if membership.status is MembershipStatus.ACTIVE else Place.PAUSED
    return Place.ELSEWHERE if membership.is_member else Place.OUTSIDE


def lines_of(
    in_scope: Sequence[InScope], memberships: Mapping[UUID, Membership], *, hub: UUID, here: str
) -> tuple[Line, ...]:
    """Where each institution stands with a hub, whose list is ``here``."""
    return tuple(_line(one, memberships[one.institution], hub, here) for one in in_scope)


def members_page(lines: tuple[Line, ...], find: str = "") -> MembersPage:
    """The page of a hub; ``find`` is a part of a name, or a URN."""
    page = _members_page(lines)
    if not find:
        return page
    wanted = find.casefold()
    found = tuple(one for one in lines if wanted in one.name.casefold() or find == one.urn)
    return msgspec.structs.replace(page, find=find, found=found)


@lru_cache(maxsize=MOST_KEPT)
def _members_page(lines: tuple[Line, ...]) -> MembersPage:
    by_place = {place: [one for one in lines if one.place is place] for place in Place}
    members = len(by_place[Place.MEMBER])
    return MembersPage(
        headline=headline(members, len(by_place[Place.ASKS]), len(by_place[Place.OUTSIDE])),
        find="",
        found=None,
        asks=tuple(by_place[Place.ASKS]),
        paused=tuple(by_place[Place.PAUSED]),
        outside=_by_phase(by_place[Place.OUTSIDE]),
        members=_by_phase(by_place[Place.MEMBER]),
        elsewhere=tuple(by_place[Place.ELSEWHERE]),
        amounts={
            "members": number(members),
            "eligible": number(len(lines)),
            "asks": number(len(by_place[Place.ASKS])),
            "outside": number(len(by_place[Place.OUTSIDE])),
            "paused": number(len(by_place[Place.PAUSED])),
        },
    )


def headline(members: int, asks: int, outside: int) -> str:
    """What there is to do about membership, the pressing first."""
    if not members and not asks and not outside:
        return "No institution is in the scope of this hub yet"
    said = f"{counted(members, 'institution')} {'is' if members == 1 else 'are'} in"
    if outside:
        said += f", {number(outside)} {'is' if outside == 1 else 'are'} not yet"
    if asks:
        said += f"; {number(asks)} {'waits' if asks == 1 else 'wait'} for your answer"
    return said


def next_step(place: Place) -> str:
    """What a hub lead does next, in a few words."""
    return {
        Place.ASKS: "Admit it, or decline",
        Place.OUTSIDE: "Ring the head teacher; admit it when they say yes",
        Place.PAUSED: "Make it active again once the reason is gone",
        Place.MEMBER: "",
        Place.ELSEWHERE: "It can be in one hub at a time",
    }[place]


def stands(place: Place, since: date | None) -> str:
    """Where it stands, and since when."""
    if since is None or place in (Place.OUTSIDE, Place.ELSEWHERE):
        return ""
    words = {Place.ASKS: "on", Place.PAUSED: "paused since", Place.MEMBER: "since"}
    return f"{words[place]} {long_date(since)}"


def phase_label(phase: str | None) -> str:
    """A phase in words."""
    return ServicePhase(phase).label if phase else "Phase not known"


def _line(one: InScope, membership: Membership, hub: UUID, here: str) -> Line:
    place = place_of(membership, hub)
    return Line(
        href=f"{here}/{one.institution}",
        name=one.name,
        urn=one.urn or "",
        phase=phase_label(one.phase),
        place=place,
        about=stands(place, membership.since),
        next_step=next_step(place),
    )


def _by_phase(lines: Sequence[Line]) -> tuple[Group, ...]:
    order = {phase.label: at for at, phase in enumerate(ServicePhase)}
    ordered = sorted(lines, key=lambda one: (order.get(one.phase, len(order)), one.name))
    return tuple(
        Group(label=phase, lines=tuple(found))
        for phase, found in groupby(ordered, key=lambda one: one.phase)
    )
