"""What happens to an institution's careers programme of an academic year.

The rule: the latest word on a year group, a backer or a statement is what stands. Nothing here is about a
person, and nothing is prose.
"""

from datetime import date
from typing import Annotated
from uuid import UUID

import msgspec

from hub_core.log.event import Event
from hub_core.programme.codes import Audience, Backer, LearningAim, LearningOutcome, Statement
from hub_core.values import AcademicYear, WebAddress, YearGroup, year_group_label

Aims = Annotated[tuple[LearningAim, ...], msgspec.Meta(min_length=1, max_length=len(LearningAim))]
Outcomes = Annotated[
    tuple[LearningOutcome, ...], msgspec.Meta(min_length=1, max_length=len(LearningOutcome))
]
Audiences = Annotated[tuple[Audience, ...], msgspec.Meta(min_length=1, max_length=len(Audience))]


class YearGroupAimsSet(Event, frozen=True, kw_only=True):
    """What a year group is to learn this academic year: at least one aim and one outcome."""

    TOPIC = "programme.YearGroupAimsSet.v1"
    institution: UUID
    academic_year: AcademicYear
    occurred_on: date
    year_group: YearGroup
    aims: Aims
    outcomes: Outcomes

    def heading(self) -> str:
        return (
            f"Careers aims were set for {year_group_label(self.year_group)}, {self.academic_year}"
        )


class ProgrammePublished(Event, frozen=True, kw_only=True):
    """The programme stands at this address, for these to understand."""

    TOPIC = "programme.ProgrammePublished.v1"
    institution: UUID
    academic_year: AcademicYear
    occurred_on: date
    address: WebAddress
    audiences: Audiences

    def heading(self) -> str:
        return f"A careers programme was published for {self.academic_year}"


class ProgrammeBacked(Event, frozen=True, kw_only=True):
    """Somebody whose word counts backed the programme on this day."""

    TOPIC = "programme.ProgrammeBacked.v1"
    institution: UUID
    academic_year: AcademicYear
    occurred_on: date
    by: Backer

    def heading(self) -> str:
        return f"A careers programme was backed: {self.by.label}"


class StatementMade(Event, frozen=True, kw_only=True):
    """What an institution says of itself, yes or no."""

    TOPIC = "programme.StatementMade.v1"
    institution: UUID
    academic_year: AcademicYear
    occurred_on: date
    statement: Statement
    holds: bool

    def heading(self) -> str:
        return f"{self.statement.label}: {'yes' if self.holds else 'no'}, an institution says"
