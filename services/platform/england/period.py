"""The time that is told: the academic year before this one, whole, and this one up to a given day.

The rule: no clock. Days are proleptic ordinals, so that telling a day costs one look into a list.
"""

from collections.abc import Callable
from datetime import date, timedelta

from hub_core.academic_years import academic_year_of, first_day, last_day, previous_academic_year
from services.platform.england.school_year import (
    Rhythm,
    days_by_weight,
    teaching_days,
    working_days,
)

#: Events may be planned or confirmed beyond the last day of the second year.
_BEYOND = timedelta(days=400)
#: Encounters of the first weeks would have been proposed so many days before, at most.
_BEFORE = 100


class Period:
    """``years`` are the two academic years; ``first`` and ``today`` are told, nothing after."""

    def __init__(self, today: date) -> None:
        this_year = academic_year_of(today)
        self.years = (previous_academic_year(this_year), this_year)
        self.today = today.toordinal()
        self.first = first_day(self.years[0]).toordinal()
        self._end = last_day(this_year) + _BEYOND
        start = date.fromordinal(self.first)
        #: This day or the Monday after, by ordinal; days before the first lead to it.
        self.working = self._table(working_days(start, self._end))
        #: This day or the next one of teaching, by ordinal; days before the first lead to it.
        self.teaching = self._table(teaching_days(start, self._end, self.years))
        #: Each day as JSON writes it, by ordinal.
        self.written = {
            day: date.fromordinal(day).isoformat()
            for day in range(self.first, self._end.toordinal() + 1)
        }
        self.second_year = first_day(this_year).toordinal()

    def _table(self, days: list[int]) -> Callable[[int], int]:
        """Looks a day up; an idle method call would be a tenth of the cost of telling an event."""
        earlier = range(self.first - _BEFORE, self.first)
        table = dict.fromkeys(earlier, days[0]) | dict(enumerate(days, start=self.first))
        return table.__getitem__

    def proposed(self, held: int, lead: int) -> int:
        """The day on which an encounter is proposed ``lead`` days ahead, or later if before the first.

        What the story cannot tell in time is spread over the first weeks, not heaped on one day.
        """
        day = held - lead
        if day < self.first:
            day = self.first + lead % max(1, (held - self.first) // 2)
        return self.working(day)

    def year_of(self, day: int) -> int:
        """0 in the first of the two years, 1 in the second."""
        return int(day >= self.second_year)

    def busy_days(self, rhythm: Rhythm, year: int) -> tuple[int, ...]:
        """4,096 slots with the days on which encounters take place."""
        return days_by_weight(rhythm, self.years[year])
