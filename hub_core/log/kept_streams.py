"""What streams amount to, and what several of them come to together, kept by a process as long as nothing is
recorded of them: for reading only.

The rule: before anything kept is given, the log is asked which streams were written to since, in one look at
its end. The log is dense and in commit order, so that whoever has seen a position has seen all before it.
"""

from collections import OrderedDict
from collections.abc import Hashable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar, cast
from uuid import UUID

if TYPE_CHECKING:
    from hub_core.log.aggregate import Aggregate

Kind = TypeVar("Kind", bound="Aggregate")

#: Streams kept at most. The pages of a hub of 400 members read about four thousand.
MOST_KEPT = 20_000
#: Answers kept at most. What one rests on, of a hub of 400 members, is about half a megabyte.
MOST_ANSWERS = 200
#: When so many events were recorded since the last look, all is read anew rather than told apart.
MOST_BEHIND = 5_000


class Answer(NamedTuple):
    """What was worked out of ``streams``, and of ``values``, which whoever asked had from elsewhere."""

    values: Any
    streams: frozenset[UUID]
    found: Any


class Begun(NamedTuple):
    """The streams in which something happened to an institution up to a position, the first begun leading."""

    position: int
    streams: tuple[UUID, ...]


class KeptStreams:
    """Aggregates as they stand at a position of one life of the log.

    Whoever gets one from here only reads it: others have the same.
    """

    def __init__(self, most: int = MOST_KEPT) -> None:
        self._kept: OrderedDict[UUID, dict[type[Aggregate], Aggregate]] = OrderedDict()
        self._answers: OrderedDict[Hashable, Answer] = OrderedDict()
        self._begun: OrderedDict[tuple[tuple[str, ...], UUID], Begun] = OrderedDict()
        self._most = most
        self._reading: list[Reading] = []
        self._life: UUID | None = None
        #: The position all that is kept stands at, or a later one.
        self.position = 0

    def move(
        self, life: UUID, position: int, written: Iterable[UUID] | None, *, since: int = 0
    ) -> None:
        """Stand at this position; ``written`` are the streams written to ``since``, None if not told apart.

        A look at an earlier position, whose answer comes late, says nothing new. One that set out from beyond
        where all stands, before the log went back to a backup, tells too little.
        """
        told_apart = written is not None and since <= self.position
        if life != self._life or (not told_apart and position > self.position):
            self._forget_all()
            self._life, self.position = life, position
        elif position > self.position and written is not None:
            self._forget(set(written))
            self.position = position

    def find(self, kind: "type[Kind]", streams: Iterable[UUID]) -> "dict[UUID, Kind]":
        """The aggregates that are kept as ones of this kind, in the order asked for."""
        kept, found = self._kept, {}
        for stream in streams:
            of_stream = kept.get(stream)
            one = None if of_stream is None else of_stream.get(kind)
            if one is not None:
                kept.move_to_end(stream)
                found[stream] = cast("Kind", one)
        return found

    def answer(self, question: Hashable, values: Any) -> Answer | None:
        """The answer to a question of these values, as long as no stream it rests on was written to."""
        kept = self._answers.get(question)
        if kept is None or kept.values != values:
            return None
        self._answers.move_to_end(question)
        return kept

    def begun(self, topics: tuple[str, ...], institutions: Iterable[UUID]) -> dict[UUID, Begun]:
        """The streams known in which one of these events happened to an institution; without those of whom
        nothing is known. Others may have begun since the position that stands beside them."""
        kept = self._begun
        known = {one: kept[topics, one] for one in institutions if (topics, one) in kept}
        for one in known:
            kept.move_to_end((topics, one))
        return known

    @contextmanager
    def reading(self) -> "Iterator[Reading]":
        """While streams are read: what another look finds written meanwhile is not kept."""
        reading = Reading()
        self._reading.append(reading)
        try:
            yield reading
        finally:
            self._reading.remove(reading)

    def keep(self, found: "Iterable[Aggregate]", reading: "Reading") -> None:
        """Keep what was read."""
        for one in found:
            if not reading.all_written and one.id not in reading.written:
                self._kept.setdefault(one.id, {})[type(one)] = one
        while len(self._kept) > self._most:
            self._kept.popitem(last=False)

    def keep_answer(self, question: Hashable, answer: Answer, reading: "Reading") -> None:
        """Keep the answer to a question, instead of the one kept before."""
        if not reading.all_written and reading.written.isdisjoint(answer.streams):
            self._answers[question] = answer
            self._answers.move_to_end(question)
        while len(self._answers) > MOST_ANSWERS:
            self._answers.popitem(last=False)

    def keep_begun(
        self, topics: tuple[str, ...], found: Mapping[UUID, Begun], reading: "Reading"
    ) -> None:
        """Keep which streams have begun: a stream never ends, so that what is written later adds to them."""
        if not reading.all_written:
            self._begun.update({(topics, institution): one for institution, one in found.items()})
        while len(self._begun) > self._most:
            self._begun.popitem(last=False)

    def _forget(self, streams: set[UUID]) -> None:
        for stream in streams:
            self._kept.pop(stream, None)
        for question, answer in list(self._answers.items()):
            if not answer.streams.isdisjoint(streams):
                del self._answers[question]
        for reading in self._reading:
            reading.written |= streams

    def _forget_all(self) -> None:
        self._kept.clear()
        self._answers.clear()
        self._begun.clear()
        for reading in self._reading:
            reading.all_written = True


class Reading:
    """Streams that are being read; ``written`` are those found to be written to meanwhile."""

    def __init__(self) -> None:
        self.written: set[UUID] = set()
        self.all_written = False
