"""The log as it grows, for whoever keeps a checkpoint: from the ledger first, then live from the stream.

The rule: the ledger is the record and the stream its swift messenger. What the stream brings is taken only
where the ledger holds it too, and what it fails to bring is read from the ledger.
"""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from typing import Any, Protocol
from uuid import UUID

import structlog

from hub_core.log.connection import end
from hub_core.log.ledger import Ledger

#: Seconds without anything from the stream after which the ledger is looked at, and before a stream of
#: another story is looked at again.
PATIENCE = 1.0

_log = structlog.get_logger(__name__)


class LiveRows(Protocol):
    """Where new rows come from (``hub_core.log.reader.LiveReader``)."""

    def batches(self, *, after: int) -> AsyncGenerator[Any, None]:
        """Batches of rows like the ledger's, in order, from the position after this one."""


class Tail:
    """The rows after a position in one life of the log. ``reader`` names who reads, for operators."""

    def __init__(
        self, ledger: Ledger, live: LiveRows, *, reader: str, after: int, incarnation: UUID
    ) -> None:
        self._ledger = ledger
        self._live = live
        self._reader = reader
        self._position = after
        self._incarnation = incarnation
        #: Where the ledger stood when the stream was last found silent.
        self._expected = 0
        self._behind = False

    async def batches(self) -> AsyncGenerator[Sequence[Any], None]:
        """Rows in order, none missed and none twice, until the log lives another life.

        Close the generator (``contextlib.aclosing``) to stop. Raises what the database raises.
        """
        while await self._ledger.incarnation() == self._incarnation:
            while page := await self._ledger.read(after=self._position):
                self._position = page[-1][0]
                yield page
            async with _Arriving(self._live.batches(after=self._position)) as arriving:
                while (rows := await self._next(arriving)) is not None:
                    if rows:
                        self._position = rows[-1][0]
                        yield rows

    async def _next(self, arriving: "_Arriving") -> Sequence[Any] | None:
        """What may be taken now, if anything; None when the stream is no guide and has to be left."""
        batch = await arriving.within(PATIENCE)
        if batch is None:
            return await self._not_brought()
        self._behind, self._expected = False, 0
        fresh: Sequence[Any] = [row for row in batch if row[0] > self._position]
        if not fresh:
            return fresh
        if fresh[0][0] != self._position + 1:
            return None
        if not await self._is_ours(fresh[-1]):
            await asyncio.sleep(PATIENCE)
            return None
        return fresh

    async def _not_brought(self) -> Sequence[Any] | None:
        """What the ledger held a while ago and the silent stream still has not brought.

        So a reader is late without a relay, but never waits for one. Where a restored ledger has come
        exactly as far as its old stream, nobody would ever bring the next event.
        """
        if await self._ledger.incarnation() != self._incarnation:
            return None
        expected, self._expected = self._expected, await self._ledger.head()
        if expected <= self._position:
            return []
        if not self._behind:
            self._behind = True
            _log.warning(
                "the stream stays behind the ledger; reading the ledger meanwhile",
                reader=self._reader,
                position=self._position,
                head=self._expected,
                remedy="see whether `hub relay` runs, and what it says",
            )
        return await self._ledger.read(after=self._position)

    async def _is_ours(self, last: Any) -> bool:
        position, event_id = last[0], last[1]
        ours = await self._ledger.same_story(
            position=position, event_id=event_id, incarnation=self._incarnation
        )
        if not ours and await self._ledger.incarnation() == self._incarnation:
            _log.error(
                "the stream holds events that the ledger does not; reading the ledger instead",
                reader=self._reader,
                position=position,
                remedy="run `hub log repair`",
            )
        return ours


class _Arriving:
    """Batches as they arrive: waiting for one may be broken off and taken up again."""

    def __init__(self, batches: AsyncGenerator[Any, None]) -> None:
        self._batches = batches
        self._coming: asyncio.Future[Any] | None = None

    async def __aenter__(self) -> "_Arriving":
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._coming is not None:
            await end(self._coming)
        await self._batches.aclose()

    async def within(self, seconds: float) -> Any | None:
        """The next batch, or None when there is none for so long."""
        if self._coming is None:
            self._coming = asyncio.ensure_future(anext(self._batches))
        await asyncio.wait([self._coming], timeout=seconds)
        if not self._coming.done():
            return None
        came, self._coming = self._coming, None
        return came.result()
