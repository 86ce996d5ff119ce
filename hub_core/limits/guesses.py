"""Waits that grow with wrong guesses, by address and by what is guessed at.

The rule: only a wrong guess is made to wait. A right secret always opens, so however often an attacker
guesses, nobody else is locked out; and a guess made during a wait does not lengthen it. That is safe
because our secrets have 256 bits: the wait spares the servers and shows in the log, it is not what
keeps a secret.
"""

import csv
from datetime import UTC, datetime, timedelta
from functools import cache
from importlib.resources import files

import asyncpg
import msgspec

from hub_core.limits.buckets import digest


class Patience(msgspec.Struct, frozen=True, kw_only=True):
    """How many wrong guesses are free, and how the wait grows after them: it doubles each time."""

    what: str
    free: int
    first_wait_seconds: int
    longest_wait_seconds: int
    forgotten_after_seconds: int
    reason: str

    def wait_after(self, wrong: int) -> timedelta:
        """The wait that the ``wrong``-th wrong guess in a row brings."""
        if wrong <= self.free:
            return timedelta(0)
        seconds = self.first_wait_seconds * 2 ** min(30, wrong - self.free - 1)
        return timedelta(seconds=min(seconds, self.longest_wait_seconds))


@cache
def patience() -> dict[str, Patience]:
    """The patience with each kind of secret (``guesses.csv``)."""
    text = (files("hub_core.limits") / "guesses.csv").read_text(encoding="utf-8")
    rows = [
        msgspec.convert(row, Patience, strict=False) for row in csv.DictReader(text.splitlines())
    ]
    return {row.what: row for row in rows}


class Guesses:
    """Wrong guesses over the hub's database."""

    def __init__(self, pool: asyncpg.Pool) -> None:
        self._pool = pool

    async def wrong(
        self, what: str, *, address: str, subject: str | None = None, moment: datetime | None = None
    ) -> timedelta | None:
        """Note a wrong guess; how long whoever guesses here must wait, None for not at all."""
        kind = patience()[what]
        keys = [digest("guess", what, "address", address)]
        if subject is not None:
            keys.append(digest("guess", what, "subject", subject))
        wait: timedelta = await self._pool.fetchval(
            "select limits.guessed_wrong($1, $2, $3, $4, $5, $6)",
            keys,
            kind.free,
            timedelta(seconds=kind.first_wait_seconds),
            timedelta(seconds=kind.longest_wait_seconds),
            timedelta(seconds=kind.forgotten_after_seconds),
            moment or datetime.now(UTC),
        )
        return wait or None
