"""In whose hands a hub's members, their matters and agreed actions are, with the names of its people.

The rule: names are read for those who may see them and nobody else; to others somebody is “one of the hub’s
people”.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

import msgspec
from litestar import Request

from hub_core.access import Organisation, OrganisationKind, Principal, Role
from hub_core.attention.keys import matter_id
from hub_core.attention.reasons import Concern
from hub_core.identity.people.codes import DutyKind
from hub_core.identity.people.directory import (
    Colleague,
    may_see_names,
    names_as_looked,
    people_as_looked,
    people_in,
)
from hub_core.identity.people.keys import person_of_principal, team_stream
from hub_core.identity.people.on_behalf import ACTING
from hub_core.identity.people.team import Team
from services.http.authentication import principal_of_request
from services.http.looking import looked_at_log
from services.http.parts import Parts
from services.web.shell import slot

#: What may be asked for in place of a person.
MINE, NOBODY = "mine", "nobody"


class Option(msgspec.Struct, frozen=True, kw_only=True):
    """One choice of a list of people."""

    value: str
    label: str
    chosen: bool = False


class Hands(msgspec.Struct, frozen=True, kw_only=True):
    """Who of a hub has what today. ``people`` can look after members; ``me`` is the person who asks.

    Where it ``has_slots``, a slot stands in place of each name.
    """

    hub: UUID
    team: Team
    people: tuple[Colleague, ...]
    names: Mapping[UUID, str]
    me: UUID | None
    today: date
    has_slots: bool = False

    def member(self, institution: UUID) -> UUID | None:
        """Who looks after a member."""
        return self.team.holder_of(DutyKind.CASELOAD, institution, on=self.today)

    def matter(self, institution: UUID, concern: Concern) -> UUID | None:
        """Who has a matter: the person it was given to, or who looks after the member."""
        thing = matter_id(self.hub, institution, concern)
        given = self.team.holder_of(DutyKind.ATTENTION, thing, on=self.today)
        return given or self.member(institution)

    def action(self, action: UUID) -> UUID | None:
        """Who of the hub does an agreed action."""
        return self.team.holder_of(DutyKind.ACTION, action, on=self.today)

    def name(self, person: UUID | None, otherwise: str = "Nobody yet") -> str:
        """A person in words."""
        if person is None:
            return otherwise
        name = self.names.get(person, "One of the hub’s people")
        return f"{name} (you)" if person == self.me and not self.has_slots else name

    def as_in(self, team: Team) -> "Hands":
        """The same of the team as what is worked out reads it: it may have changed since this was read."""
        people = _looking_after(people_in(team, today=self.today))
        return msgspec.structs.replace(self, team=team, people=people)

    def unnamed(self, team: Team) -> "Hands":
        """The same of this team, with a slot in place of each name, for what is kept of a page."""
        now = self.as_in(team)
        holders = (person for person, _ in team.duties.values())
        people = dict.fromkeys((*(one.person for one in now.people), *holders))
        slots = {person: slot(str(person)) for person in people}
        return msgspec.structs.replace(now, names=slots, has_slots=True)

    def fills(self, people: Iterable[UUID]) -> dict[str, str]:
        """What stands in the slots of these people, for whoever asks."""
        return {str(person): self.name(person) for person in people}

    def takes(self, who: str, person: UUID | None) -> bool:
        """Whether what this person has is what was asked for."""
        if who == MINE:
            return person is not None and person == self.me
        if who == NOBODY:
            return person is None
        return not who or str(person) == who

    def known(self, who: str) -> bool:
        """Whether that can be asked for here."""
        return who in ("", MINE, NOBODY) or who in {str(one.person) for one in self.people}

    def choices(self, who: str, *, mine: bool = True) -> tuple[Option, ...]:
        """Whose can be asked for."""
        return (
            Option(value="", label="Everybody’s", chosen=not who),
            *((Option(value=MINE, label="Mine", chosen=who == MINE),) if mine else ()),
            *(
                Option(
                    value=str(one.person),
                    label=self.name(one.person),
                    chosen=str(one.person) == who,
                )
                for one in self.people
            ),
            Option(value=NOBODY, label="Nobody’s yet", chosen=who == NOBODY),
        )

    def givable(self, has: UUID | None, nobody: str) -> tuple[Option, ...]:
        """To whom something can be given; ``nobody`` says what it means to choose none of them."""
        return (
            Option(value="", label=nobody, chosen=has is None),
            *(
                Option(value=str(one.person), label=self.name(one.person), chosen=one.person == has)
                for one in self.people
            ),
        )


async def hands_of(request: Request[Any, Any, Any], parts: Parts, hub: UUID, today: date) -> Hands:
    """As it stands now, for whoever asks."""
    at, looked = Organisation(OrganisationKind.HUB, hub), await looked_at_log(request)
    principal: Principal = principal_of_request(request)
    team = await looked.read(Team, team_stream(at))
    people = _looking_after(await people_as_looked(looked, at, today=today))
    names: Mapping[UUID, str] = {}
    if await may_see_names(parts.platform.ledger, principal, at):
        names = await names_as_looked(looked, parts.vault, (one.person for one in people))
    return Hands(
        hub=hub,
        team=team,
        people=people,
        names=names,
        me=person_of_principal(principal.id),
        today=today,
    )


def _looking_after(everybody: Iterable[Colleague]) -> tuple[Colleague, ...]:
    return tuple(one for one in everybody if ACTING.intersection(one.roles))


def roles_of(colleague: Colleague) -> str:
    """What somebody is there, in words."""
    return _in_words(colleague.roles)


@cache
def _in_words(roles: tuple[Role, ...]) -> str:
    return " and ".join(role.label for role in Role if role in roles)
