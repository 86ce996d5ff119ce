"""The time within which facts count for a cohort.

The rule: a cohort is the calendar year in which its learners finish Year 11, so every year group of
theirs has its academic year, and every window follows from the cohort alone. Days are inclusive.
"""

from datetime import date
from functools import cache

import msgspec

from hub_core.gatsby.measures import (
    AccessPhase,
    LearnersReached,
    Variety,
    Window,
    WorkplaceHours,
)
from hub_core.values import YearGroup

#: First and last year group of each key stage of secondary education. Source: domain A.3.
KEY_STAGES = ((7, 9), (10, 11), (12, 14))


class Span(msgspec.Struct, frozen=True):
    """From the first day to the last, both included."""

    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


@cache
def academic_year_of_cohort(cohort: int, year_group: YearGroup) -> Span:
    """The academic year in which this cohort is in this year group: 1 September to 31 August."""
    end = cohort - 11 + year_group
    return Span(date(end - 1, 9, 1), date(end, 8, 31))


def year_group_on(cohort: int, day: date) -> YearGroup:
    """The year group this cohort is in on a day; one that nobody is in, before and after school."""
    return 11 - cohort + day.year + (day.month >= 9)


def cohort_in(year_group: YearGroup, day: date) -> int:
    """The cohort that is in this year group on a day."""
    return 11 - year_group + day.year + (day.month >= 9)


def span_of(
    measure: LearnersReached | WorkplaceHours | Variety,
    cohort: int,
    year_group: YearGroup,
    *,
    as_at: date,
) -> Span:
    """When facts count for a cohort that is in this year group, up to ``as_at``."""
    this_year = academic_year_of_cohort(cohort, year_group)
    match measure:
        case LearnersReached(window=Window.ACADEMIC_YEAR):
            first = this_year.first
        case LearnersReached(window=Window.KEY_STAGE):
            first = academic_year_of_cohort(cohort, _key_stage_begins(year_group)).first
        case _:
            first = academic_year_of_cohort(cohort, measure.from_year).first
    return Span(first, min(this_year.last, as_at))


def span_of_phase(phase: AccessPhase, cohort: int) -> Span:
    """When a provider encounter counts for a phase: the last day is the same in leap years."""
    second = academic_year_of_cohort(cohort, phase.first_year + 1)
    last = date(second.last.year, phase.last_month, phase.last_day)
    return Span(academic_year_of_cohort(cohort, phase.first_year).first, last)


def _key_stage_begins(year_group: YearGroup) -> YearGroup:
    return next((first for first, last in KEY_STAGES if first <= year_group <= last), year_group)
