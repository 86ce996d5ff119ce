"""What a database does that passes by itself, for whatever goes on for ever and begins anew.

The rule: only what may be well a moment later stands here; a fault of ours is never waited out.
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
