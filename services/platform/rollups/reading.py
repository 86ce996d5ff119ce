"""Every eligible institution at a measure date, folded from the log.

The rule: one read of the ledger at one position answers everything, so a release can be made again from the
same log to the byte; no read model is asked.
"""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from datetime import date
from multiprocessing import get_context
from uuid import UUID

import asyncpg
import msgspec

from hub_core.academic_years import academic_year_of
from hub_core.membership.events import HubEstablished
from hub_core.rollups.register import RollupInstitution
from projections.national_rollup.folding import Lying, institutions_at, pack
from projections.national_rollup.institution import EVENTS
from projections.projection import Decoders

_HEAD = "select coalesce(max(position), 0) from ledger.events"
_HUBS = "select data from ledger.events where topic = $1 and position <= $2 order by position"
#: Institution after institution, each with all its events: the index has them in this order.
_READ = """
select
    institution,
    array_agg(topic order by position),
    array_agg(data order by position),
    array_agg(position order by position),
    array_agg(recorded_at order by position)
from ledger.events
where institution is not null
    and topic not in (select unnest($1::text[]))
    and position <= $2
group by institution
order by institution
"""
#: Institutions fetched at once; England's have some 80 events a year each.
_AT_ONCE = 200
#: From so many events in the log on, institutions are folded in processes beside this one.
_MANY = 100_000
#: Processes that fold, and batches that are with them or wait to be: so memory has a bound.
_PROCESSES = 2
_UNDER_WAY = 2 * _PROCESSES


class AsRead(msgspec.Struct, frozen=True, kw_only=True):
    """The log up to ``position``, as national tables see it: every institution that was open."""

    institutions: list[RollupInstitution]
    hubs: dict[UUID, str]
    position: int


async def read(pool: asyncpg.Pool, measure_date: date, edition: str) -> AsRead:
    """Who was open at a measure date, and what they told that academic year, results under an edition."""
    async with (
        pool.acquire() as connection,
        connection.transaction(isolation="repeatable_read", readonly=True),
    ):
        position = await connection.fetchval(_HEAD)
        with _folding(position) as folding:
            found = [
                institution
                async for some in _folded(
                    _batches(connection, position), folding, measure_date, edition
                )
                for institution in some
            ]
        return AsRead(institutions=found, hubs=await _hubs(connection, position), position=position)


@contextmanager
def _folding(position: int) -> Iterator[Executor | None]:
    """Processes that fold where there is much to fold; None where this one does it sooner."""
    if position < _MANY:
        yield None
        return
    with ProcessPoolExecutor(_PROCESSES, mp_context=get_context("spawn")) as processes:
        yield processes


async def _folded(
    batches: AsyncIterator[bytes], folding: Executor | None, day: date, edition: str
) -> AsyncIterator[list[RollupInstitution]]:
    """What batches of institutions amount to, in their order."""
    told = (day, academic_year_of(day), edition)
    if folding is None:
        async for batch in batches:
            yield institutions_at(batch, *told)
        return
    under_way: deque[asyncio.Future[list[RollupInstitution]]] = deque()
    loop = asyncio.get_running_loop()
    async for batch in batches:
        under_way.append(loop.run_in_executor(folding, institutions_at, batch, *told))
        if len(under_way) == _UNDER_WAY:
            yield await under_way.popleft()
    while under_way:
        yield await under_way.popleft()


async def _batches(connection: asyncpg.Connection, position: int) -> AsyncIterator[bytes]:
    """Every institution's own events, packed, some institutions at once."""
    cursor = await connection.cursor(_READ, Decoders(EVENTS).ignored, position)
    while rows := await cursor.fetch(_AT_ONCE):
        yield pack([Lying(*row) for row in rows])


async def _hubs(connection: asyncpg.Connection, position: int) -> dict[UUID, str]:
    rows = await connection.fetch(_HUBS, HubEstablished.TOPIC, position)
    events = [msgspec.json.decode(row["data"], type=HubEstablished) for row in rows]
    return {event.hub: event.name for event in events}
