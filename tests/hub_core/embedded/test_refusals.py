"""What the hub says about a machine or a folder it cannot work with."""

import os
import shutil
import socket
import stat
import subprocess
import sys
from pathlib import Path

import asyncpg
import pytest

from hub_core.embedded import EmbeddedServerError, embedded_servers

START = """
import asyncio, sys
from pathlib import Path
from hub_core.embedded import EmbeddedServerError, embedded_servers

async def main():
    async with embedded_servers(Path(sys.argv[1])) as servers:
        print("started")

try:
    asyncio.run(main())
except EmbeddedServerError as refusal:
    print(refusal)
"""

CAN_UNSHARE = (
    shutil.which("unshare") is not None
    and subprocess.run(["unshare", "-rm", "true"], check=False, capture_output=True).returncode == 0
)
needs_namespaces = pytest.mark.skipif(
    not CAN_UNSHARE, reason="this machine allows no user namespaces (unshare -rm)"
)


def start_elsewhere(folder: Path, *before: str, then: str = 'exec "$@"') -> str:
    """Start a hub through another command, and give what it printed."""
    command = [*before, "sh", "-ec", then, "sh", sys.executable, "-c", START, str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


async def refusal_of(folder: Path, *, nats_port: int | None = None) -> str:
    """The sentence with which a start on `folder` is refused."""
    with pytest.raises(EmbeddedServerError) as refusal:
        async with embedded_servers(folder, nats_port=nats_port):
            pass
    return str(refusal.value)


async def test_a_folder_of_another_major_version(data_folder: Path) -> None:
    (data_folder / "postgres" / "PG_VERSION").write_text("17\n")
    assert await refusal_of(data_folder) == (
        f"The folder {data_folder}/postgres was written by PostgreSQL 17, and this hub brings "
        "PostgreSQL 18. Carry the data over with pg_dump and pg_restore, or choose another folder "
        "with --data."
    )


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder away")
async def test_a_folder_of_another_user(data_folder: Path) -> None:
    os.chown(data_folder / "postgres", 12345, 12345)
    assert await refusal_of(data_folder) == (
        f"The folder {data_folder}/postgres belongs to another user of this machine (number "
        "12345). Run the hub as that user, or choose another folder with --data."
    )


async def test_a_folder_that_became_readable_for_all_is_closed_again(data_folder: Path) -> None:
    (data_folder / "postgres").chmod(0o755)
    async with embedded_servers(data_folder):
        assert stat.S_IMODE((data_folder / "postgres").stat().st_mode) == 0o700


async def test_a_folder_with_missing_parts(data_folder: Path) -> None:
    (data_folder / "postgres" / "PG_VERSION").unlink()
    assert "is not a whole PostgreSQL folder (PG_VERSION is missing)" in await refusal_of(
        data_folder
    )


async def test_a_damaged_folder(data_folder: Path) -> None:
    control = data_folder / "postgres" / "global" / "pg_control"
    control.write_bytes(b"\0" * control.stat().st_size)
    said = await refusal_of(data_folder)
    assert said.startswith(f"PostgreSQL 18 could not start on {data_folder}/postgres: ")
    assert f"The whole story is in {data_folder}/logs/postgres.log." in said
    assert "choose another folder with --data" in said


async def test_a_folder_without_its_password(data_folder: Path) -> None:
    (data_folder / "secrets" / "postgres-postgres").unlink()
    assert f"is missing: {data_folder}/secrets/postgres-postgres" in await refusal_of(data_folder)


async def test_a_folder_with_the_password_of_another(data_folder: Path) -> None:
    (data_folder / "secrets" / "postgres-postgres").write_text("another")
    assert "they do not belong together" in await refusal_of(data_folder)


async def test_a_lost_password_of_the_hubs_own_role_is_made_again(data_folder: Path) -> None:
    (data_folder / "secrets" / "postgres-hub").unlink()
    async with embedded_servers(data_folder) as servers:
        await (await asyncpg.connect(servers.postgres_url)).close()


async def test_a_file_in_the_place_of_the_folder(short_folder: Path) -> None:
    (short_folder / "file").write_text("")
    said = await refusal_of(short_folder / "file")
    assert said.startswith(f"The folder {short_folder}/file cannot be used")


async def test_a_port_that_is_taken(data_folder: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        said = await refusal_of(data_folder, nats_port=port)
    assert said == (
        f"Port {port} on 127.0.0.1 is taken by another program, so nats-server cannot listen "
        "there. Stop that program, or choose another port."
    )
    assert not (data_folder / "postgres" / "postmaster.pid").exists()


@needs_namespaces
def test_a_folder_that_cannot_be_written(short_folder: Path) -> None:
    short_folder.chmod(0o500)
    said = start_elsewhere(short_folder, "unshare", "--user", "--map-user=1000")
    assert said == (
        f"The folder {short_folder} cannot be written (Permission denied). "
        "Give yourself write access to it, or choose another folder with --data."
    )
    short_folder.chmod(0o700)


@needs_namespaces
def test_an_ordinary_user_can_start(short_folder: Path) -> None:
    assert (
        start_elsewhere(short_folder / "hub", "unshare", "--user", "--map-user=1000") == "started"
    )


@needs_namespaces
@pytest.mark.skipif(os.geteuid() != 0, reason="only root meets this")
def test_root_where_nobody_may_unshare(short_folder: Path) -> None:
    forbid = 'echo 0 > /proc/sys/user/max_user_namespaces; exec "$@"'
    said = start_elsewhere(short_folder, "unshare", "-r", then=forbid)
    assert said.startswith("PostgreSQL refuses to run as root, and this machine does not let root")


@needs_namespaces
@pytest.mark.parametrize("megabytes", [8, 100])
def test_a_disk_that_is_full_from_the_start(short_folder: Path, megabytes: int) -> None:
    mount = f'mount -t tmpfs -o size={megabytes}m none {short_folder}; exec "$@"'
    said = start_elsewhere(short_folder, "unshare", "-rm", then=mount)
    assert said.startswith(f"The disk that holds {short_folder} is full: ")
    assert said.endswith("Free some space there, or choose another folder with --data.")


@needs_namespaces
def test_a_disk_that_fills_up_while_the_servers_start(short_folder: Path) -> None:
    """Only the folder of the database is on a small disk, so there seems to be room at first."""
    hub = short_folder / "hub"
    (hub / "postgres.new").mkdir(parents=True)
    mount = f'mount -t tmpfs -o size=20m none {hub}/postgres.new; exec "$@"'
    said = start_elsewhere(hub, "unshare", "-rm", then=mount)
    assert said == (
        f"The disk that holds {hub} is full. "
        "Free some space there, or choose another folder with --data."
    )
