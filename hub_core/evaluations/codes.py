"""What a Compass result is made of, in Compass's own words.

The rule: statuses, kinds of evaluation and measure dates stand here with their source, never in code.
"""

from collections.abc import Mapping
from typing import Annotated

import msgspec

from hub_core.reference.labelled import Labelled
from hub_core.reference.service_phases import ServicePhase

BENCHMARKS = range(1, 9)

BenchmarkNumber = Annotated[
    int, msgspec.Meta(ge=1, le=8, description="One of the eight Gatsby Benchmarks")
]
Percentage = Annotated[
    int, msgspec.Meta(ge=0, le=100, description="Whole per cent, as Compass shows it")
]
EditionCode = Annotated[
    str,
    msgspec.Meta(
        pattern=r"^GATSBY-20[0-9]{2}$",
        min_length=11,
        max_length=11,
        description="Edition of the benchmarks",
        examples=["GATSBY-2024"],
    ),
]

#: The days on which progress is formally measured, by month and day. Source: domain 1.1 and A.3.
MEASURE_DAYS = ((3, 31), (7, 31), (12, 31))


class EvaluationType(Labelled):
    """The three evaluations of Compass since autumn 2025. Source: domain 1.1."""

    SCHOOLS = "schools", "Schools"
    SPECIALIST_SETTINGS = "specialist_settings", "Specialist settings"
    FE_AND_ITPS = "fe_and_itps", "Further education and independent training providers"


#: The evaluation an institution of a phase completes unless it says another: a sixth form college may
#: use that of schools. Primary schools and adult services complete none by themselves.
USUAL_EVALUATION: Mapping[ServicePhase, EvaluationType] = {
    ServicePhase.SECONDARY: EvaluationType.SCHOOLS,
    ServicePhase.SPECIAL_AND_ALTERNATIVE: EvaluationType.SPECIALIST_SETTINGS,
    ServicePhase.FE_AND_SKILLS: EvaluationType.FE_AND_ITPS,
}


class ResultSource(Labelled):
    """On whose word a result stands here."""

    COMPASS = "compass", "Compass, told by the institution"
    COMPASS_PLUS = "compass_plus", "Compass+, told by the institution"
    REPORTED_BY_HUB = "reported_by_hub", "Reported by the hub"


class BenchmarkStatus(Labelled):
    """How Compass words where a benchmark stands. Source: domain 1.6."""

    ACHIEVED = "achieved", "Achieved"
    IN_PROGRESS = "in_progress", "In progress"
    NOT_ACHIEVED = "not_achieved", "Not achieved"
    NOT_SCORED = "unscored", "Not scored"


class ResultCorrection(Labelled):
    """Why a result is corrected or withdrawn."""

    WRONG_NUMBERS = "wrong_numbers", "A number or status was copied wrongly"
    WRONG_DETAILS = "wrong_details", "Date, edition or kind of evaluation was wrong"
    WRONG_INSTITUTION = "wrong_institution", "It is another institution's"
    TOLD_BY_INSTITUTION = "told_by_institution", "The institution has told it itself"
    OTHER = "other", "Another reason"
