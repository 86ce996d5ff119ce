"""Loading an aggregate: its stream, read from the ledger and folded. Streams are small.

The rule: whoever decides loads anew; what is only read may be kept, as long as nothing is recorded of it.
"""

from collections.abc import Iterable, Sequence
from typing import TypeVar
from uuid import UUID

import asyncpg

from hub_core.log.aggregate import Aggregate
from hub_core.log.event import decode
from hub_core.log.ledger import Ledger

AggregateType = TypeVar("AggregateType", bound=Aggregate)


async def load(ledger: Ledger, kind: type[AggregateType], stream_id: UUID) -> AggregateType:
    """The aggregate of a stream, of version 0 when nothing has happened to it."""
    return _folded(kind, stream_id, await ledger.read_stream(stream_id))


async def load_many(
    ledger: Ledger, kind: type[AggregateType], stream_ids: Iterable[UUID]
) -> dict[UUID, AggregateType]:
    """The same for many streams in one round trip, in the order asked for."""
    wanted = list(dict.fromkeys(stream_ids))
    streams = await ledger.read_streams(wanted) if wanted else {}
    return {one: _folded(kind, one, streams.get(one, ())) for one in wanted}


async def read(ledger: Ledger, kind: type[AggregateType], stream_id: UUID) -> AggregateType:
    """The aggregate of a stream as it stands now, for reading only: others are given the same one."""
    return (await read_many(ledger, kind, [stream_id]))[stream_id]


async def read_many(
    ledger: Ledger, kind: type[AggregateType], stream_ids: Iterable[UUID]
) -> dict[UUID, AggregateType]:
    """The same for many streams, in the order asked for."""
    wanted = list(dict.fromkeys(stream_ids))
    kept = await ledger.kept_streams()
    found: dict[UUID, AggregateType | None] = {one: kept.find(kind, one) for one in wanted}
    missing = [one for one, aggregate in found.items() if aggregate is None]
    with kept.reading() as reading:
        loaded = await load_many(ledger, kind, missing)
        kept.keep(loaded.values(), reading)
    return {one: aggregate or loaded[one] for one, aggregate in found.items()}


def _folded(
    kind: type[AggregateType], stream_id: UUID, rows: Sequence[asyncpg.Record]
) -> AggregateType:
    return kind.of(
        stream_id,
        ((row["version"], row["recorded_at"], decode(row["topic"], row["data"])) for row in rows),
    )
