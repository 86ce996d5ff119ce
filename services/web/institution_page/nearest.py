"""The step that is nearest to achieving something of a benchmark, as its school's page begins with.

The rule: of what can be counted the figure of which the smallest part is missing; where nothing can be
counted, what it is that is in the way.
"""

import math

import msgspec

from hub_core.gatsby.figures import Status
from projections.benchmark_progress.answers import BenchmarkCoverage, CriterionFigure, Progress
from services.web.institution_page.figure_words import (
    can_be_counted,
    more_of,
    next_step,
    to_go,
    who_of,
)


class Nearest(msgspec.Struct, frozen=True, kw_only=True):
    """The figure that lacks least to be achieved: what it lacks, what it is about, and where to ask why."""

    step: str
    wording: str
    explain: str


def nearest_of(benchmark: BenchmarkCoverage, progress: Progress, *, query: str) -> Nearest:
    """Of what is not achieved yet, the figure of everybody of whom the smallest part is missing; one of which
    it is told otherwise what it lacks where there is no other."""
    lacking = [one for one in benchmark.figures if one.group is None and _lacks(one)]
    if not lacking:
        return Nearest(step=_nothing_lacks(benchmark), wording="", explain="")
    figure = min(lacking, key=_part_missing)
    step = more_of(figure) if can_be_counted(figure) else next_step(figure)
    about = "" if figure.year_group is None and not figure.part else f"{who_of(figure)}: "
    words = about + step
    return Nearest(
        step=words[0].upper() + words[1:],
        wording=figure.wording,
        explain=explained_at(figure, progress, query),
    )


def _nothing_lacks(benchmark: BenchmarkCoverage) -> str:
    if not benchmark.figures:
        return "None that records show"
    if benchmark.scored and benchmark.achieved == benchmark.scored:
        return "All achieved"
    return "Nothing recorded to tell it by"


_OPEN = (Status.IN_PROGRESS, Status.NOT_ACHIEVED, Status.HISTORY_INCOMPLETE)


def _lacks(figure: CriterionFigure) -> bool:
    return figure.status in _OPEN and bool(next_step(figure))


def _part_missing(figure: CriterionFigure) -> float:
    if not can_be_counted(figure):
        return math.inf
    return to_go(figure) / (figure.denominator or 1)


def explained_at(figure: CriterionFigure, progress: Progress, query: str) -> str:
    """Where it is told why a figure is as it is; empty for whoever may not ask."""
    if not figure.can_be_explained:
        return ""
    return f"/institutions/{progress.institution}/explain/{figure.criterion}{query}"
