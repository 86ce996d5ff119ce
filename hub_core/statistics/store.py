"""Published statistics as they are kept: figure by figure, under the collection they are of.

The rule: they stand in a schema of their own; importing a file again gives the same rows.
"""

from collections.abc import Collection as Several

import asyncpg
import msgspec

from hub_core.migrations import MigrationSet
from hub_core.statistics.mapping import Collection
from hub_core.statistics.reading import FileRead, StatisticFigure

#: The tables of this package, for whoever migrates a database.
MIGRATIONS = MigrationSet(name="statistics", package="hub_core.statistics")

_DESCRIBE = """
insert into statistics.collections (code, mapping) values ($1, $2::jsonb)
on conflict (code) do update set mapping = excluded.mapping
"""
_CLEAR = """
delete from statistics.figures
where collection = $1 and (place, period) in (select * from unnest($2::text[], $3::text[]))
"""
_KEEP = """
insert into statistics.figures (collection, place, period, measure, value, symbol)
values ($1, $2, $3, $4, $5, $6)
"""
_COLLECTIONS = "select mapping from statistics.collections order by code"
_OF_PLACES = """
select collection, period, place, measure, value, symbol from statistics.figures
where place = any($1) order by collection, period desc, place
"""


class StatisticsStore:
    """Published statistics over a pool of connections to the hub's own database."""

    def __init__(self, pool: asyncpg.Pool) -> None:
        self._pool = pool

    async def keep(self, collection: Collection, read: FileRead) -> None:
        """Keep a file's figures in place of any of the same places and periods."""
        pairs = sorted({(one.place, one.period) for one in read.figures})
        async with self._pool.acquire() as connection, connection.transaction():
            await connection.execute(
                _DESCRIBE, collection.code, msgspec.json.encode(collection).decode()
            )
            await connection.execute(
                _CLEAR, collection.code, [one for one, _ in pairs], [one for _, one in pairs]
            )
            await connection.executemany(
                _KEEP,
                [
                    (one.collection, one.place, one.period, one.measure, one.value, one.symbol)
                    for one in read.figures
                ],
            )

    async def collections(self) -> list[Collection]:
        """Every collection that was imported."""
        rows = await self._pool.fetch(_COLLECTIONS)
        return [msgspec.json.decode(row["mapping"], type=Collection) for row in rows]

    async def of_places(self, places: Several[str]) -> list[StatisticFigure]:
        """Every figure of these places, the newest period first."""
        rows = await self._pool.fetch(_OF_PLACES, list(places))
        return [StatisticFigure(**dict(row)) for row in rows]
