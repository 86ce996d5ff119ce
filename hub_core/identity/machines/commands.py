"""Commands about the keys of machines: issue, rotate, revoke.

The rule: nobody gives a machine more than they have: a role they hold themselves, and when they are a
machine, scopes of their own. Administrators grant any role, to machines as to people.
"""

from datetime import date, timedelta
from typing import Annotated, ClassVar
from uuid import UUID

import msgspec

from hub_core.access import NATIONAL_BODY, PLATFORM, Organisation, OrganisationKind, Principal, Role
from hub_core.access.roles import HELD_AT
from hub_core.employers.employer import Employer
from hub_core.identity.machines.events import KeyIssued, KeyPrefix, KeyRotated, ScopeName
from hub_core.identity.machines.machine import Machine, no_such_key
from hub_core.identity.machines.scopes import is_useful, operations_in, useful_scopes
from hub_core.identity.machines.spelling import MachineKind
from hub_core.identity.people.codes import DutyKind
from hub_core.identity.people.duties import done, take_on
from hub_core.log.aggregate import Aggregate
from hub_core.membership.hub import Hub
from hub_core.membership.institution import Institution
from hub_core.refusals import Forbidden, Invalid, NotFound
from hub_core.work import Answer, Changed, Command, Work, handles

#: How long a key works: unless said otherwise, and at most. Source: issue 3; a year is what the
#: National Cyber Security Centre's guidance on credentials of services calls long.
USUAL_LIFE = timedelta(days=365)
LONGEST_LIFE = timedelta(days=730)

ScopeNames = Annotated[tuple[ScopeName, ...], msgspec.Meta(min_length=1, max_length=200)]


class IssueKey(Command, frozen=True, kw_only=True):
    """Let a machine act for an organisation. Its secret is made and kept elsewhere (``issuing``)."""

    OPERATION: ClassVar[str] = "identity.issue_key"
    key: UUID
    kind: MachineKind
    prefix: KeyPrefix
    organisation: Organisation
    role: Role
    scopes: ScopeNames
    expires_on: date | None = None


class RotateKey(Command, frozen=True, kw_only=True):
    """Give a machine a new secret. The former opens up to and with a day, or no longer at all."""

    OPERATION: ClassVar[str] = "identity.rotate_key"
    organisation: Organisation
    key: UUID
    prefix: KeyPrefix
    former_until: date | None = None
    expires_on: date | None = None


class RevokeKey(Command, frozen=True, kw_only=True):
    """End a machine's key for good, at once."""

    OPERATION: ClassVar[str] = "identity.revoke_key"
    organisation: Organisation
    key: UUID


class KeyMade(Answer, frozen=True, kw_only=True, rename="camel"):
    """A key as it was issued or rotated. Its secret is not part of the answer the ledger keeps."""

    id: UUID
    version: int
    prefix: str
    expires_on: date


@handles(IssueKey)
async def issue_key(command: IssueKey, work: Work) -> KeyMade:
    """Refuses a role its issuer does not hold, and scopes in which it could do nothing."""
    _fits(command.organisation, command.role, command.scopes)
    _may_give(command.role, command.scopes, work.principal)
    await _known(command.organisation, work)
    machine = await work.load(Machine, command.key)
    machine.issue(
        KeyIssued(
            key=machine.id,
            occurred_on=work.today,
            kind=command.kind,
            prefix=command.prefix,
            organisation=command.organisation,
            role=command.role,
            scopes=command.scopes,
            expires_on=_end(command.expires_on, work.today),
        ),
        at=work.now,
    )
    await take_on(DutyKind.KEY, machine.id, work, at=command.organisation, until=machine.expires_on)
    return _made(machine)


@handles(RotateKey)
async def rotate_key(command: RotateKey, work: Work) -> KeyMade:
    """The former secret may work for an overlap, so that whoever uses it can take the new one first."""
    machine = await _machine(command, work)
    work.expect(machine)
    _may_give(machine.role, machine.scopes, work.principal)
    machine.rotate(
        KeyRotated(
            key=machine.id,
            occurred_on=work.today,
            prefix=command.prefix,
            former_until=command.former_until,
            expires_on=_end(command.expires_on, work.today),
        ),
        at=work.now,
    )
    return _made(machine)


@handles(RevokeKey)
async def revoke_key(command: RevokeKey, work: Work) -> Changed:
    """Revoking again changes nothing."""
    machine = await _machine(command, work)
    work.expect(machine)
    machine.revoke(on=work.today, at=work.now)
    await done(DutyKind.KEY, machine.id, machine.organisation, work)
    return Changed(id=machine.id, version=machine.version)


async def _machine(command: RotateKey | RevokeKey, work: Work) -> Machine:
    """The key, which must be the organisation's that was authorised for."""
    missing = no_such_key()
    machine = await work.find(Machine, command.key, missing)
    if machine.organisation != command.organisation:
        raise missing
    return machine


def _made(machine: Machine) -> KeyMade:
    return KeyMade(
        id=machine.id,
        version=machine.version,
        prefix=machine.prefix,
        expires_on=machine.expires_on,
    )


def _may_give(role: Role, scopes: tuple[str, ...], principal: Principal) -> None:
    if role not in principal.roles and Role.ADMINISTRATOR not in principal.roles:
        raise Forbidden(
            f"You may only give keys a role you hold yourself, and you are no {role.label.lower()}."
        )
    if principal.operations is not None and not operations_in(scopes) <= principal.operations:
        raise Forbidden(
            "A key can only be given scopes that the key you use has itself. Leave the others out."
        )


def _fits(organisation: Organisation, role: Role, scopes: tuple[str, ...]) -> None:
    """The role can be held there, and every scope lets it do something."""
    if organisation.kind is not HELD_AT[role]:
        raise Invalid.field(
            "role",
            f"Nobody is {role.label} at a {organisation.kind.label.lower()}.",
            f"Name a {HELD_AT[role].label.lower()}, or choose another role.",
        )
    for number, scope in enumerate(scopes):
        if not is_useful(scope, role):
            raise Invalid.field(
                f"scopes[{number}]",
                f"There is no scope {scope!r} in which a {role.label.lower()} may do anything.",
                f"Choose among {', '.join(useful_scopes(role))}, or single operations.",
            )


async def _known(organisation: Organisation, work: Work) -> None:
    """Refuse an organisation that is none. Local authorities and trusts have no streams to ask."""
    missing = NotFound(
        f"There is no {organisation.kind.label.lower()} with the id {organisation.id}."
    )
    if organisation.kind in _STREAMS:
        await work.find(_STREAMS[organisation.kind], organisation.id, missing)
    only = _ONLY.get(organisation.kind)
    if only is not None and organisation != only:
        raise missing


_STREAMS: dict[OrganisationKind, type[Aggregate]] = {
    OrganisationKind.INSTITUTION: Institution,
    OrganisationKind.HUB: Hub,
    OrganisationKind.EMPLOYER: Employer,
}
_ONLY = {OrganisationKind.NATIONAL: NATIONAL_BODY, OrganisationKind.PLATFORM: PLATFORM}


def _end(wanted: date | None, today: date) -> date:
    end = wanted or today + USUAL_LIFE
    if not today <= end <= today + LONGEST_LIFE:
        raise Invalid.field(
            "expiresOn",
            f"{end:%Y-%m-%d} is not from today up to two years from now.",
            f"Give a day up to {today + LONGEST_LIFE:%Y-%m-%d}, or none for a year.",
        )
    return end
