"""Filling the empty tables of a new build with everything the log holds up to a head.

The log is folded institution by institution, so memory holds one at a time, and copied in. The rule: what
cannot be folded is set aside with the rows its earlier events give, and the rest goes on.
"""

import asyncio
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import asyncpg

from hub_core.log.ledger import PAGE, Ledger
from hub_core.rare_collections import rare_collections
from projections import checkpoints
from projections.checkpoints import Checkpoint, Parked
from projections.memory import SELECT, Memory, stop
from projections.projection import Fold, LogRow, Projection, Rows
from projections.tables import Tables

#: Rows gathered before they are copied into the tables.
COPIED_AT_ONCE = 20_000

#: Told how many events have been folded, out of how many there are.
Progress = Callable[[int, int], None]

# Sorted by institution the log comes as one institution after another; those without come first.
_BY_INSTITUTION = (
    f"{SELECT} where position <= $1 and topic <> all($2) order by institution nulls first, position"
)
_NEVER = datetime.min.replace(tzinfo=UTC)


class Filling:
    """Folding everything up to a head into empty tables, one institution at a time."""

    def __init__(
        self,
        projection: Projection,
        ledger: Ledger,
        tables_of_green: Tables,
        progress: Progress | None,
        head: int,
        green: Checkpoint,
    ) -> None:
        self.parked: list[Parked] = []
        self.folded = 0
        self.written = 0
        self._projection = projection
        self._memory = Memory(projection, ledger)
        self._tables = tables_of_green
        self._progress = progress
        self._head = head
        self._green = green
        self._rows: Rows = tables_of_green.empty()
        self._institution: UUID | None = None
        self._fold: Fold | None = projection.shared()
        self._copying: asyncio.Task[None] | None = None

    async def fill(self, pool: asyncpg.Pool) -> None:
        """Read, fold and copy; the next page is on its way while one is folded."""
        try:
            with rare_collections():
                await self._fill(pool)
        finally:
            if self._copying is not None:
                self._copying.cancel()

    async def _fill(self, pool: asyncpg.Pool) -> None:
        async with aclosing(_pages(pool, self._head, self._memory.decoders.ignored)) as pages:
            async for page in pages:
                stopped = self._take(page)
                if self._progress is not None:
                    self._progress(self.folded, self._head)
                await self._set_aside(stopped)
                if sum(map(len, self._rows.values())) >= COPIED_AT_ONCE:
                    await self._copy(pool)
        await self._set_aside(self._finish())
        await self._copy(pool)
        await self._copied()
        # Topics it has no use for were never read, so the end is here and not at the head.
        await checkpoints.tell_progress(pool, self._green, filled=self.folded, to=self.folded)

    def _take(self, page: Sequence[Any]) -> list[Parked]:
        """Fold a page of rows sorted by institution; returns who could not be folded."""
        stopped: list[Parked] = []
        decoders = self._memory.decoders
        institution, fold = self._institution, self._fold
        for row in page:
            position, topic, belongs_to, recorded_at, data = row
            if belongs_to != institution:
                stopped += self._finish()
                institution = self._institution = belongs_to
                fold = self._fold = self._projection.institution(belongs_to)
            if fold is None:
                continue  # set aside earlier
            try:
                decoder = decoders[topic]
                if decoder is not None:
                    fold.apply(decoder(data), position, recorded_at)
            except Exception as error:
                stopped.append(stop(self._projection, LogRow(*row), error))
                fold = self._fold = None
        self.folded += len(page)
        return stopped

    def _finish(self) -> list[Parked]:
        """Take the rows of the institution that is complete."""
        if self._fold is None:
            return []
        lengths = [len(records) for records in self._rows.values()]
        try:
            self._fold.changes(self._rows)
        except Exception as error:
            for records, length in zip(self._rows.values(), lengths, strict=True):
                del records[length:]
            row = LogRow(self._head, "rows", self._institution, _NEVER, b"")
            return [stop(self._projection, row, error)]
        return []

    async def _set_aside(self, stopped: list[Parked]) -> None:
        for each in stopped:
            found = each
            if each.topic == "rows":  # which event it was shows only when they are taken singly
                exact = await self._memory.again(each.institution, at=self._head)
                found = exact or each
            self.parked.append(found)
            await self._memory.whole(found.institution, before=found.position, rows=self._rows)

    async def _copy(self, pool: asyncpg.Pool) -> None:
        """Send the rows off; the database takes them in while the next pages are folded."""
        await self._copied()
        rows, self._rows = self._rows, self._tables.empty()
        self._copying = asyncio.create_task(self._send(pool, rows))
        await asyncio.sleep(0)

    async def _copied(self) -> None:
        """Wait for the rows sent off before; raises what went wrong with them."""
        if self._copying is not None:
            await self._copying

    async def _send(self, pool: asyncpg.Pool, rows: Rows) -> None:
        async with pool.acquire() as connection:
            self.written += await self._tables.copy(connection, rows)
            await checkpoints.tell_progress(
                connection, self._green, filled=self.folded, to=self._head
            )


async def _pages(
    pool: asyncpg.Pool, head: int, ignored: list[str]
) -> AsyncGenerator[Sequence[Any], None]:
    """The log up to a head, sorted by institution, in bounded memory."""
    async with pool.acquire() as connection, connection.transaction(readonly=True):
        await connection.execute("set local work_mem = '128MB'")
        cursor = await connection.cursor(_BY_INSTITUTION, head, ignored)
        ahead = asyncio.ensure_future(cursor.fetch(PAGE))
        try:
            while page := await ahead:
                ahead = asyncio.ensure_future(cursor.fetch(PAGE))
                await asyncio.sleep(0)  # let the request for the next page leave first
                yield page
        finally:
            if not ahead.done():
                await asyncio.wait([ahead])
