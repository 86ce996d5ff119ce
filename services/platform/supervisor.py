"""Keeps the platform's other processes alive: one child a part, restarted when it dies, stopped together.

A child that dies again and again is restarted ever more slowly and said aloud; nothing is hidden.
"""

import asyncio
import signal
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import structlog

from hub_core.embedded.child_process import ChildProcess

#: How long a part may take to stop before it is killed, in seconds.
PATIENCE = 5.0
#: The pauses between two starts of a part that keeps dying, in seconds.
SHORTEST, LONGEST = 0.1, 10.0


class Part:
    """One child process of this release's command line, such as ``hub relay``."""

    def __init__(
        self, arguments: Sequence[str], *, environment: Mapping[str, str], log: Path
    ) -> None:
        self.name = " ".join(arguments)
        self._command = (sys.executable, "-m", "services.platform", *arguments)
        self._environment = environment
        self._log = log
        self._child: ChildProcess | None = None

    @property
    def pid(self) -> int | None:
        """Its process, while it runs."""
        return self._child.pid if self._child and self._child.exit_status is None else None

    async def keep_alive(self) -> None:
        """Start it, and start it again whenever it dies, until cancelled."""
        pause = SHORTEST
        while True:
            started = asyncio.get_running_loop().time()
            self._child = await ChildProcess.launch(
                self._command,
                log=self._log,
                death_signal=signal.SIGTERM,
                environment=self._environment,
            )
            status = await self._child.wait()
            lived = asyncio.get_running_loop().time() - started
            pause = SHORTEST if lived > 2 * LONGEST else min(pause * 2, LONGEST)
            structlog.get_logger().warning(
                "a part stopped and is started again",
                part=self.name,
                exit_status=status,
                log=str(self._log),
                in_seconds=pause,
            )
            await asyncio.sleep(pause)

    async def stop(self) -> None:
        """Ask it to stop; kill it when it does not within the patience."""
        if self._child is not None:
            await self._child.stop([(signal.SIGTERM, PATIENCE)])


@asynccontextmanager
async def supervised(parts: Sequence[Part]) -> AsyncIterator[None]:
    """The parts, alive for as long as the block lasts."""
    keeping = [asyncio.create_task(part.keep_alive(), name=part.name) for part in parts]
    try:
        yield
    finally:
        for task in keeping:
            task.cancel()
        await asyncio.gather(*keeping, return_exceptions=True)
        await asyncio.gather(*(part.stop() for part in parts))
