"""One criterion's figures of an institution's academic year, of which only those are drawn anew that moved.

The rule: a share of learners and what cohorts met are drawn by year group, and a year group none of whose
learners was there keeps the figures it has; every other measure is drawn whole.
"""

from itertools import islice

from hub_core.gatsby.edition import Criterion
from hub_core.gatsby.evidence import Evidence
from hub_core.gatsby.figures import Figure
from hub_core.gatsby.learner_shares import shares_of
from hub_core.gatsby.measures import LearnersReached, Measure, Variety
from hub_core.gatsby.progress import Outcome, measured, outcome_of
from hub_core.gatsby.variety import variety_of
from hub_core.gatsby.weekly import First, firsts, up_to_each_week
from hub_core.values import YearGroup
from projections.benchmark_progress.cells import NO_CELLS, cells
from projections.benchmark_progress.changed import Redraw
from projections.benchmark_progress.groups import GroupSums, sums_of


class CriterionFigures:
    """One criterion's figures. ``is_headline`` keeps them by week as well, ``of_groups`` says whether
    groups of learners are asked about besides everybody.

    ``cells`` are figures about everybody, ``group_cells`` those about groups of learners, ``group_sums``
    these over year groups. ``learners`` is how many it is about, all year groups together.
    """

    def __init__(
        self, criterion: Criterion, measure: Measure, *, is_headline: bool, of_groups: bool
    ) -> None:
        self.kinds = measure.kinds
        self.is_headline = is_headline
        #: The first share of a year group is everybody's.
        self._shares_drawn = None if of_groups else 1
        self.applies = False
        self.outcome = Outcome()
        self.cells = self.group_cells = NO_CELLS
        self.group_sums: GroupSums = {}
        self.learners = 0
        self._criterion = criterion
        self._measure = measure
        #: By year group; those of other measures together.
        self._drawn: dict[YearGroup | None, list[Figure]] = {}
        self._firsts: dict[YearGroup, list[First]] = {}

    def redraw(self, evidence: Evidence, redraw: Redraw) -> bool:
        """Draw anew what this may have changed; whether anything did."""
        before = self.applies, self._drawn, self._firsts
        if redraw.everything:
            self.applies = self._criterion.applies(evidence.setting, evidence.academic_year)
            self._drawn, self._firsts = {}, {}
        else:
            self._drawn, self._firsts = self._drawn.copy(), self._firsts.copy()
        if self.applies:
            self._draw(evidence, redraw)
        if (self.applies, self._drawn, self._firsts) == before:
            return False
        drawn = [figure for figures in self._drawn.values() for figure in figures]
        everybody = self.everybody
        self.outcome = outcome_of(everybody)
        self.cells = cells(everybody)
        self.group_cells = cells([figure for figure in drawn if figure.group is not None])
        self.group_sums = sums_of(drawn) if self.group_cells.number else {}
        self.learners = sum([figure.denominator or 0 for figure in everybody])
        return True

    @property
    def everybody(self) -> list[Figure]:
        """The figures about everybody."""
        drawn = (figure for figures in self._drawn.values() for figure in figures)
        return [figure for figure in drawn if figure.group is None]

    def reached_by_week(self) -> list[int]:
        """Learners reached up to the end of each week."""
        return up_to_each_week(first for found in self._firsts.values() for first in found)

    def _draw(self, evidence: Evidence, redraw: Redraw) -> None:
        """Draw it whole, or the year groups somebody of whom was there."""
        criterion, measure = self._criterion, self._measure
        if not isinstance(measure, LearnersReached | Variety) or not measure.year_groups:
            self._drawn[None] = list(measured(criterion, measure, evidence))
            return
        for year_group in redraw.year_groups(measure, evidence):
            if isinstance(measure, Variety):
                self._drawn[year_group] = [variety_of(criterion, measure, evidence, year_group)]
                continue
            shares = shares_of(criterion, measure, evidence, year_group)
            self._drawn[year_group] = list(islice(shares, self._shares_drawn))
            if self.is_headline:
                self._firsts[year_group] = list(firsts(measure, evidence, year_group))
