"""A school says that two records are one encounter, or not, and takes it back."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest

from hub_core.access import Organisation, OrganisationKind, Principal, Role
from hub_core.activities.commands import RecordActivity, WithdrawActivity
from hub_core.activities.events import ActivityCorrection
from hub_core.encounters.commands import DeliverEncounter, ProposeEncounter
from hub_core.matching.commands import MatchEncounter, RejectMatch, SplitMatch
from hub_core.matching.events import EncounterMatched, MatchRejected, MatchSplit, SplitReason
from hub_core.reference.activities import ActivityType
from hub_core.reference.encounters import DeliveryMode, EncounterKind
from hub_core.refusals import Conflict, Invalid, NotFound, StaleVersion

HELD = date(2026, 1, 14)


async def _encounter(story: Any, school: UUID, *, number: int = 0, held: bool = True) -> UUID:
    employer = await story.employer(number)
    await story.verify(employer)
    answer = await story.do(
        ProposeEncounter(
            employer=employer,
            kind=EncounterKind.EMPLOYER_TALK,
            mode=DeliveryMode.IN_PERSON,
            planned_for=HELD,
            institutions=(school,),
        )
    )
    encounter = UUID(answer["id"])
    if held:
        await story.do(
            DeliverEncounter(employer=employer, encounter=encounter, at=school, held_on=HELD)
        )
    return encounter


async def _activity(story: Any, school: UUID, **changed: Any) -> UUID:
    told: dict[str, Any] = {
        "institution": school,
        "type": ActivityType.EMPLOYER_TALK,
        "held_on": HELD,
        "mode": DeliveryMode.IN_PERSON,
    }
    return UUID((await story.do(RecordActivity(**(told | changed))))["id"])


def _match(school: UUID, encounter: UUID, activity: UUID) -> MatchEncounter:
    return MatchEncounter(institution=school, encounter=encounter, activity=activity)


def _reject(school: UUID, encounter: UUID, activity: UUID) -> RejectMatch:
    return RejectMatch(institution=school, encounter=encounter, activity=activity)


def _split(school: UUID, encounter: UUID, activity: UUID) -> SplitMatch:
    return SplitMatch(
        institution=school, encounter=encounter, activity=activity, reason=SplitReason.BY_MISTAKE
    )


async def test_two_records_are_matched_split_and_matched_again(story: Any) -> None:
    school = await story.school()
    pair = (school, await _encounter(story, school), await _activity(story, school))
    [matched] = await story.new_events(_match(*pair))
    assert isinstance(matched, EncounterMatched)
    assert (matched.institution, matched.encounter, matched.activity) == pair
    assert await story.new_events(_match(*pair)) == []
    [split] = await story.new_events(_split(*pair))
    assert isinstance(split, MatchSplit)
    with pytest.raises(NotFound, match="not matched"):
        await story.do(_split(*pair))
    [again] = await story.new_events(_match(*pair))
    assert isinstance(again, EncounterMatched)


async def test_a_rejected_pair_can_be_matched_and_a_matched_one_not_rejected(story: Any) -> None:
    school = await story.school()
    pair = (school, await _encounter(story, school), await _activity(story, school))
    [rejected] = await story.new_events(_reject(*pair))
    assert isinstance(rejected, MatchRejected)
    assert await story.new_events(_reject(*pair)) == []
    await story.do(_match(*pair))
    with pytest.raises(Conflict, match="Split the match"):
        await story.do(_reject(*pair))


async def test_neither_record_is_in_two_matches_until_it_is_split(story: Any) -> None:
    school = await story.school()
    first, second = [await _encounter(story, school, number=number) for number in (0, 1)]
    one, other = [await _activity(story, school) for _ in range(2)]
    await story.do(_match(school, first, one))
    with pytest.raises(Conflict, match="This activity is matched with another"):
        await story.do(_match(school, second, one))
    with pytest.raises(Conflict, match="This encounter is matched with another"):
        await story.do(_match(school, first, other))
    await story.do(_split(school, first, one))
    await story.do(_match(school, second, one))
    await story.do(_match(school, first, other))


async def test_what_cannot_be_one_encounter_is_refused_with_why(story: Any) -> None:
    school = await story.school()
    encounter = await _encounter(story, school)
    meeting = await _activity(story, school, type=ActivityType.GUIDANCE_MEETING)
    with pytest.raises(Invalid, match="no encounter with an employer"):
        await story.do(_match(school, encounter, meeting))
    long_ago = await _activity(story, school, held_on=date(2025, 10, 1))
    with pytest.raises(Invalid, match="105 days from the encounter"):
        await story.do(_match(school, encounter, long_ago))
    planned = await _encounter(story, school, number=1, held=False)
    activity = await _activity(story, school)
    with pytest.raises(Conflict, match="only one that was held"):
        await story.do(_match(school, planned, activity))
    await story.do(
        WithdrawActivity(
            institution=school, activity=activity, reason=ActivityCorrection.DID_NOT_TAKE_PLACE
        )
    )
    with pytest.raises(Conflict, match="withdrawn"):
        await story.do(_match(school, encounter, activity))


async def test_a_school_matches_its_own_records_only(story: Any) -> None:
    school, other = await story.school(), await story.school()
    encounter, activity = await _encounter(story, school), await _activity(story, school)
    theirs = await _activity(story, other)
    for encounter_, activity_ in ((encounter, theirs), (uuid4(), activity), (encounter, uuid4())):
        for command in (_match, _reject, _split):
            with pytest.raises(NotFound):
                await story.do(command(school, encounter_, activity_))
    neighbour = Principal(
        id="neighbour",
        roles=frozenset({Role.CAREERS_LEADER}),
        organisation=Organisation(OrganisationKind.INSTITUTION, other),
    )
    with pytest.raises(NotFound):
        await story.do(_match(school, encounter, activity), by=neighbour)


async def test_a_decision_on_an_older_version_is_refused(story: Any) -> None:
    school = await story.school()
    pair = (school, await _encounter(story, school), await _activity(story, school))
    await story.do(_match(*pair))
    with pytest.raises(StaleVersion):
        await story.do(_split(*pair), expected_version=7)
