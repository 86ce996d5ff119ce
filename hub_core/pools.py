"""Pools of connections to PostgreSQL.

The rule: nothing here outlives a transaction (settings are ``set local``, locks of a transaction), so a
connection goes back to its pool as it is, without a word to the server. Whoever holds a lock of the session
gives it back, or the connection.
"""

from inspect import signature
from typing import Any

import asyncpg


class _Tidy(asyncpg.Connection):  # type: ignore[misc]
    """A connection that has nothing to reset. An open transaction is rolled back all the same."""

    def get_reset_query(self) -> str:
        return ""


class _Pool(asyncpg.Pool):  # type: ignore[misc]
    """A pool that takes such a connection back at once.

    asyncpg gives back in a task of its own, which goes on where whoever gives back is cancelled. Where
    nothing need be waited for nothing can come in between, and a page gives back a dozen times.
    """

    async def release(self, connection: Any, **patience: Any) -> None:
        """Take back a connection, as asyncpg does."""
        lent = getattr(connection, "_con", None)
        if lent is None or connection._holder._pool is not self or _has_to_be_waited_for(lent):
            await super().release(connection, **patience)
            return
        lent._on_release()
        await connection._holder.release(None)


def open_pool(address: str, *, min_size: int, max_size: int, **options: Any) -> asyncpg.Pool:
    """A pool to enter with ``async with``; ``options`` are asyncpg's own."""
    usual = {
        name: one.default
        for name, one in signature(asyncpg.create_pool).parameters.items()
        if one.kind is one.KEYWORD_ONLY
    }
    sizes = {"min_size": min_size, "max_size": max_size}
    return _Pool(address, **{**usual, **sizes, "connection_class": _Tidy, **options})


def _has_to_be_waited_for(lent: asyncpg.Connection) -> bool:
    """Whether the server must be told something, or waited for, before others can have the connection."""
    found: bool = lent.is_closed() or lent.is_in_transaction() or lent._protocol._is_cancelling()
    return found
