"""The page of a hub's facilitators as a view: everybody's caseload, and the members in nobody's hands.

The rule: what is somebody's is counted from their own duties, so it is what a successor would take over.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from uuid import UUID

import msgspec
from markupsafe import Markup, escape

from hub_core.facilitation.record import Action
from hub_core.identity.people.codes import DutyKind
from hub_core.identity.people.directory import Colleague
from hub_core.membership.events import InstitutionDetails
from hub_core.values import listed
from services.web.hub_hands import Hands, roles_of
from services.web.hub_ticks import MemberLine, TickGroup, member_lines, tick_groups
from services.web.words import counted, number


class Caseload(msgspec.Struct, frozen=True, kw_only=True, cache_hash=True):
    """What one of the hub's people has, in words and member by member, and where it is looked through.

    It holds no name, so that what a page makes of it can be kept.
    """

    id: str
    roles: str
    words: str
    overdue: int
    members: tuple[MemberLine, ...]
    matters: str
    benchmarks: str


class FacilitatorsPage(msgspec.Struct, frozen=True, kw_only=True):
    """Everything the template needs: what everybody has, and beside it ``names`` by the ids of people. The
    others are options of lists: to whom members can be given, and who gives everything to whom."""

    headline: str
    people: tuple[Caseload, ...]
    names: Mapping[str, str]
    nobodys: tuple[TickGroup, ...]
    left: int
    givable: Markup
    leavers: Markup
    successors: Markup


class Chosen(msgspec.Struct, frozen=True, kw_only=True):
    """Whom a form was sent with, or an address named, by their ids."""

    given_to: str = ""
    leaver: str = ""
    successor: str = ""


NOBODY_CHOSEN = Chosen()


def facilitators_page(
    hands: Hands,
    members: Mapping[UUID, InstitutionDetails],
    actions: Mapping[UUID, Action],
    *,
    here: str,
    ticked: Collection[str] = (),
    chosen: Chosen = NOBODY_CHOSEN,
) -> FacilitatorsPage:
    """The page today. ``members`` are the hub's, ``actions`` all that were agreed, by id, and ``ticked`` and
    ``chosen`` what a form was sent with."""
    caseloads: dict[UUID, list[UUID]] = {one.person: [] for one in hands.people}
    nobodys: list[UUID] = []
    for one in members:
        person = hands.member(one)
        (nobodys if person is None else caseloads.get(person, nobodys)).append(one)
    names = {str(one.person): hands.name(one.person) for one in hands.people}
    everybody = _options(names)
    several = everybody if len(names) > 1 else Markup()
    return FacilitatorsPage(
        headline=headline(len(hands.people), len(members), len(nobodys)),
        people=tuple(
            _caseload(one, caseloads[one.person], hands, members, actions, here)
            for one in hands.people
        ),
        names=names,
        nobodys=tick_groups(nobodys, members, here, ticked),
        left=len(nobodys),
        givable=_with_chosen(everybody, names, chosen.given_to),
        leavers=_with_chosen(several, names, chosen.leaver),
        successors=_with_chosen(several, names, chosen.successor),
    )


def headline(people: int, members: int, nobodys: int) -> str:
    """Whether every member is in somebody's hands."""
    if not members:
        return "This hub has no members yet"
    if not nobodys:
        return (
            f"{counted(members, 'member')}, each looked after by one of "
            f"{counted(people, 'person', 'people')}"
        )
    verb = "is" if nobodys == 1 else "are"
    return f"{number(nobodys)} of {counted(members, 'member')} {verb} looked after by nobody yet"


def _options(names: Mapping[str, str]) -> Markup:
    """People as the options of a list."""
    made = (f'<option value="{one}">{escape(name)}</option>' for one, name in names.items())
    return Markup("".join(made))  # noqa: S704 - ids, and names that were escaped


def _with_chosen(options: Markup, names: Mapping[str, str], chosen: str) -> Markup:
    """The same, one of the people chosen."""
    if chosen not in names:
        return options
    now = str.replace(options, f'value="{chosen}"', f'value="{chosen}" selected')
    return Markup(now)  # noqa: S704 - markup, and an id


def _caseload(
    colleague: Colleague,
    own: Sequence[UUID],
    hands: Hands,
    members: Mapping[UUID, InstitutionDetails],
    actions: Mapping[UUID, Action],
    here: str,
) -> Caseload:
    person = colleague.person
    still = [actions[one] for one in colleague.things(DutyKind.ACTION) if one in actions]
    matters = len(colleague.things(DutyKind.ATTENTION))
    return Caseload(
        id=str(person),
        roles=roles_of(colleague),
        words=_has(len(own), matters, len(still)),
        overdue=sum(late(one, hands.today) for one in still),
        members=member_lines(own, members, here),
        matters=f"{here}/attention?who={person}",
        benchmarks=f"{here}/benchmarks?facilitator={person}",
    )


def _has(members: int, matters: int, actions: int) -> str:
    """What is in somebody's hands, without noughts."""
    counts = ((members, "member"), (matters, "matter given"), (actions, "open action"))
    plural = {"matter given": "matters given"}
    said = tuple(counted(one, word, plural.get(word)) for one, word in counts if one)
    return listed(said) or "Nothing in their hands"


def late(action: Action, today: date) -> bool:
    """Whether an open action is past its day."""
    return action.outcome is None and action.due_on < today
