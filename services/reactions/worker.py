"""The worker: one task follows the log, another sends what waits, until told to stop.

The rule: neither waits for the other; what is followed is committed before anything of it is sent.
"""

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import aclosing
from datetime import UTC, datetime
from typing import Any

import asyncpg
import structlog

from hub_core.execute import Platform
from hub_core.log.away import DATABASE_AWAY, is_away
from hub_core.log.cloud_event import LogRow
from hub_core.log.ledger import Ledger
from hub_core.log.tail import LiveRows, Tail
from hub_core.vault import Vault
from services.reactions.delivering import Deliverer
from services.reactions.following import Follower, OvertakenByAnother
from services.reactions.sending import Sender

_log = structlog.get_logger(__name__)

#: Seconds between two looks at what is due, when nothing tells us sooner.
LOOK = 30.0
#: Seconds between two sweeps of what is past its time.
SWEEP = 3_600.0
#: Seconds before what passes by itself is tried again.
PATIENCE = 1.0

#: What passes by itself.
AWAY: tuple[type[Exception], ...] = (*DATABASE_AWAY, OvertakenByAnother)


class Reactions:
    """Everything of it, over open parts."""

    def __init__(
        self,
        platform: Platform,
        vault: Vault,
        pool: asyncpg.Pool,
        live: LiveRows,
        sender: Sender,
        *,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._ledger = Ledger(pool)
        self._live = live
        self._clock = clock
        self.follower = Follower(self._ledger, pool, clock=clock)
        self.deliverer = Deliverer(platform, vault, pool, sender, clock=clock)
        self._something = asyncio.Event()

    async def run(self) -> None:
        """Until cancelled."""
        async with asyncio.TaskGroup() as both:
            both.create_task(self._lasting("following the log", self._follow))
            both.create_task(self._lasting("sending", self._send))
            both.create_task(self._lasting("sweeping", self._sweep))

    async def _follow(self) -> None:
        at = await self.follower.begin()
        tail = Tail(
            self._ledger,
            self._live,
            reader="reactions",
            after=at.position,
            incarnation=at.incarnation,
        )
        async with aclosing(tail.batches()) as batches:
            async for rows in batches:
                at = await self.follower.take([LogRow(*row) for row in rows], at)
                self._something.set()

    async def _send(self) -> None:
        while True:
            self._something.clear()
            if await self.deliverer.send_due():
                continue
            due = await self.deliverer.next_due()
            pause = LOOK if due is None else (due - self._clock()).total_seconds()
            try:
                async with asyncio.timeout(min(max(pause, 0.05), LOOK)):
                    await self._something.wait()
            except TimeoutError:
                continue

    async def _sweep(self) -> None:
        while True:
            await self.deliverer.sweep()
            await asyncio.sleep(SWEEP)

    async def _lasting(self, what: str, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Do this for ever; begin anew when the database was away or another worker was faster."""
        while True:
            try:
                await work()
            except AWAY as error:
                if isinstance(error, DATABASE_AWAY) and not is_away(error):
                    raise
                _log.warning("begins anew", doing=what, error=str(error) or type(error).__name__)
                await asyncio.sleep(PATIENCE)
