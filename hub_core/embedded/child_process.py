"""One server program running as a child of ours.

Rule: a child never outlives the hub unnoticed. It is told to stop when its parent dies, whatever
killed the parent, and the next start clears away an orphan recorded in a pid file after making
sure that it is ours.
"""

import asyncio
import os
import signal
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from hub_core.embedded import exec_with_parent
from hub_core.embedded.errors import EmbeddedServerError

LARGEST_LOG = 20 * 1024 * 1024
POLL_SECONDS = 0.01


class ChildProcess:
    """A running server program and the log it writes to."""

    def __init__(self, process: asyncio.subprocess.Process, log: Path, log_start: int) -> None:
        self._process = process
        self._log = log
        self._log_start = log_start

    @classmethod
    async def launch(
        cls,
        command: Sequence[str | Path],
        *,
        log: Path,
        death_signal: signal.Signals,
        ordinary_user: bool = False,
        environment: Mapping[str, str] | None = None,
    ) -> "ChildProcess":
        """Start `command`, its output appended to `log`.

        `death_signal` is what it receives when we die; `ordinary_user` hides from it that we are
        root; `environment` is added to ours. Call it in a thread that lives as long as the child
        should, the event loop's.
        """
        _set_aside(log)
        with log.open("ab") as output:
            process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-I",
                "-S",
                str(exec_with_parent.__file__),
                str(os.getpid()),
                str(int(death_signal)),
                "ordinary-user" if ordinary_user else "root-allowed",
                *(str(part) for part in command),
                stdin=asyncio.subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                env=_plain_environment() | dict(environment or {}),
                # A session of its own from its first instruction on: Ctrl-C in a terminal is for the
                # parent, which stops it in order.
                start_new_session=True,
            )
            return cls(process, log, output.tell())

    @property
    def pid(self) -> int:
        """The process id, the same before and after the launcher became the program."""
        return self._process.pid

    @property
    def exit_status(self) -> int | None:
        """None while it runs."""
        return self._process.returncode

    def output(self) -> str:
        """What it has written to its log since it started."""
        with self._log.open("rb") as log:
            log.seek(self._log_start)
            return log.read().decode(errors="replace")

    async def wait(self) -> int:
        """Wait until it has ended, and give its exit status."""
        return await self._process.wait()

    async def until(self, ready: Callable[[], bool], *, seconds: float) -> bool:
        """Whether `ready` came true before the program ended; EmbeddedServerError after `seconds`."""
        deadline = asyncio.get_running_loop().time() + seconds
        while self.exit_status is None:
            if ready():
                return True
            if asyncio.get_running_loop().time() > deadline:
                raise EmbeddedServerError(
                    f"The server did not become ready within {seconds:.0f} seconds. "
                    f"Its log is {self._log}."
                )
            await asyncio.sleep(POLL_SECONDS)
        return False

    async def kill(self, how: signal.Signals) -> None:
        """Send it one signal and wait until it has ended."""
        if self.exit_status is None:
            self._process.send_signal(how)
        await self.wait()

    async def stop(self, politely: Sequence[tuple[signal.Signals, float]]) -> None:
        """End it: each signal in turn with its patience in seconds, at last SIGKILL."""
        for how, seconds in politely:
            if self.exit_status is not None:
                return
            self._process.send_signal(how)
            try:
                await asyncio.wait_for(asyncio.shield(self.wait()), seconds)
            except TimeoutError:
                continue
        await self.kill(signal.SIGKILL)


def _set_aside(log: Path) -> None:
    """Begin a new log where the old one has grown large; one old log is kept."""
    if log.exists() and log.stat().st_size > LARGEST_LOG:
        log.replace(log.with_suffix(".previous.log"))


def _plain_environment() -> dict[str, str]:
    """Our environment without settings for PostgreSQL programs, and in the C locale."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    return {name: value for name, value in kept.items() if not name.startswith("LC_")} | {
        "LANG": "C",
        "LC_ALL": "C",
        "TZ": "UTC",
    }
