"""In which weeks an institution sends its learners on placements, as it plans them.

The rule: an event gives a whole academic year's plan as it stands from then on.
"""

from datetime import date
from typing import Annotated
from uuid import UUID

import msgspec

from hub_core.log.event import Event
from hub_core.values import AcademicYear, YearGroup

#: A school year has 39 weeks; holidays stand between them.
MOST_WEEKS = 53


class PlacementWeek(
    msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True
):
    """One week, named by its Monday, and about how many learners go in it."""

    monday: date
    learners: Annotated[int, msgspec.Meta(ge=1, le=5_000)]
    year_groups: Annotated[tuple[YearGroup, ...], msgspec.Meta(max_length=15)] = ()


class PlacementWeeksDeclared(Event, frozen=True, kw_only=True):
    """The institution plans its placements of an academic year for these weeks."""

    TOPIC = "placements.PlacementWeeksDeclared.v1"
    institution: UUID
    academic_year: AcademicYear
    occurred_on: date
    weeks: tuple[PlacementWeek, ...]

    def heading(self) -> str:
        return f"An institution said in which weeks of {self.academic_year} its placements are"
