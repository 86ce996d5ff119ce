"""A database with the shared counts."""

from collections.abc import AsyncIterator

import asyncpg
import pytest

from hub_core.limits import MIGRATIONS
from hub_core.migrations import migrate


@pytest.fixture
async def counts(empty_database: str) -> AsyncIterator[asyncpg.Pool]:
    await migrate(empty_database, [MIGRATIONS])
    async with asyncpg.create_pool(empty_database, min_size=1, max_size=10) as opened:
        yield opened
