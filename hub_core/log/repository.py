"""Loading an aggregate: its stream, read from the ledger and folded. Streams are small.

The rule: whoever decides loads anew; what is only read may be kept, as long as nothing is recorded of it.
"""

from collections.abc import Awaitable, Callable, Collection, Hashable, Iterable, Sequence
from typing import Any, TypeVar
from uuid import UUID

import asyncpg

from hub_core.log.aggregate import Aggregate
from hub_core.log.event import Event, decode
from hub_core.log.kept_streams import Answer, Begun, KeptStreams
from hub_core.log.ledger import Ledger

AggregateType = TypeVar("AggregateType", bound=Aggregate)
Found = TypeVar("Found")


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
    return await (await look(ledger)).read_many(kind, stream_ids)


async def look(ledger: Ledger) -> "Looked":
    """Ask the log once which streams were written to, to read several kinds as they stand now or later."""
    return Looked(ledger, await ledger.kept_streams())


class Looked:
    """Reading after one look at the log: nothing that was recorded before it is missing."""

    def __init__(self, ledger: Ledger, kept: KeptStreams) -> None:
        self._ledger = ledger
        self._kept = kept

    async def read(self, kind: type[AggregateType], stream_id: UUID) -> AggregateType:
        """One aggregate, for reading only."""
        return (await self.read_many(kind, [stream_id]))[stream_id]

    async def read_many(
        self, kind: type[AggregateType], stream_ids: Iterable[UUID]
    ) -> dict[UUID, AggregateType]:
        """Aggregates of one kind, for reading only, in the order asked for."""
        wanted = list(dict.fromkeys(stream_ids))
        self._rests_on(wanted)
        found = self._kept.find(kind, wanted)
        if len(found) == len(wanted):
            return found
        with self._kept.reading() as reading:
            loaded = await load_many(
                self._ledger, kind, (one for one in wanted if one not in found)
            )
            self._kept.keep(loaded.values(), reading)
        return {one: found[one] if one in found else loaded[one] for one in wanted}

    async def all_of(
        self,
        kind: type[AggregateType],
        institutions: Collection[UUID],
        events: Iterable[type[Event]],
    ) -> dict[UUID, list[AggregateType]]:
        """Every aggregate of this kind that each institution has, the one begun first leading, for reading
        only. ``events`` are all that can happen to one. The log is searched for those begun since it was
        last, and for all of an institution that was never asked about.

        What is worked out (``worked_out``) has them as values: it would not be told of another that begins.
        """
        topics = tuple(sorted(event.TOPIC for event in events))
        begun = await self._begun(topics, institutions)
        found = await self.read_many(kind, (one for each in begun.values() for one in each.streams))
        return {of: [found[one] for one in each.streams] for of, each in begun.items()}

    async def _begun(
        self, topics: tuple[str, ...], institutions: Collection[UUID]
    ) -> dict[UUID, Begun]:
        position = self._kept.position
        known = self._kept.begun(topics, institutions)
        unknown = [one for one in institutions if one not in known]
        streams = {
            one: dict.fromkeys(known[one].streams if one in known else ()) for one in institutions
        }
        with self._kept.reading() as reading:
            for these, after in (
                (unknown, 0),
                (list(known), min((one.position for one in known.values()), default=position)),
            ):
                if these and after < position:
                    for row in await self._ledger.streams_begun(these, topics, after=after):
                        streams[row[0]][row[1]] = None
            begun = {one: Begun(position, tuple(each)) for one, each in streams.items()}
            self._kept.keep_begun(topics, begun, reading)
        return begun

    async def worked_out(
        self,
        question: Hashable,
        values: Any,
        work_out: Callable[["Looked"], Awaitable[Found]],
    ) -> Found:
        """What ``work_out`` makes of streams, kept until one of those it read is written to.

        It follows from what it reads by the ``Looked`` it is given, from the question, today's date included,
        and from ``values`` alone, which were read elsewhere: with other values it is worked out anew, and the
        answer of before is kept no longer. Whoever gets an answer only reads it: others are given the same.
        """
        answer = self._kept.answer(question, values)
        if answer is None:
            noting = _Noting(self._ledger, self._kept)
            with self._kept.reading() as reading:
                found = await work_out(noting)
                answer = Answer(values, frozenset(noting.streams), found)
                self._kept.keep_answer(question, answer, reading)
        self._rests_on(answer.streams)
        worked_out: Found = answer.found
        return worked_out

    def _rests_on(self, streams: Iterable[UUID]) -> None:
        """What is found out rests on these streams, for whoever keeps it."""


class _Noting(Looked):
    """The same, noting the streams that were read."""

    def __init__(self, ledger: Ledger, kept: KeptStreams) -> None:
        super().__init__(ledger, kept)
        self.streams: set[UUID] = set()

    def _rests_on(self, streams: Iterable[UUID]) -> None:
        self.streams.update(streams)

    async def _begun(
        self, topics: tuple[str, ...], institutions: Collection[UUID]
    ) -> dict[UUID, Begun]:
        raise LookupError("What is worked out is not told of a stream that begins: see all_of.")


def _folded(
    kind: type[AggregateType], stream_id: UUID, rows: Sequence[asyncpg.Record]
) -> AggregateType:
    return kind.of(
        stream_id,
        ((row["version"], row["recorded_at"], decode(row["topic"], row["data"])) for row in rows),
    )
