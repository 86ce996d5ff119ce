"""Rows of whole numbers packed into one long number each, so that a row is taken from another in one step.

Every entry has a slot of a few bits. The rule: arithmetic is exact. How large an entry can become is known
before each step; where a slot would not hold it, all rows are packed anew in slots twice as wide.
"""

import sys
from array import array
from collections.abc import Iterable, Iterator
from itertools import compress
from math import gcd
from typing import NamedTuple

from hub_core.disclosure.vectors import Atom, Vector

#: Bits of a slot, and the array that has such entries. What 64 bits do not hold raises ``OverflowError``.
_SLOTS = ((8, "b"), (16, "h"), (32, "i"), (64, "q"))


class _RunsOver(Exception):
    """A slot might not hold an entry."""


class _Row(NamedTuple):
    """``number`` is the row packed, ``entry`` what it has at its pivot; no entry is larger than ``most``."""

    number: int
    entry: int
    most: int


class PackedRows:
    """Rows of ``length`` entries by their pivots: each is nought at the pivots of those before it."""

    def __init__(self, length: int) -> None:
        self._length = length
        self._rows: dict[Atom, _Row] = {}
        self._wider = iter(_SLOTS)
        self._widen()

    def rest(self, vector: Vector) -> Vector:
        """A vector less so much of each row that nothing is left at any pivot."""
        while True:
            try:
                return self._rest(vector)
            except _RunsOver:
                self._widen()

    def add(self, pivot: Atom, vector: Vector) -> None:
        """Take a row in, which is nought at the pivots of those that are there."""
        most = max(map(abs, vector.values()))
        while most > self._most:
            self._widen()
        self._rows[pivot] = _Row(self._packed(vector.items()), vector[pivot], most)

    def _rest(self, vector: Vector) -> Vector:
        most = max(map(abs, vector.values()), default=0)
        if most > self._most:
            raise _RunsOver
        left = _Row(self._packed(vector.items()), 0, most)
        entries = self._entries(left.number)
        for pivot, row in self._rows.items():
            if entries[pivot]:
                left = self._without(left, row, entries[pivot], entries)
                entries = self._entries(left.number)
        return dict(_held(entries))

    def _without(self, left: _Row, row: _Row, there: int, entries: "array[int]") -> _Row:
        """``left``, whose entries these are, less so much of a row that nothing is left where it has this."""
        common = gcd(there, row.entry) * (1 if row.entry > 0 else -1)
        scale, times = row.entry // common, there // common
        most = left.most * scale + row.most * abs(times)
        if most > self._most:
            most = max(max(entries), -min(entries)) * scale + row.most * abs(times)
            if most > self._most:
                raise _RunsOver
        number = left.number * scale - row.number * times
        if scale > 1:
            # The smallest multiple, so that numbers stay short: every slot divides by itself.
            shared = gcd(*self._entries(number)) or 1
            number, most = number // shared, most // shared
        return _Row(number, 0, most)

    def _widen(self) -> None:
        """Give every entry a wider slot."""
        rows = {pivot: list(_held(self._entries(row.number))) for pivot, row in self._rows.items()}
        bits, self._code = next(self._wider, (0, ""))
        if not bits:
            raise OverflowError("A combination of published sums has numbers of more than 64 bits.")
        self._most = 2 ** (bits - 1) - 1
        self._bytes = self._length * bits // 8
        # The highest bit of every slot: added and flipped, it turns what is borrowed into a sign.
        self._signs = int.from_bytes(
            (1 << bits - 1).to_bytes(bits // 8, "little") * self._length, "little"
        )
        for pivot, entries in rows.items():
            self._rows[pivot] = self._rows[pivot]._replace(number=self._packed(entries))

    def _packed(self, held: Iterable[tuple[Atom, int]]) -> int:
        entries = array(self._code, bytes(self._bytes))
        for atom, entry in held:
            entries[atom] = entry
        _little_endian(entries)
        return (int.from_bytes(entries.tobytes(), "little") ^ self._signs) - self._signs

    def _entries(self, number: int) -> "array[int]":
        entries = array(
            self._code, ((number + self._signs) ^ self._signs).to_bytes(self._bytes, "little")
        )
        _little_endian(entries)
        return entries


def _held(entries: "array[int]") -> Iterator[tuple[Atom, int]]:
    """The entries that are not nought."""
    return zip(compress(range(len(entries)), entries), filter(None, entries), strict=True)


def _little_endian(entries: "array[int]") -> None:
    """The other way round where the machine has the highest byte first."""
    if sys.byteorder == "big":
        entries.byteswap()
