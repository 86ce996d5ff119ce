"""What the cells of an institution's year add up to, each way a hub's figures are broken down.

The rule: sums are kept by the cells themselves, encoded as they are stored, so that other cells have other
sums. A hub's figures add up fifty numbers a member where they would decode and add up hundreds of cells.
"""

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import TypeVar

import msgspec

from projections.hub_dashboard.cells import Cell, decode_cells
from projections.hub_dashboard.part import EMPLOYER_REPORTED

#: Years of institutions whose sums are kept: those of ten hubs of 400 members, about five kilobytes each.
MOST_KEPT = 4_000

Code = TypeVar("Code", str, int)

#: A code, encounters, and learner encounters.
Part = tuple[str, int, int]


class Sums(msgspec.Struct, frozen=True, kw_only=True):
    """Parts of a year: learner encounters are those of all on the institution's word, except by evidence,
    where those that employers report are among them. ``by_month`` has calendar months for codes.
    ``employer_only`` says that nobody but employers told."""

    by_month: tuple[tuple[int, int, int], ...] = ()
    by_sector: tuple[Part, ...] = ()
    by_mode: tuple[Part, ...] = ()
    by_kind: tuple[Part, ...] = ()
    by_evidence: tuple[Part, ...] = ()
    employer_only: bool = False


#: Of an institution that was told nothing of.
NOTHING = Sums()


def sums_of(cells: bytes | None) -> Sums:
    """The sums of these cells; of none, nothing."""
    return _sums(cells) if cells else NOTHING


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
    sums: dict[Code, tuple[int, int]] = {}
    for cell in cells:
        encounters, learners = sums.get(by(cell), (0, 0))
        sums[by(cell)] = (encounters + cell.encounters, learners + cell.learner_encounters)
    return tuple((code, encounters, learners) for code, (encounters, learners) in sums.items())
