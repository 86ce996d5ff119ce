"""The live feed of a hub: what is recorded reaches open pages within a moment.

One follower a hub and scope asks the read model, however many pages are open, and hands news to each
page through a bounded queue: those who see the hub in one scope share a follower, and nobody hears what
was asked in another's. The one rule: every stream ends when the service stops, so a stop is clean
with pages open, and a page too slow to listen is closed and comes back for what it missed.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress

import structlog

from hub_core.access.scope import Scope
from projections.hub_dashboard.figures import ActivityItem
from services.web.dashboard_queries import DashboardQueries

log = structlog.get_logger(__name__)

#: News a page may have waiting before it is closed.
MOST_WAITING = 64

News = Sequence[ActivityItem]

#: A hub by its slug, and the scope in which it is asked about.
Followed = tuple[str, Scope]


class LiveFeed:
    """Followers of hubs and the pages listening to them.

    ``interval`` is how often, in seconds, a follower asks when nobody wakes it; ``wake`` lets a
    message from the log ("figures have changed") be passed on at once.
    """

    def __init__(self, queries: DashboardQueries, *, interval: float = 2.0) -> None:
        self._queries = queries
        self._interval = interval
        self._listeners: dict[Followed, set[asyncio.Queue[News | None]]] = {}
        self._followers: dict[Followed, asyncio.Task[None]] = {}
        self._waking: dict[Followed, asyncio.Event] = {}
        self._stopped = False

    @property
    def following(self) -> int:
        """How many hubs somebody listens to, one for each scope they do it in."""
        return len(self._followers)

    def wake(self) -> None:
        """Something was recorded: ask now."""
        for waking in self._waking.values():
            waking.set()

    def stop(self) -> None:
        """End every stream and follower. May be called from a signal handler, and twice."""
        self._stopped = True
        for listeners in self._listeners.values():
            for listener in listeners:
                _end(listener)
        for follower in self._followers.values():
            follower.cancel()

    async def news(self, slug: str, after: int, *, scope: Scope) -> AsyncIterator[News]:
        """What a hub's members did past a log position: first what was missed, then as it comes."""
        async with self._listening((slug, scope), after) as listener:
            if self._stopped:
                return
            missed = await self._queries.activity(slug, after, scope=scope)
            if missed:
                after = missed[-1].position
                yield missed
            while (items := await listener.get()) is not None:
                fresh = [item for item in items if item.position > after]
                if fresh:
                    after = fresh[-1].position
                    yield fresh

    @asynccontextmanager
    async def _listening(
        self, hub: Followed, after: int
    ) -> AsyncIterator[asyncio.Queue[News | None]]:
        listener: asyncio.Queue[News | None] = asyncio.Queue(MOST_WAITING)
        listeners = self._listeners.setdefault(hub, set())
        # Listening begins before the page asks what it missed, so nothing falls in between.
        listeners.add(listener)
        if hub not in self._followers and not self._stopped:
            self._waking[hub] = asyncio.Event()
            self._followers[hub] = asyncio.create_task(self._follow(hub, after))
        try:
            yield listener
        finally:
            listeners.discard(listener)
            if not listeners:
                self._listeners.pop(hub, None)
                self._waking.pop(hub, None)
                follower = self._followers.pop(hub, None)
                if follower is not None:
                    follower.cancel()

    async def _follow(self, hub: Followed, position: int) -> None:
        """Ask for news of one hub until nobody listens any more."""
        waking = self._waking[hub]
        slug, scope = hub
        while True:
            # Cleared before asking, so that what arrives while we ask makes us ask again.
            waking.clear()
            try:
                items = await self._queries.activity(slug, position, scope=scope)
            except Exception:
                # The read model may be restarting. Pages stay open; the next round asks again.
                log.exception("the live feed could not ask for news", hub=slug)
                items = ()
            if items:
                position = items[-1].position
                for listener in tuple(self._listeners.get(hub, ())):
                    _hand_over(listener, items)
            with suppress(TimeoutError):
                await asyncio.wait_for(waking.wait(), self._interval)


def _hand_over(listener: asyncio.Queue[News | None], items: News) -> None:
    try:
        listener.put_nowait(items)
    except asyncio.QueueFull:
        _end(listener)


def _end(listener: asyncio.Queue[News | None]) -> None:
    """Let the stream end next, whatever still waits in its queue."""
    while not listener.empty():
        listener.get_nowait()
    listener.put_nowait(None)
