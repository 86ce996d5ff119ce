"""What follows the log while something is measured: relay and projections, as the platform runs them.

The rule: they have caught up before anything is measured.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import asyncpg

from hub_core.embedded import Addresses
from services.platform.addresses import environment
from services.platform.supervisor import Part, Watch, supervised

#: Seconds between two looks at how far they are.
LOOK = 0.005
_RELAYED = """
select coalesce((select position from ledger.stream_seen), -1) = (select max(position) from ledger.events)
"""
_STANDS = "select position from projections.checkpoints where current and projection = $1"


class Followers:
    """Projections that follow a log."""

    def __init__(self, pool: asyncpg.Pool, projections: Sequence[str], watch: Watch) -> None:
        self._pool = pool
        self._projections = projections
        self._watch = watch

    async def reach(self, position: int) -> None:
        """Until the read model of each stands there. Raises ``KeepsDying`` where one cannot."""
        await self._watch.over(self._reach(position))

    async def _reach(self, position: int) -> None:
        for name in self._projections:
            while (await self._pool.fetchval(_STANDS, name) or 0) < position:  # noqa: ASYNC110
                await asyncio.sleep(LOOK)


@asynccontextmanager
async def followers(
    addresses: Addresses,
    projections: Sequence[str],
    *,
    pool: asyncpg.Pool,
    key_file: Path,
    folder: Path,
) -> AsyncIterator[Followers]:
    """Relay and projections that have caught up, so that only what is new is measured."""
    parts = [
        Part(
            command,
            environment=environment(addresses, key_file=key_file, command=command),
            log=folder / f"{'-'.join(command)}.log",
        )
        for command in (("relay",), *(("project", name) for name in projections))
    ]
    async with supervised(parts) as watch:
        found = Followers(pool, projections, watch)
        await watch.over(_relayed(pool))
        await found.reach(await pool.fetchval("select max(position) from ledger.events"))
        yield found


async def _relayed(pool: asyncpg.Pool) -> None:
    while not await pool.fetchval(_RELAYED):  # noqa: ASYNC110 - it moves in the database
        await asyncio.sleep(100 * LOOK)
