"""How many learners an answer about progress holds something of, for the record of who read it.

The rule: each learner counts once, however many figures they are in; None says that nobody knows.
"""

from collections.abc import Iterable

from hub_core.gatsby.figures import Unit
from hub_core.values import YearGroup
from projections.benchmark_progress.answers import CriterionFigure, Explanation, Progress


def learners_in(answer: Progress | Explanation) -> int | None:
    """The learners its figures are shares of: a figure of all year groups, or the year groups added up."""
    if isinstance(answer, Explanation):
        return _largest([answer.figure])
    return _largest(figure for benchmark in answer.benchmarks for figure in benchmark.figures)


def _largest(figures: Iterable[CriterionFigure]) -> int | None:
    by_year_group: dict[YearGroup | None, int] = {}
    for figure in figures:
        if figure.unit is Unit.LEARNERS and figure.denominator is not None:
            before = by_year_group.get(figure.year_group, 0)
            by_year_group[figure.year_group] = max(before, figure.denominator)
    if not by_year_group:
        return None
    whole = by_year_group.pop(None, 0)
    return max(whole, sum(by_year_group.values()))
