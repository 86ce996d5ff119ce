"""Places asked for and given out: by need as the roster counts it, never more than there are."""

import asyncio
from datetime import date
from typing import Any
from uuid import UUID

import msgspec
import pytest

from hub_core.agreements.codes import DataClass
from hub_core.agreements.commands import AmendAgreement
from hub_core.agreements.cover import NotCovered
from hub_core.log.repository import load
from hub_core.placements.commands import AllocatePlacement, OfferPlacement
from hub_core.placements.diary import Diary, diary_stream
from hub_core.placements.events import (
    LearnersFreed,
    NeedGroup,
    PlacesAllocated,
    PlacesGivenBack,
    PlacesRequested,
)
from hub_core.placements.institution_commands import ApprovePlacement, GiveBackPlaces, RequestPlaces
from hub_core.refusals import Conflict, Forbidden, Invalid, NotFound
from tests.builders.agreements import EVERYTHING
from tests.hub_core.placements.conftest import Town, terms


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
