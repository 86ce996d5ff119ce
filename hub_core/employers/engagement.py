"""Which employers lapsed: met a hub's institutions last year, and have nothing booked with them this year.

The rule: declined, cancelled and disputed encounters are neither a meeting nor a booking. Source: domain
3.3 ("first-to-fade: employers active last year with no booking this year") and F-11.
"""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

import msgspec

from hub_core.academic_years import academic_year_of, previous_academic_year


class Meeting(msgspec.Struct, frozen=True, kw_only=True):
    """An employer and an institution on a day: it took place, or it is planned."""

    employer: UUID
    institution: UUID
    day: date
    took_place: bool


class Engagement(msgspec.Struct, kw_only=True):
    """What one employer did last year and does this year, with a hub's institutions together."""

    employer: UUID
    last_met: date | None = None
    met_last_year: set[UUID]
    booked_this_year: set[UUID]

    @property
    def lapsed(self) -> bool:
        """Active last year, and nothing this year."""
        return bool(self.met_last_year) and not self.booked_this_year


def engagements(meetings: Iterable[Meeting], academic_year: str) -> dict[UUID, Engagement]:
    """Each employer's engagement as seen from an academic year."""
    before = previous_academic_year(academic_year)
    found: dict[UUID, Engagement] = {}
    for meeting in meetings:
        employer, day = meeting.employer, meeting.day
        engagement = found.get(employer)
        if engagement is None:
            found[employer] = engagement = Engagement(
                employer=employer, met_last_year=set(), booked_this_year=set()
            )
        year = academic_year_of(day)
        if meeting.took_place:
            if engagement.last_met is None or engagement.last_met < day:
                engagement.last_met = day
            if year == before:
                engagement.met_last_year.add(meeting.institution)
        if year == academic_year:
            engagement.booked_this_year.add(meeting.institution)
    return found
