"""One institution's own things, folded from its events: the streams in which certain events happened.

The rule: what is read so is what was decided, no later; it serves whoever asks and guards no decision.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from hub_core.log.aggregate import Aggregate
from hub_core.log.event import Event, decode
from hub_core.log.ledger import Ledger

AggregateType = TypeVar("AggregateType", bound=Aggregate)

_READ = (
    "select stream_id, version, recorded_at, topic, data from ledger.events "
    "where institution = $1 and topic = any($2) order by position"
)
_STREAMS = (
    "select stream_id from ledger.events where institution = $1 and topic = any($2) "
    "group by stream_id order by min(position)"
)


async def all_of_institution(
    ledger: Ledger, kind: type[AggregateType], institution: UUID, events: Iterable[type[Event]]
) -> list[AggregateType]:
    """Every aggregate of this kind that the institution has, the one begun first leading.

    ``events`` are all that can happen to one; other events of the same streams are left out.
    """
    streams: dict[UUID, list[tuple[int, datetime, Event]]] = defaultdict(list)
    for row in await ledger.pool.fetch(_READ, institution, [event.TOPIC for event in events]):
        happened = decode(row["topic"], row["data"])
        streams[row["stream_id"]].append((row["version"], row["recorded_at"], happened))
    return [kind.of(stream_id, happened) for stream_id, happened in streams.items()]


async def streams_of_institution(
    ledger: Ledger, institution: UUID, events: Iterable[type[Event]]
) -> list[UUID]:
    """The streams in which one of these events happened to the institution, whosever they are."""
    topics = [event.TOPIC for event in events]
    return [row[0] for row in await ledger.pool.fetch(_STREAMS, institution, topics)]
