"""How an institution's year is encoded: sparse cells that add up to every figure a dashboard shows.

The rule: a cell is counted once and every breakdown is a sum over the same cells, so breakdowns of one
year always agree with each other and with their total. Cells hold encounters with employers; what is of
another kind stands beside them.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

import msgspec

from hub_core.reference.activities import ActivityKind

#: Stands for a sector that is not known.
UNKNOWN = ""

#: Stands for learners whose year group was not told.
ALL_YEAR_GROUPS = -1

#: Kinds with figures of their own beside encounters with employers, in the order they are shown.
BESIDE = (
    ActivityKind.WORKPLACE_EXPERIENCE,
    ActivityKind.PROVIDER_ENCOUNTER,
    ActivityKind.GUIDANCE_MEETING,
)


class Cell(NamedTuple):
    """Encounters of one calendar month, kind, mode, sector and strength of evidence.

    ``learner_encounters`` counts a learner once an encounter. Where evidence is
    ``employer_reported`` it is the employer's number, shown as that and added to nothing else.
    Without encounters a cell holds learners whom only the other record of an act names.
    """

    month: int
    kind: str
    mode: str
    sector: str
    evidence: str
    encounters: int
    learner_encounters: int


class YearGroupCell(NamedTuple):
    """Encounters with learners of one year group (``ALL_YEAR_GROUPS``: not told), and how many came."""

    year_group: int
    encounters: int
    learner_encounters: int


class Beside(NamedTuple):
    """What took place of one other kind. ``learners`` counts one once an activity, ``distinct`` once."""

    kind: ActivityKind
    activities: int
    learners: int
    distinct: int
    counted_at_least: int
    counted_at_most: int


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
_year_groups = msgspec.msgpack.Decoder(list[YearGroupCell])
_beside = msgspec.msgpack.Decoder(list[Beside])
_planned = msgspec.msgpack.Decoder(list[Planned])


def encode_cells(counted: dict[tuple[int, str, str, str, str], list[int]]) -> bytes:
    """Cells from counts by month, kind, mode, sector and evidence, in a fixed order."""
    return _encoder.encode([(*key, *counted[key]) for key in sorted(counted)])


def decode_cells(data: bytes) -> list[Cell]:
    """The cells of an institution's year."""
    return _cells.decode(data)


def encode_year_groups(counted: Mapping[int, list[int]]) -> bytes:
    """Cells from counts by year group, in order."""
    return _encoder.encode([(year_group, *counted[year_group]) for year_group in sorted(counted)])


def decode_year_groups(data: bytes) -> list[YearGroupCell]:
    """Encounters by year group."""
    return _year_groups.decode(data)


def encode_beside(figures: Iterable[Beside]) -> bytes:
    """The figures of other kinds, in the order given."""
    return _encoder.encode([tuple(one) for one in figures])


def decode_beside(data: bytes) -> list[Beside]:
    """The figures of other kinds."""
    return _beside.decode(data)


def encode_planned(counted: dict[date, int]) -> bytes:
    """Agreed encounters by day, in order."""
    return _encoder.encode([(day.toordinal(), counted[day]) for day in sorted(counted)])


def decode_planned(data: bytes) -> list[Planned]:
    """Agreed encounters by day."""
    return _planned.decode(data)
