"""Keeps what a hub consists of alive: restarted when it dies, stopped together.

Rule: nothing is hidden. A death is said aloud, and what dies again and again as soon as it is started
ends the whole with a sentence that names its log.
"""

import asyncio
import signal
import sys
from collections.abc import AsyncIterator, Coroutine, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Protocol, TypeVar

import structlog

from hub_core.embedded.child_process import ChildProcess

#: How long a part may take to stop before it is killed, in seconds.
PATIENCE = 5.0
#: The pauses between two starts of what keeps dying, in seconds.
SHORTEST, LONGEST = 0.1, 10.0
#: What lived so long has started well, in seconds.
SETTLED = 10.0
#: So many deaths in a row, none of which came after it had settled, and it is given up.
MOST_EARLY_DEATHS = 3

Result = TypeVar("Result")


class KeepsDying(Exception):
    """A part or a server dies as soon as it is started; the message says what it said last."""


class Lives:
    """How often in a row something died early, and how long to wait before starting it again."""

    def __init__(self) -> None:
        self._early = 0
        self._began = 0.0

    def begin(self) -> None:
        """It was started."""
        self._began = asyncio.get_running_loop().time()

    def end(self) -> float | None:
        """It died: the pause in seconds before the next start, None to give up."""
        lived = asyncio.get_running_loop().time() - self._began
        self._early = self._early + 1 if lived < SETTLED else 1
        if self._early >= MOST_EARLY_DEATHS:
            return None
        return min(SHORTEST * 2.0**self._early, LONGEST)


class Server(Protocol):
    """A server that can be started again where it was."""

    async def start(self) -> None: ...
    async def wait(self) -> int: ...


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
        """Start it, and start it again whenever it dies, until cancelled. Raises ``KeepsDying``."""
        lives = Lives()
        while True:
            lives.begin()
            child = await self._start()
            status = await child.wait()
            pause = lives.end()
            if pause is None:
                raise KeepsDying(self._farewell(child))
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

    async def _start(self) -> ChildProcess:
        starting = asyncio.ensure_future(
            ChildProcess.launch(
                self._command,
                log=self._log,
                death_signal=signal.SIGTERM,
                environment=self._environment,
            )
        )
        try:
            self._child = await asyncio.shield(starting)
        except asyncio.CancelledError:
            # Who stops us now must find the process that is just coming into being.
            self._child = await starting
            raise
        return self._child

    def _farewell(self, child: ChildProcess) -> str:
        said = [line for line in child.output().splitlines() if line.strip()]
        last = said[-1].strip() if said else "it said nothing"
        return (
            f"`hub {self.name}` stops as soon as it is started (exit status {child.exit_status}): "
            f"{last}\nThe whole story is in {self._log}."
        )


async def keep_serving(server: Server, name: str) -> None:
    """Start a running server again whenever it dies, until cancelled.

    Raises ``KeepsDying``, and whatever its start raises when it cannot be had back.
    """
    lives = Lives()
    lives.begin()
    while True:
        status = await server.wait()
        pause = lives.end()
        if pause is None:
            raise KeepsDying(f"{name} stops as soon as it is started. Its log says why.")
        structlog.get_logger().warning(
            "a server stopped and is started again", server=name, exit_status=status
        )
        await asyncio.sleep(pause)
        lives.begin()
        await server.start()


class Watch:
    """Tells when something is given up."""

    def __init__(self, keeping: Sequence[asyncio.Task[None]]) -> None:
        self._keeping = keeping

    async def over(self, main: Coroutine[Any, Any, Result]) -> Result:
        """Do this; when something is given up meanwhile, break it off and raise why."""
        task = asyncio.ensure_future(main)
        try:
            await asyncio.wait({task, *self._keeping}, return_when=asyncio.FIRST_COMPLETED)
            for keeper in self._keeping:
                if keeper.done():
                    keeper.result()
            return await task
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)


@asynccontextmanager
async def supervised(parts: Sequence[Part], *servers: tuple[str, Server]) -> AsyncIterator[Watch]:
    """The parts, alive for as long as the block lasts, and the servers, started again meanwhile."""
    keeping = [asyncio.create_task(part.keep_alive(), name=part.name) for part in parts]
    keeping += [asyncio.create_task(keep_serving(server, name)) for name, server in servers]
    try:
        yield Watch(keeping)
    finally:
        for task in keeping:
            task.cancel()
        await asyncio.gather(*keeping, return_exceptions=True)
        await asyncio.gather(*(part.stop() for part in parts))
