"""The days on which progress is measured, and how published tables name the time up to them.

The rule: a release is of a measure date and an edition; a day between two is refused.
"""

from collections.abc import Mapping
from datetime import date

from hub_core.academic_years import academic_year_of, end_year, start_year
from hub_core.evaluations.codes import MEASURE_DAYS

#: DfE's time identifier for the part of the academic year that has passed by a measure date, by month and
#: day. Source: value list of the Explore education statistics standard.
TIME_IDENTIFIERS: Mapping[tuple[int, int], str] = {
    (12, 31): "Autumn term",
    (3, 31): "Autumn and spring term",
    (7, 31): "Academic year",
}


class NoMeasureDate(ValueError):
    """The day is none on which progress is measured; the sentence names those around it."""


def require_measure_date(day: date) -> date:
    """The day itself. Raises ``NoMeasureDate`` for any other."""
    if (day.month, day.day) not in MEASURE_DAYS:
        near = sorted(date(day.year, *one) for one in MEASURE_DAYS)
        named = ", ".join(f"{one:%Y-%m-%d}" for one in near)
        raise NoMeasureDate(
            f"{day:%-d %B %Y} is no measure date. Those of {day.year} are {named}: choose one of them."
        )
    return day


def time_period(day: date) -> tuple[str, str]:
    """The time a release covers as DfE writes it: ``("202526", "Autumn term")``."""
    year = academic_year_of(day)
    return f"{start_year(year)}{end_year(year) % 100:02}", TIME_IDENTIFIERS[day.month, day.day]
