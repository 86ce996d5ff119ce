"""What a return is named by, and the figures an indicator may be worked out from.

The rule: an indicator names one of these figures, each of which stands on the platform already; a return
counts nothing of its own.
"""

from typing import Annotated

import msgspec

from hub_core.reference.labelled import Labelled
from hub_core.values import AcademicYear

_CODE = r"^[a-z][a-z0-9_]*$(?!\n)"
FunderCode = Annotated[
    str,
    msgspec.Meta(pattern=_CODE, max_length=40, description="Who is told", examples=["cec"]),
]
PeriodCode = Annotated[
    str,
    msgspec.Meta(
        pattern=_CODE, max_length=20, description="One period of the funder's year", examples=["q1"]
    ),
]
IndicatorCode = Annotated[
    str,
    msgspec.Meta(
        pattern=_CODE,
        max_length=60,
        description="One line of the return",
        examples=["mean_benchmarks"],
    ),
]


class Period(msgspec.Struct, frozen=True, kw_only=True):
    """What one return is about: a funder's period of an academic year."""

    funder: FunderCode
    academic_year: AcademicYear
    period: PeriodCode


class ReturnUnit(Labelled):
    """What a figure is counted in."""

    NUMBER = "number", "Number"
    MEAN = "mean", "Mean"
    CHANGE = "change", "Change"
    PERCENT = "percent", "%"


class FigureName(Labelled):
    """A figure that stands already, with where it stands. Each is as at the period's last day."""

    #: Membership: members out of the institutions a hub could have.
    COVERAGE = "coverage", "Membership: active members of eligible institutions"
    #: Official results as reported, of the members Compass evaluates.
    EVALUATION_RECENCY = "evaluation_recency", "Official results since the last measure date"
    MEAN_BENCHMARKS = "mean_benchmarks", "Benchmarks page: mean number officially achieved"
    BENCHMARK_ACHIEVED = "benchmark_achieved", "Benchmarks page: declared achieved"
    ALL_EIGHT = "all_eight", "Benchmarks page: all eight officially achieved"
    NONE_ACHIEVED = "none_achieved", "Benchmarks page: none officially achieved"
    DISTANCE_TRAVELLED = (
        "distance_travelled",
        "Benchmarks page: mean change since the same day a year before",
    )
    #: Encounters with employers, of the period alone.
    ENCOUNTERS = "encounters", "Hub figures: encounters by month"
    LEARNER_ENCOUNTERS = "learner_encounters", "Hub figures: learner encounters by month"
    MEMBERS_WITH_ENCOUNTERS = "members_with_encounters", "Hub figures: members with an encounter"
    #: Training, workforce and quality records of the members Compass evaluates.
    LEADER_IN_POST = "leader_in_post", "Workforce register: careers leader in post"
    LEADER_TRAINED = "leader_trained", "Training records: careers leader trained"
    ADVISER_MATCHED = "adviser_matched", "Workforce register: enterprise adviser matched"
    LEADERSHIP_REVIEWED = "leadership_reviewed", "Quality records: leadership review within a year"
    PEER_REVIEWED = "peer_reviewed", "Quality records: peer review within three years"
    STATEMENT_PUBLISHED = "statement_published", "Provider access statements published"

    @property
    def unit(self) -> ReturnUnit:
        """What it is counted in."""
        return _UNITS.get(self, ReturnUnit.PERCENT)


_UNITS = {
    FigureName.MEAN_BENCHMARKS: ReturnUnit.MEAN,
    FigureName.DISTANCE_TRAVELLED: ReturnUnit.CHANGE,
    FigureName.ENCOUNTERS: ReturnUnit.NUMBER,
    FigureName.LEARNER_ENCOUNTERS: ReturnUnit.NUMBER,
}
