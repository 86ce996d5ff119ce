"""Building a read model anew beside the one in use, and putting it in its place.

Green is folded institution by institution, so memory holds one at a time, and copied in. Then it follows
until it has reached blue. The rule: readers see blue whole or green whole, never a half-built figure.
"""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Sequence
from contextlib import aclosing, asynccontextmanager
from datetime import UTC, datetime
from hashlib import blake2b
from typing import Any
from uuid import UUID

import asyncpg
import msgspec

from hub_core.log.ledger import PAGE, Ledger
from projections import checkpoints, tables
from projections.checkpoints import Checkpoint, Parked
from projections.follower import Follower
from projections.memory import SELECT, Memory, stop
from projections.projection import Fold, LogRow, Projection, Rows
from projections.tables import LockNotAvailable, Tables

#: Rows gathered before they are copied into the tables.
COPIED_AT_ONCE = 20_000

#: Events behind the log from which on a build that is more behind than done is made anew.
FAR_BEHIND = 50_000

#: Superseded builds kept after a swap, so that the release before can be put back at once.
KEPT_BUILDS = 1

#: Told how many events have been folded, out of how many there are.
Progress = Callable[[int, int], None]

# Sorted by institution the log comes as one institution after another; those without come first.
_BY_INSTITUTION = (
    f"{SELECT} where position <= $1 and topic <> all($2) order by institution nulls first, position"
)
_RECORDED_AT = "select recorded_at from ledger.events where position = $1"


class Rebuilt(msgspec.Struct, frozen=True, kw_only=True):
    """The new build, in use now, and how much went into it."""

    checkpoint: Checkpoint
    events: int
    rows: int
    parked: int


async def rebuild(
    projection: Projection,
    *,
    ledger: Ledger,
    pool: asyncpg.Pool,
    progress: Progress | None = None,
) -> Rebuilt:
    """Build anew and swap, whatever there is. Waits for a rebuild under way to end first.

    Raises ``ProjectionStopped`` when an event without institution cannot be folded; readers then
    keep what they had.
    """
    async with _alone(pool, projection.name):
        return await _rebuild(projection, ledger, pool, progress)


async def ensure(
    projection: Projection, *, ledger: Ledger, pool: asyncpg.Pool, progress: Progress | None = None
) -> Checkpoint:
    """The build in use, made first where there is none of this version and this life of the log.

    One far behind the log is made anew too, since that is quicker than following.
    """
    if (found := await _near(projection, ledger, pool)) is not None:
        return found
    async with _alone(pool, projection.name):
        # Whoever had the lock may have built it meanwhile.
        if (found := await _near(projection, ledger, pool)) is not None:
            return found
        return (await _rebuild(projection, ledger, pool, progress)).checkpoint


async def usable(
    projection: Projection, *, ledger: Ledger, pool: asyncpg.Pool
) -> Checkpoint | None:
    """The build in use, if it is of this version and of the log's present life."""
    found = await checkpoints.current(pool, projection.name)
    if found is None or found.version != projection.version:
        return None
    return found if found.incarnation == await ledger.incarnation() else None


async def _near(projection: Projection, ledger: Ledger, pool: asyncpg.Pool) -> Checkpoint | None:
    """The usable build, unless following would take longer than building anew."""
    found = await usable(projection, ledger=ledger, pool=pool)
    if found is None or await ledger.head() - found.position > max(FAR_BEHIND, found.position):
        return None
    return found


async def _rebuild(
    projection: Projection, ledger: Ledger, pool: asyncpg.Pool, progress: Progress | None
) -> Rebuilt:
    await _drop_unfinished(projection, pool)
    green, tables_of_green = await _begin(projection, ledger, pool)
    head = await ledger.head()
    filling = _Filling(projection, ledger, tables_of_green, progress, head)
    await filling.fill(pool)
    green = await _settle(projection, pool, green, head, filling.parked)
    follower = Follower(projection, green, tables_of_green, ledger=ledger, pool=pool)
    await swap(follower, pool=pool)
    await _drop_superseded(projection, pool)
    return Rebuilt(
        checkpoint=msgspec.structs.replace(follower.checkpoint, current=True),
        events=filling.folded,
        rows=filling.written,
        parked=len(filling.parked),
    )


async def swap(green: Follower, *, pool: asyncpg.Pool) -> None:
    """Let green catch up with the log, then show it to readers in blue's place."""
    for attempt in range(1, tables.SWAP_ATTEMPTS + 1):
        await _must_advance(green, None)
        try:
            async with pool.acquire() as connection, connection.transaction():
                # Blue's runner waits from here on, so the last few events are soon caught up.
                blue = await checkpoints.hold_current(connection, green.checkpoint.projection)
                if blue is not None and blue.incarnation == green.checkpoint.incarnation:
                    await _must_advance(green, blue.position)
                await tables.point_views(connection, green.checkpoint)
                await checkpoints.make_current(connection, green.checkpoint)
            return
        except LockNotAvailable:
            if attempt == tables.SWAP_ATTEMPTS:
                raise


async def _must_advance(green: Follower, to: int | None) -> None:
    if await green.catch_up(to=to) is not None:
        raise RuntimeError(
            f"Somebody else moved or removed the build {green.checkpoint.schema} while it was made. "
            "Readers keep what they had; start the rebuild again."
        )


class _Filling:
    """Folding everything up to a head into empty tables, one institution at a time."""

    def __init__(
        self,
        projection: Projection,
        ledger: Ledger,
        tables_of_green: Tables,
        progress: Progress | None,
        head: int,
    ) -> None:
        self.parked: list[Parked] = []
        self.folded = 0
        self.written = 0
        self._projection = projection
        self._memory = Memory(projection, ledger)
        self._tables = tables_of_green
        self._progress = progress
        self._head = head
        self._rows: Rows = tables_of_green.empty()
        self._institution: UUID | None = None
        self._fold: Fold | None = projection.shared()
        self._copying: asyncio.Task[None] | None = None

    async def fill(self, pool: asyncpg.Pool) -> None:
        """Read, fold and copy; the next page is on its way while one is folded."""
        try:
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


async def _begin(
    projection: Projection, ledger: Ledger, pool: asyncpg.Pool
) -> tuple[Checkpoint, Tables]:
    async with pool.acquire() as connection, connection.transaction():
        taken = {each.build for each in await checkpoints.builds(connection, projection.name)}
        names = (f"{projection.version}{f'_{n}' if n > 1 else ''}" for n in range(1, 10_000))
        green = Checkpoint(
            projection=projection.name,
            build=next(name for name in names if name not in taken),
            version=projection.version,
            incarnation=await ledger.incarnation(),
            position=0,
        )
        await checkpoints.begin(connection, green)
        return green, await tables.create(connection, projection, green.schema)


async def _settle(
    projection: Projection,
    pool: asyncpg.Pool,
    green: Checkpoint,
    head: int,
    parked: list[Parked],
) -> Checkpoint:
    """Index what was copied and say that green stands at the head it was folded up to."""
    async with pool.acquire() as connection, connection.transaction():
        await tables.finish(connection, projection, green.schema)
        await checkpoints.park(connection, green, parked)
        if head == 0:
            return green
        recorded_at = await connection.fetchval(_RECORDED_AT, head)
        settled = await checkpoints.advance(connection, green, to=head, recorded_at=recorded_at)
        if settled is None:
            raise RuntimeError(f"Somebody else moved or removed the build {green.schema}.")
        return settled


async def _drop_unfinished(projection: Projection, pool: asyncpg.Pool) -> None:
    """Remove what a rebuild that was interrupted left behind."""
    async with pool.acquire() as connection, connection.transaction():
        for build in await checkpoints.builds(connection, projection.name):
            if not build.current and not build.superseded:
                await tables.drop(connection, build)
                await checkpoints.forget(connection, build)


async def _drop_superseded(projection: Projection, pool: asyncpg.Pool) -> None:
    """Remove builds that were in use before, all but the latest."""
    async with pool.acquire() as connection, connection.transaction():
        older = [
            build
            for build in await checkpoints.builds(connection, projection.name)
            if build.superseded
        ]
        for build in older[: len(older) - KEPT_BUILDS]:
            # First the checkpoint: a runner that still follows it then finds itself lost.
            await checkpoints.forget(connection, build)
            await tables.drop(connection, build)


@asynccontextmanager
async def _alone(pool: asyncpg.Pool, projection: str) -> AsyncIterator[None]:
    """One rebuild of a projection at a time; ends with the connection, so a killed one lets go."""
    digest = blake2b(f"rebuild {projection}".encode(), digest_size=8).digest()
    lock = int.from_bytes(digest, signed=True)
    async with pool.acquire() as connection:
        await connection.execute("select pg_advisory_lock($1)", lock)
        try:
            yield
        finally:
            if not connection.is_closed():
                await connection.execute("select pg_advisory_unlock($1)", lock)


_NEVER = datetime.min.replace(tzinfo=UTC)
