"""Which official results stand, and which is the latest on a day: pure functions of events.

The rule: a percentage is never recomputed and never carried to another edition. An institution that has
reported nothing has no result, which is not the same as none achieved.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from uuid import UUID

import msgspec

from hub_core.evaluations.codes import MEASURE_DAYS, EvaluationType, ResultSource
from hub_core.evaluations.events import (
    CompassResultCorrected,
    CompassResultRecorded,
    CompassResultWithdrawn,
    Reported,
)
from hub_core.log.event import Event


class OfficialResult(msgspec.Struct, frozen=True, kw_only=True):
    """One completed evaluation as reported. ``copied_forward`` says that every benchmark stands exactly
    as in the result before it of the same edition: an evaluation copied and sent on, perhaps unread."""

    result: UUID
    completed_on: date
    edition: str
    evaluation_type: EvaluationType
    source: ResultSource
    benchmarks: dict[int, Reported]
    copied_forward: bool = False

    @property
    def achieved(self) -> int:
        """How many benchmarks were reported as achieved, 0 to 8."""
        return sum(one.achieved for one in self.benchmarks.values())


def as_reported(event: CompassResultRecorded | CompassResultCorrected) -> OfficialResult:
    """The result as this event gives it."""
    return OfficialResult(
        result=event.result,
        completed_on=event.occurred_on,
        edition=event.edition,
        evaluation_type=event.evaluation_type,
        source=event.source,
        benchmarks=event.benchmarks,
    )


def official_results(events: Iterable[Event], as_at: date) -> list[OfficialResult]:
    """The results of one institution that stand, completed by this day, oldest first.

    ``events`` are the institution's own in the order of the log; those of other contexts change nothing.
    """
    standing: dict[UUID, OfficialResult] = {}
    for event in events:
        match event:
            case CompassResultRecorded() | CompassResultCorrected():
                standing[event.result] = as_reported(event)
            case CompassResultWithdrawn():
                standing.pop(event.result, None)
            case _:
                pass
    return in_order(one for one in standing.values() if one.completed_on <= as_at)


def in_order(results: Iterable[OfficialResult]) -> list[OfficialResult]:
    """Oldest first, each marked where it only repeats the one before."""
    return list(_marked(sorted(results, key=lambda one: (one.completed_on, one.edition))))


def latest(results: Iterable[OfficialResult], as_at: date) -> OfficialResult | None:
    """The result completed last, on this day or before; None when there is none."""
    return max(
        (one for one in results if one.completed_on <= as_at),
        key=lambda one: (one.completed_on, one.edition),
        default=None,
    )


def last_measure_date(day: date) -> date:
    """The measure date this day is on or comes after: 31 December, 31 March or 31 July."""
    dates = [
        date(year, *month_day) for year in (day.year - 1, day.year) for month_day in MEASURE_DAYS
    ]
    return max(one for one in dates if one <= day)


def _marked(results: list[OfficialResult]) -> Iterator[OfficialResult]:
    before: dict[str, OfficialResult] = {}
    for one in results:
        former = before.get(one.edition)
        copied = former is not None and former.benchmarks == one.benchmarks
        yield msgspec.structs.replace(one, copied_forward=copied)
        before[one.edition] = one
