"""What a database does that passes by itself, for whatever waits for it or asks others to.

The one list of it: relay, read models, workers, answers and pages all go by it. The rule: only what may be
well a moment later is away; a fault of ours is never waited out.
"""

import asyncpg

#: A database that stops, starts, is full or gave another the right of way.
DATABASE_AWAY: tuple[type[Exception], ...] = (
    OSError,
    TimeoutError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,  # what asyncpg makes of a connection that dies amid a statement
    asyncpg.PostgresConnectionError,
    asyncpg.OperatorInterventionError,
    asyncpg.InsufficientResourcesError,
    asyncpg.TransactionRollbackError,
    asyncpg.LockNotAvailableError,
)

#: What the driver could not make sense of, and what we may not open: kinds of the above that do not pass.
_OURS = (ValueError, PermissionError)


def is_away(error: BaseException) -> bool:
    """Whether this passes by itself."""
    return isinstance(error, DATABASE_AWAY) and not isinstance(error, _OURS)
