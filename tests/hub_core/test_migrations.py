"""Migrations of a real database."""

import asyncio
import sys
from collections.abc import Callable
from pathlib import Path

import asyncpg
import pytest

from hub_core.migrations import MigrationError, MigrationSet, migrate, pending

Write = Callable[[str, str], None]
ONE = "create schema one;\ncreate table one.things (n int);\n"


@pytest.fixture
def one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> MigrationSet:
    """A set of migrations in a package of this test's own."""
    package = f"set_of_{request.node.name.split('[')[0]}"
    (tmp_path / package / "sql").mkdir(parents=True)
    (tmp_path / package / "__init__.py").write_text("")
    monkeypatch.syspath_prepend(tmp_path)
    yield MigrationSet(name="one", package=package)
    sys.modules.pop(package, None)


@pytest.fixture
def write(tmp_path: Path, one: MigrationSet) -> Write:
    """Write a file of the set `one`."""

    def write_file(name: str, sql: str) -> None:
        (tmp_path / one.package / "sql" / name).write_text(sql)

    return write_file


async def ask(database: str, question: str) -> object:
    connection = await asyncpg.connect(database)
    try:
        return await connection.fetchval(question)
    finally:
        await connection.close()


async def refusal_of(database: str, one: MigrationSet) -> str:
    with pytest.raises(MigrationError) as refusal:
        await migrate(database, [one])
    return str(refusal.value)


async def test_files_are_applied_once_and_in_order(
    empty_database: str, one: MigrationSet, write: Write
) -> None:
    write("0002_fill.sql", "insert into one.things values (1);")
    write("0001_make.sql", ONE)
    write("README.md", "not a migration")
    assert [due.file_name for due in await pending(empty_database, [one])] == [
        "0001_make.sql",
        "0002_fill.sql",
    ]
    applied = await migrate(empty_database, [one])
    assert [file.number for file in applied] == [1, 2]
    assert await pending(empty_database, [one]) == ()
    assert await migrate(empty_database, [one]) == ()
    write("0007_more.sql", "insert into one.things values (2);")
    assert [file.number for file in await migrate(empty_database, [one])] == [7]
    assert await ask(empty_database, "SELECT array_agg(n ORDER BY n) FROM one.things") == [1, 2]


async def test_looking_changes_nothing(
    empty_database: str, one: MigrationSet, write: Write
) -> None:
    write("0001_make.sql", ONE)
    await pending(empty_database, [one])
    assert await ask(empty_database, "SELECT to_regnamespace('migrations')") is None


async def test_five_runners_at_once_apply_each_file_once(
    empty_database: str, one: MigrationSet, write: Write
) -> None:
    write("0001_make.sql", ONE)
    for number in range(2, 12):
        write(f"{number:04}_fill.sql", f"insert into one.things values ({number});")
    outcomes = await asyncio.gather(*(migrate(empty_database, [one]) for _ in range(5)))
    assert sorted(len(applied) for applied in outcomes) == [0, 0, 0, 0, 11]
    assert await ask(empty_database, "SELECT count(*) FROM one.things") == 10
    assert await ask(empty_database, "SELECT count(*) FROM migrations.applied") == 11


async def test_a_runner_that_dies_lets_the_next_one_in(
    empty_database: str, one: MigrationSet, write: Write
) -> None:
    write("0001_make.sql", ONE)
    write("0002_wait.sql", "select pg_catalog.pg_sleep(600);")
    dying = await asyncpg.connect(empty_database)
    runner = asyncio.create_task(migrate(dying, [one]))
    pid = dying.get_server_pid()
    sleeping = f"SELECT wait_event = 'PgSleep' FROM pg_stat_activity WHERE pid = {pid}"
    while not await ask(empty_database, sleeping):
        pass
    await ask(empty_database, f"SELECT pg_terminate_backend({pid}, 5000)")
    with pytest.raises(MigrationError, match="connection to the database was lost"):
        await runner
    write("0002_wait.sql", "insert into one.things values (1);")
    assert [file.number for file in await migrate(empty_database, [one])] == [2]


async def test_a_file_that_fails_leaves_nothing_of_itself(
    empty_database: str, one: MigrationSet, write: Write
) -> None:
    write("0001_make.sql", ONE)
    write("0002_bad.sql", "create table one.half (n int);\n\nselect * from one.nowhere;\n")
    write("0003_after.sql", "create table one.after (n int);")
    assert await refusal_of(empty_database, one) == (
        'The migration 0002_bad.sql of one failed in line 3: relation "one.nowhere" does not '
        "exist. The database is as it was before it."
    )
    assert await ask(empty_database, "SELECT to_regclass('one.half')") is None
    assert await ask(empty_database, "SELECT to_regclass('one.after')") is None
    write("0002_bad.sql", "create table one.whole (n int);")
    assert [file.number for file in await migrate(empty_database, [one])] == [2, 3]


async def test_a_changed_file_is_refused_and_nothing_applied(
    empty_database: str, one: MigrationSet, write: Write
) -> None:
    write("0001_make.sql", ONE)
    await migrate(empty_database, [one])
    write("0001_make.sql", ONE + "-- a remark")
    write("0002_more.sql", "create table one.more (n int);")
    said = await refusal_of(empty_database, one)
    assert said == (
        "The migration 0001_make.sql of one was changed after it was applied to this database. "
        "Put the file back as it was and write a new one for the change."
    )
    assert await ask(empty_database, "SELECT to_regclass('one.more')") is None
    with pytest.raises(MigrationError, match="was changed after"):
        await pending(empty_database, [one])


async def test_drift_in_one_set_stops_every_set(
    empty_database: str, one: MigrationSet, write: Write, tmp_path: Path
) -> None:
    (tmp_path / one.package / "other").mkdir()
    (tmp_path / one.package / "other" / "0001_other.sql").write_text("create schema other;")
    write("0001_make.sql", ONE)
    await migrate(empty_database, [one])
    write("0001_make.sql", "create schema one;")
    with pytest.raises(MigrationError, match="was changed after"):
        await migrate(
            empty_database, [MigrationSet(name="other", package=one.package, folder="other"), one]
        )
    assert await ask(empty_database, "SELECT to_regnamespace('other')") is None


async def test_a_database_of_a_newer_version_is_refused(
    empty_database: str, one: MigrationSet, write: Write, tmp_path: Path
) -> None:
    write("0001_make.sql", ONE)
    write("0002_more.sql", "create table one.more (n int);")
    await migrate(empty_database, [one])
    (tmp_path / one.package / "sql" / "0002_more.sql").unlink()
    said = await refusal_of(empty_database, one)
    assert "which this program does not know" in said
    assert said.endswith("It was migrated by a newer version: run that version.")


async def test_a_file_numbered_into_the_past_is_refused(
    empty_database: str, one: MigrationSet, write: Write
) -> None:
    write("0002_make.sql", ONE)
    await migrate(empty_database, [one])
    write("0001_late.sql", "create table one.late (n int);")
    assert await refusal_of(empty_database, one) == (
        "The migration 0001_late.sql of one comes before one that is already applied "
        "(0002_make.sql). Give it a higher number."
    )


@pytest.mark.parametrize(
    ("files", "reason"),
    [
        ({"1_make.sql": ONE}, "1_make.sql of one is not named like 0001_what_it_does.sql"),
        ({"0001_a.sql": ONE, "0001_b.sql": ONE}, "Two migrations of one carry the number 0001"),
        ({"0001_a.sql": f"begin;\n{ONE}"}, "begins or ends a transaction"),
        ({"0001_a.sql": f"{ONE}COMMIT;\n"}, "begins or ends a transaction"),
        ({}, "The migrations of one are missing"),
    ],
)
async def test_a_set_that_is_not_in_order(
    empty_database: str, one: MigrationSet, write: Write, files: dict[str, str], reason: str
) -> None:
    for name, sql in files.items():
        write(name, sql)
    assert reason in await refusal_of(empty_database, one)


async def test_a_function_body_may_begin_and_end(
    empty_database: str, one: MigrationSet, write: Write
) -> None:
    write(
        "0001_make.sql",
        "create schema one;\ncreate function one.two() returns int language plpgsql as $$\n"
        "begin\n    return 2;\nend;\n$$;\n",
    )
    await migrate(empty_database, [one])
    assert await ask(empty_database, "SELECT one.two()") == 2


async def test_a_file_must_name_the_schema_of_what_it_makes(
    empty_database: str, one: MigrationSet, write: Write
) -> None:
    write("0001_make.sql", "create table things (n int);")
    assert "no schema has been selected to create in" in await refusal_of(empty_database, one)


async def test_a_connection_is_left_as_it_was(
    empty_database: str, one: MigrationSet, write: Write
) -> None:
    write("0001_make.sql", ONE)
    connection = await asyncpg.connect(empty_database)
    before = await connection.fetchval("SHOW search_path")
    await migrate(connection, [one])
    assert await connection.fetchval("SHOW search_path") == before
    assert (
        await connection.fetchval("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'") == 0
    )
    async with connection.transaction():
        with pytest.raises(MigrationError, match="not inside a transaction"):
            await migrate(connection, [one])
    await connection.close()


async def test_the_ledger_is_migrated(database: str) -> None:
    assert await ask(database, "SELECT count(*) FROM ledger.events") == 0
