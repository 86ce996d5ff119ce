"""An institution's progress as words and bars: what was reached, what is missing next, what nobody told.

The rule: silence never reads as nought per cent, and every figure says what it rests on.
"""

from collections.abc import Iterable, Sequence
from itertools import groupby

import msgspec
from markupsafe import Markup

from hub_core.evaluations.standing import OfficialResult
from hub_core.gatsby.edition import Criterion, editions
from hub_core.gatsby.figures import Status
from hub_core.gatsby.setting import Setting
from hub_core.rosters.events import LearnerGroup
from hub_core.values import listed
from projections.benchmark_progress.addresses import code_in
from projections.benchmark_progress.answers import BenchmarkCoverage, CriterionFigure, Progress
from services.web.charts import coverage_bar
from services.web.institution_page.figure_words import amount_of, is_in_words, next_step, who_of
from services.web.institution_page.nearest import Nearest, explained_at, nearest_of
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
    """Everything the template of an institution needs. ``not_asked`` names the benchmarks that ask nothing of
    such an institution, empty where all of them ask something."""

    id: str
    name: str
    headline: str
    rubric: str
    as_at: str
    day: str
    protected: bool
    declared: str
    benchmarks: tuple[BenchmarkCard, ...]
    not_asked: str


def institution_page(
    progress: Progress,
    *,
    name: str,
    setting: Setting,
    protected: bool,
    query: str,
    declared: OfficialResult | None = None,
) -> InstitutionPage:
    """The page as at the progress's date. ``query`` keeps edition and date in links, ``declared`` is the
    official result that stood on that day."""
    cards = [
        _card(benchmark, progress, setting, declared, query=query)
        for benchmark in progress.benchmarks
    ]
    asked = [one for one in cards if one.criteria or one.silent or one.own_word]
    return InstitutionPage(
        id=str(progress.institution),
        name=name,
        headline=_headline(progress),
        rubric=progress.edition_label,
        as_at=long_date(progress.as_at),
        day=progress.as_at.isoformat(),
        protected=protected,
        declared=_result(declared, progress),
        benchmarks=tuple(asked),
        not_asked=_not_asked([one.number for one in cards if one not in asked], setting),
    )


def _not_asked(numbers: Sequence[int], setting: Setting) -> str:
    if not numbers:
        return ""
    which = f"Benchmark{'s' if len(numbers) > 1 else ''} {listed(tuple(map(str, numbers)))}"
    verb = "ask" if len(numbers) > 1 else "asks"
    kind = setting.kind.label
    return f"{which} {verb} nothing of {'an' if kind[0] in 'AEIOU' else 'a'} {kind.lower()}."


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
    setting: Setting,
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
        nearest=nearest_of(benchmark, progress, query=query),
        criteria=tuple(card for card in cards if card.lines),
        silent=tuple(card.wording for card in cards if not card.lines),
        own_word=tuple(
            OwnWord(wording=one.wording, why=f"{one.declared}.")
            for number, one in _declared(progress, setting)
            if number == benchmark.number
        ),
    )


def _declared(progress: Progress, setting: Setting) -> Iterable[tuple[int, Criterion]]:
    """The criteria asked of it that only it can answer, each with its benchmark's number."""
    for benchmark, criterion in editions()[progress.edition].criteria():
        if criterion.declared and criterion.applies(setting, progress.academic_year):
            yield benchmark.number, criterion


def _state(benchmark: BenchmarkCoverage) -> str:
    if not benchmark.figures:
        return "Records cannot show this; only the institution can say."
    if all(figure.status is Status.NO_DATA for figure in benchmark.figures):
        return "No data supplied"
    if not benchmark.scored:
        return "Nothing to score yet"
    of = counted(benchmark.scored, "criterion", "criteria")
    return f"{benchmark.achieved} of {of} achieved"


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
        explain=explained_at(figure, progress, query),
    )


def _bar(figure: CriterionFigure) -> Markup:
    """The share as a bar; none for a handful of learners, of whom it would say too much."""
    if is_in_words(figure):
        return Markup("")
    return coverage_bar(figure.numerator or 0, figure.denominator or 0).body


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
    if is_in_words(one) or is_in_words(everybody):
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
