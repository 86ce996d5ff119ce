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
from uuid import UUID

import asyncpg
import msgspec
import pytest

import hub_core.contexts  # noqa: F401  every event and handler
from hub_core.access import ADMINISTRATOR as ADMINISTRATOR_ROLE
from hub_core.employers.commands import RegisterEmployer
from hub_core.employers.events import EmployerForm
from hub_core.execute import Platform, Request, execute
from hub_core.log.event import Event, decode
from hub_core.log.ledger import Ledger
from hub_core.log.writer import Writer
from hub_core.membership.commands import EstablishHub
from hub_core.membership.events import InstitutionDetails
from hub_core.membership.institution_commands import RegisterInstitution
from hub_core.reference.service_phases import ServicePhase
from hub_core.vault import Vault, VaultKeys
from hub_core.work import Command, Principal

#: A Wednesday in the academic year 2025/26.
NOW = datetime(2026, 2, 11, 10, 30, tzinfo=UTC)
ADMINISTRATOR = Principal(id="administrator", roles=frozenset({ADMINISTRATOR_ROLE}))


@pytest.fixture
async def vault(vault_database: str) -> AsyncIterator[Vault]:
    async with asyncpg.create_pool(vault_database, min_size=1, max_size=6) as pool:
        yield Vault(pool, VaultKeys(os.urandom(32)))


@pytest.fixture
async def platform(pool: asyncpg.Pool, vault: Vault) -> AsyncIterator[Platform]:
    ledger = Ledger(pool)
    async with Writer(ledger) as writer:
        yield Platform(ledger=ledger, writer=writer, vault=vault, clock=lambda: NOW)


class Story:
    """Commands one after another, as a test tells them; the administrator unless someone else acts."""

    def __init__(self, platform: Platform) -> None:
        self.platform = platform
        self._numbers = count(100001)

    async def do(
        self, command: Command, *, by: Principal = ADMINISTRATOR, **request: Any
    ) -> dict[str, Any]:
        """The answer of an accepted command, as a client reads it."""
        accepted = await execute(command, by, self.platform, Request(**request))
        answer: dict[str, Any] = msgspec.json.decode(accepted.answer)
        return answer

    async def events(self, *, after: int = 0) -> list[Event]:
        """What the log holds, in order."""
        rows = await self.platform.ledger.read(after=after)
        return [decode(row["topic"], row["data"]) for row in rows]

    async def new_events(self, command: Command, **request: Any) -> list[Event]:
        """What this command appends."""
        head = await self.platform.ledger.head()
        await self.do(command, **request)
        return await self.events(after=head)

    async def school(self, **details: Any) -> UUID:
        """A secondary school in Camden with a URN of its own."""
        given = {"phase": ServicePhase.SECONDARY, "local_authority": "202"} | details
        name = given.pop("name", "Ashbrook School")
        answer = await self.do(
            RegisterInstitution(
                urn=given.pop("urn", str(next(self._numbers))),
                details=InstitutionDetails(name=name, **given),
            )
        )
        return UUID(answer["id"])

    async def hub(self, slug: str = "northbank", **fields: Any) -> UUID:
        """A hub for the primary and secondary schools of Camden."""
        given = {
            "name": f"{slug.title()} Careers Hub",
            "lead_organisation": "Northbank Council",
            "local_authorities": ("202",),
            "phases": (ServicePhase.PRIMARY, ServicePhase.SECONDARY),
        } | fields
        answer = await self.do(EstablishHub(slug=slug, **given))
        return UUID(answer["id"])

    async def employer(self, company_number: str = "00445790") -> UUID:
        """A medium-sized manufacturer."""
        answer = await self.do(
            RegisterEmployer(
                form=EmployerForm.COMPANY,
                name="Hartley Engineering",
                company_number=company_number,
                sic_codes=("28990",),
                employees=120,
            )
        )
        return UUID(answer["id"])


@pytest.fixture
def story(platform: Platform) -> Story:
    return Story(platform)
