"""Carrying out one command after another as somebody would have, each on its own day.

The rule: the same acts in the same order have the same ids, so a telling that broke off is taken up again
and what stands already is recognised.
"""

from datetime import UTC, date, datetime, time
from itertools import count
from uuid import UUID

import msgspec

from hub_core.access import Organisation, OrganisationKind, Principal, Role
from hub_core.execute import Platform, Request, execute
from hub_core.identity.people.keys import PERSON
from hub_core.work import Command
from services.platform.england.chance import identity
from services.platform.england.marks import ACTOR

#: Everybody in this England does such things in the morning.
_AT = time(10, tzinfo=UTC)


class Acts:
    """The acts of one telling, counted from 1."""

    def __init__(self, platform: Platform, seed: int) -> None:
        self.platform = platform
        self.seed = seed
        self._number = 0

    async def at_hub(
        self, hub: UUID, command: Command, on: date, *, person: UUID | None = None
    ) -> UUID:
        """As the hub's lead, or as this person of the hub; answers with what it was about."""
        role = Role.HUB_LEAD
        return await self._do(command, on, role, OrganisationKind.HUB, hub, person)

    async def at_institution(self, institution: UUID, command: Command, on: date) -> UUID:
        """As the careers leader."""
        role = Role.CAREERS_LEADER
        return await self._do(command, on, role, OrganisationKind.INSTITUTION, institution)

    async def at_employer(self, employer: UUID, command: Command, on: date) -> UUID:
        """As somebody who works there."""
        role = Role.EMPLOYER_USER
        return await self._do(command, on, role, OrganisationKind.EMPLOYER, employer)

    async def as_platform(self, command: Command, on: date) -> UUID:
        """As the platform itself, which registers people."""
        system = Principal(id=f"system:{ACTOR}", roles=frozenset({Role.ADMINISTRATOR}))
        return await self.carry_out(command, system, on)

    async def carry_out(self, command: Command, principal: Principal, on: date) -> UUID:
        """Carry out the next act, and answer with the id the command answers with."""
        self._number += 1
        number, ids = self._number, count()
        then = Platform(
            ledger=self.platform.ledger,
            writer=self.platform.writer,
            vault=self.platform.vault,
            clock=lambda: datetime.combine(on, _AT),
            new_id=lambda: identity(self.seed, "lately", number, next(ids)),
        )
        accepted = await execute(command, principal, then, Request(command_id=f"lately/{number}"))
        return msgspec.json.decode(accepted.answer, type=_Answer).id

    async def _do(
        self,
        command: Command,
        on: date,
        role: Role,
        kind: OrganisationKind,
        organisation: UUID,
        person: UUID | None = None,
    ) -> UUID:
        who = f"system:{ACTOR}" if person is None else f"{PERSON}{person}"
        at = Organisation(kind, organisation)
        return await self.carry_out(
            command, Principal(id=who, roles=frozenset({role}), organisation=at), on
        )


class _Answer(msgspec.Struct):
    id: UUID
