"""Commands of a hub's people: who looks after which members, and acting for a member.

The rule: only while an institution is the hub's member. Acting for it is begun and ended by events, so that
the institution can be told who did when, whether or not they changed anything.
"""

from typing import Annotated, ClassVar
from uuid import UUID

import msgspec

from hub_core.access.organisations import Organisation, OrganisationKind
from hub_core.identity.people.codes import DutyKind
from hub_core.identity.people.events import Duty
from hub_core.identity.people.keys import person_of_principal, team_stream
from hub_core.identity.people.on_behalf import ACTING
from hub_core.identity.people.person import Person, no_such_person
from hub_core.identity.people.team import Team
from hub_core.membership.of_hub import require_members
from hub_core.refusals import Forbidden
from hub_core.work import Changed, Command, Work, handles

#: The largest hubs have fewer than 500 members.
Institutions = Annotated[tuple[UUID, ...], msgspec.Meta(min_length=1, max_length=1_000)]


class AssignCaseload(Command, frozen=True, kw_only=True):
    """Give institutions of a hub to one of its people to look after; to nobody without ``person``."""

    OPERATION: ClassVar[str] = "identity.assign_caseload"
    hub: UUID
    person: UUID | None = None
    institutions: Institutions


class BeginActingOnBehalf(Command, frozen=True, kw_only=True):
    """Begin to act on behalf of an institution that is a member of the hub."""

    OPERATION: ClassVar[str] = "identity.begin_acting_on_behalf"
    hub: UUID
    institution: UUID


class EndActingOnBehalf(Command, frozen=True, kw_only=True):
    """Stop acting on behalf of an institution."""

    OPERATION: ClassVar[str] = "identity.end_acting_on_behalf"
    hub: UUID
    institution: UUID


@handles(AssignCaseload)
async def assign_caseload(command: AssignCaseload, work: Work) -> Changed:
    """Whoever looked after one of them before does so no longer."""
    at = Organisation(OrganisationKind.HUB, command.hub)
    team = await work.load(Team, team_stream(at))
    work.expect(team)
    duties = [Duty(DutyKind.CASELOAD, institution) for institution in command.institutions]
    if command.person is None:
        team.end(at, duties, on=work.today, at=work.now)
    else:
        await require_members(command.hub, command.institutions, work)
        team.require_caseworker(command.person)
        team.take(at, command.person, duties, on=work.today, at=work.now)
    return Changed(id=command.hub, version=team.version)


@handles(BeginActingOnBehalf)
async def begin_acting_on_behalf(command: BeginActingOnBehalf, work: Work) -> Changed:
    """Only for a member of the hub, and only what the list of such operations says."""
    person, at = await _acting(command.hub, work)
    await require_members(command.hub, (command.institution,), work)
    person.begin_acting(at, _institution(command), on=work.today, at=work.now)
    return Changed(id=person.id, version=person.version)


@handles(EndActingOnBehalf)
async def end_acting_on_behalf(command: EndActingOnBehalf, work: Work) -> Changed:
    """Ending what was never begun changes nothing."""
    person, at = await _acting(command.hub, work)
    person.end_acting(at, _institution(command), on=work.today, at=work.now)
    return Changed(id=person.id, version=person.version)


async def _acting(hub: UUID, work: Work) -> tuple[Person, Organisation]:
    """The person who acts, who must be of the hub."""
    at = Organisation(OrganisationKind.HUB, hub)
    who = person_of_principal(work.principal.id)
    if who is None:
        raise Forbidden("Only a person can act on behalf of an institution.")
    person = await work.find(Person, who, no_such_person(who))
    if not ACTING.intersection(person.roles_at(at)):
        raise Forbidden("Only the hub's lead and facilitators act on behalf of its members.")
    return person, at


def _institution(command: BeginActingOnBehalf | EndActingOnBehalf) -> Organisation:
    return Organisation(OrganisationKind.INSTITUTION, command.institution)
