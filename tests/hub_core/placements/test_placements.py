"""A placement from offer to the one activity it is, with its guards."""

from datetime import date
from typing import Any

import pytest

from hub_core.activities.events import ActivityRecorded
from hub_core.learner_sets import unpack
from hub_core.placements.commands import AllocatePlacement, OfferPlacement, WithdrawPlacement
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
    PlacesLost,
    WorkplaceExperienceCompleted,
)
from hub_core.placements.institution_commands import ApprovePlacement, RequestPlaces
from hub_core.reference.activities import ActivityType
from hub_core.refusals import Conflict, Invalid, NotFound
from tests.hub_core.placements.conftest import JUNE, Town, complete


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
