"""PostgreSQL 18 as a child process, reachable over a Unix socket only.

Rule: nobody gets in without a password kept in the secrets folder, and the two databases (the
hub's and the vault's) each belong to a role of their own that is not a superuser. Services enter the
hub's as a third role, which owns nothing.
"""

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from functools import partial
from urllib.parse import quote

from hub_core.database_roles import OWNER, SERVICES
from hub_core.embedded.binaries import postgres_program
from hub_core.embedded.child_process import ChildProcess
from hub_core.embedded.data_folder import DataFolder
from hub_core.embedded.errors import EmbeddedServerError, in_plain_words
from hub_core.embedded.orphans import end_orphan, is_alive, processes_inside, recorded_process
from hub_core.embedded.postgres_failure import MEMORY_STILL_HELD, explain
from hub_core.embedded.postgres_folder import check_folder, create_databases, initialise

# Durable before anything else, then sized for one machine that also runs the services.
SETTINGS: Mapping[str, str] = {
    "listen_addresses": "",
    "port": "5432",
    "unix_socket_permissions": "0700",
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    "max_connections": "200",
    "shared_buffers": "256MB",
    "effective_cache_size": "1GB",
    "maintenance_work_mem": "128MB",
    "work_mem": "16MB",
    "min_wal_size": "256MB",
    "max_wal_size": "2GB",
    "checkpoint_timeout": "15min",
    "random_page_cost": "1.1",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_min_duration_statement": "5s",
}

START_SECONDS = 120.0  # recovery after a crash replays at most max_wal_size
FAST_THEN_IMMEDIATE = ((signal.SIGINT, 20.0), (signal.SIGQUIT, 5.0))
MEMORY_SECONDS = 10.0


class PostgresServer:
    """PostgreSQL on one data folder. Its addresses stay the same over stop and start."""

    def __init__(self, folder: DataFolder) -> None:
        self._folder = folder
        self._child: ChildProcess | None = None
        self._log = folder.logs / "postgres.log"

    @property
    def url(self) -> str:
        """The hub's own database, as the role that owns it."""
        return self.address(OWNER, OWNER)

    @property
    def services_url(self) -> str:
        """The same as the role of the services, which owns nothing in it."""
        return self.address(SERVICES, OWNER)

    @property
    def vault_url(self) -> str:
        """The vault's database, as the role that owns it."""
        return self.address("hub_vault", "hub_vault")

    @property
    def superuser_url(self) -> str:
        """For making databases and roles; never for the hub's own work."""
        return self.address("postgres", "postgres")

    @property
    def pid(self) -> int | None:
        """The process id while it runs."""
        return self._child.pid if self._child and self._child.exit_status is None else None

    def address(self, role: str, database: str) -> str:
        """The address of `database` signed in as `role`, whose password is in the folder."""
        password = self._folder.secret(f"postgres-{role}")
        return f"postgresql://{role}:{password}@/{database}?host={quote(str(self._folder.sockets))}"

    async def start(self) -> None:
        """Start, on a folder made first if need be, and return when it answers.

        Raises EmbeddedServerError.
        """
        if self.pid is not None:
            return
        try:
            check_folder(self._folder)
            await self._clear_the_way()
            if not self._folder.postgres.exists():
                await initialise(self._folder, self._log)
            await self._launch()
            await create_databases(self.superuser_url, self._folder)
        except OSError as problem:
            await self.stop()
            raise in_plain_words(problem, self._folder.path) from problem
        except BaseException:
            await self.stop()
            raise

    async def stop(self) -> None:
        """End every session and stop cleanly; what was committed is on disk."""
        if self._child is not None:
            await self._child.stop(FAST_THEN_IMMEDIATE)
            self._child = None
        self._end_sessions(signal.SIGQUIT)  # none are left, unless the server was killed before

    async def kill(self, how: signal.Signals = signal.SIGKILL) -> None:
        """Send one signal to the server and wait for its end, as a fault would end it."""
        if self._child is not None:
            await self._child.kill(how)
            self._child = None

    async def wait(self) -> int:
        """Wait until the running server ends, for whoever watches over it."""
        if self._child is None:
            raise EmbeddedServerError("PostgreSQL is not running, so its end cannot be awaited.")
        return await self._child.wait()

    async def _clear_the_way(self) -> None:
        """End an orphan of ours; remove a pid file whose number now belongs to someone else."""
        pid_file = self._folder.postgres / "postmaster.pid"
        pid = recorded_process(pid_file)
        if pid is None:
            return
        await end_orphan(pid, "postgres", self._folder.postgres, signals=FAST_THEN_IMMEDIATE)
        if is_alive(pid):
            # The number belongs to an unrelated process now, as after a container's restart, and
            # PostgreSQL would refuse to start. It still checks that no session uses its memory.
            for stale in (pid_file, *self._folder.sockets.glob(".s.PGSQL.*")):
                stale.unlink(missing_ok=True)

    async def _launch(self) -> None:
        """Start the server, after the sessions of a killed one have let go of its memory."""
        deadline = asyncio.get_running_loop().time() + MEMORY_SECONDS
        while True:
            child = await self._launch_once()
            ready = partial(self._says_ready, child.pid)
            if await child.until(ready, seconds=START_SECONDS):
                return
            left = deadline - asyncio.get_running_loop().time()
            if MEMORY_STILL_HELD not in child.output() or left < 0:
                raise explain(child, self._folder, self._log)
            self._end_sessions(signal.SIGQUIT if left > MEMORY_SECONDS / 2 else signal.SIGKILL)
            await asyncio.sleep(0.1)

    def _end_sessions(self, how: signal.Signals) -> None:
        """A session at work on a long query does not notice that its server was killed."""
        for pid in processes_inside(self._folder.postgres, "postgres"):
            with suppress(OSError):  # it may have ended by itself
                os.kill(pid, how)

    async def _launch_once(self) -> ChildProcess:
        settings = dict(SETTINGS) | {"unix_socket_directories": str(self._folder.sockets)}
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        self._child = await ChildProcess.launch(
            [postgres_program("postgres"), "-D", self._folder.postgres, *options],
            log=self._log,
            death_signal=signal.SIGINT,
            ordinary_user=True,
        )
        return self._child

    def _says_ready(self, pid: int) -> bool:
        """PostgreSQL writes its state into the eighth line of its pid file (see pg_ctl)."""
        try:
            lines = (self._folder.postgres / "postmaster.pid").read_text().splitlines()
        except FileNotFoundError:
            return False
        return len(lines) > 7 and lines[0] == str(pid) and lines[7].strip() == "ready"


@asynccontextmanager
async def embedded_postgres(folder: DataFolder) -> AsyncIterator[PostgresServer]:
    """PostgreSQL on a locked data folder, stopped at the end."""
    server = PostgresServer(folder)
    await server.start()
    try:
        yield server
    finally:
        await server.stop()
