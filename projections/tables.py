"""The tables of one build: made from the projection's SQL, in a schema of their own.

Readers never name that schema; they use views in the schema called like the projection. The rule: the
views always show one build whole, its checkpoint included.
"""

from typing import Any

import asyncpg
import msgspec

from projections.checkpoints import Checkpoint
from projections.projection import Projection, Rows

#: How long a swap waits for pages being read before it lets them go first, and how often it tries.
SWAP_WAIT = "2s"
SWAP_ATTEMPTS = 30


class Table(msgspec.Struct, frozen=True, kw_only=True):
    """One table: its columns in order and the statement that writes a row by primary key."""

    name: str
    columns: tuple[str, ...]
    upsert: str


class Tables:
    """Where a build's rows go."""

    def __init__(self, schema: str, tables: dict[str, Table]) -> None:
        self.schema = schema
        self._tables = tables

    @classmethod
    async def of(cls, connection: Any, schema: str) -> "Tables":
        """The tables as they stand in the database."""
        rows = await connection.fetch(_TABLES, schema)
        return cls(schema, {row[0]: _table(schema, *row) for row in rows})

    def empty(self) -> Rows:
        """A place for rows of every table."""
        return {name: [] for name in self._tables}

    async def copy(self, connection: Any, rows: Rows) -> int:
        """Write rows that cannot be there yet; returns how many."""
        for name, records in rows.items():
            if records:
                await connection.copy_records_to_table(
                    name,
                    schema_name=self.schema,
                    records=records,
                    columns=self._tables[name].columns,
                )
        return sum(map(len, rows.values()))

    async def write(self, connection: Any, rows: Rows) -> None:
        """Write rows by primary key. The last of several with one key is what stays."""
        for name, records in rows.items():
            if records:
                await connection.executemany(self._tables[name].upsert, records)


async def create(connection: Any, projection: Projection, schema: str) -> Tables:
    """Make the schema and its tables; call within a transaction."""
    await connection.execute(f"create schema {schema}")
    await connection.execute(f"set local search_path to {schema}")
    await connection.execute(projection.tables)
    await connection.execute("set local search_path to ''")
    return await Tables.of(connection, schema)


async def finish(connection: Any, projection: Projection, schema: str) -> None:
    """Index the filled tables and let the planner know them; call within a transaction."""
    await connection.execute(f"set local search_path to {schema}")
    if projection.indexes:
        await connection.execute(projection.indexes)
    for row in await connection.fetch(_TABLES, schema):
        await connection.execute(f"analyze {schema}.{row[0]}")
    await connection.execute("set local search_path to ''")


async def drop(connection: Any, checkpoint: Checkpoint) -> None:
    """Remove the tables of a build nobody reads."""
    await connection.execute(f"drop schema if exists {checkpoint.schema} cascade")


async def point_views(connection: Any, checkpoint: Checkpoint) -> None:
    """Let the stable views show this build; call within a transaction.

    Every reader begins with the view ``checkpoint``, so dropping that first makes pages being read
    finish and later ones wait, and no two ever wait for each other. (Locking it would lock the table
    of all checkpoints as well, for which runners hold locks that wait for this very swap.)
    """
    name = checkpoint.projection
    await connection.execute(f"set local lock_timeout = '{SWAP_WAIT}'")
    await connection.execute(f"drop view if exists {name}.checkpoint")
    await connection.execute(f"drop schema if exists {name} cascade")
    await connection.execute(f"create schema {name}")
    await connection.execute(
        f"create view {name}.checkpoint as "
        "select build, version, incarnation, position, recorded_at, "
        "(select count(*) from projections.parked p "
        "where p.projection = c.projection and p.build = c.build) as parked "
        "from projections.checkpoints c "
        f"where projection = '{name}' and build = '{checkpoint.build}'"
    )
    for row in await connection.fetch(_TABLES, checkpoint.schema):
        table = row[0]
        await connection.execute(
            f"create view {name}.{table} as select * from {checkpoint.schema}.{table}"
        )


def _table(schema: str, name: str, columns: list[str], key: list[str]) -> Table:
    others = [column for column in columns if column not in key]
    change = ", ".join(f"{column} = excluded.{column}" for column in others)
    values = ", ".join(f"${number}" for number in range(1, len(columns) + 1))
    return Table(
        name=name,
        columns=tuple(columns),
        upsert=(
            f"insert into {schema}.{name} ({', '.join(columns)}) values ({values}) "
            f"on conflict ({', '.join(key)}) do "
            + (f"update set {change}" if change else "nothing")
        ),
    )


_TABLES = """
select t.relname,
    array_agg(a.attname::text order by a.attnum),
    array_agg(a.attname::text order by a.attnum) filter (where a.attnum = any(i.indkey))
from pg_catalog.pg_class t
join pg_catalog.pg_namespace n on n.oid = t.relnamespace
join pg_catalog.pg_index i on i.indrelid = t.oid and i.indisprimary
join pg_catalog.pg_attribute a on a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped
where n.nspname = $1 and t.relkind = 'r'
group by t.relname
order by t.relname
"""

LockNotAvailable = asyncpg.LockNotAvailableError
