"""Commands about leavers: a role ends, duties go over to a successor, a person is forgotten.

The rule: nobody leaves duties behind, or an organisation without anybody who could act for it, but by
saying so: ``unattended``.
"""

from typing import ClassVar
from uuid import UUID

from hub_core.access.organisations import Organisation
from hub_core.access.roles import Role
from hub_core.identity.people.codes import RoleEndReason
from hub_core.identity.people.granting import (
    is_themselves,
    may_grant,
    refused,
    target_of,
)
from hub_core.identity.people.keys import sign_in_key, team_stream
from hub_core.identity.people.person import Person, no_such_person
from hub_core.identity.people.team import Team
from hub_core.refusals import Conflict
from hub_core.work import Answer, Changed, Command, Work, handles


class EndRole(Command, frozen=True, kw_only=True):
    """End a role somebody holds at an organisation."""

    OPERATION: ClassVar[str] = "identity.end_role"
    organisation: Organisation
    person: UUID
    role: Role
    reason: RoleEndReason = RoleEndReason.LEFT
    unattended: bool = False


class HandOver(Command, frozen=True, kw_only=True):
    """Let somebody's duties at an organisation go over to a colleague, and end their roles there; with
    ``stays`` the roles remain."""

    OPERATION: ClassVar[str] = "identity.hand_over"
    organisation: Organisation
    person: UUID
    successor: UUID
    unattended: bool = False
    stays: bool = False


class ErasePerson(Command, frozen=True, kw_only=True):
    """Forget who a person is, for good."""

    OPERATION: ClassVar[str] = "identity.erase_person"
    person: UUID
    unattended: bool = False


class HandedOver(Answer, frozen=True, kw_only=True, rename="camel"):
    """The leaver, the version they have now, and how many duties the successor took over."""

    id: UUID
    version: int
    duties: int


@handles(EndRole)
async def end_role(command: EndRole, work: Work) -> Changed:
    """By themselves, or by whoever could give the role. With the last role there, nothing may be open."""
    person = await work.find(Person, command.person, no_such_person(command.person))
    await _require_may_end([command.role], command.organisation, person.id, work)
    work.expect(person)
    await _end(command.role, command.organisation, command.reason, person, work, command.unattended)
    return Changed(id=person.id, version=person.version)


@handles(HandOver)
async def hand_over(command: HandOver, work: Work) -> HandedOver:
    """All or nothing: every duty, and every role unless they stay."""
    at = command.organisation
    person = await work.find(Person, command.person, no_such_person(command.person))
    team = await work.load(Team, team_stream(at))
    roles = person.roles_at(at)
    if not roles:
        raise Conflict("They hold no role there, or no longer.", kind="role-not-held")
    await _require_may_end(roles, at, person.id, work)
    work.expect(person)
    duties = len(team.duties_of(person.id, on=work.today))
    team.hand_over(at, person.id, command.successor, on=work.today, at=work.now)
    for role in () if command.stays else roles:
        await _end(role, at, RoleEndReason.LEFT, person, work, command.unattended)
    return HandedOver(id=person.id, version=person.version, duties=duties)


@handles(ErasePerson)
async def erase_person(command: ErasePerson, work: Work) -> Changed:
    """Ends every role, unlinks every account and destroys the vault's key. What they did stays, unnamed."""
    person = await work.find(Person, command.person, no_such_person(command.person))
    if not is_themselves(work.principal, person.id) and not _runs_the_platform(work):
        raise no_such_person(command.person)
    if person.erased:
        return Changed(id=person.id, version=person.version)
    for organisation, roles in list(person.roles.items()):
        for role in roles:
            await _end(role, organisation, RoleEndReason.ERASED, person, work, command.unattended)
    for sign_in in person.sign_ins:
        work.release(sign_in_key(sign_in), person.id)
    person.erase(on=work.today, at=work.now)
    # Before the append, as erasing must not be lost: sent again, the command finishes what it began.
    await work.vault.erase_subject(person.id)
    return Changed(id=person.id, version=person.version)


async def _end(
    role: Role,
    organisation: Organisation,
    reason: RoleEndReason,
    person: Person,
    work: Work,
    unattended: bool,
) -> None:
    team = await work.load(Team, team_stream(organisation))
    person.end_role(role, organisation, reason, on=work.today, at=work.now)
    if not unattended:
        team.require_somebody_left(person.id, role)
    if not person.roles_at(organisation):
        if not unattended:
            team.require_nothing_open(person.id, on=work.today)
        team.lay_down(organisation, person.id, on=work.today, at=work.now)
    team.leave(organisation, person.id, role, on=work.today, at=work.now)


async def _require_may_end(
    roles: list[Role] | tuple[Role, ...], organisation: Organisation, person: UUID, work: Work
) -> None:
    """Everybody may leave; who may give a role may take it away, and administrators every role."""
    if is_themselves(work.principal, person) or _runs_the_platform(work):
        return
    target = await target_of(organisation, work)
    if not all(may_grant(work.principal, role, target) for role in roles):
        raise refused(
            work.principal,
            organisation,
            "Only they themselves may end this, or somebody who may give the role.",
        )


def _runs_the_platform(work: Work) -> bool:
    return Role.ADMINISTRATOR in work.principal.roles
