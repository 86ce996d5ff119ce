"""The tables of one build: made from the projection's SQL, in a schema of their own.

Readers never name that schema; they use views in the schema called like the projection. The rules: the
views always show one build whole, its checkpoint included; and nobody but the owner reads a row without
a policy that lets them, from the moment a table is there.
"""

from typing import Any

import asyncpg
import msgspec

from hub_core.database_roles import SERVICES
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
    await _fence(connection, projection, schema)
    await connection.execute("set local search_path to ''")
    return await Tables.of(connection, schema)


async def _fence(connection: Any, projection: Projection, schema: str) -> None:
    """Let the services' role read what the policies let it.

    Row-level security is not forced on the owner, which could not COPY into the tables then.
    """
    for row in await connection.fetch(_TABLES, schema):
        await connection.execute(f"alter table {row[0]} enable row level security")
    await connection.execute(f"grant usage on schema {schema} to {SERVICES}")
    await connection.execute(f"grant select on all tables in schema {schema} to {SERVICES}")
    if projection.policies:
        await connection.execute(projection.policies)


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


async def point_views(connection: Any, projection: Projection, checkpoint: Checkpoint) -> None:
    """Let the stable views show this build; call within a transaction.

    They ask as whoever reads them (``security_invoker``), so the tables' policies hold, and show the
    columns that services may read. Only ``checkpoint`` asks as the owner: it tells of the build, and
    of nobody, and services need no way into the table of all checkpoints.

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
    for table, columns in await connection.fetch(_READABLE, checkpoint.schema, SERVICES):
        await connection.execute(
            f"create view {name}.{table} with (security_invoker = true) as "
            f"select {', '.join(columns)} from {checkpoint.schema}.{table}"
        )
    if projection.functions:
        await connection.execute(projection.functions)
    await connection.execute(f"grant usage on schema {name} to {SERVICES}")
    await connection.execute(f"grant select on all tables in schema {name} to {SERVICES}")
    await connection.execute(f"revoke execute on all functions in schema {name} from public")
    await connection.execute(f"grant execute on all functions in schema {name} to {SERVICES}")


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

#: Each table with the columns that a role may read, those it may not left out.
_READABLE = """
select t.relname, array_agg(quote_ident(a.attname) order by a.attnum)
from pg_catalog.pg_class t
join pg_catalog.pg_namespace n on n.oid = t.relnamespace
join pg_catalog.pg_attribute a on a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped
where n.nspname = $1 and t.relkind = 'r' and has_column_privilege($2, t.oid, a.attnum, 'select')
group by t.relname
order by t.relname
"""

LockNotAvailable = asyncpg.LockNotAvailableError
