"""How every read model stands: for the operator's page, for metrics, and for whoever wants to publish.

The rule: it tells of builds and counts, never of an institution or an error, so that services may ask.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec


class State(msgspec.Struct, frozen=True, kw_only=True):
    """One build. ``recorded_at`` is when the event at ``position`` was recorded (None at position 0).

    ``filled`` of ``filling_to`` events are folded while a rebuild fills it; ``filling_to`` is None
    once it is filled.
    """

    projection: str
    build: str
    version: str
    incarnation: UUID
    position: int
    recorded_at: datetime | None
    current: bool
    superseded: bool
    begun_at: datetime
    filled: int
    filling_to: int | None
    parked: int

    @property
    def is_filling(self) -> bool:
        """Whether a rebuild is at work on it, or was interrupted."""
        return not self.current and not self.superseded

    def lag(self, head: int) -> int:
        """Events of the log it has not taken yet."""
        return max(head - self.position, 0)


_STATES = (
    "select projection, build, version, incarnation, position, recorded_at, current, superseded, "
    "begun_at, filled, filling_to, parked from projections.state order by projection, begun_at"
)
_PARKED = "select projection, parked from projections.state where current and parked > 0 order by 1"
_FIRST_WAITING = "select recorded_at from ledger.events where position = $1"


async def states(connection: Any) -> list[State]:
    """Every build of every read model, oldest first."""
    return [State(**dict(row)) for row in await connection.fetch(_STATES)]


async def seconds_behind(connection: Any, state: State, *, now: datetime) -> float:
    """How long the oldest event it has not taken has been waiting; 0 when it waits for none."""
    waiting: datetime | None = await connection.fetchval(_FIRST_WAITING, state.position + 1)
    return 0.0 if waiting is None else max((now - waiting).total_seconds(), 0.0)


async def why_not_publish(connection: Any, projections: Sequence[str] = ()) -> str | None:
    """Why no figures may be published now, in a sentence; None when they may.

    While an institution is parked its figures stand still, and a total over them would be wrong in
    silence. Without ``projections`` every read model counts.
    """
    parked = {
        row[0]: row[1]
        for row in await connection.fetch(_PARKED)
        if not projections or row[0] in projections
    }
    if not parked:
        return None
    named = ", ".join(f"{count:,} in {name}" for name, count in parked.items())
    return (
        f"Nothing is published while institutions are parked ({named}): their figures stand still. "
        "`hub parked list` says why; mend it, then run `hub parked retry`."
    )
