"""One institution at a measure date, from its own events in the order of the log.

The rule: its figures are a fold of its own events and nothing else; no other institution is asked.
"""

from datetime import date, datetime
from uuid import UUID

from hub_core.log.event import Event
from hub_core.rollups.register import EVENTS as REGISTER_EVENTS
from hub_core.rollups.register import RegisterEntry, RollupInstitution
from hub_core.rollups.subjects import Subject
from projections.hub_dashboard.fold import PROJECTION, InstitutionFold
from projections.national_rollup.activity import of_year

#: Every event that says something of an institution in national tables.
EVENTS: tuple[type[Event], ...] = tuple(dict.fromkeys((*REGISTER_EVENTS, *PROJECTION.events)))
#: Most events are of encounters, which change nothing in the register.
_OF_REGISTER = frozenset(REGISTER_EVENTS)


class InstitutionHistory:
    """What one institution's events amount to so far."""

    def __init__(self, institution: UUID) -> None:
        self._entry = RegisterEntry(institution)
        self._fold = InstitutionFold(institution)

    def apply(self, event: Event, position: int, recorded_at: datetime) -> None:
        """Take one event in."""
        if type(event) in _OF_REGISTER:
            self._entry.apply(event)
        self._fold.apply(event, position, recorded_at)

    def at(self, day: date, academic_year: str, edition: str) -> RollupInstitution | None:
        """The institution at a measure date; None for one that had closed or is in no phase."""
        activity = of_year(self._fold, day, academic_year)
        told = {} if activity is None else {Subject.ACTIVITY: activity}
        return self._entry.at(day, academic_year, edition, told)
