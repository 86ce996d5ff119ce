"""Bring a database to the shape the code expects, from numbered SQL files.

A set is a folder of files `NNNN_what_it_does.sql`. Rule: a file that was applied never changes.
Its sha256 is recorded in schema `migrations`, and where record and file differ nothing at all is
applied. One advisory lock makes any number of runners at once safe.
"""

import hashlib
import re
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from importlib import resources
from typing import Any

import asyncpg
import msgspec

# Any fixed number will do; every runner on one database must use the same.
LOCK = 0x68756220_6D696772

FILE_NAME = re.compile(r"(\d{4})_([a-z0-9_]+)\.sql")
TRANSACTION_CONTROL = re.compile(r"(?im)^\s*(begin|commit|rollback|start\s+transaction)\s*;")

RECORD = """
CREATE SCHEMA IF NOT EXISTS migrations;
CREATE TABLE IF NOT EXISTS migrations.applied (
    set_name   text        NOT NULL,
    number     integer     NOT NULL,
    file_name  text        NOT NULL,
    sha256     text        NOT NULL,
    applied_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (set_name, number)
);
"""


class MigrationError(Exception):
    """The database was left as it was; the message says which file stands in the way."""


class MigrationSet(msgspec.Struct, frozen=True, kw_only=True):
    """The files in `folder` of Python package `package`.

    They run with an empty search path: each names the schema of what it makes, and makes the schema
    if it is the first.
    """

    name: str
    package: str
    folder: str = "sql"


class Migration(msgspec.Struct, frozen=True, kw_only=True):
    """One file of a set."""

    set_name: str
    number: int
    file_name: str
    sha256: str
    sql: str


def migrations_of(which: MigrationSet) -> tuple[Migration, ...]:
    """The files of one set in their order.

    Raises MigrationError for a missing or empty folder, a wrong name, a number used twice, or a file that
    ends its own transaction.
    """
    folder = resources.files(which.package) / which.folder
    if not folder.is_dir():
        raise MigrationError(f"The migrations of {which.name} are missing: there is no {folder}.")
    found: dict[int, Migration] = {}
    for file in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if not file.name.endswith(".sql"):
            continue
        migration = _read(which, file.name, file.read_bytes())
        if migration.number in found:
            raise MigrationError(
                f"Two migrations of {which.name} carry the number {migration.number:04}: "
                f"{found[migration.number].file_name} and {file.name}. Renumber the newer one."
            )
        found[migration.number] = migration
    if not found:
        raise MigrationError(f"The migrations of {which.name} are missing: {folder} is empty.")
    return tuple(found.values())


async def pending(database: Any, sets: Iterable[MigrationSet]) -> tuple[Migration, ...]:
    """The files not yet applied; changes nothing. `database` is a connection or its address.

    Raises MigrationError where what was applied differs from the files.
    """
    async with _connected(database) as connection:
        return await _pending(connection, [migrations_of(one) for one in sets])


async def migrate(database: Any, sets: Iterable[MigrationSet]) -> tuple[Migration, ...]:
    """Apply the files not yet applied, each in one transaction, and give them back.

    `database` is an asyncpg connection outside a transaction, or an address. Waits for any other
    runner. Raises MigrationError; files before the one that failed stay applied.
    """
    read = [migrations_of(one) for one in sets]
    async with _connected(database) as connection, _locked(connection):
        await connection.execute(RECORD)
        due = await _pending(connection, read)
        for migration in due:
            await _apply(connection, migration)
        return due


def _read(which: MigrationSet, name: str, content: bytes) -> Migration:
    parts = FILE_NAME.fullmatch(name)
    if parts is None:
        raise MigrationError(
            f"The migration {name} of {which.name} is not named like 0001_what_it_does.sql."
        )
    sql = content.decode()
    if TRANSACTION_CONTROL.search(sql):
        raise MigrationError(
            f"The migration {name} of {which.name} begins or ends a transaction. "
            "Take that out: each file runs in one transaction already."
        )
    return Migration(
        set_name=which.name,
        number=int(parts[1]),
        file_name=name,
        sha256=hashlib.sha256(content).hexdigest(),
        sql=sql,
    )


async def _pending(connection: Any, sets: Sequence[tuple[Migration, ...]]) -> tuple[Migration, ...]:
    recorded = await _recorded(connection)
    due: list[Migration] = []
    for files in sets:
        due += _compare(files, recorded.get(files[0].set_name, {}))
    return tuple(due)


async def _recorded(connection: Any) -> dict[str, dict[int, tuple[str, str]]]:
    """What was applied: by set, by number, the file's name and sha256."""
    if await connection.fetchval("SELECT to_regclass('migrations.applied')") is None:
        return {}
    recorded: dict[str, dict[int, tuple[str, str]]] = {}
    for row in await connection.fetch(
        "SELECT set_name, number, file_name, sha256 FROM migrations.applied"
    ):
        recorded.setdefault(row["set_name"], {})[row["number"]] = (row["file_name"], row["sha256"])
    return recorded


def _compare(
    files: tuple[Migration, ...], recorded: dict[int, tuple[str, str]]
) -> tuple[Migration, ...]:
    """The files that are due, after making sure that the applied ones are what they were."""
    by_number = {file.number: file for file in files}
    set_name = files[0].set_name
    for number, (file_name, sha256) in sorted(recorded.items()):
        if number not in by_number:
            raise MigrationError(
                f"The database has migration {file_name} of {set_name}, which this program does "
                "not know. It was migrated by a newer version: run that version."
            )
        if by_number[number].sha256 != sha256:
            raise MigrationError(
                f"The migration {by_number[number].file_name} of {set_name} was changed after it "
                "was applied to this database. Put the file back as it was and write a new one "
                "for the change."
            )
    due = tuple(file for file in files if file.number not in recorded)
    if due and recorded and due[0].number < max(recorded):
        raise MigrationError(
            f"The migration {due[0].file_name} of {set_name} comes before one that is already "
            f"applied ({recorded[max(recorded)][0]}). Give it a higher number."
        )
    return due


async def _apply(connection: Any, migration: Migration) -> None:
    try:
        async with connection.transaction():
            await connection.execute("SET LOCAL search_path TO ''")
            await connection.execute(migration.sql)
            await connection.execute(
                "INSERT INTO migrations.applied (set_name, number, file_name, sha256)"
                " VALUES ($1, $2, $3, $4)",
                migration.set_name,
                migration.number,
                migration.file_name,
                migration.sha256,
            )
    except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError) as problem:
        if connection.is_closed():
            raise MigrationError(
                f"The connection to the database was lost during migration {migration.file_name} "
                f"of {migration.set_name}. See that PostgreSQL runs, then migrate again."
            ) from problem
        raise MigrationError(
            f"The migration {migration.file_name} of {migration.set_name} failed"
            f"{_line(migration.sql, problem)}: {problem}. The database is as it was before it."
        ) from problem


def _line(sql: str, problem: Exception) -> str:
    position = getattr(problem, "position", None)
    return f" in line {sql.count(chr(10), 0, int(position) - 1) + 1}" if position else ""


@asynccontextmanager
async def _connected(database: Any) -> AsyncIterator[Any]:
    if not isinstance(database, str):
        if database.is_in_transaction():
            raise MigrationError("Migrations need a connection that is not inside a transaction.")
        yield database
        return
    connection = await asyncpg.connect(database)
    try:
        yield connection
    finally:
        await connection.close()


@asynccontextmanager
async def _locked(connection: Any) -> AsyncIterator[None]:
    await connection.execute("SELECT pg_advisory_lock($1)", LOCK)
    try:
        yield
    finally:
        # A lost connection has let go of the lock by itself.
        if not connection.is_closed():
            await connection.execute("SELECT pg_advisory_unlock($1)", LOCK)
