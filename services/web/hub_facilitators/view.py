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
from services.web.hub_hands import Hands, Option, roles_of
from services.web.hub_ticks import MemberLine, TickGroup, member_lines, tick_groups
from services.web.words import counted, number


class Caseload(msgspec.Struct, frozen=True, kw_only=True):
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


class Facilitator(msgspec.Struct, frozen=True, kw_only=True):
    """One of the hub's people: what they have, and who could take it over, as the options of a list."""

    has: Caseload
    name: str
    successors: Markup


class FacilitatorsPage(msgspec.Struct, frozen=True, kw_only=True):
    """Everything the template needs."""

    headline: str
    people: tuple[Facilitator, ...]
    nobodys: tuple[TickGroup, ...]
    left: int
    givable: tuple[Option, ...]


def facilitators_page(
    hands: Hands,
    members: Mapping[UUID, InstitutionDetails],
    actions: Mapping[UUID, Action],
    *,
    here: str,
    ticked: Collection[str] = (),
    typed: Mapping[str, str] = {},
) -> FacilitatorsPage:
    """The page today. ``members`` are the hub's, ``actions`` all that were agreed, by id, and ``ticked`` and
    ``typed`` what a form was sent with."""
    caseloads: dict[UUID, list[UUID]] = {one.person: [] for one in hands.people}
    nobodys: list[UUID] = []
    for one in members:
        person = hands.member(one)
        (nobodys if person is None else caseloads.get(person, nobodys)).append(one)
    choices = {one.person: _choice(one.person, hands) for one in hands.people}
    everybody = Markup("").join(choices.values())
    return FacilitatorsPage(
        headline=headline(len(hands.people), len(members), len(nobodys)),
        people=tuple(
            Facilitator(
                has=_caseload(one, caseloads[one.person], hands, members, actions, here),
                name=hands.name(one.person),
                successors=_successors(one.person, hands, choices, everybody, typed),
            )
            for one in hands.people
        ),
        nobodys=tick_groups(nobodys, members, here, ticked),
        left=len(nobodys),
        givable=tuple(
            Option(value=str(one.person), label=hands.name(one.person)) for one in hands.people
        ),
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


def _choice(person: UUID, hands: Hands, *, chosen: bool = False) -> Markup:
    """Somebody in a list of colleagues."""
    selected = " selected" if chosen else ""
    name = escape(hands.name(person))
    return Markup(f'<option value="{person}"{selected}>{name}</option>')  # noqa: S704 - escaped above


def _successors(
    person: UUID,
    hands: Hands,
    choices: Mapping[UUID, Markup],
    everybody: Markup,
    typed: Mapping[str, str],
) -> Markup:
    """Everybody else, the one chosen who was sent with this person's own form."""
    others = Markup(str.replace(everybody, choices[person], ""))  # noqa: S704 - of markup
    if typed.get("person") != str(person):
        return others
    sent = [one.person for one in hands.people if str(one.person) == typed.get("successor")]
    for chosen in sent:
        others = others.replace(choices[chosen], _choice(chosen, hands, chosen=True))
    return others


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
