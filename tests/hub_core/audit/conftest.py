"""A database with the ledger and the record of reads."""

from collections.abc import AsyncIterator

import asyncpg
import pytest

from hub_core.audit import MIGRATIONS
from hub_core.migrations import migrate


@pytest.fixture
async def books(database: str) -> AsyncIterator[asyncpg.Pool]:
    await migrate(database, [MIGRATIONS])
    async with asyncpg.create_pool(database, min_size=1, max_size=5) as opened:
        yield opened
