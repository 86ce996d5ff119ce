"""Bringing one build forward, batch by batch, exactly once.

Checkpoint, facts and figures commit together. The rule: the checkpoint moves first in the transaction,
so of two followers one waits, finds it moved, and drops its memory.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import asyncpg
import msgspec

from hub_core.log.ledger import Ledger
from projections import checkpoints
from projections.checkpoints import Checkpoint, Parked
from projections.memory import Memory
from projections.projection import LogRow, Projection
from projections.tables import Tables

#: Most institutions that one transaction may have to read: about a fifth of a second's work.
READ_TOGETHER = 25


class Advanced(msgspec.Struct, frozen=True, kw_only=True):
    """A batch stands: the build has come to ``position``, and these institutions' rows changed.

    ``shared`` says that rows of events without an institution changed; ``parked`` are institutions
    set aside now.
    """

    position: int
    recorded_at: datetime | None
    institutions: frozenset[UUID]
    shared: bool
    parked: tuple[Parked, ...] = ()


class Lost(msgspec.Struct, frozen=True):
    """The checkpoint was not where it was remembered: another follower moved it, or it is gone."""


class Missing(msgspec.Struct, frozen=True):
    """The batch does not follow on from the checkpoint; read the ledger instead."""


class Follower:
    """One build in one process."""

    def __init__(
        self,
        projection: Projection,
        checkpoint: Checkpoint,
        tables: Tables,
        *,
        ledger: Ledger,
        pool: asyncpg.Pool,
    ) -> None:
        self.checkpoint = checkpoint
        self._memory = Memory(projection, ledger)
        self._tables = tables
        self._ledger = ledger
        self._pool = pool
        #: Institutions that may be needed, the first one last; None before it was asked which.
        self._ahead: list[UUID] | None = None

    @classmethod
    async def of(
        cls, projection: Projection, checkpoint: Checkpoint, *, ledger: Ledger, pool: asyncpg.Pool
    ) -> "Follower":
        """A follower that begins where the build stands."""
        tables = await Tables.of(pool, checkpoint.schema)
        return cls(projection, checkpoint, tables, ledger=ledger, pool=pool)

    async def catch_up(self, *, to: int | None = None) -> Lost | None:
        """Take everything the ledger holds, or everything up to a position."""
        while to is None or self.checkpoint.position < to:
            page = await self._ledger.read(after=self.checkpoint.position)
            if not page:
                return None
            for part in self.parts(page):
                if isinstance(await self.apply(part), Lost):
                    return Lost()
        return None

    def parts(self, batch: Sequence[Any]) -> Iterator[Sequence[Any]]:
        """A batch in parts, of which none needs many institutions read that are not in memory: the first of
        them need not wait for the last. Apply each before asking for the next."""
        decoders, began = self._memory.decoders, 0
        missing: set[UUID | None] = set()
        for place, row in enumerate(batch):
            institution = row[5]
            if decoders[row[4]] is None or self._memory.holds(institution):
                continue
            if len(missing) == READ_TOGETHER and institution not in missing:
                yield batch[began:place]
                began, missing = place, set()
            missing.add(institution)
        yield batch[began:]

    async def read_ahead(self) -> bool:
        """Read one institution more that was spoken of lately, as it stands at the checkpoint.

        For when nothing else is to be done; False when there is none to read, or no room. Raises whatever
        the database raises; memory is dropped then.
        """
        if self._ahead is None:
            self._ahead = await self._spoken_of_lately()
        while self._ahead:
            institution = self._ahead.pop()
            if not self._memory.holds(institution):
                try:
                    return await self._memory.hold_besides(institution, at=self.checkpoint.position)
                except BaseException:
                    self._memory.clear()
                    raise
        return False

    async def _spoken_of_lately(self) -> list[UUID]:
        """Institutions that were, the latest last; those set aside are not read again."""
        parked = await checkpoints.parked(self._pool, self.checkpoint)
        aside = {each.institution for each in parked}
        lately = await self._memory.spoken_of_lately(at=self.checkpoint.position)
        return [each for each in reversed(lately) if each not in aside]

    async def apply(self, batch: Sequence[Any]) -> Advanced | Lost | Missing | None:
        """Take ledger rows in order of position; those the build has already are left out.

        None when nothing is left. Raises ``ProjectionStopped`` and whatever the database raises;
        memory is dropped then, since nothing was written.
        """
        position = self.checkpoint.position
        rows = [LogRow(r[0], r[4], r[5], r[6], r[7]) for r in batch if r[0] > position]
        if not rows:
            return None
        if rows[0].position != position + 1:
            return Missing()
        try:
            async with self._pool.acquire() as connection, connection.transaction():
                advanced = await self._write(connection, rows)
        except BaseException:
            self._memory.clear()
            raise
        if advanced is None:
            self._memory.clear()
            return Lost()
        self.checkpoint, outcome = advanced
        if outcome.parked:
            self._ahead = None
        self._memory.trim()
        return outcome

    async def _write(
        self, connection: Any, rows: list[LogRow]
    ) -> tuple[Checkpoint, Advanced] | None:
        last = rows[-1]
        moved = await checkpoints.advance(
            connection, self.checkpoint, to=last.position, recorded_at=last.recorded_at
        )
        if moved is None:
            return None
        known = {each.institution for each in await checkpoints.parked(connection, moved)}
        for institution in known:
            self._memory.forget(institution)
        touched, stopped = await self._fold([r for r in rows if r.institution not in known])
        written = self._tables.empty()
        stopped += await self._memory.changes(touched, written, at=last.position)
        for each in stopped:
            await self._memory.whole(each.institution, before=each.position, rows=written)
        await self._tables.write(connection, written)
        await checkpoints.park(connection, moved, stopped)
        return moved, Advanced(
            position=moved.position,
            recorded_at=moved.recorded_at,
            institutions=frozenset(i for i in touched if i is not None)
            | {each.institution for each in stopped},
            shared=None in touched,
            parked=tuple(stopped),
        )

    async def _fold(self, rows: list[LogRow]) -> tuple[set[UUID | None], list[Parked]]:
        decoders = self._memory.decoders
        wanted = [row for row in rows if decoders[row.topic] is not None]
        stopped = await self._memory.hold(
            {row.institution for row in wanted}, at=self.checkpoint.position
        )
        gone = {each.institution for each in stopped}
        touched, stopped_now = self._memory.fold([r for r in wanted if r.institution not in gone])
        return touched, stopped + stopped_now

    async def retry(self, institution: UUID) -> Parked | None:
        """Fold a parked institution again, up to the checkpoint; None when that went well.

        Otherwise what it stumbles over now, which stays parked.
        """
        async with self._pool.acquire() as connection, connection.transaction():
            held = await checkpoints.hold(connection, self.checkpoint)
            written = self._tables.empty()
            await checkpoints.unpark(connection, held, institution)
            stopped = await self._memory.again(institution, at=held.position)
            before = held.position + 1 if stopped is None else stopped.position
            await self._memory.whole(institution, before=before, rows=written)
            if stopped is not None:
                await checkpoints.park(connection, held, [stopped])
            await self._tables.write(connection, written)
        return stopped
