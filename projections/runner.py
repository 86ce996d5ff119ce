"""Keeping one projection up to date for as long as the process lives.

It catches up from the ledger and then follows the stream. The rule: any number of runners may run at
once; each batch is written by exactly one of them.
"""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import aclosing
from typing import Any
from uuid import UUID

import asyncpg
import msgspec
import structlog
from nats.aio.client import Client

from hub_core.log.away import DATABASE_AWAY, is_away
from hub_core.log.connection import end
from hub_core.log.ledger import Ledger
from hub_core.log.tail import LiveRows, Tail
from hub_core.messaging.parts import figures_subject
from projections import checkpoints, rebuild
from projections.checkpoints import Checkpoint, Parked
from projections.filling import Progress
from projections.follower import Advanced, Follower, Lost
from projections.projection import Projection

#: Seconds between looks whether a superseded version is back in use, or the database is.
PATIENCE = 1.0

#: Seconds without anything after which institutions are read ahead: what comes often waits for none of them.
QUIET = 0.05

#: Most institutions a message names; above that it says that many changed.
NAMED = 1_000

_log = structlog.get_logger(__name__)


class FiguresChanged(msgspec.Struct, frozen=True, kw_only=True):
    """What open pages are told: ``projection`` has come to ``position``.

    ``institutions`` changed; None when they are too many to name. ``shared`` says that hubs or
    other things without an institution did.
    """

    projection: str
    position: int
    institutions: tuple[UUID, ...] | None
    shared: bool


Announce = Callable[[FiguresChanged], Awaitable[None]]


def announce_on(client: Client) -> Announce:
    """Announce as JSON on core NATS. A lost message costs an open page one refresh, no more."""

    async def announce(changed: FiguresChanged) -> None:
        try:
            await client.publish(figures_subject(changed.projection), msgspec.json.encode(changed))
        except Exception as error:
            _log.warning("figures changed, but pages could not be told", error=str(error))

    return announce


class Runner:
    """Runs one projection: :meth:`run` until cancelled, or :meth:`catch_up` once.

    ``pool`` must lend at least three connections. ``ledger`` and ``pool`` may be on one database.
    """

    def __init__(
        self,
        projection: Projection,
        *,
        ledger: Ledger,
        pool: asyncpg.Pool,
        live: LiveRows | None = None,
        announce: Announce | None = None,
        progress: Progress | None = None,
    ) -> None:
        self._projection = projection
        self._ledger = ledger
        self._pool = pool
        self._live = live
        self._announce = announce
        self._progress = progress
        self._served = False
        #: Of two runners each makes the other forget what it read: neither reads ahead then.
        self._has_rivals = False

    async def catch_up(self) -> Checkpoint:
        """Build the read model where there is none, take all the ledger holds, and stop there."""
        while True:
            follower = await self._follower()
            if await self._from_ledger(follower):
                return follower.checkpoint

    async def run(self) -> None:
        """Follow until cancelled; a database that goes away is waited for.

        Raises ``ProjectionStopped``.
        """
        if self._live is None:
            raise RuntimeError("This runner was given no live reader, so it can only catch up.")
        while True:
            try:
                await self._follow(await self._follower(), self._live)
            except DATABASE_AWAY as error:
                if not is_away(error):
                    raise
                _log.warning(
                    "the database is away; trying again",
                    projection=self._projection.name,
                    error=str(error),
                )
                await asyncio.sleep(PATIENCE)

    async def _follower(self) -> Follower:
        """Begin where the build in use stands, made first if need be."""
        await self._wait_while_superseded()
        checkpoint = await rebuild.ensure(
            self._projection, ledger=self._ledger, pool=self._pool, progress=self._progress
        )
        self._served = True
        return await Follower.of(self._projection, checkpoint, ledger=self._ledger, pool=self._pool)

    async def _wait_while_superseded(self) -> None:
        """Once another release has taken over, stand by rather than fight it for the views."""
        while self._served:
            found = await checkpoints.current(self._pool, self._projection.name)
            if found is None or found.version == self._projection.version:
                return
            _log.info(
                "another version is in use; standing by",
                projection=self._projection.name,
                ours=self._projection.version,
                theirs=found.version,
            )
            await asyncio.sleep(PATIENCE)

    async def _follow(self, follower: Follower, live: LiveRows) -> None:
        """Take what comes until the checkpoint is lost or the log lives anew."""
        tail = Tail(
            self._ledger,
            live,
            reader=self._projection.name,
            after=follower.checkpoint.position,
            incarnation=follower.checkpoint.incarnation,
        )
        async with aclosing(tail.batches()) as batches:
            while (batch := await self._meanwhile(follower, anext(batches, None))) is not None:
                if not await self._take(follower, batch):
                    return

    async def _meanwhile(self, follower: Follower, coming: Awaitable[Any]) -> Any:
        """What comes next. For as long as nothing does, institutions are read that may be needed then."""
        arriving = asyncio.ensure_future(coming)
        try:
            await asyncio.wait([arriving], timeout=QUIET)
            while not self._has_rivals and not arriving.done():
                if not await follower.read_ahead():
                    break
            return await arriving
        finally:
            await end(arriving)

    async def _from_ledger(self, follower: Follower) -> bool:
        """Take pages until there are none; False when the checkpoint was lost."""
        while page := await self._ledger.read(after=follower.checkpoint.position):
            if not await self._take(follower, page):
                return False
        return True

    async def _take(self, follower: Follower, batch: Any) -> bool:
        for part in follower.parts(batch):
            match await follower.apply(part):
                case Advanced() as advanced:
                    await self._tell(advanced)
                case None:
                    pass
                case Lost():
                    _log.info("another runner was first", projection=self._projection.name)
                    self._has_rivals = True
                    return False
                case _:
                    return False
        return True

    async def _tell(self, advanced: Advanced) -> None:
        for each in advanced.parked:
            _log.error(
                "an institution was set aside",
                projection=self._projection.name,
                institution=str(each.institution),
                position=each.position,
                topic=each.topic,
                error=each.error,
            )
        if self._announce is not None and (advanced.institutions or advanced.shared):
            few = len(advanced.institutions) <= NAMED
            await self._announce(
                FiguresChanged(
                    projection=self._projection.name,
                    position=advanced.position,
                    institutions=tuple(sorted(advanced.institutions)) if few else None,
                    shared=advanced.shared,
                )
            )


async def parked(projection: str, *, pool: asyncpg.Pool) -> list[Parked]:
    """Institutions the build in use has set aside."""
    found = await checkpoints.current(pool, projection)
    return [] if found is None else await checkpoints.parked(pool, found)


async def retry(
    projection: Projection,
    institution: UUID,
    *,
    ledger: Ledger,
    pool: asyncpg.Pool,
    announce: Announce | None = None,
) -> Parked | None:
    """Fold a parked institution again in the build in use; what it stumbles over now, or None.

    With ``announce`` open pages are told that its figures may have changed. Raises ``LookupError``
    when there is no build of this version.
    """
    found = await rebuild.usable(projection, ledger=ledger, pool=pool)
    if found is None:
        raise LookupError(
            f"The read model of {projection.name} in use is not of this version. Start the projection "
            "first: it builds the model anew, and that tries every institution again."
        )
    follower = await Follower.of(projection, found, ledger=ledger, pool=pool)
    stopped = await follower.retry(institution)
    if announce is not None:
        await announce(
            FiguresChanged(
                projection=projection.name,
                position=found.position,
                institutions=(institution,),
                shared=False,
            )
        )
    return stopped
