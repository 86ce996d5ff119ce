"""Every eligible institution at a measure date, folded from the log.

The rule: one read of the ledger at one position answers everything, so a release can be made again from the
same log to the byte; no read model is asked.
"""

from collections.abc import AsyncIterator
from datetime import date
from uuid import UUID

import asyncpg
import msgspec

from hub_core.academic_years import academic_year_of
from hub_core.membership.events import HubEstablished
from hub_core.rollups.register import RollupInstitution
from projections.national_rollup.institution import EVENTS, InstitutionHistory
from projections.projection import Decoders

_HEAD = "select coalesce(max(position), 0) from ledger.events"
_HUBS = "select data from ledger.events where topic = $1 and position <= $2 order by position"
#: Institution after institution, so that one at a time is in memory.
_READ = """
select topic, institution, data, position, recorded_at from ledger.events
where institution is not null and topic <> all($1) and position <= $2
order by institution, position
"""
#: Rows fetched at once.
_AT_ONCE = 5_000


class AsRead(msgspec.Struct, frozen=True, kw_only=True):
    """The log up to ``position``, as national tables see it: every institution that was open."""

    institutions: list[RollupInstitution]
    hubs: dict[UUID, str]
    position: int


async def read(pool: asyncpg.Pool, measure_date: date, edition: str) -> AsRead:
    """Who was open at a measure date, and what they told that academic year, results under an edition."""
    year = academic_year_of(measure_date)
    async with (
        pool.acquire() as connection,
        connection.transaction(isolation="repeatable_read", readonly=True),
    ):
        position = await connection.fetchval(_HEAD)
        found = [
            institution
            async for history in _histories(connection, position)
            if (institution := history.at(measure_date, year, edition)) is not None
        ]
        return AsRead(institutions=found, hubs=await _hubs(connection, position), position=position)


async def _histories(
    connection: asyncpg.Connection, position: int
) -> AsyncIterator[InstitutionHistory]:
    """Every institution's own events, folded."""
    decoders = Decoders(EVENTS)
    current: UUID | None = None
    history: InstitutionHistory | None = None
    rows = connection.cursor(_READ, decoders.ignored, position, prefetch=_AT_ONCE)
    async for topic, institution, data, at, recorded_at in rows:
        if (decoder := decoders[topic]) is None:
            continue
        if history is None or institution != current:
            if history is not None:
                yield history
            current, history = institution, InstitutionHistory(institution)
        history.apply(decoder(data), at, recorded_at)
    if history is not None:
        yield history


async def _hubs(connection: asyncpg.Connection, position: int) -> dict[UUID, str]:
    rows = await connection.fetch(_HUBS, HubEstablished.TOPIC, position)
    events = [msgspec.json.decode(row["data"], type=HubEstablished) for row in rows]
    return {event.hub: event.name for event in events}
