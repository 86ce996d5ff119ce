"""A town: a hub, three schools with a Year 10, and an employer that offers placements."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest

from hub_core.employers.check_commands import RecordCheck
from hub_core.employers.check_events import CheckKind
from hub_core.encounters.attendance import AttendanceSent
from hub_core.execute import Platform, Request, execute
from hub_core.log.repository import load
from hub_core.membership.commands import AdmitMember
from hub_core.placements.commands import AllocatePlacement, OfferPlacement
from hub_core.placements.events import PlacementMode, PlacementTerms
from hub_core.placements.institution_commands import CompletePlacement, RequestPlaces
from hub_core.placements.placement import Placement
from hub_core.reference.activities import ActivityType
from hub_core.rosters.commands import RosterLearner, SendRoster
from hub_core.rosters.events import LearnerGroup
from tests.builders.principals import sender_of

JUNE = tuple(date(2026, 6, day) for day in range(22, 27))
NEXT_WEEK = tuple(date(2026, 6, day) for day in (26, 29, 30))
AFTERWARDS = datetime(2026, 7, 1, 9, 0, tzinfo=UTC)


def terms(places: int = 3, days: tuple[date, ...] = JUNE, **more: Any) -> PlacementTerms:
    return PlacementTerms(
        academic_year="2025/26",
        type=ActivityType.WORK_EXPERIENCE_BLOCK,
        mode=PlacementMode.BLOCK,
        days=days,
        minutes=360,
        places=places,
        **more,
    )


class Town:
    """A hub, its schools with Year 10 on roll, and a verified employer with its papers in order."""

    def __init__(self, story: Any, hub: UUID, employer: UUID, schools: list[UUID]) -> None:
        self.story, self.hub, self.employer, self.schools = story, hub, employer, schools

    async def offer(self, employer: UUID | None = None, **more: Any) -> UUID:
        answer = await self.story.do(
            OfferPlacement(
                employer=employer or self.employer, coordinated_by=self.hub, terms=terms(**more)
            )
        )
        return UUID(answer["id"])

    async def ask(self, placement: UUID, school: UUID, places: int, **more: Any) -> Any:
        return await self.story.do(
            RequestPlaces(institution=school, placement=placement, places=places, **more)
        )

    async def allocate(self, placement: UUID) -> Any:
        return await self.story.do(AllocatePlacement(hub=self.hub, placement=placement))

    async def found(self, placement: UUID) -> Placement:
        return await load(self.story.platform.ledger, Placement, placement)

    async def places(self, placement: UUID) -> list[int]:
        stands = (await self.found(placement)).stands
        return [stands[one].places if one in stands else 0 for one in self.schools]

    async def papers(self, employer: UUID, until: date = date(2026, 8, 31)) -> None:
        for kind in (
            CheckKind.LIABILITY_INSURANCE,
            CheckKind.RISK_ASSESSMENT,
            CheckKind.HEALTH_AND_SAFETY_POLICY,
        ):
            await self.story.do(RecordCheck(employer=employer, kind=kind, valid_until=until))

    async def afterwards(self, command: Any) -> Any:
        """The command, sent when the placement is over."""
        now = self.story.platform
        then = Platform(
            ledger=now.ledger, writer=now.writer, vault=now.vault, clock=lambda: AFTERWARDS
        )
        return await execute(command, sender_of(command), then, Request())


@pytest.fixture
async def town(story: Any) -> Town:
    hub, employer = await story.hub(), await story.employer()
    await story.verify(employer, hub)
    schools = []
    for _ in range(3):
        school = await story.school()
        await story.do(AdmitMember(hub=hub, institution=school))
        learners = tuple(
            RosterLearner(
                reference=f"L-{number}",
                year_group=10,
                groups=(LearnerGroup.FREE_SCHOOL_MEALS,) if number < 2 else (),
            )
            for number in range(6)
        )
        await story.do(SendRoster(institution=school, learners=learners))
        schools.append(school)
    town = Town(story, hub, employer, schools)
    await town.papers(employer)
    return town


def complete(school: UUID, placement: UUID, *learners: str) -> CompletePlacement:
    return CompletePlacement(
        institution=school, placement=placement, attendance=AttendanceSent(learners=learners)
    )
