"""Schools of a bench's England that something happens at while it is measured.

The rule: what is told of them is given as a command, the way every door gives it.
"""

from collections.abc import Collection
from datetime import date
from uuid import UUID

import msgspec

from hub_core.academic_years import academic_year_of, year_group_of
from hub_core.access import Organisation, OrganisationKind, Principal, Role
from hub_core.activities.commands import CorrectActivity, RecordActivity
from hub_core.activities.events import ActivityCorrection
from hub_core.encounters.attendance import AttendanceSent
from hub_core.execute import Accepted, Platform, Request, execute
from hub_core.log.event import decode
from hub_core.log.ledger import Ledger
from hub_core.reference.activities import ActivityType
from hub_core.reference.encounters import DeliveryMode
from hub_core.rosters.events import CohortDeclared

#: A day of the last summer term of the year told, of which something may still be recorded.
HELD = date(2026, 6, 3)
_COHORTS = """
select distinct on (institution) topic, data from ledger.events
where topic = $1 and institution is not null order by institution, position desc
"""


class School(msgspec.Struct, frozen=True, kw_only=True):
    """An institution, and a year group it has learners in."""

    institution: UUID
    year_group: int


async def schools(ledger: Ledger, *, among: Collection[UUID] | None = None) -> list[School]:
    """Those that keep a roll of learners: all of them, or those ``among`` some institutions."""
    year = academic_year_of(HELD)
    found = []
    for topic, data in await ledger.pool.fetch(_COHORTS, CohortDeclared.TOPIC):
        event = decode(topic, data)
        assert isinstance(event, CohortDeclared)
        year_group = year_group_of(cohort=event.cohort, academic_year=year)
        if year_group is not None and (among is None or event.institution in among):
            found.append(School(institution=event.institution, year_group=year_group))
    return found


async def speak_of(
    platform: Platform, school: School, *, as_command: str, corrects: UUID | None = None
) -> Accepted:
    """Record a talk at the school, or correct the one it recorded as ``corrects``."""
    at = Organisation(OrganisationKind.INSTITUTION, school.institution)
    leader = Principal(id="system:bench", roles=frozenset({Role.CAREERS_LEADER}), organisation=at)
    command = _talk(school) if corrects is None else _corrected(school, corrects)
    return await execute(command, leader, platform, Request(command_id=as_command))


def _talk(school: School) -> RecordActivity:
    return RecordActivity(
        institution=school.institution,
        type=ActivityType.EMPLOYER_TALK,
        held_on=HELD,
        mode=DeliveryMode.IN_PERSON,
        attendance=AttendanceSent(counts={school.year_group: 1}),
    )


def _corrected(school: School, activity: UUID) -> CorrectActivity:
    return CorrectActivity(
        institution=school.institution,
        activity=activity,
        reason=ActivityCorrection.WRONG_DETAILS,
        type=ActivityType.EMPLOYER_TALK,
        held_on=HELD,
        mode=DeliveryMode.VIRTUAL_LIVE,
        attendance=AttendanceSent(counts={school.year_group: 1}),
    )
