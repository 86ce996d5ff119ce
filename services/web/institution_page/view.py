"""An institution's progress as words and bars: what was reached, what is missing next, what nobody told.

The rule: silence never reads as nought per cent, and every figure says what it rests on.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby

import msgspec
from markupsafe import Markup

from hub_core.gatsby.figures import Status
from hub_core.rosters.events import LearnerGroup
from hub_core.values import year_group_label
from projections.benchmark_progress.answers import BenchmarkCoverage, CriterionFigure, Progress
from services.web.charts import coverage_bar
from services.web.words import counted, long_date

#: The class of GOV.UK's tag for each status; colour never stands alone.
_TAGS = {
    Status.ACHIEVED: "govuk-tag--green",
    Status.IN_PROGRESS: "govuk-tag--blue",
    Status.NOT_ACHIEVED: "govuk-tag--orange",
    Status.NOT_SCORED: "govuk-tag--grey",
    Status.HISTORY_INCOMPLETE: "govuk-tag--grey",
    Status.NO_DATA: "govuk-tag--grey",
}


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One figure: who it is about, the bar, its words, its status and what is missing."""

    label: str
    bar: Markup
    amount: str
    status: str
    tag: str
    next_step: str
    explain: str


class Gap(msgspec.Struct, frozen=True, kw_only=True):
    """One group beside everybody of its year group."""

    label: str
    amount: str
    difference: str


class CriterionCard(msgspec.Struct, frozen=True, kw_only=True):
    """One criterion with its lines, and the gaps of groups where the institution tells of any."""

    code: str
    wording: str
    lines: tuple[Line, ...]
    silent: str
    gaps: tuple[Gap, ...]


class BenchmarkCard(msgspec.Struct, frozen=True, kw_only=True):
    """One benchmark: its state in a sentence, its criteria, and those nobody supplied data on."""

    number: int
    name: str
    state: str
    criteria: tuple[CriterionCard, ...]
    silent: tuple[str, ...]


class InstitutionPage(msgspec.Struct, frozen=True, kw_only=True):
    """Everything the template of an institution needs."""

    id: str
    name: str
    headline: str
    rubric: str
    as_at: str
    day: str
    protected: bool
    benchmarks: tuple[BenchmarkCard, ...]


def institution_page(
    progress: Progress, *, name: str, protected: bool, query: str
) -> InstitutionPage:
    """The page as at the progress's date. ``query`` keeps edition and date in links."""
    return InstitutionPage(
        id=str(progress.institution),
        name=name,
        headline=_headline(progress),
        rubric=progress.edition_label,
        as_at=long_date(progress.as_at),
        day=progress.as_at.isoformat(),
        protected=protected,
        benchmarks=tuple(
            _card(benchmark, progress, query=query) for benchmark in progress.benchmarks
        ),
    )


def month_ends(academic_year_begins: date, today: date) -> Iterable[tuple[str, str]]:
    """Days one can look back to: each month's last day of the year so far, as value and words."""
    year, month = academic_year_begins.year, academic_year_begins.month
    while True:
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
        last = date.fromordinal(date(year, month, 1).toordinal() - 1)
        if last >= today or last.month == 8:
            return
        yield last.isoformat(), long_date(last)


def _headline(progress: Progress) -> str:
    scored = sum(one.scored for one in progress.benchmarks)
    achieved = sum(one.achieved for one in progress.benchmarks)
    silent = not any(
        figure.status not in (Status.NO_DATA, Status.NOT_SCORED)
        for one in progress.benchmarks
        for figure in one.figures
    )
    if silent:
        return f"Nothing was recorded for {progress.academic_year} by this day."
    return (
        f"{achieved} of {counted(scored, 'criterion', 'criteria')} that records can show "
        f"{'is' if achieved == 1 else 'are'} achieved in {progress.academic_year}."
    )


def _card(benchmark: BenchmarkCoverage, progress: Progress, *, query: str) -> BenchmarkCard:
    cards = [
        _criterion(list(figures), progress, query=query)
        for _, figures in groupby(benchmark.figures, key=_code)
    ]
    return BenchmarkCard(
        number=benchmark.number,
        name=benchmark.name,
        state=_state(benchmark),
        criteria=tuple(card for card in cards if card.lines),
        silent=tuple(card.wording for card in cards if not card.lines),
    )


def _state(benchmark: BenchmarkCoverage) -> str:
    if not benchmark.figures:
        return "Records cannot show this; only the school can say."
    if all(figure.status is Status.NO_DATA for figure in benchmark.figures):
        return "No data supplied"
    if not benchmark.scored:
        return "Nothing to score yet"
    of = counted(benchmark.scored, "criterion", "criteria")
    return f"{benchmark.achieved} of {of} achieved"


def _code(figure: CriterionFigure) -> str:
    suffix = "" if figure.year_group is None else f".y{figure.year_group}"
    return figure.criterion.removesuffix(suffix)


def _criterion(
    figures: Sequence[CriterionFigure], progress: Progress, *, query: str
) -> CriterionCard:
    everybody = [figure for figure in figures if figure.group is None]
    told = [one for one in everybody if one.status is not Status.NO_DATA and one.denominator != 0]
    silent = [_who(figure) for figure in everybody if figure.status is Status.NO_DATA]
    return CriterionCard(
        code=_code(figures[0]),
        wording=figures[0].wording,
        lines=tuple(_line(one, progress, query=query) for one in told),
        silent=f"No data supplied for {_listed(silent)}." if silent else "",
        gaps=tuple(_gaps(figures)),
    )


def _line(figure: CriterionFigure, progress: Progress, *, query: str) -> Line:
    return Line(
        label=_who(figure),
        bar=coverage_bar(figure.numerator or 0, figure.denominator or 0).body,
        amount=_amount(figure),
        status=figure.status.label,
        tag=_TAGS[figure.status],
        next_step=_next_step(figure),
        explain=(
            f"/institutions/{progress.institution}/explain/{figure.criterion}{query}"
            if figure.can_be_explained
            else ""
        ),
    )


def _who(figure: CriterionFigure) -> str:
    parts = [figure.part.replace(":", " phase,")] if figure.part else []
    parts += [] if figure.year_group is None else [year_group_label(figure.year_group)]
    return ", ".join(parts) or "The whole institution"


def _amount(figure: CriterionFigure) -> str:
    if figure.withheld:
        return "Not shown: few learners"
    if figure.percentage is None:
        return f"{figure.numerator or 0}"
    if figure.percentage != figure.percentage_at_most:
        return f"{figure.percentage}% to {figure.percentage_at_most}%, counted"
    return f"{figure.percentage}%, {figure.numerator} of {figure.denominator}"


def _next_step(figure: CriterionFigure) -> str:
    if figure.status is Status.HISTORY_INCOMPLETE:
        return "Records here began later than the time that counts."
    told = [figure.missing] if figure.missing else []
    if figure.to_threshold:
        more = counted(
            figure.to_threshold, f"more {figure.unit.label}", f"more {figure.unit.value}"
        )
        told.append(f"{more} to reach {figure.threshold}%")
    return "; ".join(told)


def _gaps(figures: Sequence[CriterionFigure]) -> Iterable[Gap]:
    whole = {(one.part, one.year_group): one for one in figures if one.group is None}
    for one in figures:
        everybody = whole.get((one.part, one.year_group))
        if one.group is None or not one.denominator or everybody is None:
            continue
        if one.status is Status.NO_DATA or one.percentage is None or everybody.percentage is None:
            continue
        points = one.percentage - everybody.percentage
        yield Gap(
            label=f"{LearnerGroup(one.group).label}, {_who(one)}",
            amount=f"{one.percentage}%, {one.numerator} of {one.denominator}",
            difference="as everybody"
            if not points
            else f"{abs(points)} points {'above' if points > 0 else 'below'}",
        )


def _listed(names: Sequence[str]) -> str:
    if len(names) > 1 and all(name.startswith("Year ") for name in names):
        years = [name.removeprefix("Year ") for name in names]
        return f"Years {', '.join(years[:-1])} and {years[-1]}"
    return " and ".join(names)
