"""What ``hub keys`` does once it knows what was asked: as the platform's operator, recorded like any other.

The rule: the command line changes nothing an API could not: the same commands, refusals and events.
"""

from datetime import date, datetime, timedelta
from uuid import UUID

import msgspec

from hub_core.access import PLATFORM, OrganisationKind, Principal, Role
from hub_core.execute import Platform, Request
from hub_core.identity.machines import issuing
from hub_core.identity.machines.machine import Machine
from hub_core.identity.machines.scopes import useful_scopes
from hub_core.identity.machines.spelling import MachineKind, beginning, prefix_in
from hub_core.identity.machines.store import Kept, Machines
from hub_core.identity.people.organisation_names import names_of
from hub_core.settings import Settings
from services.platform.commands.running import Failure
from services.platform.open_platform import open_platform
from services.platform.organisations import only_organisation, organisation_named

#: Whoever has a shell on the machine that holds the ledger's credentials runs the platform.
OPERATOR = Principal(
    id="system:operator", roles=frozenset({Role.ADMINISTRATOR}), organisation=PLATFORM
)


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """A key as an operator asks for it. Without scopes it gets all its role has a use for."""

    role: Role
    organisation: tuple[OrganisationKind, str] | None
    scopes: tuple[str, ...]
    label: str
    expires_on: date | None
    client: bool


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """A key as an operator sees it; ``begins`` is the open part of its newest secret."""

    id: UUID
    begins: str
    kind: str
    role: str
    organisation: str
    organisation_id: UUID
    scopes: tuple[str, ...]
    expires_on: date
    stands: str
    label: str
    issued_by: str
    last_used_at: datetime | None


class Made(msgspec.Struct, frozen=True, kw_only=True):
    """A key with the secret that is shown this once."""

    line: Line
    secret: str


async def make_key(chosen: Settings, asked: Asked) -> Made:
    """Issue a key. Raises a ``Refusal``, or ``Failure`` when nobody is called what was named."""
    async with open_platform(chosen) as platform:
        ledger, machines = platform.ledger, Machines(platform.ledger.pool)
        organisation = (
            await organisation_named(ledger, *asked.organisation)
            if asked.organisation
            else only_organisation(asked.role)
        )
        wanted = issuing.Wanted(
            kind=MachineKind.CLIENT if asked.client else MachineKind.KEY,
            organisation=organisation,
            role=asked.role,
            scopes=asked.scopes or useful_scopes(asked.role),
            label=asked.label,
            expires_on=asked.expires_on,
        )
        shown = await issuing.issue(wanted, OPERATOR, platform, machines, Request())
        return await _made(shown, platform, machines)


async def keys_of(
    chosen: Settings, organisation: tuple[OrganisationKind, str] | None
) -> list[Line]:
    """The keys of one organisation, or of all."""
    async with open_platform(chosen) as platform:
        named = await organisation_named(platform.ledger, *organisation) if organisation else None
        return await _lines(await Machines(platform.ledger.pool).list(named), platform)


async def renew_key(chosen: Settings, named: str, overlap: timedelta) -> Made:
    """Give a key another secret; the former works for the overlap."""
    async with open_platform(chosen) as platform:
        machines = Machines(platform.ledger.pool)
        machine = await _found(named, machines)
        today = platform.clock().date()
        shown = await issuing.rotate(
            machine,
            OPERATOR,
            platform,
            machines,
            Request(),
            former_until=today + overlap if overlap else None,
        )
        return await _made(shown, platform, machines)


async def end_key(chosen: Settings, named: str) -> Line:
    """Revoke a key; the line as it stands then."""
    async with open_platform(chosen) as platform:
        machines = Machines(platform.ledger.pool)
        machine = await _found(named, machines)
        await issuing.revoke(machine, OPERATOR, platform, Request())
        return await _line(machine.id, platform, machines)


async def _made(shown: issuing.Shown, platform: Platform, machines: Machines) -> Made:
    assert shown.secret is not None  # without a command id nothing is ever a repeat
    line = await _line(shown.key.id, platform, machines)
    return Made(line=line, secret=shown.secret.text)


async def _line(key: UUID, platform: Platform, machines: Machines) -> Line:
    kept = await machines.kept(key)
    assert kept is not None  # it was recorded a moment ago, and nothing takes it out
    (line,) = await _lines([kept], platform)
    return line


async def _lines(found: list[Kept], platform: Platform) -> list[Line]:
    called = await names_of(platform.ledger, {one.machine.organisation for one in found})
    today = platform.clock().date()
    return [
        Line(
            id=one.machine.id,
            begins=beginning(one.machine.kind, one.machine.prefix),
            kind=one.machine.kind.label,
            role=one.machine.role.label,
            organisation=called[one.machine.organisation],
            organisation_id=one.machine.organisation.id,
            scopes=one.machine.scopes,
            expires_on=one.machine.expires_on,
            stands=_standing(one.machine, today),
            label=one.label,
            issued_by=one.issued_by,
            last_used_at=one.last_used_at,
        )
        for one in found
    ]


def _standing(machine: Machine, today: date) -> str:
    standing = machine.standing(machine.prefix, on=today)
    assert standing is not None  # it is the prefix of its own newest secret
    return standing.label


async def _found(named: str, machines: Machines) -> Machine:
    """The key by its id, or by the beginning of one of its secrets."""
    try:
        machine = await machines.machine(UUID(named))
    except ValueError:
        prefix = prefix_in(named)
        machine = await machines.machine_of(prefix) if prefix else None
    if machine is None:
        # What was typed is not repeated: it may have been the whole secret.
        raise Failure(
            "There is no such key. `hub keys list` shows the ids and beginnings there are."
        )
    return machine
