"""The domain on real servers: a vault, and a platform whose clock the test sets.

vault     a vault on a database of this test's own, with keys of its own
platform  ledger, writer and vault together; `platform.clock` stands at NOW
    story     builders and commands on that platform, for tests that tell a story
"""

import os
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from itertools import count
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import msgspec
import pytest

import hub_core.contexts  # noqa: F401  every event and handler
from hub_core.access import Principal
from hub_core.agreements.commands import SignAgreement
from hub_core.embedded import Servers
from hub_core.employers.commands import RegisterEmployer
from hub_core.employers.events import EmployerForm
from hub_core.employers.standing_commands import VerifyEmployer
from hub_core.employers.standing_events import VerificationBasis
from hub_core.execute import Platform, Request, execute
from hub_core.log.event import Event, decode
from hub_core.log.ledger import Ledger
from hub_core.log.writer import Writer
from hub_core.membership.commands import EstablishHub
from hub_core.membership.events import InstitutionDetails
from hub_core.membership.institution_commands import RegisterInstitution
from hub_core.reference.service_phases import ServicePhase
from hub_core.vault import Vault, VaultKeys
from hub_core.work import Command
from tests.builders.agreements import EVERYTHING
from tests.builders.principals import sender_of

#: A Wednesday in the academic year 2025/26.
NOW = datetime(2026, 2, 11, 10, 30, tzinfo=UTC)


@pytest.fixture(scope="session")
async def vault(servers: Servers, vault_template: str) -> AsyncIterator[Vault]:
    address = await _copy(servers, vault_template, owner="hub_vault")
    async with asyncpg.create_pool(address, min_size=1, max_size=6) as pool:
        yield Vault(pool, VaultKeys(os.urandom(32)))


@pytest.fixture(scope="session")
async def platform(servers: Servers, ledger_template: str, vault: Vault) -> AsyncIterator[Platform]:
    address = await _copy(servers, ledger_template, owner="hub")
    async with asyncpg.create_pool(address, min_size=1, max_size=6) as pool:
        ledger = Ledger(pool)
        async with Writer(ledger) as writer:
            yield Platform(ledger=ledger, writer=writer, vault=vault, clock=lambda: NOW)


async def _copy(servers: Servers, template: str, *, owner: str) -> str:
    """A copy of a template database for the whole run; it goes with the run's servers."""
    name = f"stories_{owner}_{uuid4().hex[:8]}"
    connection = await asyncpg.connect(servers.postgres.superuser_url)
    try:
        await connection.execute(f"CREATE DATABASE {name} TEMPLATE {template} OWNER {owner}")
    finally:
        await connection.close()
    return servers.postgres.address(owner, name)


class Story:
    """Commands one after another, as a test tells them, from whoever may send them unless it says who."""

    _stories = count()

    def __init__(self, platform: Platform, *, begins_at: int) -> None:
        self.platform = platform
        self.number = next(self._stories)
        self._begins_at = begins_at
        self._urns = count(10)
        self._verifying = count()

    def urn(self, number: int) -> str:
        """A URN of this story's own, 0 to 19; the builders take those from 10."""
        return str(100_000 + 20 * self.number + number)

    def ukprn(self, number: int) -> str:
        """The same for UKPRNs."""
        return f"10{self.urn(number)}"

    def company_number(self, number: int = 0) -> str:
        """The same for company numbers."""
        return f"00{self.urn(number)}"

    def slug(self, slug: str) -> str:
        """A hub's slug of this story's own."""
        return f"{slug}-{self.number}"

    async def do(
        self, command: Command, *, by: Principal | None = None, **request: Any
    ) -> dict[str, Any]:
        """The answer of an accepted command, as a client reads it."""
        sender = by or sender_of(command)
        accepted = await execute(command, sender, self.platform, Request(**request))
        answer: dict[str, Any] = msgspec.json.decode(accepted.answer)
        return answer

    async def events(self, *, after: int = 0) -> list[Event]:
        """What this story has appended, in order."""
        rows = await self.platform.ledger.read(after=max(after, self._begins_at))
        return [decode(row["topic"], row["data"]) for row in rows]

    async def new_events(self, command: Command, **request: Any) -> list[Event]:
        """What this command appends."""
        head = await self.platform.ledger.head()
        await self.do(command, **request)
        return await self.events(after=head)

    async def school(self, *, agreed: bool = True, **details: Any) -> UUID:
        """A secondary school in Camden with a URN of its own, and an agreement that covers everything."""
        given = {"phase": ServicePhase.SECONDARY, "local_authority": "202"} | details
        name = given.pop("name", "Ashbrook School")
        answer = await self.do(
            RegisterInstitution(
                urn=given.pop("urn", self.urn(next(self._urns))),
                details=InstitutionDetails(name=name, **given),
            )
        )
        school = UUID(answer["id"])
        if agreed:
            await self.do(SignAgreement(institution=school, terms=EVERYTHING))
        return school

    async def hub(self, slug: str = "northbank", **fields: Any) -> UUID:
        """A hub for the primary and secondary schools of Camden."""
        given = {
            "name": f"{slug.title()} Careers Hub",
            "lead_organisation": "Northbank Council",
            "local_authorities": ("202",),
            "phases": (ServicePhase.PRIMARY, ServicePhase.SECONDARY),
        } | fields
        answer = await self.do(EstablishHub(slug=self.slug(slug), **given))
        return UUID(answer["id"])

    async def employer(self, number: int = 0) -> UUID:
        """A medium-sized manufacturer; another number is another one."""
        answer = await self.do(
            RegisterEmployer(
                form=EmployerForm.COMPANY,
                name="Hartley Engineering",
                company_number=self.company_number(number),
                sic_codes=("28990",),
                employees=120,
            )
        )
        return UUID(answer["id"])

    async def verify(self, employer: UUID, hub: UUID | None = None) -> None:
        """Let a hub verify an employer, one of its own unless it is named."""
        hub = hub or await self.hub(f"verifying-{next(self._verifying)}")
        await self.do(
            VerifyEmployer(hub=hub, employer=employer, basis=VerificationBasis.PUBLIC_REGISTER)
        )


@pytest.fixture
async def story(platform: Platform) -> Story:
    return Story(platform, begins_at=await platform.ledger.head())
