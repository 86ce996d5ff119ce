"""Group commit: one writer a process packs concurrent commands into one transaction.

A group never holds two commands that touch the same stream or claim, so a conflict fails only its own
command. Single commands go before bulk, and a bulk upload never keeps them waiting for more than one
chunk.
"""

import asyncio
from collections import deque
from collections.abc import Hashable, Sequence
from types import TracebackType
from uuid import UUID

import asyncpg

from hub_core.log.ledger import Append, KeyReused, Ledger, Outcome, Repeated, Written, check_sizes

#: Groups on their way at once: one is packed here while the database writes the other.
IN_FLIGHT = 2

#: What the database or its driver says when a transaction certainly left nothing behind.
NOT_WRITTEN = (
    asyncpg.DataError,
    asyncpg.IntegrityConstraintViolationError,
    asyncpg.SyntaxOrAccessError,
    asyncpg.RaiseError,
    ValueError,
)

#: Most events a transaction carries, and so the most a bulk chunk may hold.
CHUNK = 500


class OutcomeUnknown(Exception):
    """The database went away while a command was being written; it may or may not stand."""

    def __init__(self) -> None:
        super().__init__(
            "The database did not answer while this was being recorded, so it is not known whether it "
            "was. Send the same request again with the same command id: it will be recorded once."
        )


class WriterClosed(Exception):
    """The process is stopping and takes no more commands."""

    def __init__(self) -> None:
        super().__init__("The service is stopping and records nothing more. Try again in a moment.")


class _Waiting:
    """A command under way. Each of its callers has a future of its own, since one that goes away
    cancels its future, and must take the answer from nobody else."""

    __slots__ = ("append", "callers", "touches")

    def __init__(self, append: Append) -> None:
        self.append = append
        self.callers: list[asyncio.Future[Outcome]] = []
        self.touches = _touched(append)

    def answer(self) -> "asyncio.Future[Outcome]":
        """Where one more caller hears what became of the command."""
        future: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()
        self.callers.append(future)
        return future


class Writer:
    """Use as an async context manager; :meth:`append` may be called from any number of tasks."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._single: deque[_Waiting] = deque()
        self._bulk: deque[_Waiting] = deque()
        self._repeats: dict[UUID, _Waiting] = {}
        self._in_flight: set[Hashable] = set()
        self._wake = asyncio.Event()
        self._closing = False
        self._tasks: list[asyncio.Task[None]] = []

    async def __aenter__(self) -> "Writer":
        self._tasks = [
            asyncio.create_task(self._run(), name=f"ledger writer {number}")
            for number in range(IN_FLIGHT)
        ]
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Write what is waiting, then stop."""
        self._closing = True
        self._wake.set()
        await asyncio.gather(*self._tasks)

    async def append(self, append: Append, *, bulk: bool = False) -> Outcome:
        """Write one command's events and say what became of them.

        Raises ``EventTooLarge``, ``EnvelopeTooLarge``, ``OutcomeUnknown`` when the connection is lost
        meanwhile, and ``WriterClosed``.
        """
        if self._closing:
            raise WriterClosed
        check_sizes(append)
        if append.key is not None and (first := self._repeats.get(append.key)) is not None:
            if first.append.fingerprint != append.fingerprint:
                return KeyReused()
            return _repeated(first.append, await first.answer())
        waiting = _Waiting(append)
        if append.key is not None:
            self._repeats[append.key] = waiting
        (self._bulk if bulk else self._single).append(waiting)
        self._wake.set()
        # A caller that goes away does not take back what is already on its way.
        return await waiting.answer()

    async def _run(self) -> None:
        while True:
            group = self._next_group()
            if not group:
                if self._closing:
                    return
                self._wake.clear()
                await self._wake.wait()
                continue
            await self._write(group)

    async def _write(self, group: list[_Waiting]) -> None:
        touched: set[Hashable] = set().union(*(waiting.touches for waiting in group))
        self._in_flight |= touched
        try:
            outcomes: Sequence[Outcome | Exception]
            try:
                outcomes = await self._ledger.append([waiting.append for waiting in group])
            except NOT_WRITTEN as error:
                if len(group) > 1:
                    # Nothing of the group stands. Whoever spoiled it must not spoil it for the others.
                    for waiting in group:
                        await self._write([waiting])
                    return
                outcomes = [error]
            except Exception as error:
                unknown = OutcomeUnknown()
                unknown.__cause__ = error
                outcomes = [unknown] * len(group)
        finally:
            self._in_flight -= touched
        for waiting, outcome in zip(group, outcomes, strict=True):
            self._settle(waiting, outcome)

    def _settle(self, waiting: _Waiting, outcome: Outcome | Exception) -> None:
        if waiting.append.key is not None:
            self._repeats.pop(waiting.append.key, None)
        for caller in waiting.callers:
            if caller.done():
                continue
            if isinstance(outcome, Exception):
                caller.set_exception(outcome)
                caller.exception()  # the caller may be gone; that is no surprise
            else:
                caller.set_result(outcome)

    def _next_group(self) -> list[_Waiting]:
        """As many waiting commands as fit, each touching what no other in the group touches."""
        group: list[_Waiting] = []
        touched = set(self._in_flight)
        room = CHUNK
        for queue in (self._single, self._bulk):
            later: list[_Waiting] = []
            while queue and room > 0:
                waiting = queue.popleft()
                size = len(waiting.append.events)
                if not touched.isdisjoint(waiting.touches) or (group and size > room):
                    later.append(waiting)
                    touched |= waiting.touches  # keep the order of commands that touch the same
                    continue
                group.append(waiting)
                touched |= waiting.touches
                room -= max(size, 1)
            queue.extendleft(reversed(later))
        return group


def _repeated(append: Append, outcome: Outcome) -> Outcome:
    """What a second caller with the same command is told: what the first was told, not its own."""
    if isinstance(outcome, Written):
        return Repeated(answer=append.answer, last=outcome.last, recorded_at=outcome.recorded_at)
    return outcome


def _touched(append: Append) -> set[Hashable]:
    touched: set[Hashable] = {event.stream_id for event in append.events}
    touched.update(claim.key for claim in append.take)
    touched.update(claim.key for claim in append.release)
    return touched
