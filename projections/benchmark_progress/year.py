"""One institution's figures of one academic year under every edition, kept up to date by criterion.

Figures are those of the year's last day: nothing recorded lies in the future, so for the year under way they
are today's. The rule: a criterion is drawn anew when a kind of activity it reads has changed, and comes out
as if everything were.
"""

from functools import cache
from typing import Any
from uuid import UUID

from hub_core.gatsby.edition import Criterion, Edition, editions
from hub_core.gatsby.evidence import Evidence
from hub_core.gatsby.figures import Figure
from hub_core.gatsby.measures import Measure
from hub_core.gatsby.progress import coverage, measured
from hub_core.gatsby.weekly import WEEKS, Headline, headline_of
from hub_core.reference.activities import ActivityKind
from hub_core.values import AcademicYear
from projections.benchmark_progress.cells import packed
from projections.projection import Rows


class YearFigures:
    """The figures of one academic year of one institution."""

    def __init__(self, institution: UUID, academic_year: AcademicYear) -> None:
        self._key = (institution, academic_year)
        self._editions = [EditionFigures(edition) for edition in editions().values()]

    def redraw(self, evidence: Evidence, kinds: frozenset[ActivityKind], rows: Rows) -> None:
        """Draw anew what rests on these kinds of activity, and append the rows that changed."""
        for one in self._editions:
            before = one.row(), one.group_cells()
            one.redraw(evidence, kinds)
            key = (*self._key, one.edition.code)
            if one.row() != before[0]:
                rows["progress"].append((*key, *one.row()))
            if one.group_cells() != before[1]:
                rows["group_progress"].append((*key, one.group_cells()))


class EditionFigures:
    """The figures of a year under one edition."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self._measured = _measured(edition.code)
        self._figures: dict[str, list[Figure]] = {}
        self._headline = Headline(criterion="", reached=[0] * WEEKS, learners=0)
        self._row: tuple[Any, ...] = ()
        self._group_cells = b""

    def row(self) -> tuple[Any, ...]:
        """Columns of ``progress`` after its key; empty before anything was drawn."""
        return self._row

    def group_cells(self) -> bytes:
        """The cells of ``group_progress``."""
        return self._group_cells

    def redraw(self, evidence: Evidence, kinds: frozenset[ActivityKind]) -> None:
        """Draw anew the criteria that read these kinds of activity."""
        for _, criterion, measure in self._measured:
            if measure.kinds.isdisjoint(kinds):
                continue
            applies = criterion.applies(evidence.setting, evidence.academic_year)
            drawn = list(measured(criterion, measure, evidence)) if applies else []
            self._figures[criterion.code] = drawn
            if applies and criterion.code in self.edition.headline:
                self._headline = headline_of(criterion, drawn, evidence)
        self._pack()

    def _pack(self) -> None:
        found = [
            (benchmark, figure)
            for benchmark, criterion, _ in self._measured
            for figure in self._figures.get(criterion.code, ())
        ]
        covered = coverage(found)
        self._row = (
            [one.achieved for one in covered],
            [one.scored for one in covered],
            [one.history_incomplete for one in covered],
            [one.silent for one in covered],
            self._headline.reached,
            self._headline.learners,
            packed(figure for _, figure in found if figure.group is None),
        )
        self._group_cells = packed(figure for _, figure in found if figure.group is not None)


@cache
def _measured(edition: str) -> tuple[tuple[int, Criterion, Measure], ...]:
    """The criteria of an edition that the log can evidence, each with its benchmark's number."""
    return tuple(
        (benchmark.number, criterion, criterion.measure)
        for benchmark, criterion in editions()[edition].criteria()
        if criterion.measure is not None
    )
