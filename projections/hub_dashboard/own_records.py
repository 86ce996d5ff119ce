"""What an institution records of its own year, read as the benchmarks read it.

The rule: activities, matches and who was in which year group are for ``History`` to read, here as there; this
only keeps beside it what a fact leaves out: when it was recorded and how many were said to have come.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from pyroaring import BitMap

from hub_core.activities import events as a
from hub_core.gatsby.facts import Fact
from hub_core.log.event import Event
from hub_core.values import AcademicYear
from projections.benchmark_progress.history import History


class Record(NamedTuple):
    """An activity that stands. ``attended`` is the number of learners the institution gave."""

    fact: Fact
    attended: int
    recorded_at: datetime


class OwnRecords:
    """One institution's activities, matches and cohorts."""

    def __init__(self, institution: UUID) -> None:
        self._history = History(institution)
        self._matches = self._history.matches
        self._beside: dict[UUID, tuple[int, datetime]] = {}

    def apply(self, event: Event, position: int, recorded_at: datetime) -> None:
        """Take one event in."""
        self._history.apply(event, position)
        if isinstance(event, a.ActivityRecorded | a.ActivityCorrected):
            attended = 0 if event.attendance is None else event.attendance.total
            self._beside[event.activity] = (attended, recorded_at)

    def __iter__(self) -> Iterator[Record]:
        """Every activity that stands."""
        for activity, fact in self._history.facts.items():
            yield Record(fact, *self._beside[activity])

    def fact(self, activity: UUID | None) -> Fact | None:
        """An activity that stands; None for one withdrawn or never recorded."""
        return None if activity is None else self._history.facts.get(activity)

    def matched_with(self, one: UUID) -> UUID | None:
        """The other record of the same act, by the id of either."""
        return self._matches.get(one) if self._matches else None

    def year_groups(self, academic_year: AcademicYear) -> Mapping[int, BitMap]:
        """Who was in each year group at any time of the academic year."""
        return self._history.year_groups(academic_year)
