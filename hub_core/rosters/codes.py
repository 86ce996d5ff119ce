"""What rosters are written in: how somebody is registered, programmes of colleges, ways to send.

The rule: codes only; what a programme is called and who teaches it stays with the college.
"""

from datetime import date
from typing import Annotated

import msgspec

from hub_core.academic_years import academic_year_of, cohort_of
from hub_core.reference.activities import Pathway
from hub_core.reference.labelled import Labelled

#: The year group in which young people come to a college.
_FIRST_YEAR = 12


class Registration(Labelled):
    """Where a learner on two institutions' rolls counts in totals over institutions.

    Source: the school census's enrolment status (current or main, and subsidiary).
    """

    MAIN = "main", "Registered here only, or here in the main"
    SUBSIDIARY = "subsidiary", "Registered in the main at another institution"


class ProgrammeLevel(Labelled):
    """The level of a programme. Source: what qualification levels mean (GOV.UK), entry level to 8."""

    ENTRY = "entry", "Entry level"
    LEVEL_1 = "level_1", "Level 1"
    LEVEL_2 = "level_2", "Level 2"
    LEVEL_3 = "level_3", "Level 3"
    LEVEL_4_OR_5 = "level_4_or_5", "Level 4 or 5"
    LEVEL_6_OR_ABOVE = "level_6_or_above", "Level 6 or above"
    MIXED = "mixed", "More than one level"


class AgeBand(Labelled):
    """Whether learners of a programme are those the benchmarks are about.

    Source: the benchmarks for colleges are about learners aged 16 to 18, and to 24 with a plan.
    """

    YOUNG_PEOPLE = "16_to_18", "16 to 18, or up to 24 with an education, health and care plan"
    ADULTS = "19_plus", "19 and over"


class ApartReason(Labelled):
    """Why a learner is outside the cohort for whom an experience is relevant, at a special setting.

    Source: domain 1.1 (Compass for specialist settings asks about the relevant cohort).
    """

    COMPLEX_NEEDS = "complex_needs", "The experience would not be meaningful with their needs"
    HEALTH = "health", "Too ill to take part this year"
    SHORT_STAY = "short_stay", "Here for a few weeks only"
    PROVIDED_ELSEWHERE = "provided_elsewhere", "Their other institution provides it"
    SAFEGUARDING = "safeguarding", "It would not be safe"


class SendingKind(Labelled):
    """What a sending said of whoever is not in it."""

    COMPLETE = "complete", "Everybody on roll"
    PARTIAL = "partial", "Some learners"
    LEAVERS = "leavers", "Learners who left"


ProgrammeCode = Annotated[
    str,
    msgspec.Meta(
        pattern=r"^[A-Z0-9][A-Z0-9./-]{0,19}$(?!\n)",
        min_length=1,
        max_length=20,
        description="The college's own code of a programme, or its learning aim reference: capitals, "
        "digits, full stops, strokes and hyphens",
        examples=["60145678", "TL-DIGITAL-1"],
    ),
]
CampusCode = Annotated[
    str,
    msgspec.Meta(
        pattern=r"^[A-Z0-9][A-Z0-9-]{0,11}$(?!\n)",
        min_length=1,
        max_length=12,
        description="The college's own code of a campus",
        examples=["MAIN", "NORTH-1"],
    ),
]


class Programme(
    msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True
):
    """One programme at one campus with one start. Its learners are on roll from ``starts_on`` to
    ``planned_end``, both included, unless the institution says otherwise."""

    code: ProgrammeCode
    level: ProgrammeLevel
    starts_on: date
    planned_end: date
    ages: AgeBand = AgeBand.YOUNG_PEOPLE
    pathway: Pathway | None = None
    campus: CampusCode | None = None

    @property
    def is_about_young_people(self) -> bool:
        """Whether its learners are those the benchmarks are about."""
        return self.ages is AgeBand.YOUNG_PEOPLE

    @property
    def cohort(self) -> int:
        """The cohort its learners count in: whoever starts this year is in Year 12 this year."""
        return cohort_of(year_group=_FIRST_YEAR, academic_year=academic_year_of(self.starts_on))

    def runs_on(self, day: date) -> bool:
        """Whether this day is between its start and its planned end."""
        return self.starts_on <= day <= self.planned_end
