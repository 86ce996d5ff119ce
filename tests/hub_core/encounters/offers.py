"""An offer as an employer makes it, and who came to it as a school tells."""

from datetime import date
from typing import Any
from uuid import UUID

from hub_core.encounters.attendance import AttendanceSent
from hub_core.encounters.commands import ProposeEncounter
from hub_core.reference.encounters import DeliveryMode, EncounterKind
from hub_core.rosters.commands import RosterLearner, SendRoster

HELD = date(2026, 2, 4)
TO_COME = date(2026, 3, 18)


def proposal(employer: UUID, **fields: Any) -> ProposeEncounter:
    given = {
        "kind": EncounterKind.EMPLOYER_TALK,
        "mode": DeliveryMode.IN_PERSON,
        "planned_for": HELD,
    } | fields
    return ProposeEncounter(employer=employer, **given)


async def propose(story: Any, *schools: UUID, employer: UUID | None = None, **fields: Any) -> UUID:
    employer = employer or await story.employer()
    answer = await story.do(proposal(employer, institutions=schools, **fields))
    return UUID(answer["id"])


async def roster(story: Any, school: UUID, *references: str) -> None:
    learners = tuple(RosterLearner(reference=one, year_group=8) for one in references)
    await story.do(SendRoster(institution=school, learners=learners))


def came(*references: str) -> AttendanceSent:
    return AttendanceSent(learners=references)
