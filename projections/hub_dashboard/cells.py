"""How an institution's year is encoded: sparse cells that add up to every figure a dashboard shows.

The rule: a cell is counted once and every breakdown is a sum over the same cells, so breakdowns of one
year always agree with each other and with their total.
"""

from datetime import date
from typing import NamedTuple

import msgspec

#: Stands for a sector that is not known.
UNKNOWN = ""


class Cell(NamedTuple):
    """Encounters of one calendar month, kind, mode, sector and strength of evidence.

    ``learner_encounters`` counts a learner once an encounter. Where evidence is
    ``employer_reported`` it is the employer's number, shown as that and added to nothing else.
    """

    month: int
    kind: str
    mode: str
    sector: str
    evidence: str
    encounters: int
    learner_encounters: int


class Planned(NamedTuple):
    """Encounters agreed for one day."""

    day: int
    encounters: int

    @property
    def on(self) -> date:
        """The day itself."""
        return date.fromordinal(self.day)


_encoder = msgspec.msgpack.Encoder()
_cells = msgspec.msgpack.Decoder(list[Cell])
_planned = msgspec.msgpack.Decoder(list[Planned])


def encode_cells(counted: dict[tuple[int, str, str, str, str], list[int]]) -> bytes:
    """Cells from counts by month, kind, mode, sector and evidence, in a fixed order."""
    return _encoder.encode([(*key, *counted[key]) for key in sorted(counted)])


def decode_cells(data: bytes) -> list[Cell]:
    """The cells of an institution's year."""
    return _cells.decode(data)


def encode_planned(counted: dict[date, int]) -> bytes:
    """Agreed encounters by day, in order."""
    return _encoder.encode([(day.toordinal(), counted[day]) for day in sorted(counted)])


def decode_planned(data: bytes) -> list[Planned]:
    """Agreed encounters by day."""
    return _planned.decode(data)
