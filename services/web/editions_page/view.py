"""Two editions over the same evidence in words: benchmark by benchmark, and the figures that differ.

The rule: they stand side by side and are never subtracted; a criterion that one does not ask says so.
"""

from collections.abc import Sequence
from itertools import groupby

import msgspec

from hub_core.gatsby.figures import Status
from projections.benchmark_progress.answers import CriterionFigure
from projections.benchmark_progress.beside import CriteriaMet, Difference, EditionsBeside
from services.web.institution_page.figure_words import amount_of, next_step, who_of
from services.web.words import counted, long_date


class BenchmarkLine(msgspec.Struct, frozen=True, kw_only=True):
    """One benchmark: criteria achieved of those records can score, under each."""

    number: int
    name: str
    before: str
    after: str


class FigureLine(msgspec.Struct, frozen=True, kw_only=True):
    """One figure under each, in words."""

    who: str
    before: str
    after: str


class CriterionDiffers(msgspec.Struct, frozen=True, kw_only=True):
    """One criterion with the figures that differ."""

    wording: str
    lines: tuple[FigureLine, ...]


class BesidePage(msgspec.Struct, frozen=True, kw_only=True):
    """Both as a page shows them; ``names`` are what each is called."""

    headline: str
    names: tuple[str, str]
    as_at: str
    benchmarks: tuple[BenchmarkLine, ...]
    differences: tuple[CriterionDiffers, ...]


def beside_page(found: EditionsBeside, names: tuple[str, str]) -> BesidePage:
    """The page over the same evidence, with what each of the two is called."""
    of_everybody = [one for one in found.differences if _either(one).group is None]
    return BesidePage(
        headline="; ".join(
            f"{name}: {_of([getattr(one, side) for one in found.benchmarks])}"
            for name, side in zip(names, ("before", "after"), strict=True)
        ),
        names=names,
        as_at=long_date(found.as_at),
        benchmarks=tuple(
            BenchmarkLine(
                number=one.number,
                name=one.name,
                before=_of([one.before]),
                after=_of([one.after]),
            )
            for one in found.benchmarks
        ),
        differences=tuple(
            CriterionDiffers(wording=wording, lines=tuple(map(_line, differing)))
            for (_, wording), differing in groupby(of_everybody, key=_criterion)
        ),
    )


def _of(criteria: Sequence[CriteriaMet]) -> str:
    scored = sum(one.scored for one in criteria)
    if not scored:
        return "nothing to score"
    of = counted(scored, "criterion", "criteria")
    return f"{sum(one.achieved for one in criteria)} of {of} achieved"


def _either(one: Difference) -> CriterionFigure:
    figure = one.after or one.before
    assert figure is not None  # one of the two has it, or there were no difference
    return figure


def _criterion(one: Difference) -> tuple[int, str]:
    return one.benchmark, _either(one).wording


def _line(one: Difference) -> FigureLine:
    return FigureLine(
        who=who_of(_either(one)), before=_figure(one.before), after=_figure(one.after)
    )


def _figure(figure: CriterionFigure | None) -> str:
    if figure is None:
        return "Not asked"
    if figure.status is Status.NO_DATA:
        return figure.status.label  # silence is never nought per cent
    more = next_step(msgspec.structs.replace(figure, missing=""))
    return f"{figure.status.label}: {amount_of(figure)}" + (f"; {more}" if more else "")
