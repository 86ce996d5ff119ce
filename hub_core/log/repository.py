"""Loading an aggregate: its stream, read from the ledger and folded. Streams are small; none is cached."""

from typing import TypeVar
from uuid import UUID

from hub_core.log.aggregate import Aggregate
from hub_core.log.event import decode
from hub_core.log.ledger import Ledger

AggregateType = TypeVar("AggregateType", bound=Aggregate)


async def load(ledger: Ledger, kind: type[AggregateType], stream_id: UUID) -> AggregateType:
    """The aggregate of a stream, of version 0 when nothing has happened to it."""
    rows = await ledger.read_stream(stream_id)
    return kind.of(
        stream_id,
        ((row["version"], row["recorded_at"], decode(row["topic"], row["data"])) for row in rows),
    )
