"""Every eligible institution at a measure date, folded from the log.

The rule: one read of the ledger at one position answers everything, so a release can be made again from the
same log to the byte; no read model is asked.
"""

from datetime import date
from uuid import UUID

import asyncpg
import msgspec

from hub_core.academic_years import academic_year_of
from hub_core.membership.events import HubEstablished
from hub_core.rollups.register import EVENTS, RegisterEntry, RollupInstitution
from projections.projection import Decoders

_HEAD = "select coalesce(max(position), 0) from ledger.events"
_READ = """
select topic, institution, data from ledger.events
where topic <> all($1) and position <= $2
order by position
"""
#: Rows fetched at once.
_AT_ONCE = 5_000


class AsRead(msgspec.Struct, frozen=True, kw_only=True):
    """The log up to ``position``, as national tables see it."""

    institutions: list[RollupInstitution]
    hubs: dict[UUID, str]
    position: int


async def read(pool: asyncpg.Pool, measure_date: date, edition: str) -> AsRead:
    """Who is eligible at a measure date, and what they told under an edition that academic year."""
    decoders = Decoders((*EVENTS, HubEstablished))
    entries: dict[UUID, RegisterEntry] = {}
    hubs: dict[UUID, str] = {}
    async with (
        pool.acquire() as connection,
        connection.transaction(isolation="repeatable_read", readonly=True),
    ):
        position = await connection.fetchval(_HEAD)
        rows = connection.cursor(_READ, decoders.ignored, position, prefetch=_AT_ONCE)
        async for topic, institution, data in rows:
            decoder = decoders[topic]
            event = None if decoder is None else decoder(data)
            if isinstance(event, HubEstablished):
                hubs[event.hub] = event.name
            elif event is not None and institution is not None:
                entry = entries.get(institution)
                if entry is None:
                    entry = entries[institution] = RegisterEntry(institution)
                entry.apply(event)
    year = academic_year_of(measure_date)
    found = (entry.at(measure_date, year, edition) for entry in entries.values())
    return AsRead(
        institutions=[one for one in found if one is not None], hubs=hubs, position=position
    )
