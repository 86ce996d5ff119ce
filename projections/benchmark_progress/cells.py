"""Figures as one column of a row: every cell of an institution, academic year and edition in one go.

The rule: a cell reads back as the figure it was, so that what is kept and what is folded on demand are
compared and shown alike.
"""

from collections.abc import Iterable
from typing import Any

import msgspec

from hub_core.gatsby.figures import Figure


class Cell(Figure, frozen=True, kw_only=True, array_like=True):
    """A figure spelt by the order of its fields alone."""


_encode = msgspec.msgpack.Encoder().encode
_decode: Any = msgspec.msgpack.Decoder(tuple[Cell, ...]).decode


def packed(figures: Iterable[Figure]) -> bytes:
    """Figures as bytes, in the order given."""
    return _encode([msgspec.structs.astuple(figure) for figure in figures])


def unpacked(cells: bytes) -> tuple[Figure, ...]:
    """The figures again, as figures."""
    return tuple(Figure(**_fields(cell)) for cell in _decode(cells))


def _fields(cell: Cell) -> dict[str, Any]:
    return {name: getattr(cell, name) for name in Figure.__struct_fields__}
