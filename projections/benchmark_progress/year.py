"""One institution's figures of one academic year under every edition, kept up to date by criterion.

Figures are those of the year's last day: nothing recorded lies in the future, so for the year under way they
are today's. The rule: what an event may have moved is drawn anew, and all comes out as if everything were.
"""

from functools import cache
from typing import Any
from uuid import UUID

from hub_core.gatsby.edition import Criterion, Edition, editions
from hub_core.gatsby.evidence import Evidence
from hub_core.gatsby.measures import Measure
from hub_core.gatsby.progress import over_benchmarks
from hub_core.gatsby.weekly import WEEKS
from hub_core.values import AcademicYear
from projections.benchmark_progress.cells import packed
from projections.benchmark_progress.changed import Redraw
from projections.benchmark_progress.criterion import CriterionFigures
from projections.benchmark_progress.groups import columns_of
from projections.projection import Rows


class YearFigures:
    """The figures of one academic year of one institution."""

    def __init__(self, institution: UUID, academic_year: AcademicYear) -> None:
        self._key = (institution, academic_year)
        self._editions = [EditionFigures(edition) for edition in editions().values()]

    def redraw(self, evidence: Evidence, redraw: Redraw, rows: Rows) -> None:
        """Draw anew what this may have changed, and append the rows that did."""
        for one in self._editions:
            before = one.row, one.group_cells, one.group_sums
            one.redraw(evidence, redraw)
            key = (*self._key, one.edition.code)
            if one.row != before[0]:
                rows["progress"].append((*key, *one.row))
            if one.group_cells != before[1]:
                rows["group_progress"].append((*key, one.group_cells))
            if one.group_sums != before[2]:
                rows["group_sums"].append((*key, *one.group_sums))


class EditionFigures:
    """The figures of a year under one edition.

    ``row`` holds the columns of ``progress`` after its key, ``group_cells`` the cells of ``group_progress``,
    ``group_sums`` the columns of the table of that name. All are empty before anything was drawn, so that
    each table has a row of whatever was, also where no group adds up to anything.
    """

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self.row: tuple[Any, ...] = ()
        self.group_cells = b""
        self.group_sums: tuple[Any, ...] = ()
        self._criteria = [
            (benchmark, _figures(edition, criterion, measure))
            for benchmark, criterion, measure in _measured(edition.code)
        ]

    def redraw(self, evidence: Evidence, redraw: Redraw) -> None:
        """Draw anew what this may have changed of each criterion."""
        kinds, changed = redraw.kinds, False
        for _, criterion in self._criteria:
            if not criterion.kinds.isdisjoint(kinds):
                changed = criterion.redraw(evidence, redraw) or changed
        if changed or not self.row:
            self._pack()

    def _pack(self) -> None:
        covered = over_benchmarks((benchmark, one.outcome) for benchmark, one in self._criteria)
        trend = [one for _, one in self._criteria if one.is_headline and one.applies]
        self.row = (
            [one.achieved for one in covered],
            [one.scored for one in covered],
            [one.history_incomplete for one in covered],
            [one.silent for one in covered],
            trend[-1].reached_by_week() if trend else [0] * WEEKS,
            trend[-1].learners if trend else 0,
            packed([one.cells for _, one in self._criteria]),
        )
        self.group_cells = packed([one.group_cells for _, one in self._criteria])
        self.group_sums = columns_of(one.group_sums for _, one in self._criteria)


def _figures(edition: Edition, criterion: Criterion, measure: Measure) -> CriterionFigures:
    is_headline = criterion.code in edition.headline
    return CriterionFigures(criterion, measure, is_headline=is_headline, of_groups=True)


@cache
def _measured(edition: str) -> tuple[tuple[int, Criterion, Measure], ...]:
    """The criteria of an edition that the log can evidence, each with its benchmark's number."""
    return tuple(
        (benchmark.number, criterion, criterion.measure)
        for benchmark, criterion in editions()[edition].criteria()
        if criterion.measure is not None
    )
