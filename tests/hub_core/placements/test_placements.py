"""A placement from offer to the one activity it is, with its guards."""

import asyncio
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import msgspec
import pytest

from hub_core.activities.events import ActivityRecorded
from hub_core.agreements.codes import DataClass
from hub_core.agreements.commands import AmendAgreement
from hub_core.agreements.cover import NotCovered
from hub_core.employers.check_commands import RecordCheck
from hub_core.employers.check_events import CheckKind
from hub_core.encounters.attendance import AttendanceSent
from hub_core.execute import Platform, Request, execute
from hub_core.learner_sets import unpack
from hub_core.log.repository import load
from hub_core.membership.commands import AdmitMember
from hub_core.placements.commands import AllocatePlacement, OfferPlacement, WithdrawPlacement
from hub_core.placements.diary import Diary, diary_stream
from hub_core.placements.events import (
    LearnersFreed,
    LearnersPlaced,
    NeedGroup,
    PlacementApproved,
    PlacementLoss,
    PlacementMode,
    PlacementTerms,
    PlacementWithdrawn,
    PlacesAllocated,
    PlacesGivenBack,
    PlacesLost,
    PlacesRequested,
    WorkplaceExperienceCompleted,
)
from hub_core.placements.institution_commands import (
    ApprovePlacement,
    CompletePlacement,
    GiveBackPlaces,
    RequestPlaces,
)
from hub_core.placements.placement import Placement
from hub_core.reference.activities import ActivityType
from hub_core.refusals import Conflict, Forbidden, Invalid, NotFound
from hub_core.rosters.commands import RosterLearner, SendRoster
from hub_core.rosters.events import LearnerGroup
from tests.builders.agreements import EVERYTHING
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


async def test_a_placement_from_offer_to_the_one_activity_it_is(town: Town) -> None:
    first, second, _ = town.schools
    placement = await town.offer(places=3)
    story = town.story
    await town.ask(placement, first, 3)
    await town.ask(placement, second, 2, need={NeedGroup.LOOKED_AFTER: 2})
    given = await story.new_events(AllocatePlacement(hub=town.hub, placement=placement))
    assert [(type(one), one.places, one.waiting) for one in given] == [
        (PlacesAllocated, 1, 2),
        (PlacesAllocated, 2, 0),
    ]
    assert await town.places(placement) == [1, 2, 0]

    approved = await story.new_events(
        ApprovePlacement(institution=second, placement=placement, learners=("L-0", "L-3"))
    )
    assert [type(one) for one in approved] == [PlacementApproved, LearnersPlaced]
    with pytest.raises(Invalid, match="has not come yet"):
        await story.do(complete(second, placement, "L-0"))

    head = await story.platform.ledger.head()
    await town.afterwards(complete(second, placement, "L-0"))
    completed, recorded = await story.events(after=head)
    assert isinstance(completed, WorkplaceExperienceCompleted)
    assert isinstance(recorded, ActivityRecorded)
    assert completed.activity == recorded.activity
    assert recorded.details.minutes == 5 * 360
    assert recorded.details.employer == town.employer
    assert recorded.occurred_on == date(2026, 6, 26)
    assert len(unpack(recorded.attendance.learners)) == 1
    with pytest.raises(Conflict, match="recorded already"):
        await town.afterwards(complete(second, placement, "L-0"))
    assert "L-0" not in str(await story.events())


def complete(school: UUID, placement: UUID, *learners: str) -> CompletePlacement:
    return CompletePlacement(
        institution=school, placement=placement, attendance=AttendanceSent(learners=learners)
    )


async def test_the_roster_counts_what_the_institution_leaves_out(town: Town) -> None:
    placement, school = await town.offer(), town.schools[0]
    (asked,) = await town.story.new_events(
        RequestPlaces(
            institution=school,
            placement=placement,
            places=3,
            need={NeedGroup.NEVER_MET_EMPLOYER: 1},
            learners=("L-0", "L-1", "L-4"),
        )
    )
    assert asked == PlacesRequested(
        placement=placement,
        institution=school,
        occurred_on=date(2026, 2, 11),
        places=3,
        need={NeedGroup.FREE_SCHOOL_MEALS: 2, NeedGroup.NEVER_MET_EMPLOYER: 1},
    )
    with pytest.raises(Invalid, match="more than the 1 places"):
        await town.ask(placement, school, 1, need={NeedGroup.EHCP: 2})
    with pytest.raises(Invalid, match="at most one learner a place"):
        await town.ask(placement, school, 1, learners=("L-0", "L-1"))
    with pytest.raises(Invalid, match="not on your roster"):
        await town.ask(placement, school, 1, learners=("nobody",))


@pytest.mark.parametrize(
    ("more", "missing"),
    [
        ({"need": {NeedGroup.LOOKED_AFTER: 1}}, "sensitive_groups"),
        ({"need": {NeedGroup.FREE_SCHOOL_MEALS: 1}}, "groups"),
        ({"learners": ("L-0",)}, "learner_references"),
    ],
)
async def test_what_no_agreement_covers_is_not_told_even_as_a_number(
    town: Town, more: dict[str, Any], missing: str
) -> None:
    school = town.schools[0]
    counts = msgspec.structs.replace(
        EVERYTHING, covers=(DataClass.ROLLS_AND_COUNTS,), special_condition=None
    )
    await town.story.do(AmendAgreement(institution=school, terms=counts))
    placement = await town.offer()
    with pytest.raises(NotCovered) as refused:
        await town.ask(placement, school, 1, **more)
    assert [one.field for one in refused.value.problems] == [f"agreement.{missing}"]
    await town.ask(placement, school, 1, need={NeedGroup.NEVER_MET_EMPLOYER: 1})
    await town.allocate(placement)
    with pytest.raises(NotCovered):
        await town.story.do(
            ApprovePlacement(institution=school, placement=placement, learners=("L-0",))
        )
    await town.story.do(ApprovePlacement(institution=school, placement=placement, count=1))


async def test_whoever_waits_moves_up_when_places_come_back(town: Town) -> None:
    first, second, third = town.schools
    placement = await town.offer(places=2)
    await town.ask(placement, first, 2, need={NeedGroup.EHCP: 2})
    await town.ask(placement, second, 2)
    await town.ask(placement, third, 1, need={NeedGroup.FREE_SCHOOL_MEALS: 1})
    await town.allocate(placement)
    assert await town.places(placement) == [2, 0, 0]
    await town.story.do(
        ApprovePlacement(institution=first, placement=placement, learners=("L-0", "L-1"))
    )
    moved = await town.story.new_events(GiveBackPlaces(institution=first, placement=placement))
    assert [type(one) for one in moved] == [
        PlacesGivenBack,
        PlacesAllocated,
        PlacesAllocated,
        LearnersFreed,
    ]
    assert await town.places(placement) == [0, 1, 1]
    diary = await load(town.story.platform.ledger, Diary, diary_stream(first))
    assert diary.bookings == {}
    with pytest.raises(Conflict, match="no request"):
        await town.story.do(GiveBackPlaces(institution=first, placement=placement))


async def test_no_learner_is_at_two_workplaces_on_one_day(town: Town) -> None:
    school = town.schools[0]
    june, overlapping = await town.offer(), await town.offer(days=NEXT_WEEK)
    for placement in (june, overlapping):
        await town.ask(placement, school, 3)
        await town.allocate(placement)
    await town.story.do(
        ApprovePlacement(institution=school, placement=june, learners=("L-0", "L-1"))
    )
    both = ApprovePlacement(
        institution=school, placement=overlapping, learners=("L-4", "L-1", "L-5")
    )
    with pytest.raises(Invalid) as refused:
        await town.story.do(both)
    assert refused.value.kind == "double-booked"
    [problem] = refused.value.problems
    assert (problem.field, problem.reason) == (
        "learners[1]",
        "At another workplace on 26 June 2026.",
    )
    await town.story.do(GiveBackPlaces(institution=school, placement=june))
    await town.story.do(both)


async def test_two_approvals_at_once_never_book_a_learner_twice(town: Town) -> None:
    school = town.schools[0]
    placements = [await town.offer() for _ in range(3)]
    for placement in placements:
        await town.ask(placement, school, 1)
        await town.allocate(placement)

    async def approve(placement: UUID) -> str:
        try:
            await town.story.do(
                ApprovePlacement(institution=school, placement=placement, learners=("L-0",))
            )
        except Invalid as refused:
            return refused.kind
        return "approved"

    told = sorted(await asyncio.gather(*map(approve, placements)))
    assert told == ["approved", "double-booked", "double-booked"]


async def test_a_placement_is_not_approved_without_its_papers_to_the_last_day(town: Town) -> None:
    story, school = town.story, town.schools[0]
    employer = await story.employer(1)
    placement = await town.offer(employer)
    await town.ask(placement, school, 1)
    await town.allocate(placement)
    approve = ApprovePlacement(institution=school, placement=placement, count=1)
    with pytest.raises(Conflict) as refused:
        await story.do(approve)
    assert refused.value.kind == "employer-not-verified"
    await story.verify(employer, town.hub)
    await town.papers(employer)
    insurance = CheckKind.LIABILITY_INSURANCE
    await story.do(RecordCheck(employer=employer, kind=insurance, valid_until=date(2026, 6, 25)))
    with pytest.raises(Conflict) as refused:
        await story.do(approve)
    assert refused.value.detail == (
        "This placement cannot be approved: Employers' liability insurance ends on 25 June 2026, "
        "before the placement does (26 June 2026). Hartley Engineering or a hub records it."
    )
    await story.do(RecordCheck(employer=employer, kind=insurance, valid_until=date(2026, 6, 26)))
    await story.do(approve)
    with pytest.raises(Conflict, match="approved this placement already"):
        await story.do(approve)


async def test_no_more_learners_go_than_there_are_places(town: Town) -> None:
    placement, school = await town.offer(places=1), town.schools[0]
    await town.ask(placement, school, 2)
    approve = ApprovePlacement(institution=school, placement=placement, learners=("L-0", "L-1"))
    with pytest.raises(Conflict, match="You have 0 places"):
        await town.story.do(approve)
    await town.allocate(placement)
    with pytest.raises(Conflict, match="You have 1 place in"):
        await town.story.do(approve)
    with pytest.raises(Invalid, match="either learners or a count"):
        await town.story.do(ApprovePlacement(institution=school, placement=placement))
    await town.story.do(
        ApprovePlacement(institution=school, placement=placement, learners=("L-0",))
    )
    with pytest.raises(Conflict, match="1 learner was not approved"):
        await town.afterwards(complete(school, placement, "L-1"))


async def test_who_was_not_approved_was_not_there(town: Town) -> None:
    placement, school = await town.offer(), town.schools[0]
    await town.ask(placement, school, 1)
    await town.allocate(placement)
    with pytest.raises(Conflict, match="have not approved"):
        await town.afterwards(complete(school, placement, "L-0"))


async def test_racing_requests_and_allocations_never_exceed_what_there_is(town: Town) -> None:
    placement = await town.offer(places=4)

    async def ask_and_allocate(school: UUID) -> None:
        await town.ask(placement, school, 3)
        await town.allocate(placement)

    await asyncio.gather(*map(ask_and_allocate, town.schools))
    assert sum(await town.places(placement)) == 4
    found = await town.found(placement)
    assert found.given_out == 4
    again = await asyncio.gather(*(town.allocate(placement) for _ in range(4)))
    assert {(one["givenOut"], one["free"], one["waiting"]) for one in again} == {(4, 0, 5)}


async def test_what_is_not_open_to_a_school_is_not_there_for_it(town: Town) -> None:
    story = town.story
    outsider, named = await story.school(), await story.school()
    placement = await town.offer()
    with pytest.raises(NotFound):
        await town.ask(placement, outsider, 1)
    answer = await story.do(
        OfferPlacement(
            employer=town.employer,
            coordinated_by=town.hub,
            terms=terms(),
            institutions=(named,),
        )
    )
    await town.ask(UUID(answer["id"]), named, 1)
    with pytest.raises(NotFound):
        await town.ask(UUID(answer["id"]), town.schools[0], 1)


async def test_only_the_coordinating_hub_allocates(town: Town) -> None:
    story, other = town.story, await town.story.hub("southbank")
    answer = await story.do(
        OfferPlacement(
            employer=town.employer,
            coordinated_by=town.hub,
            terms=terms(),
            hubs=(town.hub, other),
        )
    )
    placement = UUID(answer["id"])
    with pytest.raises(Forbidden, match="Another hub coordinates"):
        await story.do(AllocatePlacement(hub=other, placement=placement))
    third = await story.hub("westbank")
    with pytest.raises(NotFound):
        await story.do(AllocatePlacement(hub=third, placement=placement))
    with pytest.raises(Conflict, match="Nobody has asked"):
        await town.allocate(placement)


async def test_an_employer_takes_a_placement_back_and_everybody_is_told(town: Town) -> None:
    first, second, _ = town.schools
    placement = await town.offer()
    await town.ask(placement, first, 2)
    await town.ask(placement, second, 2)
    await town.allocate(placement)
    await town.story.do(ApprovePlacement(institution=first, placement=placement, learners=("L-0",)))
    withdraw = WithdrawPlacement(
        employer=town.employer, placement=placement, reason=PlacementLoss.NO_SUPERVISOR
    )
    told = await town.story.new_events(withdraw)
    assert [type(one) for one in told] == [
        PlacementWithdrawn,
        PlacesLost,
        PlacesLost,
        LearnersFreed,
    ]
    assert {one.institution for one in told[1:3]} == {first, second}
    for late in (withdraw, RequestPlaces(institution=first, placement=placement, places=1)):
        with pytest.raises(Conflict, match="was withdrawn"):
            await town.story.do(late)
    rival = await town.story.employer(1)
    with pytest.raises(NotFound):
        await town.story.do(
            WithdrawPlacement(employer=rival, placement=placement, reason=PlacementLoss.OTHER)
        )


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"days": (date(2026, 9, 7),)}, "is not in 2025/26"),
        ({"days": (date(3893, 6, 7),)}, "is not in 2025/26"),
        ({"days": (date(1, 1, 1),)}, "is not in 2025/26"),
        ({"days": (date(2026, 2, 11),)}, "is over or today"),
        ({"days": (JUNE[0], JUNE[0])}, "A day stands twice"),
        ({"days": (date(2026, 6, 1), date(2026, 6, 15))}, "follow each other"),
    ],
)
async def test_terms_that_contradict_themselves_are_refused(
    town: Town, more: dict[str, Any], why: str
) -> None:
    with pytest.raises(Invalid, match=why):
        await town.offer(**more)


async def test_a_talk_is_no_placement(town: Town) -> None:
    talk = PlacementTerms(
        academic_year="2025/26",
        type=ActivityType.EMPLOYER_TALK,
        mode=PlacementMode.DAYS,
        days=JUNE,
        minutes=60,
        places=2,
    )
    with pytest.raises(Invalid, match="not an experience of a workplace"):
        await town.story.do(
            OfferPlacement(employer=town.employer, coordinated_by=town.hub, terms=talk)
        )
