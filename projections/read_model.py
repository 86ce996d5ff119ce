"""Asking one read model: a snapshot, a scope, and how far it has come.

The rule: a question sees one state of the read model, begins with its checkpoint, which keeps a swap of
builds away until the answer is whole, and is asked in the scope of whoever asks.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import asyncpg
import msgspec

from hub_core.access.scope import NOTHING, Scope
from hub_core.database_roles import SERVICES
from projections import fence

#: Seconds a question waits for the position it was asked for, and between looks.
PATIENCE = 1.0
GLANCE = 0.02


class BeingUpdated(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """The read model has not reached the position asked for; it stands at ``position``."""

    position: int


class Statements(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked of any read model before its rows are, each saying whether that is ``there``: built, for
    this role to read (one built by an earlier release was not).

    ``checkpoint`` is always the first statement; it sets the scope, from here to the end of the
    transaction. ``edition`` is what the build stands at.
    """

    checkpoint: str
    edition: str


#: What PostgreSQL answers where a read model has not been built, or not for whoever asks.
NOT_THERE = (asyncpg.UndefinedTableError, asyncpg.InsufficientPrivilegeError)


def statements_of(projection: str) -> Statements:
    """The statements that begin a question to this read model."""
    # Whoever asks as the owner of the tables may read what services may not yet.
    there = f"""
has_schema_privilege('{SERVICES}', '{projection}', 'usage')
    and has_table_privilege('{SERVICES}', '{projection}.checkpoint', 'select') as there
"""
    read = f"{there} from {projection}.checkpoint"
    return Statements(
        checkpoint=f"select position, recorded_at, {fence.IN_SCOPE}, {read}",
        edition=f"select concat_ws('.', build, position, parked) as stands, {read}",
    )


class ReadModel:
    """The build in use of one projection, over a pool of connections to the read models' database."""

    def __init__(self, pool: asyncpg.Pool, projection: str) -> None:
        self._pool = pool
        self._statements = statements_of(projection)

    @asynccontextmanager
    async def snapshot(self, scope: Scope) -> AsyncIterator[tuple[Any, asyncpg.Record | None]]:
        """A connection that sees one state of the read model, as far as the scope reaches, and the
        checkpoint if there is one."""
        async with self._pool.acquire() as connection:
            try:
                async with connection.transaction(isolation="repeatable_read", readonly=True):
                    yield connection, await self._begun(connection, scope)
            except asyncpg.InvalidCachedStatementError:
                # The columns changed under a statement of another build: learn them anew.
                await connection.reload_schema_state()
                raise

    async def edition(self) -> str | None:
        """What the read model stands at: while this and the day are the same, so is every answer.

        A rebuild, or an institution no longer set aside, may answer otherwise at the same position.
        None before the read model is there. One cheap question, for whoever has an answer already.
        """
        try:
            found = await self._pool.fetchrow(self._statements.edition)
        except NOT_THERE:
            return None
        return found["stands"] if found is not None and found["there"] else None

    async def reach(self, position: int) -> BeingUpdated | None:
        """Wait a second at most until the read model stands there; None when it does."""
        deadline = asyncio.get_running_loop().time() + PATIENCE
        while position > 0:
            async with self.snapshot(NOTHING) as (_, checkpoint):
                stands = 0 if checkpoint is None else checkpoint["position"]
            if stands >= position:
                break
            if asyncio.get_running_loop().time() >= deadline:
                return BeingUpdated(position=stands)
            await asyncio.sleep(GLANCE)
        return None

    async def _begun(self, connection: Any, scope: Scope) -> asyncpg.Record | None:
        try:
            found: asyncpg.Record | None = await connection.fetchrow(
                self._statements.checkpoint, *fence.parameters(scope)
            )
        except NOT_THERE:
            return None
        return found if found is not None and found["there"] else None
