"""The rhythm of a school year: terms, half terms, National Careers Week, and when employers come.

The rule: the year is worked out from the calendar alone, so any academic year has its rhythm. Terms are
typical of England; every local authority sets its own.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from enum import Enum
from functools import cache

from hub_core.academic_years import end_year, first_day, last_day, start_year

#: Finer than a byte: the days of a year are shared out over so many slots.
DAY_SLOTS = 4096

SATURDAY = 5


class Rhythm(Enum):
    """Whose year it is."""

    SCHOOL = "school"
    COLLEGE = "college"
    ADULT = "adult"


#: How much happens on a teaching day of each month. Autumn and June are busy, August is quiet.
_MONTHS: dict[Rhythm, Mapping[int, float]] = {
    Rhythm.SCHOOL: {9: 5, 10: 9, 11: 15, 12: 7, 1: 8, 2: 9, 3: 11, 4: 6, 5: 6, 6: 14, 7: 9},
    Rhythm.COLLEGE: {9: 5, 10: 10, 11: 14, 12: 6, 1: 9, 2: 10, 3: 11, 4: 8, 5: 7, 6: 9, 7: 3},
    Rhythm.ADULT: {
        9: 9,
        10: 9,
        11: 10,
        12: 5,
        1: 11,
        2: 9,
        3: 10,
        4: 8,
        5: 8,
        6: 9,
        7: 7,
        8: 4,
    },
}
#: What a day of National Careers Week counts for beside another day of March.
_CAREERS_WEEK = 3.5
#: What a day of the holidays counts for; only adult services go on.
_HOLIDAY: dict[Rhythm, float] = {Rhythm.SCHOOL: 0.0, Rhythm.COLLEGE: 0.0, Rhythm.ADULT: 0.8}


@cache
def easter(year: int) -> date:
    """Easter Sunday (the anonymous Gregorian computus, Nature, 1876)."""
    century, of_century = divmod(year, 100)
    leap, rest = divmod(century, 4)
    epact = (19 * (year % 19) + century - leap - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * rest + 2 * (of_century // 4) - epact - of_century % 4) % 7
    correction = (year % 19 + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * correction + 114, 31)
    return date(year, month, day + 1)


@cache
def holidays(academic_year: str) -> frozenset[date]:
    """The weekdays without teaching, first and last weeks of September and July included."""
    autumn, summer = start_year(academic_year), end_year(academic_year)
    late_may = date(summer, 5, 31)
    bank_holiday = late_may - timedelta(days=late_may.weekday())
    weeks = (
        (first_day(academic_year), date(autumn, 9, 2)),
        _week(_monday_before(date(autumn, 10, 31))),
        (_monday_before(date(autumn, 12, 22)), date(summer, 1, 4)),
        _week(_monday_before(date(summer, 2, 18))),
        (easter(summer) - timedelta(days=6), easter(summer) + timedelta(days=5)),
        (date(summer, 5, 1) + _to_monday(date(summer, 5, 1)),) * 2,
        _week(bank_holiday),
        (date(summer, 7, 22), last_day(academic_year)),
    )
    return frozenset(
        day
        for first, last in weeks
        for day in (first + timedelta(days=n) for n in range((last - first).days + 1))
        if day.weekday() < SATURDAY
    )


def careers_week(academic_year: str) -> tuple[date, date]:
    """National Careers Week: Monday to Friday of the first full week of March."""
    march = date(end_year(academic_year), 3, 1)
    monday = march + _to_monday(march)
    return monday, monday + timedelta(days=4)


@cache
def days_by_weight(rhythm: Rhythm, academic_year: str) -> tuple[int, ...]:
    """The days of the year (proleptic ordinals) on 4,096 slots, shared out by how busy they are."""
    first = first_day(academic_year)
    days = [first + timedelta(days=n) for n in range((last_day(academic_year) - first).days + 1)]
    weights = [(day.toordinal(), _weight(day, rhythm, academic_year)) for day in days]
    total = sum(weight for _, weight in weights)
    filled: list[int] = []
    reached = 0.0
    for day, weight in weights:
        reached += weight
        filled.extend([day] * (round(reached / total * DAY_SLOTS) - len(filled)))
    return tuple(filled)


def working_days(first: date, last: date) -> list[int]:
    """For each day from ``first`` to ``last``: itself, or the Monday after, as ordinals."""
    return [
        day + max(0, 7 - date.fromordinal(day).weekday()) * (date.fromordinal(day).weekday() > 4)
        for day in range(first.toordinal(), last.toordinal() + 1)
    ]


def teaching_days(first: date, last: date, academic_years: tuple[str, ...]) -> list[int]:
    """For each day: itself, or the next day of teaching, as ordinals."""
    closed = frozenset(day for year in academic_years for day in holidays(year))
    found: list[int] = []
    next_open = last.toordinal() + 1
    for day in range(last.toordinal(), first.toordinal() - 1, -1):
        written = date.fromordinal(day)
        if written.weekday() < SATURDAY and written not in closed:
            next_open = day
        found.append(next_open)
    return found[::-1]


def _weight(day: date, rhythm: Rhythm, academic_year: str) -> float:
    if day.weekday() >= SATURDAY:
        return 0.0
    if day in holidays(academic_year):
        return _HOLIDAY[rhythm]
    monday, friday = careers_week(academic_year)
    busy = _CAREERS_WEEK if monday <= day <= friday and rhythm is not Rhythm.ADULT else 1.0
    return _MONTHS[rhythm].get(day.month, 0.0) * busy


def _week(monday: date) -> tuple[date, date]:
    return monday, monday + timedelta(days=4)


def _monday_before(day: date) -> date:
    """The Monday of this day's week."""
    return day - timedelta(days=day.weekday())


def _to_monday(day: date) -> timedelta:
    """How long from this day to the next Monday, nothing when it is one."""
    return timedelta(days=-day.weekday() % 7)
