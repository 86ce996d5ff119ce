"""The facts a runner holds in memory, and how they come back from the ledger when it does not.

The rule: memory is never ahead of the checkpoint it was read for. What is missing is folded again from
the institution's own events, so losing memory costs time and nothing else.
"""

from collections import OrderedDict, defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from hub_core.log.ledger import Ledger
from projections.checkpoints import Parked
from projections.projection import Decoders, Fold, LogRow, Projection, Rows

#: Institutions kept in memory between batches; the rest are folded again when they are needed.
KEPT = 5_000

#: Institutions read from the ledger at a time.
READ_AT_ONCE = 200

#: An institution was spoken of lately when it was by one of so many events: about a week of England's.
LATELY = 50_000

SELECT = "select position, topic, institution, recorded_at, data from ledger.events"
_OF_INSTITUTIONS = (
    f"{SELECT} where institution = any($1) and position <= $2 "
    "and topic not in (select unnest($3::text[])) order by institution, position"
)
_SHARED = (
    f"{SELECT} where institution is null and position <= $1 "
    "and topic not in (select unnest($2::text[])) order by position"
)
_SPOKEN_OF_LATELY = (
    "select institution from ledger.events "
    "where position > $1 and position <= $2 and institution is not null and topic <> all($3) "
    "group by institution order by max(position) desc limit $4"
)


class ProjectionStopped(Exception):
    """An event without institution could not be folded, so nothing after it can be trusted."""

    def __init__(self, *, projection: str, position: int, topic: str, error: Exception) -> None:
        super().__init__(
            f"The projection {projection} stopped before position {position} ({topic}): "
            f"{type(error).__name__}: {error}. This event belongs to no single institution, so "
            "nothing could be set aside. Mend the fold or upgrade, then start the projection again."
        )


class Memory:
    """Folds by institution, None for the events that have none."""

    def __init__(self, projection: Projection, ledger: Ledger) -> None:
        self.projection = projection
        self.decoders = projection.decoders()
        self._ledger = ledger
        self._folds: OrderedDict[UUID | None, Fold] = OrderedDict()

    def clear(self) -> None:
        """Forget everything."""
        self._folds.clear()

    def forget(self, institution: UUID) -> None:
        """Forget one institution."""
        self._folds.pop(institution, None)

    def trim(self) -> None:
        """Let go of the institutions not needed for longest."""
        while len(self._folds) > KEPT:
            institution, fold = self._folds.popitem(last=False)
            if institution is None:  # dear to read again, and there is only one
                self._folds[None] = fold

    def holds(self, institution: UUID | None) -> bool:
        """Whether it need not be read."""
        return institution in self._folds

    async def spoken_of_lately(self, *, at: int) -> list[UUID]:
        """The institutions of the last events up to a position, latest first; as many as are kept."""
        rows = await self._ledger.pool.fetch(
            _SPOKEN_OF_LATELY, at - LATELY, at, self.decoders.ignored, KEPT
        )
        return [row[0] for row in rows]

    async def hold_besides(self, institution: UUID, *, at: int) -> bool:
        """Have one more in memory that is needed after all others, where there is room."""
        if len(self._folds) >= KEPT:
            return False
        await self.hold([institution], at=at)
        if self.holds(institution):
            self._folds.move_to_end(institution, last=False)
        return True

    async def hold(self, institutions: Collection[UUID | None], *, at: int) -> list[Parked]:
        """Have these in memory as they stood at a position; returns what could not be folded.

        Rows that follow from events up to there are taken as written already.
        """
        missing = [each for each in institutions if each not in self._folds]
        for each in institutions:
            if each in self._folds:
                self._folds.move_to_end(each)
        if None in missing:
            self._folds[None] = await self._shared(at)
        named = [each for each in missing if each is not None]
        parked: list[Parked] = []
        for start in range(0, len(named), READ_AT_ONCE):
            parked += await self._read(named[start : start + READ_AT_ONCE], at)
        return parked

    def fold(self, rows: Sequence[LogRow]) -> tuple[set[UUID | None], list[Parked]]:
        """Take rows of one institution or several, all in memory; says which changed or stopped.

        Raises ``ProjectionStopped``.
        """
        touched: set[UUID | None] = set()
        stopped: dict[UUID, Parked] = {}
        for row in rows:
            decoder = self.decoders[row.topic]
            if decoder is None or row.institution in stopped:
                continue
            try:
                self._folds[row.institution].apply(decoder(row.data), row.position, row.recorded_at)
            except Exception as error:
                parked = stop(self.projection, row, error)
                stopped[parked.institution] = parked
                touched.discard(parked.institution)
                self.forget(parked.institution)
            else:
                touched.add(row.institution)
        return touched, list(stopped.values())

    async def changes(
        self, institutions: Iterable[UUID | None], rows: Rows, *, at: int
    ) -> list[Parked]:
        """Append the rows these gave since they were last asked; says which could not give any.

        ``at`` is the position of the last event folded. Raises ``ProjectionStopped``.
        """
        parked: list[Parked] = []
        for institution in institutions:
            lengths = [len(records) for records in rows.values()]
            try:
                self._folds[institution].changes(rows)
            except Exception as error:
                for records, length in zip(rows.values(), lengths, strict=True):
                    del records[length:]
                if institution is None:
                    raise ProjectionStopped(
                        projection=self.projection.name, position=at, topic="rows", error=error
                    ) from error
                self.forget(institution)
                stopped = await self.again(institution, at=at)
                if stopped is None:
                    raise  # the fold does not do the same thing twice: nothing can be trusted
                parked.append(stopped)
        return parked

    async def whole(self, institution: UUID, *, before: int, rows: Rows) -> None:
        """Every row of one institution as its events before a position give them; not kept."""
        fold = self.projection.institution(institution)
        for row in await self._ledger.pool.fetch(
            _OF_INSTITUTIONS, [institution], before - 1, self.decoders.ignored
        ):
            _apply(fold, self.decoders, row[0], row[1], row[3], row[4])
        fold.changes(rows)

    async def again(self, institution: UUID, *, at: int) -> Parked | None:
        """Fold one institution event by event up to a position; the first that cannot be, or None."""
        fold = self.projection.institution(institution)
        for row in await self._ledger.pool.fetch(
            _OF_INSTITUTIONS, [institution], at, self.decoders.ignored
        ):
            try:
                _apply(fold, self.decoders, row[0], row[1], row[3], row[4])
                fold.changes(defaultdict(list))
            except Exception as error:
                return stop(self.projection, LogRow(*row), error)
        return None

    async def _shared(self, at: int) -> Fold:
        fold = self.projection.shared()
        for row in await self._ledger.pool.fetch(_SHARED, at, self.decoders.ignored):
            try:
                _apply(fold, self.decoders, row[0], row[1], row[3], row[4])
            except Exception as error:
                stop(self.projection, LogRow(*row), error)
        fold.changes(defaultdict(list))
        return fold

    async def _read(self, institutions: list[UUID], at: int) -> list[Parked]:
        for institution in institutions:
            self._folds[institution] = self.projection.institution(institution)
        rows = await self._ledger.pool.fetch(
            _OF_INSTITUTIONS, institutions, at, self.decoders.ignored
        )
        _, parked = self.fold([LogRow(*row) for row in rows])
        written: Rows = defaultdict(list)
        for institution in institutions:
            if institution in self._folds:
                self._folds[institution].changes(written)
        return parked


def stop(projection: Projection, row: LogRow, error: Exception) -> Parked:
    """What to remember of an event that could not be folded; raises where nothing can be parked."""
    if row.institution is None:
        raise ProjectionStopped(
            projection=projection.name, position=row.position, topic=row.topic, error=error
        ) from error
    return Parked(
        institution=row.institution,
        position=row.position,
        topic=row.topic,
        error=f"{type(error).__name__}: {error}",
    )


def _apply(
    fold: Fold, decoders: Decoders, position: int, topic: str, recorded_at: datetime, data: Any
) -> None:
    decoder = decoders[topic]
    if decoder is not None:
        fold.apply(decoder(data), position, recorded_at)
