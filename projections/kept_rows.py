"""What the rows of a read model come to, kept by these rows.

The rule: what is kept follows from values alone, and is given for the same values, so that nothing in it
grows old. After an event that row is made anew which the event changed.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from typing import Any, Generic, TypeVar

Made = TypeVar("Made")
#: A record as it was read, or values that were put together.
Row = Any

#: Questions of which the last answer is kept; the rows of one, of 400 members at most, take half a megabyte.
MOST_KEPT = 100


class KeptBy(Generic[Made]):
    """What values came to when a question was last asked. Whoever gets it only reads it."""

    def __init__(self, most: int = MOST_KEPT) -> None:
        self._most = most
        self._kept: OrderedDict[Hashable, tuple[Any, Made]] = OrderedDict()

    def last(self, question: Hashable) -> tuple[Any, Made] | None:
        """The values that were there last, and what they came to."""
        return self._kept.get(question)

    def of(self, question: Hashable, values: Any, work_out: Callable[[], Made]) -> Made:
        """What ``work_out`` makes of these values and of nothing else but the question."""
        kept = self._kept.get(question)
        if kept is None or kept[0] != values:
            kept = (values, work_out())
            self._kept[question] = kept
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        self._kept.move_to_end(question)
        return kept[1]


class KeptRows(Generic[Made]):
    """What was made of each row of a question; the first column tells a row from the others."""

    def __init__(self, most: int = MOST_KEPT) -> None:
        self._kept: KeptBy[tuple[Made, ...]] = KeptBy(most)

    def of(
        self,
        question: Hashable,
        rows: Sequence[Row],
        make: Callable[[Row], Made],
    ) -> tuple[Made, ...]:
        """What ``make`` makes of these rows, in their order, of each row and the question alone: the very
        tuple of before where all rows are as they were."""
        return self._kept.of(question, rows, lambda: self._made(question, rows, make))

    def _made(
        self,
        question: Hashable,
        rows: Sequence[Row],
        make: Callable[[Row], Made],
    ) -> tuple[Made, ...]:
        were, made = self._kept.last(question) or ((), ())
        before = {row[0]: (row, one) for row, one in zip(were, made, strict=True)}
        return tuple(
            known[1] if (known := before.get(row[0])) and known[0] == row else make(row)
            for row in rows
        )
