"""What an institution's own answers come to, under an edition that gives points.

The rule: the percentage is truncated, 100 is achieved, and what does not apply leaves the maximum.
Source: reconstructed from published scores (domain 1.4).
"""

from collections.abc import Mapping

import msgspec

from hub_core.gatsby.edition import AnswerKind, Benchmark, Criterion, Edition
from hub_core.gatsby.setting import Setting
from hub_core.reference.labelled import Labelled
from hub_core.values import AcademicYear

#: What an answer can be: yes or no, or a band's code.
Answers = Mapping[str, bool | str]


class Achievement(Labelled):
    """How far a benchmark is achieved. *Partly achieved* is not *in progress*."""

    ACHIEVED = "achieved", "Fully achieved"
    PARTLY = "partly_achieved", "Partly achieved"
    NOT_ACHIEVED = "not_achieved", "Not achieved"


class Score(msgspec.Struct, frozen=True, kw_only=True):
    """Points of one benchmark. ``percentage`` is whole, truncated; None when nothing in it applies."""

    benchmark: int
    points: int
    maximum: int

    @property
    def percentage(self) -> int | None:
        """Floor of 100 times points by maximum."""
        return 100 * self.points // self.maximum if self.maximum else None

    @property
    def achievement(self) -> Achievement | None:
        """Achieved at 100 only, not achieved at 0 only."""
        match self.percentage:
            case None:
                return None
            case 100:
                return Achievement.ACHIEVED
            case 0:
                return Achievement.NOT_ACHIEVED
            case _:
                return Achievement.PARTLY


def score(
    edition: Edition, answers: Answers, setting: Setting, academic_year: AcademicYear
) -> tuple[Score, ...]:
    """The points of each benchmark. An unanswered criterion that applies earns none.

    Raises ``ValueError`` for an answer the edition does not know.
    """
    _check(edition, answers)
    return tuple(
        _score(edition, benchmark, answers, setting, academic_year)
        for benchmark in edition.benchmarks
    )


def achieved(scores: tuple[Score, ...]) -> int:
    """The headline: how many benchmarks stand at 100."""
    return sum(one.achievement is Achievement.ACHIEVED for one in scores)


def _score(
    edition: Edition,
    benchmark: Benchmark,
    answers: Answers,
    setting: Setting,
    academic_year: AcademicYear,
) -> Score:
    asked = [one for one in benchmark.criteria if one.applies(setting, academic_year)]
    return Score(
        benchmark=benchmark.number,
        points=sum(_points(edition, one, answers.get(one.code)) for one in asked),
        maximum=sum(_most(edition, one) for one in asked),
    )


def _points(edition: Edition, criterion: Criterion, answer: bool | str | None) -> int:
    if answer is None:
        return 0
    if criterion.answer is AnswerKind.YES_NO:
        return int(answer is True)
    return next(band.points for band in edition.bands if band.code == answer)


def _most(edition: Edition, criterion: Criterion) -> int:
    if criterion.answer is AnswerKind.YES_NO:
        return 1
    return max(band.points for band in edition.bands)


def _check(edition: Edition, answers: Answers) -> None:
    known = {criterion.code: criterion for _, criterion in edition.criteria()}
    bands = {band.code for band in edition.bands}
    for code, answer in answers.items():
        criterion = known.get(code)
        if criterion is None:
            raise ValueError(f"{edition.code} has no criterion {code}.")
        if criterion.answer is AnswerKind.YES_NO and not isinstance(answer, bool):
            raise ValueError(f"{code} is answered with yes or no, not {answer!r}.")
        if criterion.answer is AnswerKind.BAND and answer not in bands:
            raise ValueError(
                f"{code} is answered with one of {', '.join(sorted(bands))}, not {answer!r}."
            )
