"""The domain on real servers: a vault, and a platform whose clock the test sets.

vault     a vault on a database of this test's own, with keys of its own
platform  ledger, writer and vault together; `platform.clock` stands at NOW
"""

import os
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import asyncpg
import pytest

import hub_core.contexts  # noqa: F401  every event and handler
from hub_core.execute import Platform
from hub_core.log.ledger import Ledger
from hub_core.log.writer import Writer
from hub_core.vault import Vault, VaultKeys

#: A Wednesday in the academic year 2025/26.
NOW = datetime(2026, 2, 11, 10, 30, tzinfo=UTC)


@pytest.fixture
async def vault(vault_database: str) -> AsyncIterator[Vault]:
    async with asyncpg.create_pool(vault_database, min_size=1, max_size=6) as pool:
        yield Vault(pool, VaultKeys(os.urandom(32)))


@pytest.fixture
async def platform(pool: asyncpg.Pool, vault: Vault) -> AsyncIterator[Platform]:
    ledger = Ledger(pool)
    async with Writer(ledger) as writer:
        yield Platform(ledger=ledger, writer=writer, vault=vault, clock=lambda: NOW)
