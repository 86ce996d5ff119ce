"""Academic years: every day in one, each after the other, and cohorts that keep their name."""

from datetime import date, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub_core import academic_years
from hub_core.values import RECEPTION, AcademicYear


@given(day=st.dates(min_value=date(2000, 9, 1), max_value=date(2098, 8, 31)))
def test_every_day_lies_within_its_academic_year(day: date) -> None:
    year = academic_years.academic_year_of(day)
    assert academic_years.first_day(year) <= day <= academic_years.last_day(year)
    assert msgspec.convert(year, AcademicYear) == year


@given(start=st.integers(min_value=2001, max_value=2097))
def test_academic_years_follow_each_other_without_a_gap(start: int) -> None:
    year = academic_years.academic_year_of(date(start, 9, 1))
    after = academic_years.next_academic_year(year)
    assert academic_years.first_day(after) == academic_years.last_day(year) + timedelta(days=1)
    assert academic_years.previous_academic_year(after) == year
    assert academic_years.end_year(year) == start + 1


@pytest.mark.parametrize(
    ("day", "term"),
    [
        (date(2025, 9, 1), academic_years.Term.AUTUMN),
        (date(2025, 12, 31), academic_years.Term.AUTUMN),
        (date(2026, 1, 1), academic_years.Term.SPRING),
        (date(2026, 3, 31), academic_years.Term.SPRING),
        (date(2026, 4, 1), academic_years.Term.SUMMER),
        (date(2026, 8, 31), academic_years.Term.SUMMER),
    ],
)
def test_terms_close_on_the_measure_dates(day: date, term: academic_years.Term) -> None:
    assert academic_years.term_of(day) is term


def test_the_cohort_that_finishes_year_11_in_2026_is_in_year_11_in_2025_26() -> None:
    assert academic_years.year_group_of(cohort=2026, academic_year="2025/26") == 11
    assert academic_years.year_group_of(cohort=2029, academic_year="2025/26") == 8
    assert academic_years.year_group_of(cohort=2037, academic_year="2025/26") == RECEPTION
    assert academic_years.year_group_of(cohort=2038, academic_year="2025/26") is None
    assert academic_years.year_group_of(cohort=2022, academic_year="2025/26") is None


@given(year_group=st.integers(0, 14), start=st.integers(2010, 2090))
def test_a_cohort_keeps_its_name_as_it_moves_up(year_group: int, start: int) -> None:
    year = academic_years.academic_year_of(date(start, 9, 1))
    cohort = academic_years.cohort_of(year_group=year_group, academic_year=year)
    assert academic_years.year_group_of(cohort=cohort, academic_year=year) == year_group
    if year_group < 14:
        after = academic_years.next_academic_year(year)
        assert academic_years.year_group_of(cohort=cohort, academic_year=after) == year_group + 1


def test_the_years_beside_the_first_and_the_last_hold_no_day() -> None:
    """Whoever asks about the first year that can be named may compare it with the one before."""
    assert academic_years.previous_academic_year("2000/01") == "1999/00"
    assert academic_years.next_academic_year("2098/99") == "2099/00"
