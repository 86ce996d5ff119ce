"""Keeps the platform's other processes alive: one child a part, restarted when it dies, stopped together.

A child that dies again and again is restarted ever more slowly and said aloud; nothing is hidden.
"""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import structlog

#: How long a part may take to stop before it is killed, in seconds.
PATIENCE = 5.0
#: The longest pause between two starts of a part that keeps dying, in seconds.
SLOWEST = 10.0


class Part:
    """One child process of this release's command line, such as ``hub relay``."""

    def __init__(
        self, arguments: Sequence[str], *, environment: Mapping[str, str], log: Path
    ) -> None:
        self.name = " ".join(arguments)
        self._command = (sys.executable, "-m", "services.platform", *arguments)
        self._environment = {**os.environ, **environment}
        self._log = log
        self._stopping = False
        self._process: asyncio.subprocess.Process | None = None

    @property
    def pid(self) -> int | None:
        """Its process, while it runs."""
        return self._process.pid if self._process and self._process.returncode is None else None

    async def keep_alive(self) -> None:
        """Start it, and start it again whenever it dies, until told to stop."""
        pause = 0.1
        while not self._told_to_stop():
            started = asyncio.get_running_loop().time()
            with self._log.open("ab") as log:
                self._process = await asyncio.create_subprocess_exec(
                    *self._command,
                    env=self._environment,
                    stdin=asyncio.subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                    start_new_session=True,
                )
            status = await self._process.wait()
            if self._told_to_stop():
                return
            lived = asyncio.get_running_loop().time() - started
            pause = 0.1 if lived > 2 * SLOWEST else min(pause * 2, SLOWEST)
            structlog.get_logger().warning(
                "a part stopped and is started again",
                part=self.name,
                exit_status=status,
                log=str(self._log),
                in_seconds=pause,
            )
            await asyncio.sleep(pause)

    def _told_to_stop(self) -> bool:
        return self._stopping

    async def stop(self) -> None:
        """Ask it to stop; kill it when it does not within the patience."""
        self._stopping = True
        process = self._process
        if process is None or process.returncode is not None:
            return
        process.send_signal(signal.SIGTERM)
        try:
            await asyncio.wait_for(process.wait(), PATIENCE)
        except TimeoutError:
            process.kill()
            await process.wait()


@asynccontextmanager
async def supervised(parts: Sequence[Part]) -> AsyncIterator[None]:
    """The parts, alive for as long as the block lasts."""
    tasks = [asyncio.create_task(part.keep_alive(), name=part.name) for part in parts]
    try:
        yield
    finally:
        await asyncio.gather(*(part.stop() for part in parts))
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
