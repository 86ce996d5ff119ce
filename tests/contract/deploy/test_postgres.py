"""The first start of the PostgreSQL container, on the real PostgreSQL from the wheel."""

import os
import shlex
import signal
import subprocess
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path

import asyncpg
import pytest
import yaml

from hub_core.database_roles import RoleMissing, standing_of
from hub_core.embedded import Servers, embedded_servers
from hub_core.embedded.binaries import postgres_program
from hub_core.embedded.child_process import ChildProcess
from services.platform.schema import bring_up_to_date

ROOT = Path(__file__).parents[3]
SCRIPT = ROOT / "deploy/postgres/databases.sh"


@pytest.fixture(scope="module")
async def prepared() -> AsyncIterator[Servers]:
    """A PostgreSQL without our roles and databases, on which the script has run."""
    with tempfile.TemporaryDirectory(prefix="hub-deploy-") as folder:
        async with embedded_servers(Path(folder)) as servers:
            connection = await asyncpg.connect(servers.postgres.superuser_url)
            for name in ("hub", "hub_vault"):
                await connection.execute(f"drop database {name}")
                if name == "hub":
                    await connection.execute("drop role hub_services")
                await connection.execute(f"drop role {name}")
            await connection.close()
            run_script(servers)
            yield servers


def run_script(servers: Servers) -> None:
    folder = servers.folder
    folder.secret("postgres-hub")
    folder.secret("postgres-hub_services")
    folder.secret("postgres-hub_vault")
    subprocess.run(
        [SCRIPT],
        check=True,
        env={
            "PATH": f"{postgres_program('psql').parent}:{os.environ['PATH']}",
            "PGHOST": str(folder.sockets),
            "PGPASSWORD": folder.secret("postgres-postgres"),
            "SECRETS_FOLDER": str(folder.secrets),
        },
    )


@pytest.mark.parametrize("name", ["hub", "hub_vault"])
async def test_each_role_owns_its_database(prepared: Servers, name: str) -> None:
    connection = await asyncpg.connect(prepared.postgres.address(name, name))
    try:
        await connection.execute("create schema tried; drop schema tried")
        assert not await connection.fetchval(
            "select rolsuper or rolcreaterole or rolcreatedb from pg_roles where rolname = $1", name
        )
    finally:
        await connection.close()


@pytest.mark.parametrize(
    ("role", "database"),
    [("hub", "hub_vault"), ("hub_vault", "hub"), ("hub_services", "hub_vault")],
)
async def test_no_role_enters_the_others_database(
    prepared: Servers, role: str, database: str
) -> None:
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await asyncpg.connect(prepared.postgres.address(role, database))


async def test_the_services_role_owns_nothing_and_the_owner_inherits_nothing_of_it(
    prepared: Servers,
) -> None:
    connection = await asyncpg.connect(prepared.postgres.address("hub_services", "hub"))
    try:
        assert (await standing_of(connection, "hub_services")).behind_the_fence
        for forbidden in (
            "create schema tried",
            "create temporary table tried (n int)",
            "set role hub",
        ):
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await connection.execute(forbidden)
        granted = await connection.fetchrow(
            "select inherit_option, set_option, admin_option from pg_catalog.pg_auth_members "
            "where roleid = 'hub_services'::regrole and member = 'hub'::regrole"
        )
        assert tuple(granted) == (False, True, False)
    finally:
        await connection.close()


async def test_migrating_prepares_what_the_script_made(prepared: Servers) -> None:
    await bring_up_to_date(prepared.addresses)
    connection = await asyncpg.connect(prepared.services_url)
    try:
        assert await connection.fetchval("select count(*) from ledger.events") == 0
    finally:
        await connection.close()


async def test_without_the_services_role_the_migration_says_what_to_run(prepared: Servers) -> None:
    superuser = await asyncpg.connect(prepared.postgres.superuser_url)
    try:
        await superuser.execute("revoke hub_services from hub")
        with pytest.raises(RoleMissing, match="create role hub_services login"):
            await bring_up_to_date(prepared.addresses)
        await superuser.execute("grant hub_services to hub with inherit false, set true")
        await bring_up_to_date(prepared.addresses)
    finally:
        await superuser.close()


async def test_the_arguments_for_initdb_give_the_locale_we_test_with(tmp_path: Path) -> None:
    compose = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
    arguments = shlex.split(compose["services"]["postgres"]["environment"]["POSTGRES_INITDB_ARGS"])
    password = tmp_path / "password"
    password.write_text("of this test")
    child = await ChildProcess.launch(
        [
            postgres_program("initdb"),
            f"--pgdata={tmp_path / 'data'}",
            "--username=postgres",
            f"--pwfile={password}",
            "--no-sync",
            *arguments,
        ],
        log=tmp_path / "initdb.log",
        death_signal=signal.SIGKILL,
        ordinary_user=True,
    )
    assert await child.wait() == 0, child.output()
    assert "locale provider:   builtin" in child.output()
    assert "default collation: C.UTF-8" in child.output()
    entries = (tmp_path / "data/pg_hba.conf").read_text()
    assert "trust" not in [line.split()[-1] for line in entries.splitlines() if line[:1].isalpha()]


async def test_the_server_takes_the_settings_it_is_started_with(tmp_path: Path) -> None:
    compose = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
    program, *options = compose["services"]["postgres"]["command"]
    folder = tmp_path / "data"
    folder.mkdir(mode=0o700)
    (folder / "PG_VERSION").write_text("18\n")
    (folder / "postgresql.conf").write_text("")
    child = await ChildProcess.launch(
        [postgres_program(program), "-D", folder, *options, "-C", "max_connections"],
        log=tmp_path / "postgres.log",
        death_signal=signal.SIGKILL,
        ordinary_user=True,
    )
    assert await child.wait() == 0, child.output()
    assert child.output().splitlines()[-1] == "250"
