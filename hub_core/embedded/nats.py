"""nats-server with JetStream as a child process on a loopback port.

Rule: it listens on 127.0.0.1 only, lets nobody in without a password kept in the secrets folder, one for
each part of the platform, and keeps its address over stop and start.
"""

import json
import os
import shutil
import signal
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from hub_core.embedded.binaries import nats_server_program
from hub_core.embedded.child_process import ChildProcess
from hub_core.embedded.data_folder import DataFolder
from hub_core.embedded.errors import EmbeddedServerError, disk_is_full, in_plain_words
from hub_core.embedded.orphans import end_orphan, recorded_process
from hub_core.messaging.accounts import Account, platform_accounts
from hub_core.messaging.configuration import embedded
from hub_core.messaging.parts import OURS

ANY_FREE_PORT = -1
START_SECONDS = 60.0
TERMINATE = ((signal.SIGTERM, 10.0),)
KILL_ORPHAN = ((signal.SIGTERM, 5.0), (signal.SIGKILL, 5.0))

#: The one account before the log had an account of its own. What it kept are copies of the ledger.
FORMER_ACCOUNT = "HUB"


class NatsServer:
    """nats-server on one data folder, on `port` or on a free one chosen at the first start.

    ``beside`` are accounts of the caller's own beside the platform's, which they cannot reach into.
    """

    def __init__(
        self, folder: DataFolder, *, port: int | None = None, beside: Sequence[Account] = ()
    ) -> None:
        self._folder = folder
        self._beside = beside
        self._port = port or ANY_FREE_PORT
        self._child: ChildProcess | None = None
        self._log = folder.logs / "nats.log"
        self._configuration = folder.nats / "nats-server.conf"
        self._pid_file = folder.nats / "nats-server.pid"

    def url(self, part: str) -> str:
        """Its address for one part of the platform, with the part's password; known once started."""
        return self.address(part, self._password(part))

    def urls(self) -> dict[str, str]:
        """The addresses of every part of the platform, by its name."""
        return {part: self.url(part) for part in OURS}

    def address(self, user: str, password: str) -> str:
        """Its address for anybody who has a password; known once it has started."""
        if self._port == ANY_FREE_PORT:
            raise EmbeddedServerError("nats-server has no address before its first start.")
        return f"nats://{user}:{password}@127.0.0.1:{self._port}"

    def _password(self, part: str) -> str:
        return self._folder.secret(f"nats-{part}")

    @property
    def pid(self) -> int | None:
        """The process id while it runs."""
        return self._child.pid if self._child and self._child.exit_status is None else None

    async def start(self) -> None:
        """Start and return when it takes connections. Raises EmbeddedServerError."""
        if self.pid is not None:
            return
        try:
            await self._clear_the_way()
            self._write_configuration()
            await self._launch()
        except OSError as problem:
            await self.stop()
            raise in_plain_words(problem, self._folder.path) from problem
        except BaseException:
            await self.stop()
            raise

    async def stop(self) -> None:
        """Stop cleanly; the streams are on disk."""
        if self._child is not None:
            await self._child.stop(TERMINATE)
            self._child = None

    async def kill(self, how: signal.Signals = signal.SIGKILL) -> None:
        """Send one signal to the server and wait for its end, as a fault would end it."""
        if self._child is not None:
            await self._child.kill(how)
            self._child = None

    async def wait(self) -> int:
        """Wait until the running server ends, for whoever watches over it."""
        if self._child is None:
            raise EmbeddedServerError("nats-server is not running, so its end cannot be awaited.")
        return await self._child.wait()

    async def _clear_the_way(self) -> None:
        """End an orphan of ours and remove what it wrote about itself."""
        pid = recorded_process(self._pid_file)
        if pid is not None:
            await end_orphan(pid, "nats-server", self._configuration, signals=KILL_ORPHAN)
            self._pid_file.unlink(missing_ok=True)
        for stale in self._folder.nats.glob("*.ports"):
            stale.unlink(missing_ok=True)
        former = self._folder.nats / "jetstream" / "jetstream" / FORMER_ACCOUNT
        if former.exists():
            shutil.rmtree(former)

    def _write_configuration(self) -> None:
        text = embedded(
            port=self._port,
            store=self._folder.nats / "jetstream",
            pid_file=self._pid_file,
            ports_folder=self._folder.nats,
            accounts=(*platform_accounts(self._password), *self._beside),
        )
        self._configuration.unlink(missing_ok=True)
        flags = os.O_CREAT | os.O_EXCL | os.O_WRONLY
        with open(os.open(self._configuration, flags, 0o600), "w") as file:
            file.write(text)

    async def _launch(self) -> None:
        child = self._child = await ChildProcess.launch(
            [nats_server_program(), "-c", self._configuration],
            log=self._log,
            death_signal=signal.SIGTERM,
        )
        if not await child.until(lambda: self._listens(child.pid), seconds=START_SECONDS):
            raise self._could_not_start(child)

    def _listens(self, pid: int) -> bool:
        """nats-server writes its addresses into this file once it takes connections."""
        try:
            told = json.loads((self._folder.nats / f"nats-server_{pid}.ports").read_text())
        except (FileNotFoundError, json.JSONDecodeError):
            return False
        self._port = int(told["nats"][0].rsplit(":", 1)[1])
        return True

    def _could_not_start(self, child: ChildProcess) -> EmbeddedServerError:
        output = child.output()
        if "address already in use" in output:
            return EmbeddedServerError(
                f"Port {self._port} on 127.0.0.1 is taken by another program, so nats-server "
                "cannot listen there. Stop that program, or choose another port."
            )
        if "no space left on device" in output.lower():
            return disk_is_full(self._folder.path)
        last = (output.strip().splitlines() or ["it wrote nothing"])[-1]
        return EmbeddedServerError(
            f"nats-server could not start on {self._folder.nats}: {last}. The whole story is in "
            f"{self._log}. The folder {self._folder.nats} only holds copies of the ledger: it may "
            "be removed, and the relay fills it again."
        )


@asynccontextmanager
async def embedded_nats(
    folder: DataFolder, *, port: int | None = None, beside: Sequence[Account] = ()
) -> AsyncIterator[NatsServer]:
    """nats-server on a locked data folder, stopped at the end."""
    server = NatsServer(folder, port=port, beside=beside)
    await server.start()
    try:
        yield server
    finally:
        await server.stop()
