"""What happens when a server or the hub itself is killed."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import asyncpg
import nats
import pytest

from hub_core.embedded import EmbeddedServerError, embedded_servers, exec_with_parent
from hub_core.embedded.binaries import nats_server_program, postgres_program
from hub_core.embedded.orphans import recorded_process
from tests.builders.nats_account import TESTS, url_of_tests

# Computes without a pause, so that it does not notice the end of its server.
BUSY = "SELECT count(*) FROM generate_series(1, 100000000) a, generate_series(1, 1000) b"

HUB = """
import asyncio, signal, sys
from pathlib import Path
from hub_core.embedded import embedded_servers

async def main():
    async with embedded_servers(Path(sys.argv[1])) as servers:
        print(servers.postgres.pid, servers.nats.pid, servers.postgres_url, flush=True)
        await asyncio.Event().wait()

# A suite started in the background of a shell ignores SIGINT, and its children with it.
signal.signal(signal.SIGINT, signal.default_int_handler)
if len(sys.argv) > 2:
    import uvloop
    uvloop.run(main())
else:
    asyncio.run(main())
"""


async def start_hub(folder: Path, *more: str) -> tuple[asyncio.subprocess.Process, int, int, str]:
    """A hub in a process of its own: the process, the pids of its servers, PostgreSQL's address."""
    hub = await asyncio.create_subprocess_exec(
        sys.executable, "-c", HUB, str(folder), *more, stdout=asyncio.subprocess.PIPE
    )
    assert hub.stdout is not None
    postgres, nats_server, address = (await hub.stdout.readline()).decode().split()
    return hub, int(postgres), int(nats_server), address


async def until(true: Callable[[], bool]) -> None:
    """Wait for something that another process does and tells nobody."""
    while not true():  # noqa: ASYNC110
        await asyncio.sleep(0.02)


def gone(pid: int) -> bool:
    """Whether no process has this number; a zombie that nobody has collected yet counts as gone."""
    try:
        status = Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return True
    return status.rsplit(")", 1)[1].split()[0] == "Z"


def records(pid_file: Path, pid: int) -> bool:
    """Whether the server with this number has written its pid file."""
    return recorded_process(pid_file) == pid


async def test_killed_postgres_comes_back_with_what_was_committed(data_folder: Path) -> None:
    async with embedded_servers(data_folder) as servers:
        session = await asyncpg.connect(servers.postgres_url)
        await session.execute("CREATE TABLE kept AS SELECT 7 AS n")
        busy = asyncio.create_task(session.execute(BUSY))
        await servers.postgres.kill(signal.SIGKILL)
        await servers.postgres.start()
        with pytest.raises((asyncpg.PostgresError, ConnectionError)):
            await busy
        session = await asyncpg.connect(servers.postgres_url)
        assert await session.fetchval("SELECT n FROM kept") == 7
        await session.close()


async def test_sessions_of_a_killed_postgres_end_with_the_hub(data_folder: Path) -> None:
    async with embedded_servers(data_folder) as servers:
        session = await asyncpg.connect(servers.postgres_url)
        pid = session.get_server_pid()
        busy = asyncio.create_task(session.execute(BUSY))
        watcher = await asyncpg.connect(servers.postgres_url)
        at_work = f"SELECT query LIKE '%generate_series%' FROM pg_stat_activity WHERE pid = {pid}"
        while not await watcher.fetchval(at_work):
            pass
        await servers.postgres.kill(signal.SIGKILL)
    await until(lambda: gone(pid))
    with pytest.raises((asyncpg.PostgresError, ConnectionError)):
        await busy


async def test_killed_nats_comes_back_with_its_streams(data_folder: Path) -> None:
    async with embedded_servers(data_folder, nats_accounts=(TESTS,)) as servers:
        client = await nats.connect(url_of_tests(servers))
        await client.jetstream().add_stream(name="KEPT", subjects=["kept.>"])
        await client.jetstream().publish("kept.one", b"fact")
        await client.close()
        await servers.nats.kill(signal.SIGKILL)
        await servers.nats.start()
        client = await nats.connect(url_of_tests(servers))
        assert (await client.jetstream().get_msg("KEPT", 1)).data == b"fact"
        await client.close()


async def test_whoever_watches_a_server_learns_of_its_end(data_folder: Path) -> None:
    async with embedded_servers(data_folder) as servers:
        watch = asyncio.create_task(servers.nats.wait())
        assert servers.nats.pid is not None
        os.kill(servers.nats.pid, signal.SIGKILL)
        assert await watch == -signal.SIGKILL
        assert servers.nats.pid is None


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has a parent death signal")
@pytest.mark.parametrize("loop", [(), ("uvloop",)], ids=["asyncio", "uvloop"])
async def test_servers_die_with_a_hub_that_is_killed(data_folder: Path, loop: tuple[str]) -> None:
    hub, postgres, nats_server, address = await start_hub(data_folder, *loop)
    session = await asyncpg.connect(address)
    await session.execute("CREATE TABLE kept AS SELECT 7 AS n")
    hub.kill()
    await hub.wait()
    await until(lambda: gone(postgres))
    await until(lambda: gone(nats_server))
    async with embedded_servers(data_folder) as servers:
        session = await asyncpg.connect(servers.postgres_url)
        assert await session.fetchval("SELECT n FROM kept") == 7
        await session.close()


async def test_a_second_hub_can_start_at_once_after_the_first_was_killed(
    data_folder: Path,
) -> None:
    hub, *_ = await start_hub(data_folder)
    hub.kill()
    await hub.wait()
    async with embedded_servers(data_folder) as servers:
        await (await asyncpg.connect(servers.postgres_url)).close()


async def test_servers_that_outlived_their_hub_are_ended_first(data_folder: Path) -> None:
    """As where the system knows no parent death signal: signal 0 switches it off."""
    async with embedded_servers(data_folder):
        pass  # writes the configuration for this folder
    sockets = f"unix_socket_directories={data_folder / 'run'}"
    postgres = [postgres_program("postgres"), "-D", data_folder / "postgres", "-c", sockets]
    nats_server = [nats_server_program(), "-c", data_folder / "nats" / "nats-server.conf"]
    orphans = []
    pid_files = {
        data_folder / "postgres" / "postmaster.pid": [*postgres, "-c", "listen_addresses="],
        data_folder / "nats" / "nats-server.pid": nats_server,
    }
    for pid_file, command in pid_files.items():
        pid_file.unlink(missing_ok=True)
        orphan = await asyncio.create_subprocess_exec(
            *(sys.executable, exec_with_parent.__file__, str(os.getpid()), "0", "ordinary-user"),
            *(str(part) for part in command),
            stderr=subprocess.DEVNULL,
        )
        orphans.append(orphan)
        await until(partial(records, pid_file, orphan.pid))
    async with embedded_servers(data_folder) as servers:
        assert [await orphan.wait() for orphan in orphans] == [0, 0]
        await (await asyncpg.connect(servers.postgres_url)).close()


async def test_a_pid_file_with_the_number_of_somebody_else_is_no_obstacle(
    data_folder: Path,
) -> None:
    bystander = await asyncio.create_subprocess_exec(
        "tail", "-f", "/dev/null", str(data_folder / "postgres")
    )
    (data_folder / "postgres" / "postmaster.pid").write_text(
        f"{bystander.pid}\n{data_folder / 'postgres'}\n1\n5432\n{data_folder / 'run'}\n\n0 0\nready\n"
    )
    (data_folder / "nats" / "nats-server.pid").write_text(str(bystander.pid))
    async with embedded_servers(data_folder) as servers:
        await (await asyncpg.connect(servers.postgres_url)).close()
    assert bystander.returncode is None
    bystander.kill()
    await bystander.wait()


async def test_a_second_hub_on_the_same_folder_is_told_so(data_folder: Path) -> None:
    hub, *_ = await start_hub(data_folder)
    with pytest.raises(EmbeddedServerError) as refusal:
        async with embedded_servers(data_folder):
            pass
    assert str(refusal.value) == (
        f"A hub is already running on {data_folder} (process {hub.pid}). "
        "Stop it, or choose another folder with --data."
    )
    hub.send_signal(signal.SIGINT)
    await hub.wait()
    async with embedded_servers(data_folder):
        pass


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
async def test_a_start_that_was_broken_off_leaves_nothing_half_made(
    short_folder: Path, how: signal.Signals
) -> None:
    folder = short_folder / "new"
    hub = await asyncio.create_subprocess_exec(
        sys.executable, "-c", HUB, str(folder), stderr=asyncio.subprocess.DEVNULL
    )
    await until((folder / "postgres.new" / "PG_VERSION").exists)
    hub.send_signal(how)
    await hub.wait()
    assert not (folder / "postgres").exists()
    async with embedded_servers(folder) as servers:
        await (await asyncpg.connect(servers.postgres_url)).close()
