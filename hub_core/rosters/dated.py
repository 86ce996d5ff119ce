"""Values that hold from a day on, and the sets of learners a roster is made of.

The rule: a value holds until the next day's; of two told for one day, the one told later.
"""

from bisect import bisect_right
from datetime import date
from typing import Generic, TypeVar
from uuid import UUID

from pyroaring import BitMap

from hub_core.learner_sets import pack
from hub_core.log.event import Event
from hub_core.rosters.codes import Programme, Registration
from hub_core.rosters.events import (
    CohortDeclared,
    GroupDeclared,
    LearnerGroup,
    ProgrammeDeclared,
    SubsidiaryDeclared,
)

Value = TypeVar("Value")

#: Where a learner is on roll: a cohort by its year, or a programme.
Place = int | Programme
#: What a set of learners is of: a place, a group, or those registered in the main elsewhere.
Subject = Place | LearnerGroup | Registration


class Dated(Generic[Value]):
    """Values that each hold from their day on; of two on one day, the one told later."""

    def __init__(self) -> None:
        self._days: list[date] = []
        self._values: list[Value] = []

    def put(self, day: date, value: Value) -> None:
        """Let a value hold from this day."""
        place = bisect_right(self._days, day)
        self._days.insert(place, day)
        self._values.insert(place, value)

    def on(self, day: date) -> Value | None:
        """The value that holds on this day; None before the first."""
        place = bisect_right(self._days, day)
        return self._values[place - 1] if place else None

    def days(self) -> list[date]:
        """Every day for which a value was told, in order."""
        return self._days

    def days_after(self, day: date) -> list[date]:
        """Later days on which a value was told."""
        return self._days[bisect_right(self._days, day) :]


def telling(subject: Subject, institution: UUID, on: date, learners: BitMap) -> Event:
    """The event that says who is in a set from a day on."""
    packed = pack(learners)
    match subject:
        case LearnerGroup():
            return GroupDeclared(
                institution=institution, occurred_on=on, group=subject, learners=packed
            )
        case Registration():
            return SubsidiaryDeclared(institution=institution, occurred_on=on, learners=packed)
        case Programme():
            return ProgrammeDeclared(
                institution=institution, occurred_on=on, programme=subject, learners=packed
            )
        case int():
            return CohortDeclared(
                institution=institution, occurred_on=on, cohort=subject, learners=packed
            )


def is_place(subject: Subject) -> bool:
    """Whether being in it means being on roll."""
    return isinstance(subject, int | Programme)


def in_order(subject: Subject) -> tuple[bool, int, str]:
    """Cohorts by their year, then everything else by how it is written: the order of events."""
    number = subject if isinstance(subject, int) else 0
    return (not isinstance(subject, int), number, "" if number else repr(subject))
