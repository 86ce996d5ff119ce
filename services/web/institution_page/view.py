"""An institution's progress as words and bars: what was reached, what is missing next, what nobody told.

The rule: silence never reads as nought per cent, and every figure says what it rests on.
"""

import math
from collections.abc import Iterable, Sequence
from itertools import groupby

import msgspec
from markupsafe import Markup

from hub_core.evaluations.standing import OfficialResult
from hub_core.gatsby.edition import Criterion, editions
from hub_core.gatsby.figures import Status, Unit
from hub_core.gatsby.in_words import share_in_words, too_few_for_a_percentage
from hub_core.rosters.events import LearnerGroup
from hub_core.values import year_group_label
from projections.benchmark_progress.addresses import code_in
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


class OwnWord(msgspec.Struct, frozen=True, kw_only=True):
    """One criterion that records cannot show, and why."""

    wording: str
    why: str


class Nearest(msgspec.Struct, frozen=True, kw_only=True):
    """The figure that lacks least to be achieved: what it lacks, what it is about, and where to ask why."""

    step: str
    wording: str
    explain: str


class BenchmarkCard(msgspec.Struct, frozen=True, kw_only=True):
    """One benchmark: what was declared of it, what records show, which step is ``nearest``, its criteria,
    those nobody supplied data on, and those that only the institution can answer."""

    number: int
    name: str
    declared: str
    state: str
    nearest: Nearest
    criteria: tuple[CriterionCard, ...]
    silent: tuple[str, ...]
    own_word: tuple[OwnWord, ...]


class InstitutionPage(msgspec.Struct, frozen=True, kw_only=True):
    """Everything the template of an institution needs."""

    id: str
    name: str
    headline: str
    rubric: str
    as_at: str
    day: str
    protected: bool
    declared: str
    benchmarks: tuple[BenchmarkCard, ...]


def institution_page(
    progress: Progress,
    *,
    name: str,
    protected: bool,
    query: str,
    declared: OfficialResult | None = None,
) -> InstitutionPage:
    """The page as at the progress's date. ``query`` keeps edition and date in links, ``declared`` is the
    official result that stood on that day."""
    return InstitutionPage(
        id=str(progress.institution),
        name=name,
        headline=_headline(progress),
        rubric=progress.edition_label,
        as_at=long_date(progress.as_at),
        day=progress.as_at.isoformat(),
        protected=protected,
        declared=_result(declared, progress),
        benchmarks=tuple(
            _card(benchmark, progress, declared, query=query) for benchmark in progress.benchmarks
        ),
    )


def _headline(progress: Progress) -> str:
    scored = sum(one.scored for one in progress.benchmarks)
    achieved = sum(one.achieved for one in progress.benchmarks)
    if progress.silent:
        return f"Nothing was recorded for {progress.academic_year} by this day."
    return (
        f"{achieved} of {counted(scored, 'criterion', 'criteria')} that records can show "
        f"{'is' if achieved == 1 else 'are'} achieved in {progress.academic_year}."
    )


def _result(declared: OfficialResult | None, progress: Progress) -> str:
    if declared is None:
        return "No official Compass result is recorded."
    on = long_date(declared.completed_on)
    if declared.edition != progress.edition:
        return (
            f"The official Compass result of {on} is of another edition, and is not set beside it."
        )
    return f"Declared is the official Compass result of {on}."


def _card(
    benchmark: BenchmarkCoverage,
    progress: Progress,
    declared: OfficialResult | None,
    *,
    query: str,
) -> BenchmarkCard:
    cards = [
        _criterion(list(figures), progress, query=query)
        for _, figures in groupby(benchmark.figures, key=_code)
    ]
    return BenchmarkCard(
        number=benchmark.number,
        name=benchmark.name,
        declared=declared.benchmarks[benchmark.number].in_words
        if declared is not None and declared.edition == progress.edition
        else "",
        state=_state(benchmark),
        nearest=_nearest(benchmark, progress, query=query),
        criteria=tuple(card for card in cards if card.lines),
        silent=tuple(card.wording for card in cards if not card.lines),
        own_word=tuple(
            OwnWord(wording=one.wording, why=f"{one.declared}.")
            for number, one in _declared(progress.edition)
            if number == benchmark.number
        ),
    )


def _declared(edition: str) -> Iterable[tuple[int, Criterion]]:
    """The criteria that only institutions can answer, each with its benchmark's number."""
    for benchmark, criterion in editions()[edition].criteria():
        if criterion.declared:
            yield benchmark.number, criterion


def _state(benchmark: BenchmarkCoverage) -> str:
    if not benchmark.figures:
        return "Records cannot show this; only the school can say."
    if all(figure.status is Status.NO_DATA for figure in benchmark.figures):
        return "No data supplied"
    if not benchmark.scored:
        return "Nothing to score yet"
    of = counted(benchmark.scored, "criterion", "criteria")
    return f"{benchmark.achieved} of {of} achieved"


def _nearest(benchmark: BenchmarkCoverage, progress: Progress, *, query: str) -> Nearest:
    """Of what is not achieved yet, the figure of everybody of whom the smallest part is missing; one of which
    it is told otherwise what it lacks where there is no other."""
    lacking = [one for one in benchmark.figures if one.group is None and _lacks(one)]
    if not lacking:
        return Nearest(step=_nothing_lacks(benchmark), wording="", explain="")
    figure = min(lacking, key=_part_missing)
    step = _more(figure) if _can_be_counted(figure) else next_step(figure)
    about = "" if figure.year_group is None and not figure.part else f"{who_of(figure)}: "
    words = about + step
    return Nearest(
        step=words[0].upper() + words[1:],
        wording=figure.wording,
        explain=_explain(figure, progress, query),
    )


def _nothing_lacks(benchmark: BenchmarkCoverage) -> str:
    if not benchmark.figures:
        return "Only the school can say"
    if benchmark.scored and benchmark.achieved == benchmark.scored:
        return "All achieved"
    return "Nothing recorded to tell it by"


_OPEN = (Status.IN_PROGRESS, Status.NOT_ACHIEVED, Status.HISTORY_INCOMPLETE)


def _lacks(figure: CriterionFigure) -> bool:
    return figure.status in _OPEN and bool(next_step(figure))


def _part_missing(figure: CriterionFigure) -> float:
    if not _can_be_counted(figure):
        return math.inf
    return _to_go(figure) / (figure.denominator or 1)


def _can_be_counted(figure: CriterionFigure) -> bool:
    """Whether so many more achieve it: of meetings that were held more do not mend those with nobody
    qualified, and of what happened before records began nobody can tell more."""
    of_now = figure.status is not Status.HISTORY_INCOMPLETE
    return of_now and bool(figure.to_threshold) and figure.unit is not Unit.MEETINGS


def _to_go(figure: CriterionFigure) -> int:
    return figure.to_threshold or 0


def _code(figure: CriterionFigure) -> str:
    return code_in(figure.criterion)


def _criterion(
    figures: Sequence[CriterionFigure], progress: Progress, *, query: str
) -> CriterionCard:
    everybody = [figure for figure in figures if figure.group is None]
    told = [one for one in everybody if one.status is not Status.NO_DATA and one.denominator != 0]
    silent = [who_of(figure) for figure in everybody if figure.status is Status.NO_DATA]
    return CriterionCard(
        code=_code(figures[0]),
        wording=figures[0].wording,
        lines=tuple(_line(one, progress, query=query) for one in told),
        silent=f"No data supplied for {_listed(silent)}." if silent else "",
        gaps=tuple(_gaps(figures)),
    )


def _line(figure: CriterionFigure, progress: Progress, *, query: str) -> Line:
    return Line(
        label=who_of(figure),
        bar=_bar(figure),
        amount=amount_of(figure),
        status=figure.status.label,
        tag=_TAGS[figure.status],
        next_step=next_step(figure),
        explain=_explain(figure, progress, query),
    )


def _explain(figure: CriterionFigure, progress: Progress, query: str) -> str:
    """Where it is told why a figure is as it is; empty for whoever may not ask."""
    if not figure.can_be_explained:
        return ""
    return f"/institutions/{progress.institution}/explain/{figure.criterion}{query}"


def who_of(figure: CriterionFigure) -> str:
    """Whom a figure is about: Year 8; first phase, attended, Year 8; the whole institution."""
    parts = [figure.part.replace(":", " phase,")] if figure.part else []
    parts += [] if figure.year_group is None else [year_group_label(figure.year_group)]
    return ", ".join(parts) or "The whole institution"


def _bar(figure: CriterionFigure) -> Markup:
    """The share as a bar; none for a handful of learners, of whom it would say too much."""
    if _is_in_words(figure):
        return Markup("")
    return coverage_bar(figure.numerator or 0, figure.denominator or 0).body


def _is_in_words(figure: CriterionFigure) -> bool:
    return figure.unit is Unit.LEARNERS and too_few_for_a_percentage(figure.denominator or 0)


def amount_of(figure: CriterionFigure) -> str:
    """How much of what is asked, as it may be told."""
    if figure.withheld:
        return "Not shown: few learners"
    if figure.unit is Unit.LEADERS:
        return _of_leader(figure)
    if figure.percentage is None:
        return f"{figure.numerator or 0}"
    if _is_in_words(figure):
        return _in_words(figure)
    if figure.percentage != figure.percentage_at_most:
        return f"{figure.percentage}% to {figure.percentage_at_most}%, counted"
    return f"{figure.percentage}%, {figure.numerator} of {figure.denominator}"


def _of_leader(figure: CriterionFigure) -> str:
    if figure.numerator:
        return "Yes"
    return "By the institution’s own word" if figure.at_most else "No"


def _in_words(figure: CriterionFigure) -> str:
    whole, certain, most = figure.denominator or 0, figure.numerator or 0, figure.at_most or 0
    words, at_most = share_in_words(certain, whole), share_in_words(most, whole)
    if certain == most:
        return f"{words}, {certain} of {whole}"
    upto = words if words == at_most else f"{words} to {at_most.lower()}"
    return f"{upto}, {certain} to {most} of {whole}, counted"


def next_step(figure: CriterionFigure) -> str:
    """What is missing to the next step."""
    if figure.status is Status.HISTORY_INCOMPLETE:
        return "Records here began later than the time that counts."
    told = [figure.missing] if figure.missing else []
    if _can_be_counted(figure):
        told.append(_more(figure))
    return "; ".join(told)


def _more(figure: CriterionFigure) -> str:
    more = counted(_to_go(figure), f"more {figure.unit.label}", f"more {figure.unit.many}")
    if figure.unit is Unit.LEADERS:
        return more
    goal = "achieve it" if _is_in_words(figure) else f"reach {figure.threshold}%"
    return f"{more} to {goal}"


def _gaps(figures: Sequence[CriterionFigure]) -> Iterable[Gap]:
    whole = {(one.part, one.year_group): one for one in figures if one.group is None}
    for one in figures:
        everybody = whole.get((one.part, one.year_group))
        if one.group is None or not one.denominator or everybody is None:
            continue
        if one.status is Status.NO_DATA or one.percentage is None or everybody.percentage is None:
            continue
        yield Gap(
            label=f"{LearnerGroup(one.group).label}, {who_of(one)}",
            amount=amount_of(one),
            difference=_beside(one, everybody),
        )


def _beside(one: CriterionFigure, everybody: CriterionFigure) -> str:
    if _is_in_words(one) or _is_in_words(everybody):
        return "Too few learners to compare"
    points = (one.percentage or 0) - (everybody.percentage or 0)
    if not points:
        return "as everybody"
    return f"{abs(points)} points {'above' if points > 0 else 'below'}"


def _listed(names: Sequence[str]) -> str:
    if len(names) > 1 and all(name.startswith("Year ") for name in names):
        years = [name.removeprefix("Year ") for name in names]
        return f"Years {', '.join(years[:-1])} and {years[-1]}"
    return " and ".join(names)
