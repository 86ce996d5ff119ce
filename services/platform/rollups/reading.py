"""Every eligible institution at a measure date, folded from the log.

The rule: one read of the ledger at one position answers everything, so a release can be made again from the
same log to the byte; no read model is asked.
"""

import asyncio
import os
from collections import deque
from collections.abc import AsyncIterator, Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from datetime import date
from multiprocessing import get_context
from typing import NamedTuple
from uuid import UUID

import asyncpg
import msgspec

from hub_core.academic_years import academic_year_of
from hub_core.membership.events import HubEstablished
from hub_core.rollups.register import RollupInstitution
from hub_core.rollups.released_hubs import ReleasedHub
from hub_core.rollups.subjects import Measures
from projections.national_rollup.folding import (
    Lying,
    Registered,
    activity_at,
    activity_decoders,
    is_asked,
    pack,
    register_decoders,
    registered_at,
    with_activity,
)

_HEAD = "select coalesce(max(position), 0) from ledger.events"
_HUBS = "select data from ledger.events where topic = $1 and position <= $2 order by position"
#: Topics are looked up in a table made of the list as it is, which a plan that is kept could not do.
_PLAN_EACH = "set local plan_cache_mode = force_custom_plan"
#: The few events in a hundred that say what institutions are and returned, in one pass over the log.
_REGISTER = """
select institution, array_agg(topic order by position), array_agg(data order by position)
from ledger.events
where institution is not null and topic <> all($1) and position <= $2
group by institution
order by institution
"""
#: Some institutions, each with its events of what took place: the index has them in this order.
_ACTIVITY = """
select
    institution,
    array_agg(topic order by position),
    array_agg(data order by position),
    array_agg(position order by position),
    array_agg(recorded_at order by position)
from ledger.events
where institution = any($3) and topic <> all($1) and position <= $2
group by institution
order by institution
"""
#: Institutions fetched at once; those asked have a few hundred events a year each.
_AT_ONCE = 50
#: From so many events in the log on, institutions are folded in processes beside this one.
_MANY = 100_000
#: Folding takes one to two times what reading for it does, so more processes would wait for what is read.
_MOST_PROCESSES = 2


class _Folding(NamedTuple):
    """Processes that fold, and how many batches are with them or wait to be: so memory has a bound."""

    executor: Executor
    under_way: int


class AsRead(msgspec.Struct, frozen=True, kw_only=True):
    """The log up to ``position``, as national tables see it: every institution that was open."""

    institutions: list[RollupInstitution]
    hubs: dict[UUID, ReleasedHub]
    position: int


async def read(pool: asyncpg.Pool, measure_date: date, edition: str) -> AsRead:
    """Who was open at a measure date, and what they told that academic year, results under an edition."""
    async with (
        pool.acquire() as connection,
        connection.transaction(isolation="repeatable_read", readonly=True),
    ):
        await connection.execute(_PLAN_EACH)
        position = await connection.fetchval(_HEAD)
        year = academic_year_of(measure_date)
        registered = await _registered(connection, position, (measure_date, year, edition))
        asked = [one.institution for one in registered if is_asked(one)]
        activity: dict[UUID, Measures] = {}
        with _folding(position) as folding:
            batches = _batches(connection, position, asked)
            async for some in _folded(batches, folding, (measure_date, year)):
                activity |= some
        return AsRead(
            institutions=[with_activity(one, activity.get(one.institution)) for one in registered],
            hubs=await _hubs(connection, position),
            position=position,
        )


async def _registered(
    connection: asyncpg.Connection, position: int, told: tuple[date, str, str]
) -> list[RollupInstitution]:
    """Every institution that was open, without what took place there."""
    rows = await connection.fetch(_REGISTER, register_decoders().ignored, position)
    found = (registered_at(Registered(*row), *told) for row in rows)
    return [institution for institution in found if institution is not None]


@contextmanager
def _folding(position: int) -> Iterator[_Folding | None]:
    """Processes that fold where there is much to fold; None where this one does it sooner."""
    processes = _processes()
    if position < _MANY or processes == 1:
        yield None
        return
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as executor:
        yield _Folding(executor, 2 * processes)


def _processes() -> int:
    """As many as there are processors for, up to as many as can be kept busy."""
    return min(len(os.sched_getaffinity(0)), _MOST_PROCESSES)


async def _folded(
    batches: AsyncIterator[bytes], folding: _Folding | None, told: tuple[date, str]
) -> AsyncIterator[dict[UUID, Measures]]:
    """What batches of institutions amount to, in their order."""
    if folding is None:
        async for batch in batches:
            yield activity_at(batch, *told)
        return
    under_way: deque[asyncio.Future[dict[UUID, Measures]]] = deque()
    loop = asyncio.get_running_loop()
    async for batch in batches:
        under_way.append(loop.run_in_executor(folding.executor, activity_at, batch, *told))
        if len(under_way) == folding.under_way:
            yield await under_way.popleft()
    while under_way:
        yield await under_way.popleft()


async def _batches(
    connection: asyncpg.Connection, position: int, asked: Sequence[UUID]
) -> AsyncIterator[bytes]:
    """The own events of those asked, packed, some institutions at once."""
    ignored = activity_decoders().ignored
    for begin in range(0, len(asked), _AT_ONCE):
        some = asked[begin : begin + _AT_ONCE]
        rows = await connection.fetch(_ACTIVITY, ignored, position, some)
        yield pack([Lying(*row) for row in rows])


async def _hubs(connection: asyncpg.Connection, position: int) -> dict[UUID, ReleasedHub]:
    rows = await connection.fetch(_HUBS, HubEstablished.TOPIC, position)
    events = [msgspec.json.decode(row["data"], type=HubEstablished) for row in rows]
    return {event.hub: ReleasedHub(code=event.slug, name=event.name) for event in events}
