"""The time that is told: the academic year before this one, whole, and this one up to a given day.

The rule: no clock. Days are proleptic ordinals, so that telling a day costs one look into a list.
"""

from datetime import date, timedelta
from functools import cached_property

from hub_core.values import (
    academic_year_of,
    first_day,
    last_day,
    previous_academic_year,
)
from services.platform.england.school_year import (
    Rhythm,
    days_by_weight,
    teaching_days,
    working_days,
)

#: Events may be planned or confirmed beyond the last day of the second year.
_BEYOND = timedelta(days=400)


class Period:
    """``years`` are the two academic years; ``first`` and ``today`` are told, nothing after."""

    def __init__(self, today: date) -> None:
        this_year = academic_year_of(today)
        self.years = (previous_academic_year(this_year), this_year)
        self.today = today.toordinal()
        self.first = first_day(self.years[0]).toordinal()
        self._end = last_day(this_year) + _BEYOND
        start = date.fromordinal(self.first)
        self._working = working_days(start, self._end)
        self._teaching = teaching_days(start, self._end, self.years)
        #: Each day as it is written, by days since the first.
        self.written = [
            (start + timedelta(days=n)).isoformat() for n in range((self._end - start).days + 1)
        ]

    def working(self, day: int) -> int:
        """This day or the Monday after; never before the first."""
        return self._working[max(day - self.first, 0)]

    def teaching(self, day: int) -> int:
        """This day or the next one of teaching."""
        return self._teaching[max(day - self.first, 0)]

    def iso(self, day: int) -> str:
        """The day as JSON writes it."""
        return self.written[day - self.first]

    @cached_property
    def second_year(self) -> int:
        """The first day of this academic year."""
        return first_day(self.years[1]).toordinal()

    def year_of(self, day: int) -> int:
        """0 in the first of the two years, 1 in the second."""
        return int(day >= self.second_year)

    def busy_days(self, rhythm: Rhythm, year: int) -> tuple[int, ...]:
        """4,096 slots with the days on which encounters take place."""
        return days_by_weight(rhythm, self.years[year])
