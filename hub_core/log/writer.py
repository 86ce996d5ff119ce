"""Group commit: one writer a process packs concurrent commands into one transaction.

A group never holds two commands that touch the same stream or claim, so a conflict fails only its own
command. Single commands go before bulk, and a bulk upload never keeps them waiting for more than one
chunk.
"""

import asyncio
from collections import deque
from collections.abc import Hashable, Iterator
from types import TracebackType
from uuid import UUID

from hub_core.log.event import MAXIMUM_EVENT_BYTES
from hub_core.log.ledger import Append, EventTooLarge, KeyReused, Ledger, Outcome

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
    __slots__ = ("answer", "append", "touches")

    def __init__(self, append: Append) -> None:
        self.append = append
        self.answer: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()
        self.touches: frozenset[Hashable] = frozenset(_touched(append))


class Writer:
    """Use as an async context manager; :meth:`append` may be called from any number of tasks."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._single: deque[_Waiting] = deque()
        self._bulk: deque[_Waiting] = deque()
        self._repeats: dict[UUID, _Waiting] = {}
        self._wake = asyncio.Event()
        self._closing = False
        self._task: asyncio.Task[None] | None = None

    async def __aenter__(self) -> "Writer":
        self._task = asyncio.create_task(self._run(), name="ledger writer")
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
        if self._task is not None:
            await self._task

    async def append(self, append: Append, *, bulk: bool = False) -> Outcome:
        """Write one command's events and say what became of them.

        Raises ``EventTooLarge``, ``OutcomeUnknown`` when the connection is lost meanwhile, and
        ``WriterClosed``.
        """
        if self._closing:
            raise WriterClosed
        for event in append.events:
            if len(event.data) > MAXIMUM_EVENT_BYTES:
                raise EventTooLarge(event)
        if append.key is not None and (first := self._repeats.get(append.key)) is not None:
            if first.append.fingerprint != append.fingerprint:
                return KeyReused()
            return await asyncio.shield(first.answer)
        waiting = _Waiting(append)
        if append.key is not None:
            self._repeats[append.key] = waiting
        (self._bulk if bulk else self._single).append(waiting)
        self._wake.set()
        # A caller that goes away does not take back what is already on its way.
        return await asyncio.shield(waiting.answer)

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
        try:
            outcomes = await self._ledger.append([waiting.append for waiting in group])
        except Exception as error:
            unknown = OutcomeUnknown()
            unknown.__cause__ = error
            for waiting in group:
                self._settled(waiting)
                if not waiting.answer.done():
                    waiting.answer.set_exception(unknown)
                    waiting.answer.exception()  # the caller may be gone; that is no surprise
            return
        for waiting, outcome in zip(group, outcomes, strict=True):
            self._settled(waiting)
            if not waiting.answer.done():
                waiting.answer.set_result(outcome)

    def _settled(self, waiting: _Waiting) -> None:
        if waiting.append.key is not None:
            self._repeats.pop(waiting.append.key, None)

    def _next_group(self) -> list[_Waiting]:
        """As many waiting commands as fit, each touching what no other in the group touches."""
        group: list[_Waiting] = []
        touched: set[Hashable] = set()
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


def _touched(append: Append) -> Iterator[Hashable]:
    for event in append.events:
        yield event.stream_id
    for claim in (*append.take, *append.release):
        yield claim.key
