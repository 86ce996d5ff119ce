"""How the log and its read models stand at one moment: the operator's page and the metrics show the same.

The rule: everything is read from the databases, so that whoever asks needs no way into NATS and no process
has to be asked. It tells of counts and never of an institution.
"""

from datetime import datetime
from typing import Any

import msgspec

from projections.state import State, seconds_behind, states

#: Seconds a rate is taken over.
WINDOW = 10.0
#: Seconds without a note after which no relay is at work.
RELAY_SILENT = 10.0


class ReadModel(msgspec.Struct, frozen=True, kw_only=True):
    """One read model: the build in use, and the rebuild at work on the next, if any.

    ``lag_seconds`` is how long the oldest event not taken has waited, ``events_per_second`` how many
    were taken over the last seconds, as far as the log had any.
    """

    name: str
    version: str
    build: str
    position: int
    lag_events: int
    lag_seconds: float
    events_per_second: float
    parked: int
    rebuild: State | None = None


class Operations(msgspec.Struct, frozen=True, kw_only=True):
    """The log from ledger to read models at ``at``.

    ``stream_head`` is where a relay last found the stream, ``relay_seen_at`` when; both None before that.
    """

    at: datetime
    ledger_head: int
    events_per_second: float
    stream_head: int | None
    relay_seen_at: datetime | None
    read_models: tuple[ReadModel, ...]

    @property
    def relay_lag(self) -> int | None:
        """Events of the ledger the stream is not known to hold."""
        return None if self.stream_head is None else max(self.ledger_head - self.stream_head, 0)

    @property
    def relay_works(self) -> bool:
        """Whether a relay has been heard of lately."""
        seen = self.relay_seen_at
        return seen is not None and (self.at - seen).total_seconds() <= RELAY_SILENT

    @property
    def parked(self) -> int:
        """Institutions whose figures stand still, over all read models."""
        return sum(model.parked for model in self.read_models)


_NOW = "select clock_timestamp(), (select coalesce(max(position), 0) from ledger.events)"
_SEEN = "select position, seen_at from ledger.stream_seen"
# From the end backwards, so only what came within the window is looked at.
_BEFORE = (
    "select position from ledger.events "
    "where recorded_at <= $1::timestamptz - make_interval(secs => $2) "
    "order by position desc limit 1"
)


async def operations(connection: Any) -> Operations:
    """How everything stands now. Services may ask."""
    at, head = await connection.fetchrow(_NOW)
    seen = await connection.fetchrow(_SEEN)
    before = await connection.fetchval(_BEFORE, at, WINDOW) or 0
    found = await states(connection)
    filling = {state.projection: state for state in found if state.is_filling}
    models = [
        ReadModel(
            name=state.projection,
            version=state.version,
            build=state.build,
            position=state.position,
            lag_events=state.lag(head),
            lag_seconds=await seconds_behind(connection, state, now=at),
            events_per_second=max(state.position - before, 0) / WINDOW,
            parked=state.parked,
            rebuild=filling.get(state.projection),
        )
        for state in found
        if state.current
    ]
    return Operations(
        at=at,
        ledger_head=head,
        events_per_second=(head - before) / WINDOW,
        stream_head=None if seen is None else seen[0],
        relay_seen_at=None if seen is None else seen[1],
        read_models=tuple(models),
    )
