"""How far a build of a projection has come.

The one rule: a checkpoint moves by compare-and-set, in the same transaction as the facts and figures
it stands for. Whoever finds it elsewhere than remembered holds stale memory and must drop it.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

import asyncpg
import msgspec

from hub_core.migrations import MigrationSet

#: The tables of this module, for whoever migrates a database.
MIGRATIONS = MigrationSet(name="projections", package="projections")


class Checkpoint(msgspec.Struct, frozen=True, kw_only=True):
    """A build stands at ``position`` of the log's life ``incarnation``; the event there was recorded
    at ``recorded_at`` (None at position 0)."""

    projection: str
    build: str
    version: str
    incarnation: UUID
    position: int
    recorded_at: datetime | None = None
    current: bool = False
    superseded: bool = False

    @property
    def schema(self) -> str:
        """Where the tables of this build are."""
        return f"{self.projection}_{self.build}"


class Parked(msgspec.Struct, frozen=True, kw_only=True):
    """An institution whose event at ``position`` could not be folded, and why."""

    institution: UUID
    position: int
    topic: str
    error: str
    parked_at: datetime | None = None


_COLUMNS = (
    "projection, build, version, incarnation, position, recorded_at, current, "
    "superseded_at is not null as superseded"
)
_CURRENT = f"select {_COLUMNS} from projections.checkpoints where projection = $1 and current"
_ALL = f"select {_COLUMNS} from projections.checkpoints where projection = $1 order by begun_at"
_BEGIN = (
    "insert into projections.checkpoints (projection, build, version, incarnation, position) "
    "values ($1, $2, $3, $4, 0)"
)
_ADVANCE = (
    "update projections.checkpoints set position = $5, recorded_at = $6 "
    "where projection = $1 and build = $2 and position = $3 and incarnation = $4 "
    "and superseded_at is null returning true"
)
_HOLD = f"{_CURRENT} for update"
_HOLD_BUILD = (
    f"select {_COLUMNS} from projections.checkpoints "
    "where projection = $1 and build = $2 for update"
)
_SUPERSEDE = (
    "update projections.checkpoints set current = false, superseded_at = clock_timestamp() "
    "where projection = $1 and current"
)
_MAKE_CURRENT = (
    "update projections.checkpoints "
    "set current = true, current_since = clock_timestamp(), superseded_at = null "
    "where projection = $1 and build = $2"
)
_PROGRESS = (
    "update projections.checkpoints set filled = $3, filling_to = $4 "
    "where projection = $1 and build = $2"
)
_FORGET = "delete from projections.checkpoints where projection = $1 and build = $2 and not current"
_PARK = (
    "insert into projections.parked (projection, build, institution, position, topic, error) "
    "values ($1, $2, $3, $4, $5, $6) on conflict do nothing"
)
_PARKED = (
    "select institution, position, topic, error, parked_at from projections.parked "
    "where projection = $1 and build = $2 order by position"
)
_UNPARK = "delete from projections.parked where projection = $1 and build = $2 and institution = $3"


async def current(connection: Any, projection: str) -> Checkpoint | None:
    """The checkpoint of the build that readers see; None before the first."""
    return _checkpoint(await connection.fetchrow(_CURRENT, projection))


async def hold_current(connection: Any, projection: str) -> Checkpoint | None:
    """The same, and no runner moves it until this transaction ends."""
    return _checkpoint(await connection.fetchrow(_HOLD, projection))


async def hold(connection: Any, checkpoint: Checkpoint) -> Checkpoint:
    """A build as it stands, and no runner moves it until this transaction ends.

    Raises ``LookupError`` when the build is gone.
    """
    held = _checkpoint(
        await connection.fetchrow(_HOLD_BUILD, checkpoint.projection, checkpoint.build)
    )
    if held is None:
        raise LookupError(f"The build {checkpoint.schema} was removed meanwhile.")
    return held


async def builds(connection: Any, projection: str) -> list[Checkpoint]:
    """Every build there is, oldest first."""
    rows = await connection.fetch(_ALL, projection)
    return [Checkpoint(**dict(row)) for row in rows]


async def begin(connection: Any, checkpoint: Checkpoint) -> None:
    """Register a build at position 0, not current."""
    await connection.execute(
        _BEGIN, checkpoint.projection, checkpoint.build, checkpoint.version, checkpoint.incarnation
    )


async def advance(
    connection: Any, checkpoint: Checkpoint, *, to: int, recorded_at: datetime | None
) -> Checkpoint | None:
    """Move on, or None when the checkpoint is no longer where it was remembered.

    Its row stays locked until the transaction ends, so a rival waits and then loses.
    """
    moved = await connection.fetchval(
        _ADVANCE,
        checkpoint.projection,
        checkpoint.build,
        checkpoint.position,
        checkpoint.incarnation,
        to,
        recorded_at,
    )
    if not moved:
        return None
    return msgspec.structs.replace(checkpoint, position=to, recorded_at=recorded_at)


async def tell_progress(connection: Any, checkpoint: Checkpoint, *, filled: int, to: int) -> None:
    """Let everybody see how far the filling of a new build has come."""
    await connection.execute(
        _PROGRESS, checkpoint.projection, checkpoint.build, filled, to if filled < to else None
    )


async def make_current(connection: Any, checkpoint: Checkpoint) -> None:
    """Let this build take the place of the one readers saw so far."""
    await connection.execute(_SUPERSEDE, checkpoint.projection)
    await connection.execute(_MAKE_CURRENT, checkpoint.projection, checkpoint.build)


async def forget(connection: Any, checkpoint: Checkpoint) -> None:
    """Remove the checkpoint of a build that is not current, and its parked institutions."""
    await connection.execute(_FORGET, checkpoint.projection, checkpoint.build)


async def park(connection: Any, checkpoint: Checkpoint, items: list[Parked]) -> None:
    """Remember institutions that could not be folded any further."""
    if not items:
        return
    await connection.executemany(
        _PARK,
        [
            (checkpoint.projection, checkpoint.build, i.institution, i.position, i.topic, i.error)
            for i in items
        ],
    )


async def parked(connection: Any, checkpoint: Checkpoint) -> list[Parked]:
    """Institutions this build has set aside, in the order of the events that did it."""
    rows = await connection.fetch(_PARKED, checkpoint.projection, checkpoint.build)
    return [Parked(**dict(row)) for row in rows]


async def unpark(connection: Any, checkpoint: Checkpoint, institution: UUID) -> bool:
    """Take an institution off the list; False when it was not on it."""
    status: str = await connection.execute(
        _UNPARK, checkpoint.projection, checkpoint.build, institution
    )
    return status != "DELETE 0"


def _checkpoint(row: asyncpg.Record | None) -> Checkpoint | None:
    return None if row is None else Checkpoint(**dict(row))
