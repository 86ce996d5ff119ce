"""What the cells of an institution's year add up to, each way a hub's figures are broken down.

The rule: sums are kept by the cells themselves, encoded as they are stored, so that other cells have other
sums. A hub's figures add up fifty numbers a member where they would decode and add up hundreds of cells.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from itertools import chain
from typing import TypeVar

import msgspec

from projections.hub_dashboard.cells import Cell, decode_cells
from projections.hub_dashboard.part import EMPLOYER_REPORTED

#: Years of institutions whose sums are kept: those of ten hubs of 400 members, about five kilobytes each.
MOST_KEPT = 4_000
#: So many institutions' sums are added up at a time, and kept together.
TOGETHER = 20
#: Twenties kept, about two kilobytes each. A hub of 400 members has some twenty, and as many by phase.
MOST_TOGETHER = 1_000

Code = TypeVar("Code", str, int)

#: A code, encounters, and learner encounters.
Part = tuple[str, int, int]


class Parts(msgspec.Struct, frozen=True, kw_only=True):
    """Parts of a year, of one institution or of several: learner encounters are those of all on the
    institution's word, except by evidence, where those that employers report are among them. ``by_month``
    has calendar months for codes."""

    by_month: tuple[tuple[int, int, int], ...] = ()
    by_sector: tuple[Part, ...] = ()
    by_mode: tuple[Part, ...] = ()
    by_kind: tuple[Part, ...] = ()
    by_evidence: tuple[Part, ...] = ()


class Sums(Parts, frozen=True, kw_only=True):
    """Those of one institution. ``employer_only`` says that nobody but employers told."""

    employer_only: bool = False


#: Of an institution that was told nothing of.
NOTHING = Sums()


def sums_of(cells: bytes | None) -> Sums:
    """The sums of these cells; of none, nothing."""
    return _sums(cells) if cells else NOTHING


@lru_cache(maxsize=MOST_KEPT)
def encounters_in(cells: bytes | None, months: frozenset[int]) -> int:
    """Encounters of some calendar months."""
    return sum(number for month, number, _ in sums_of(cells).by_month if month in months)


def parts_of(years: Sequence[bytes | None]) -> list[Parts]:
    """What the cells of several institutions come to, twenty by twenty in the order given, so that after an
    event one twenty is added up anew."""
    return [_parts(tuple(years[at : at + TOGETHER])) for at in range(0, len(years), TOGETHER)]


@lru_cache(maxsize=MOST_TOGETHER)
def _parts(years: tuple[bytes | None, ...]) -> Parts:
    sums = [sums_of(one) for one in years]
    return Parts(
        by_month=merged(one.by_month for one in sums),
        by_sector=merged(one.by_sector for one in sums),
        by_mode=merged(one.by_mode for one in sums),
        by_kind=merged(one.by_kind for one in sums),
        by_evidence=merged(one.by_evidence for one in sums),
    )


def merged(
    parts: Iterable[tuple[tuple[Code, int, int], ...]],
) -> tuple[tuple[Code, int, int], ...]:
    """The parts of one way together."""
    sums: dict[Code, tuple[int, int]] = {}
    for code, more, met in chain.from_iterable(parts):
        encounters, learners = sums.get(code, (0, 0))
        sums[code] = (encounters + more, learners + met)
    return tuple((code, encounters, learners) for code, (encounters, learners) in sums.items())


@lru_cache(maxsize=MOST_KEPT)
def _sums(data: bytes) -> Sums:
    cells = decode_cells(data)
    reported = [cell for cell in cells if cell.evidence == EMPLOYER_REPORTED]
    told = [
        cell._replace(learner_encounters=0) if cell.evidence == EMPLOYER_REPORTED else cell
        for cell in cells
    ]
    return Sums(
        by_month=_added(told, lambda cell: cell.month),
        by_sector=_added(told, lambda cell: cell.sector),
        by_mode=_added(told, lambda cell: cell.mode),
        by_kind=_added(told, lambda cell: cell.kind),
        by_evidence=_added(cells, lambda cell: cell.evidence),
        employer_only=bool(cells) and len(reported) == len(cells),
    )


def _added(cells: Sequence[Cell], by: Callable[[Cell], Code]) -> tuple[tuple[Code, int, int], ...]:
    return merged([tuple((by(cell), cell.encounters, cell.learner_encounters) for cell in cells)])
