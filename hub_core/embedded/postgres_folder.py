"""Make PostgreSQL's own folder, its roles and its databases.

Rule: a folder is made beside its place and moved there when it is whole, so that a start that was
interrupted leaves nothing half made.
"""

import os
import shutil
import signal
from pathlib import Path

import asyncpg

from hub_core.database_roles import OWNER, SERVICES
from hub_core.embedded.binaries import POSTGRES_MAJOR, postgres_program
from hub_core.embedded.child_process import ChildProcess
from hub_core.embedded.data_folder import DataFolder
from hub_core.embedded.errors import EmbeddedServerError, disk_is_full
from hub_core.embedded.postgres_failure import explain

# Each database with the role that owns it; both carry the same name.
DATABASES = (OWNER, "hub_vault")


def check_folder(folder: DataFolder) -> None:
    """Refuse a folder that PostgreSQL would not take, and mend its mode.

    Raises EmbeddedServerError for another owner, another major version, a missing part or password.
    """
    if not folder.postgres.exists():
        return
    if folder.postgres.stat().st_uid != os.geteuid():
        raise EmbeddedServerError(
            f"The folder {folder.postgres} belongs to another user of this machine "
            f"(number {folder.postgres.stat().st_uid}). Run the hub as that user, or choose "
            "another folder with --data."
        )
    folder.postgres.chmod(0o700)  # copying a folder may widen it, and PostgreSQL refuses that
    _check_version(folder)
    if not folder.has_secret("postgres-postgres"):
        raise EmbeddedServerError(
            f"The password of the database in {folder.postgres} is missing: "
            f"{folder.secrets / 'postgres-postgres'}. Put that file back from a backup, or choose "
            "another folder with --data."
        )


def _check_version(folder: DataFolder) -> None:
    try:
        version = (folder.postgres / "PG_VERSION").read_text().strip()
    except (FileNotFoundError, NotADirectoryError):
        raise EmbeddedServerError(
            f"The folder {folder.postgres} is not a whole PostgreSQL folder (PG_VERSION is "
            "missing). Put it back from a backup, or choose another folder with --data."
        ) from None
    if version != str(POSTGRES_MAJOR):
        raise EmbeddedServerError(
            f"The folder {folder.postgres} was written by PostgreSQL {version}, and this hub "
            f"brings PostgreSQL {POSTGRES_MAJOR}. Carry the data over with pg_dump and pg_restore, "
            "or choose another folder with --data."
        )


async def initialise(folder: DataFolder, log: Path) -> None:
    """Make the folder of a new PostgreSQL. Raises EmbeddedServerError."""
    draft = folder.postgres.with_name("postgres.new")
    shutil.rmtree(draft, ignore_errors=True)
    folder.secret("postgres-postgres")
    command: list[str | Path] = [
        postgres_program("initdb"),
        f"--pgdata={draft}",
        "--username=postgres",
        f"--pwfile={folder.secrets / 'postgres-postgres'}",
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
        "--locale=C",
        "--no-instructions",
    ]
    child = await ChildProcess.launch(
        command, log=log, death_signal=signal.SIGKILL, ordinary_user=True
    )
    try:
        status = await child.wait()
    except BaseException:
        await child.kill(signal.SIGKILL)
        raise
    if status != 0:
        shutil.rmtree(draft, ignore_errors=True)
        raise explain(child, folder, log)
    draft.rename(folder.postgres)


async def create_databases(superuser_url: str, folder: DataFolder) -> None:
    """Create the roles and databases that are missing; each role enters its own database only.

    Raises EmbeddedServerError.
    """
    try:
        connection = await asyncpg.connect(superuser_url)
        try:
            for name in DATABASES:
                await _ensure_role(connection, name, folder)
                await _ensure_database(connection, name)
            await _ensure_role(connection, SERVICES, folder)
            await _let_services_in(connection)
        finally:
            await connection.close()
    except asyncpg.InvalidAuthorizationSpecificationError as problem:
        raise EmbeddedServerError(
            f"The database in {folder.postgres} refuses the password in "
            f"{folder.secrets / 'postgres-postgres'}: they do not belong together. Put both back "
            "from the same backup, or choose another folder with --data."
        ) from problem
    except asyncpg.DiskFullError as problem:
        raise disk_is_full(folder.path) from problem
    except asyncpg.PostgresError as problem:
        raise EmbeddedServerError(
            f"PostgreSQL started on {folder.postgres} but cannot be used: {problem}. "
            f"Its log is in {folder.logs}. Put the folder back from a backup, or choose another "
            "folder with --data."
        ) from problem


async def _ensure_role(connection: asyncpg.Connection, name: str, folder: DataFolder) -> None:
    """Create the role, or give it a new password where its secret was lost."""
    exists = await connection.fetchval("SELECT true FROM pg_roles WHERE rolname = $1", name)
    if exists and folder.has_secret(f"postgres-{name}"):
        return
    verb = "ALTER" if exists else "CREATE"
    # A password cannot be a parameter here. It is made of letters, digits, '-' and '_' only.
    await connection.execute(
        f"{verb} ROLE {name} LOGIN PASSWORD '{folder.secret(f'postgres-{name}')}'"
    )


async def _ensure_database(connection: asyncpg.Connection, name: str) -> None:
    if not await connection.fetchval("SELECT true FROM pg_database WHERE datname = $1", name):
        await connection.execute(f"CREATE DATABASE {name} OWNER {name}")
    # Repeating it costs nothing, and a start may have broken off between the two.
    await connection.execute(f"REVOKE ALL ON DATABASE {name} FROM PUBLIC")


async def _let_services_in(connection: asyncpg.Connection) -> None:
    """The services' role enters the hub's own database. The owner can put it on, and inherits nothing
    by that: what a policy opens to one of them is not open to the other."""
    await connection.execute(f"GRANT CONNECT ON DATABASE {OWNER} TO {SERVICES}")
    await connection.execute(f"GRANT {SERVICES} TO {OWNER} WITH INHERIT FALSE, SET TRUE")
