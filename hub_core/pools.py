"""Pools of connections to PostgreSQL.

The rule: nothing here outlives a transaction (settings are ``set local``, locks of a transaction), so a
connection goes back to its pool as it is, without a word to the server. Whoever holds a lock of the session
gives it back, or the connection.
"""

from typing import Any

import asyncpg


class _Tidy(asyncpg.Connection):  # type: ignore[misc]
    """A connection that has nothing to reset. An open transaction is rolled back all the same."""

    def get_reset_query(self) -> str:
        return ""


def open_pool(address: str, *, min_size: int, max_size: int, **options: Any) -> asyncpg.Pool:
    """A pool to enter with ``async with``; ``options`` are asyncpg's own."""
    return asyncpg.create_pool(
        address, min_size=min_size, max_size=max_size, connection_class=_Tidy, **options
    )
