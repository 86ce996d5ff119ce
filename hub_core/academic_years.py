"""Reckoning with academic years: which one a day is in, its terms, and where a cohort stands in it.

A year is written as ``values.AcademicYear`` is ("2025/26"). The one rule: years begin on 1 September, and
learners are named by the calendar year in which they finish Year 11, which never changes.
"""

from datetime import date
from enum import StrEnum
from functools import lru_cache

from hub_core.values import LAST_YEAR_GROUP, RECEPTION

#: Days whose year is kept: a page of a hub asks for thousands, most of them of these few years.
MOST_DAYS = 4_000


class Term(StrEnum):
    """The three terms, in the Department for Education's spelling."""

    AUTUMN = "Autumn term"
    SPRING = "Spring term"
    SUMMER = "Summer term"


@lru_cache(maxsize=MOST_DAYS)
def academic_year_of(day: date) -> str:
    """The academic year a day falls in; years start on 1 September."""
    return _academic_year_starting(day.year if day.month >= 9 else day.year - 1)


def start_year(academic_year: str) -> int:
    """The calendar year in which the academic year begins: 2025 for "2025/26"."""
    return int(academic_year[:4])


def end_year(academic_year: str) -> int:
    """The calendar year in which the academic year ends: 2026 for "2025/26"."""
    return start_year(academic_year) + 1


def first_day(academic_year: str) -> date:
    """1 September of the year in which it begins."""
    return date(start_year(academic_year), 9, 1)


def last_day(academic_year: str) -> date:
    """31 August of the year in which it ends."""
    return date(end_year(academic_year), 8, 31)


def next_academic_year(academic_year: str) -> str:
    """The academic year after this one; after the last that can be named, one that nothing falls in."""
    return _named(start_year(academic_year) + 1)


def previous_academic_year(academic_year: str) -> str:
    """The academic year before this one; before the first that can be named, one that nothing falls in."""
    return _named(start_year(academic_year) - 1)


def term_of(day: date) -> Term:
    """The term a day counts in: September to December, January to March, April to August.

    Schools' own terms follow Easter; these fixed ones close on the measure dates 31 December,
    31 March and 31 July (with August), so that a term never straddles a return.
    """
    if day.month >= 9:
        return Term.AUTUMN
    return Term.SPRING if day.month <= 3 else Term.SUMMER


# --- Cohorts: learners named by the calendar year in which they finish Year 11 ---


def year_group_of(*, cohort: int, academic_year: str) -> int | None:
    """The year group a cohort is in, or ``None`` before Reception and after Year 14."""
    year_group = 11 - (cohort - end_year(academic_year))
    return year_group if RECEPTION <= year_group <= LAST_YEAR_GROUP else None


def cohort_of(*, year_group: int, academic_year: str) -> int:
    """The calendar year in which learners now in this year group finish Year 11."""
    return 11 - year_group + end_year(academic_year)


def _academic_year_starting(year: int) -> str:
    if not 2000 <= year <= 2098:
        raise ValueError(f"{year} is outside the academic years known here, 2000/01 to 2098/99.")
    return _named(year)


def _named(year: int) -> str:
    return f"{year}/{(year + 1) % 100:02}"
