"""What primary schools and adult services return: counts for a whole year or month.

The rule: each event holds the whole return, so that the latest one of a period is what stands. Counts
only; nobody is named.
"""

from datetime import date
from typing import Annotated
from uuid import UUID

import msgspec

from hub_core.log.event import Event
from hub_core.returns.codes import (
    MOST_CLASSES,
    MOST_CONTACTS,
    MOST_ENCOUNTERS,
    MOST_PUPILS_A_CLASS,
    PRIMARY_YEAR_GROUPS,
    AdultOutcome,
    ReturnCorrection,
)
from hub_core.values import AcademicYear

PrimaryYearGroup = Annotated[
    int,
    msgspec.Meta(
        ge=PRIMARY_YEAR_GROUPS[0],
        le=PRIMARY_YEAR_GROUPS[-1],
        description="Year group of a primary school; 0 is Reception",
    ),
]
Classes = Annotated[int, msgspec.Meta(ge=0, le=MOST_CLASSES)]
MOST_PUPILS = MOST_CLASSES * MOST_PUPILS_A_CLASS * len(PRIMARY_YEAR_GROUPS)
Pupils = Annotated[int, msgspec.Meta(ge=0, le=MOST_PUPILS)]
Encounters = Annotated[int, msgspec.Meta(ge=0, le=MOST_ENCOUNTERS)]
People = Annotated[int, msgspec.Meta(ge=0, le=MOST_CONTACTS)]
Month = Annotated[
    str,
    msgspec.Meta(
        pattern=r"^20[0-9]{2}-(?:0[1-9]|1[0-2])$",
        min_length=7,
        max_length=7,
        description="Calendar month",
        examples=["2026-01"],
    ),
]


class ClassesOfYear(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The classes of one year group, and how many of them met somebody from the world of work."""

    classes: Classes
    met: Classes


class PrimaryYear(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A primary school's year: classes by year group, visits, pupils reached, and what is in place.

    ``pupils`` counts a child once, ``encounters`` each visit once. Source of what is asked: the
    primary programme's own measures (domain 3.5).
    """

    classes: Annotated[dict[PrimaryYearGroup, ClassesOfYear], msgspec.Meta(min_length=1)]
    encounters: Encounters
    pupils: Pupils
    strategy: bool
    in_curriculum: bool
    lead_teacher: bool


class MonthOfAdults(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An adult service's month: people it was in contact with, referred to it, referred on, and what
    they reached. A person counts once in each number."""

    contacts: People
    referrals_in: People
    referrals_out: People
    outcomes: dict[AdultOutcome, People] = {}


class PrimaryReturnSent(Event, frozen=True, kw_only=True):
    """A primary school sends its return of an academic year."""

    TOPIC = "returns.PrimaryReturnSent.v1"
    institution: UUID
    occurred_on: date
    academic_year: AcademicYear
    counts: PrimaryYear

    def heading(self) -> str:
        return f"A primary school sent its return for {self.academic_year}"


class PrimaryReturnCorrected(Event, frozen=True, kw_only=True):
    """The whole return as it should have been; the one before no longer counts."""

    TOPIC = "returns.PrimaryReturnCorrected.v1"
    institution: UUID
    occurred_on: date
    academic_year: AcademicYear
    counts: PrimaryYear
    reason: ReturnCorrection

    def heading(self) -> str:
        return f"A primary school corrected its return for {self.academic_year}"


class MonthlyCountsSent(Event, frozen=True, kw_only=True):
    """An adult service sends its counts of a month."""

    TOPIC = "returns.MonthlyCountsSent.v1"
    institution: UUID
    occurred_on: date
    month: Month
    counts: MonthOfAdults

    def heading(self) -> str:
        return f"An adult service sent its counts for {month_label(self.month)}"


class MonthlyCountsCorrected(Event, frozen=True, kw_only=True):
    """The whole month as it should have been; the counts before no longer stand."""

    TOPIC = "returns.MonthlyCountsCorrected.v1"
    institution: UUID
    occurred_on: date
    month: Month
    counts: MonthOfAdults
    reason: ReturnCorrection

    def heading(self) -> str:
        return f"An adult service corrected its counts for {month_label(self.month)}"


def first_of(month: str) -> date:
    """The first day of a month."""
    return date(int(month[:4]), int(month[5:]), 1)


def month_label(month: str) -> str:
    """January 2026."""
    return f"{first_of(month):%B %Y}"
