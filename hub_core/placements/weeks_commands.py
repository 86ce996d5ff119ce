"""The command by which an institution plans its placement weeks.

The rule: the whole year is said at once, so that what is left out is no longer planned.
"""

from typing import Annotated, ClassVar
from uuid import UUID

import msgspec

from hub_core.membership.institution import Institution, no_such_institution
from hub_core.placements.weeks import PlacementWeeks, weeks_stream
from hub_core.placements.weeks_events import MOST_WEEKS, PlacementWeek
from hub_core.values import AcademicYear
from hub_core.work import Changed, Command, Work, handles


class DeclarePlacementWeeks(Command, frozen=True, kw_only=True):
    """Say in which weeks of an academic year the institution's placements are, and for how many."""

    OPERATION: ClassVar[str] = "placements.declare_weeks"
    institution: UUID
    academic_year: AcademicYear
    weeks: Annotated[tuple[PlacementWeek, ...], msgspec.Meta(max_length=MOST_WEEKS)]


@handles(DeclarePlacementWeeks)
async def declare_weeks(command: DeclarePlacementWeeks, work: Work) -> Changed:
    """Said again unchanged it records nothing. ``version`` is that of the year's plan."""
    institution, year = command.institution, command.academic_year
    await work.find(Institution, institution, no_such_institution(institution))
    plan = await work.load(PlacementWeeks, weeks_stream(institution, year))
    work.expect(plan)
    plan.declare(institution, year, command.weeks, on=work.today, at=work.now)
    return Changed(id=institution, version=plan.version)
