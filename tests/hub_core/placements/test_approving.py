"""Which learners go: with the placement's papers, within the places given out, at one workplace a day."""

import asyncio
from datetime import date
from uuid import UUID

import pytest

from hub_core.employers.check_commands import RecordCheck
from hub_core.employers.check_events import CheckKind
from hub_core.placements.institution_commands import ApprovePlacement, GiveBackPlaces
from hub_core.refusals import Conflict, Invalid
from tests.hub_core.placements.conftest import NEXT_WEEK, Town, complete


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
