"""Buckets that refill, shared by every process: one SQL statement takes from all that apply.

The rule: no process counts for itself, so five processes give no more than one; and a key is a digest,
so what is stored names nobody.
"""

import hashlib
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

import asyncpg
import msgspec

from hub_core.limits.budgets import Budget

#: Rows that say nothing any more are taken out once in so many requests of a process.
TIDY_EVERY = 5_000
#: After this, wrong guesses are forgotten whatever they were for.
GUESSES_KEPT = timedelta(days=1)


class Spender(msgspec.Struct, frozen=True):
    """Who spends of a budget: an address or a principal, spelt as its budget counts it."""

    budget: Budget
    who: str

    @property
    def key(self) -> UUID:
        """Its row."""
        return digest(self.budget.budget, self.budget.by, self.who)


class Buckets:
    """The buckets over the hub's database."""

    def __init__(
        self, pool: asyncpg.Pool, clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self._pool = pool
        self._clock = clock
        self._taken = 0

    async def take(
        self, spenders: Sequence[Spender], moment: datetime | None = None
    ) -> timedelta | None:
        """Spend one request; how long to wait when a budget is used up, None when all gave."""
        moment = moment or self._clock()
        wait: timedelta = await self._pool.fetchval(
            "select limits.take($1, $2, $3, $4)",
            [one.key for one in spenders],
            [one.budget.each for one in spenders],
            [one.budget.room for one in spenders],
            moment,
        )
        self._taken += 1
        if self._taken % TIDY_EVERY == 0:
            await self.tidy(moment)
        return wait or None

    async def tidy(self, moment: datetime) -> None:
        """Take out rows that say nothing any more."""
        await self._pool.execute("select limits.forget($1, $2)", moment, moment - GUESSES_KEPT)


def digest(*parts: str) -> UUID:
    """A key for these words."""
    return UUID(bytes=hashlib.sha256("\x1f".join(parts).encode()).digest()[:16])
