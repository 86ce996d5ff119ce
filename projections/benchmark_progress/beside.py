"""Two editions over the same evidence, side by side: what each comes to, and where they differ.

The rule: neither is a change over time. Both are folded from the same events up to the same day, and nothing
of either is stored.
"""

from collections.abc import Iterator
from datetime import date
from uuid import UUID

import msgspec

from hub_core.rosters.events import LearnerGroup
from hub_core.values import AcademicYear
from projections.benchmark_progress.answers import CriterionFigure, Progress

#: What makes two figures of one address differ; their words do not.
_COUNTS = ("numerator", "at_most", "denominator", "threshold", "status", "unit", "withheld")


class EditionTold(msgspec.Struct, frozen=True, kw_only=True):
    """Which edition, and whose rubric it is."""

    code: str
    label: str


class CriteriaMet(msgspec.Struct, frozen=True, kw_only=True):
    """Criteria of a benchmark achieved, of those that records can score."""

    achieved: int
    scored: int


class BenchmarkBeside(msgspec.Struct, frozen=True, kw_only=True):
    """One benchmark under both."""

    number: int
    name: str
    before: CriteriaMet
    after: CriteriaMet


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """One figure that only one of the two has, or that differs; None where an edition does not ask it."""

    benchmark: int
    before: CriterionFigure | None
    after: CriterionFigure | None


class EditionsBeside(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """One institution under two editions: ``before`` is the one to compare with."""

    institution: UUID
    academic_year: AcademicYear
    as_at: date
    position: int
    before: EditionTold
    after: EditionTold
    benchmarks: tuple[BenchmarkBeside, ...]
    differences: tuple[Difference, ...]


def beside(before: Progress, after: Progress) -> EditionsBeside:
    """Two answers over the same evidence as one."""
    return EditionsBeside(
        institution=before.institution,
        academic_year=before.academic_year,
        as_at=before.as_at,
        position=before.position,
        before=EditionTold(code=before.edition, label=before.edition_label),
        after=EditionTold(code=after.edition, label=after.edition_label),
        benchmarks=tuple(
            BenchmarkBeside(
                number=one.number,
                name=other.name,
                before=CriteriaMet(achieved=one.achieved, scored=one.scored),
                after=CriteriaMet(achieved=other.achieved, scored=other.scored),
            )
            for one, other in zip(before.benchmarks, after.benchmarks, strict=True)
        ),
        differences=tuple(_differences(before, after)),
    )


def _differences(before: Progress, after: Progress) -> Iterator[Difference]:
    for one, other in zip(before.benchmarks, after.benchmarks, strict=True):
        first = {_key(figure): figure for figure in one.figures}
        second = {_key(figure): figure for figure in other.figures}
        for key in dict.fromkeys((*first, *second)):
            was, would_be = first.get(key), second.get(key)
            if was is None or would_be is None or _counts(was) != _counts(would_be):
                yield Difference(benchmark=one.number, before=was, after=would_be)


def _key(figure: CriterionFigure) -> tuple[str, LearnerGroup | None, str]:
    return figure.criterion, figure.group, figure.part


def _counts(figure: CriterionFigure) -> list[object]:
    return [getattr(figure, name) for name in _COUNTS]
