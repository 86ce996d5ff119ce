"""What happens to an official Compass result here: recorded as reported, corrected, withdrawn.

The rule: numbers and statuses are those Compass showed; nothing here is worked out from anything else.
``occurred_on`` is the day on which the evaluation was completed.
"""

from datetime import date
from typing import Annotated
from uuid import UUID

import msgspec

from hub_core.evaluations.codes import (
    BenchmarkNumber,
    BenchmarkStatus,
    EditionCode,
    EvaluationType,
    Percentage,
    ResultCorrection,
    ResultSource,
)
from hub_core.log.event import Event


class Reported(
    msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True
):
    """One benchmark as Compass shows it: a percentage, a status, or both."""

    percentage: Percentage | None = None
    status: BenchmarkStatus | None = None

    @property
    def achieved(self) -> bool:
        """Whether it was reported as achieved: at 100 per cent, or in that word."""
        return self.percentage == 100 or self.status is BenchmarkStatus.ACHIEVED

    @property
    def in_words(self) -> str:
        """As it was reported: 69%; 100%, achieved; In progress."""
        if self.percentage is not None:
            return "100%, achieved" if self.achieved else f"{self.percentage}%"
        return self.status.label if self.status else "Not said"


Benchmarks = Annotated[
    dict[BenchmarkNumber, Reported],
    msgspec.Meta(min_length=8, max_length=8, description="Each of the eight benchmarks"),
]


class CompassResultRecorded(Event, frozen=True, kw_only=True):
    """An institution's completed evaluation became known as it was reported."""

    TOPIC = "evaluations.CompassResultRecorded.v1"
    institution: UUID
    result: UUID
    occurred_on: date
    edition: EditionCode
    evaluation_type: EvaluationType
    source: ResultSource
    benchmarks: dict[BenchmarkNumber, Reported]

    def heading(self) -> str:
        achieved = sum(one.achieved for one in self.benchmarks.values())
        return f"A Compass result was recorded: {achieved} of 8 benchmarks achieved, as reported"


class CompassResultCorrected(Event, frozen=True, kw_only=True):
    """The whole result as it was really reported; what stood before no longer counts."""

    TOPIC = "evaluations.CompassResultCorrected.v1"
    institution: UUID
    result: UUID
    occurred_on: date
    edition: EditionCode
    evaluation_type: EvaluationType
    source: ResultSource
    benchmarks: dict[BenchmarkNumber, Reported]
    reason: ResultCorrection

    def heading(self) -> str:
        return f"A Compass result was corrected: {self.reason.label}"


class CompassResultWithdrawn(Event, frozen=True, kw_only=True):
    """The result no longer counts. ``occurred_on`` is the day its evaluation was said to be completed."""

    TOPIC = "evaluations.CompassResultWithdrawn.v1"
    institution: UUID
    result: UUID
    occurred_on: date
    reason: ResultCorrection

    def heading(self) -> str:
        return f"A Compass result was withdrawn: {self.reason.label}"
