"""Building a read model anew beside the one in use, and putting it in its place.

Green is filled (``filling``), then follows until it has reached blue. The rule: readers see blue whole or
green whole, never a half-built figure.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from hashlib import blake2b

import asyncpg
import msgspec

from hub_core.log.ledger import Ledger
from projections import checkpoints, tables
from projections.checkpoints import Checkpoint, Parked
from projections.filling import Filling, Progress
from projections.follower import Follower
from projections.projection import Projection
from projections.tables import LockNotAvailable, Tables

#: Events behind the log from which on a build that is more behind than done is made anew.
FAR_BEHIND = 50_000

#: Superseded builds kept after a swap, so that the release before can be put back at once.
KEPT_BUILDS = 1

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
    """The usable build, unless following would take longer than building anew, or it has come further
    than the log: a ledger restored without a word to anybody."""
    found = await usable(projection, ledger=ledger, pool=pool)
    if found is None:
        return None
    behind = await ledger.head() - found.position
    return found if 0 <= behind <= max(FAR_BEHIND, found.position) else None


async def _rebuild(
    projection: Projection, ledger: Ledger, pool: asyncpg.Pool, progress: Progress | None
) -> Rebuilt:
    await _drop_unfinished(projection, pool)
    green, tables_of_green = await _begin(projection, ledger, pool)
    head = await ledger.head()
    filling = Filling(projection, ledger, tables_of_green, progress, head, green)
    await filling.fill(pool)
    green = await _settle(projection, pool, green, head, filling.parked)
    follower = Follower(projection, green, tables_of_green, ledger=ledger, pool=pool)
    await swap(follower, projection=projection, pool=pool)
    await _drop_superseded(projection, pool)
    return Rebuilt(
        checkpoint=msgspec.structs.replace(follower.checkpoint, current=True),
        events=filling.folded,
        rows=filling.written,
        parked=len(filling.parked),
    )


async def swap(green: Follower, *, projection: Projection, pool: asyncpg.Pool) -> None:
    """Let green catch up with the log, then show it to readers in blue's place."""
    for attempt in range(1, tables.SWAP_ATTEMPTS + 1):
        await _must_advance(green, None)
        try:
            async with pool.acquire() as connection, connection.transaction():
                # Blue's runner waits from here on, so the last few events are soon caught up.
                blue = await checkpoints.hold_current(connection, green.checkpoint.projection)
                if blue is not None and blue.incarnation == green.checkpoint.incarnation:
                    await _must_advance(green, blue.position)
                await tables.point_views(connection, projection, green.checkpoint)
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
        try:
            await connection.execute("select pg_advisory_lock($1)", lock)
            yield
            await connection.execute("select pg_advisory_unlock($1)", lock)
        except BaseException:
            connection.terminate()  # and the lock with it, whatever went wrong
            raise
