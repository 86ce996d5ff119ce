"""The headline of a school's year, week by week, as a chart with its table.

The rule: one edition and one academic year; what was counted without names is said and never drawn, since
nobody knows in which week it reached somebody new.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise

import msgspec

from hub_core.academic_years import first_day
from hub_core.gatsby.in_words import share_in_words, too_few_for_a_percentage
from projections.benchmark_progress.answers import Progress, Trend
from services.web.charts import Amount, Chart, Table, known
from services.web.charts.lines import Line, line_chart
from services.web.words import counted, long_date, number, short_date

WEEK = timedelta(weeks=1)


class TrendPage(msgspec.Struct, frozen=True, kw_only=True):
    """Everything the template of the trend needs; ``nothing`` says why there is no chart."""

    wording: str
    chart: Chart | None
    basis: str
    nothing: str
    rubric: str
    as_at: str
    day: str


def trend_page(progress: Progress) -> TrendPage:
    """The headline trend of an institution's year until the day asked for."""
    trend = progress.trend
    nothing = _nothing(trend, progress)
    drawn = None if trend is None or nothing else _chart(trend, progress)
    return TrendPage(
        wording=trend.wording if trend else "",
        chart=drawn,
        basis=_basis(trend, progress) if trend else "",
        nothing=nothing,
        rubric=progress.edition_label,
        as_at=long_date(progress.as_at),
        day=progress.as_at.isoformat(),
    )


def _nothing(trend: Trend | None, progress: Progress) -> str:
    if trend is None:
        return "This edition follows no figure of an institution like this one week by week"
    if not trend.learners:
        return f"Nobody has said yet who is on roll in {progress.academic_year}"
    if not trend.reached_by_week[-1] and _only_counted(trend, progress):
        return "Learners were only counted, so that no week can be told from another"
    if too_few_for_a_percentage(trend.learners):
        return _in_words(trend.reached_by_week[-1], trend.learners)
    return ""


def _in_words(reached: int, learners: int) -> str:
    so_far = f"{share_in_words(reached, learners)}, {reached} of {counted(learners, 'learner')}"
    return f"{so_far}: so few are told in words, not drawn"


def _chart(trend: Trend, progress: Progress) -> Chart:
    days = _week_ends(progress.as_at, progress.academic_year, len(trend.reached_by_week))
    line = Line(
        name=trend.wording,
        amounts=tuple(_share(reached, trend.learners) for reached in trend.reached_by_week),
    )
    headline = _headline(trend, days)
    return Chart(
        key="trend",
        headline=headline,
        subject=f"{trend.wording}: share of {counted(trend.learners, 'learner')} in percent, by week",
        alternative=f"{headline}. {_told(line, days)}.",
        body=line_chart(days, [line], scale=1, most=100),
        table=_table(trend, line, days),
    )


def _week_ends(as_at: date, academic_year: str, weeks: int) -> list[date]:
    """The last day of each week since 1 September; the last week ends with the day asked for."""
    first = first_day(academic_year) + WEEK - timedelta(days=1)
    return [min(first + WEEK * week, as_at) for week in range(weeks)]


def _share(reached: int, learners: int) -> Amount:
    percentage = 100 * reached // learners
    return Amount("known", percentage, f"{percentage}%")


def _table(trend: Trend, line: Line, days: Sequence[date]) -> Table:
    new = [after - before for before, after in pairwise((0, *trend.reached_by_week))]
    return Table(
        head=("Week to", "Reached by then", f"Of {number(trend.learners)}", "New in the week"),
        rows=tuple(
            (long_date(day), (known(reached), share, known(first)))
            for day, reached, share, first in zip(
                days, trend.reached_by_week, line.amounts, new, strict=True
            )
        ),
    )


def _headline(trend: Trend, days: Sequence[date]) -> str:
    """Where it stands, and which week brought most."""
    reached, [*weeks] = trend.reached_by_week[-1], pairwise((0, *trend.reached_by_week))
    if not reached:
        return f"None of {counted(trend.learners, 'learner')} reached by {long_date(days[-1])}"
    stands = f"{number(reached)} of {counted(trend.learners, 'learner')} reached by {long_date(days[-1])}"
    new = [after - before for before, after in weeks]
    most = max(new)
    return f"{stands}; most, {number(most)}, in the week to {short_date(days[new.index(most)])}"


def _told(line: Line, days: Sequence[date]) -> str:
    """The weeks in which the share rose, for those who cannot see the chart."""
    rises = [
        f"{long_date(day)} {after.words}"
        for day, before, after in zip(days, (known(0), *line.amounts), line.amounts, strict=False)
        if after.value != before.value
    ]
    return "Share by the end of a week, where it rose: " + (", ".join(rises) or "nowhere")


def _basis(trend: Trend, progress: Progress) -> str:
    said = (
        f"Learners on roll on {long_date(progress.as_at)}, each counted once, in the week that first "
        "reached them for certain. A past week is as we know it now."
    )
    if counted_alone := _only_counted(trend, progress):
        said += (
            f" {counted(counted_alone, 'learner more was', 'learners more were')} reached where learners "
            "were only counted, which no week can tell."
        )
    return said


def _only_counted(trend: Trend, progress: Progress) -> int:
    """Reached for certain by the figures, and in no week."""
    reached = sum(
        figure.numerator or 0
        for benchmark in progress.benchmarks
        for figure in benchmark.figures
        if figure.group is None and figure.criterion == f"{trend.criterion}.y{figure.year_group}"
    )
    return reached - trend.reached_by_week[-1]
