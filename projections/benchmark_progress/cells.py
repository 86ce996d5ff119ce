"""Figures as one column of a row: every cell of an institution, academic year and edition in one go.

The rule: a cell reads back as the figure it was, so that what is kept and what is folded on demand are
compared and shown alike.
"""

from collections.abc import Collection, Sequence
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

import msgspec

from hub_core.gatsby.figures import Figure, at


class Cell(Figure, frozen=True, kw_only=True, array_like=True):
    """A figure spelt by the order of its fields alone."""


#: The longest array whose length msgpack writes into its first byte; the next ones take two bytes more.
_MOST_IN_A_BYTE = 15
_encode = msgspec.msgpack.Encoder().encode
_decode: Any = msgspec.msgpack.Decoder(tuple[Cell, ...]).decode


class Cells(NamedTuple):
    """So many figures, each as bytes, one after another."""

    number: int
    content: bytes


#: Columns whose figures are kept at most; those of one are about 5 kB.
MOST_KEPT = 2_000
NO_CELLS = Cells(0, b"")


def cells(figures: Sequence[Figure]) -> Cells:
    """These figures in the order given."""
    if not figures:
        return NO_CELLS
    listed = _encode([msgspec.structs.astuple(figure) for figure in figures])
    return Cells(len(figures), listed[1 if len(figures) <= _MOST_IN_A_BYTE else 3 :])


def packed(parts: Sequence[Cells]) -> bytes:
    """All of them as one column's bytes: an array of msgpack, its length in four bytes."""
    number = sum([part.number for part in parts])
    return b"".join([b"\xdd", number.to_bytes(4, "big"), *[part.content for part in parts]])


def as_kept(cells: bytes) -> tuple[Cell, ...]:
    """The figures again as they are kept: to read them is all they are for."""
    found: tuple[Cell, ...] = _decode(cells)
    return found


def unpacked(cells: bytes, criteria: Collection[str] | None = None) -> tuple[Figure, ...]:
    """The figures again, as figures: all of them, or those of some criteria."""
    return tuple(
        Figure(**_fields(cell))
        for cell in _decode(cells)
        if criteria is None or cell.criterion in criteria
    )


def unpacked_at(
    cells: bytes, day: date, criteria: Collection[str] | None = None
) -> tuple[Figure, ...]:
    """The figures as they are told on a day. What a column's bytes come to is kept by these bytes, so that
    of the members of a hub that one is unpacked of whom something was recorded."""
    return _unpacked_at(cells, day, None if criteria is None else frozenset(criteria))


@lru_cache(maxsize=MOST_KEPT)
def _unpacked_at(cells: bytes, day: date, criteria: frozenset[str] | None) -> tuple[Figure, ...]:
    return tuple(at(figure, day) for figure in unpacked(cells, criteria))


def _fields(cell: Cell) -> dict[str, Any]:
    return {name: getattr(cell, name) for name in Figure.__struct_fields__}
