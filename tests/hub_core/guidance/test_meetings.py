"""A learner meets an adviser: one act, counted once, with what was agreed kept under the learner's key."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

import msgspec
import pytest

from hub_core.activities.commands import CorrectActivity, RecordActivity, WithdrawActivity
from hub_core.activities.events import (
    ActivityCorrected,
    ActivityCorrection,
    ActivityRecorded,
    ActivityWithdrawn,
)
from hub_core.gatsby.counting import NotCounted
from hub_core.gatsby.edition import editions
from hub_core.guidance.adviser_commands import (
    ChangeAdviserDetails,
    EndAdviser,
    RegisterAdviser,
)
from hub_core.guidance.codes import ActionOwner, AdviserPresence, MeetingCorrection
from hub_core.guidance.events import (
    AdviserRegistered,
    AgreedActionCompleted,
    AgreedActionDropped,
    GuidanceMeetingCorrected,
    GuidanceMeetingHeld,
    GuidanceMeetingWithdrawn,
)
from hub_core.guidance.meeting_commands import (
    ActionSent,
    CompleteAction,
    CorrectMeeting,
    DropAction,
    RecordMeeting,
    WithdrawMeeting,
)
from hub_core.learner_sets import unpack
from hub_core.reference.activities import ActivityType
from hub_core.reference.encounters import DeliveryMode
from hub_core.refusals import Conflict, Invalid, NotFound
from hub_core.rosters.commands import EraseLearner, RosterLearner, SendRoster
from projections.benchmark_progress.answers import Explanation
from projections.benchmark_progress.queries import Queries

HELD = date(2026, 1, 14)
LEARNERS = ("A1", "A2", "A3", "A4")


async def _school(story: Any) -> UUID:
    school: UUID = await story.school(low_age=11, high_age=16)
    roster = tuple(RosterLearner(reference=one, year_group=11) for one in LEARNERS)
    await story.do(
        SendRoster(institution=school, learners=roster, complete=True, as_of=date(2025, 9, 3))
    )
    return school


async def _adviser(story: Any, school: UUID, **changed: Any) -> UUID:
    given = {
        "institution": school,
        "name": "Ruth Okafor",
        "presence": AdviserPresence.ON_SITE,
        "level": 6,
        "since": date(2025, 9, 1),
    } | changed
    return UUID((await story.do(RegisterAdviser(**given)))["id"])


def _meeting(school: UUID, adviser: UUID, **changed: Any) -> RecordMeeting:
    return RecordMeeting(
        **{
            "institution": school,
            "adviser": adviser,
            "learner": "A1",
            "held_on": HELD,
            "mode": DeliveryMode.IN_PERSON,
            "minutes": 40,
            "actions": (
                ActionSent(text="Visit the open day", owner=ActionOwner.LEARNER),
                ActionSent(
                    text="Find a placement", owner=ActionOwner.ADVISER, due_on=date(2026, 2, 2)
                ),
            ),
        }
        | changed
    )


async def _benchmark_81(story: Any, school: UUID) -> Explanation:
    queries = Queries(story.platform.ledger.pool)
    found = await queries.explain(
        school, editions()["GATSBY-2024"], "8.1.y11", as_at=date(2026, 2, 11), known_at=None
    )
    assert found is not None
    return found


async def test_the_adviser_s_name_is_the_vault_s(story: Any) -> None:
    school = await _school(story)
    [event] = await story.new_events(
        RegisterAdviser(institution=school, name="Ruth Okafor", presence=AdviserPresence.REMOTE)
    )
    assert isinstance(event, AdviserRegistered)
    assert event.details.level is None
    assert await story.platform.vault.reveal(event.details.name) == "Ruth Okafor"
    assert b"Okafor" not in msgspec.json.encode(event)


async def test_a_meeting_is_one_act_with_an_activity_and_a_record(story: Any) -> None:
    school = await _school(story)
    adviser = await _adviser(story, school)
    activity, record = await story.new_events(_meeting(school, adviser))
    assert isinstance(activity, ActivityRecorded)
    assert isinstance(record, GuidanceMeetingHeld)
    assert record.meeting == activity.activity
    assert activity.details.type is ActivityType.GUIDANCE_MEETING
    assert activity.details.adviser_level == record.held.level == 6
    assert activity.attendance is not None
    assert activity.attendance.learners is not None
    assert list(unpack(activity.attendance.learners)) == [record.learner]
    texts = [await story.platform.vault.reveal(one.text) for one in record.actions]
    assert texts == ["Visit the open day", "Find a placement"]


async def test_it_counts_for_the_benchmark_like_a_recorded_activity(story: Any) -> None:
    school = await _school(story)
    qualified = await _adviser(story, school)
    other = await _adviser(story, school, level=4)
    await story.do(_meeting(school, qualified))
    await story.do(_meeting(school, other, learner="A2"))
    await story.do(
        RecordActivity(
            institution=school,
            type=ActivityType.GUIDANCE_MEETING,
            held_on=HELD,
            mode=DeliveryMode.IN_PERSON,
            adviser_level=6,
        )
    )
    found = await _benchmark_81(story, school)
    assert (found.figure.numerator, found.figure.denominator) == (1, 4)
    assert [step.not_counted for step in found.steps[:2]] == [None, NotCounted.ADVISER_LEVEL]


async def test_a_correction_moves_record_and_activity_together(story: Any) -> None:
    school = await _school(story)
    adviser = await _adviser(story, school)
    meeting = UUID((await story.do(_meeting(school, adviser)))["id"])
    fields: dict[str, Any] = {
        "institution": school,
        "meeting": meeting,
        "adviser": adviser,
        "held_on": date(2026, 1, 15),
        "mode": DeliveryMode.VIRTUAL_LIVE,
        "minutes": 30,
        "reason": MeetingCorrection.WRONG_DATE,
    }
    events = await story.new_events(CorrectMeeting(**fields))
    kinds = {type(event): event.occurred_on for event in events}
    day = date(2026, 1, 15)
    assert kinds == {GuidanceMeetingCorrected: day, ActivityCorrected: day}
    assert await story.new_events(CorrectMeeting(**fields)) == []
    # The day it was first said to have been is free again.
    await story.do(_meeting(school, adviser))


async def test_withdrawn_it_counts_no_longer_and_stays_so(story: Any) -> None:
    school = await _school(story)
    adviser = await _adviser(story, school)
    meeting = UUID((await story.do(_meeting(school, adviser)))["id"])
    withdraw = WithdrawMeeting(
        institution=school, meeting=meeting, reason=MeetingCorrection.DID_NOT_TAKE_PLACE
    )
    events = await story.new_events(withdraw)
    assert {type(event) for event in events} == {GuidanceMeetingWithdrawn, ActivityWithdrawn}
    assert await story.new_events(withdraw) == []
    assert (await _benchmark_81(story, school)).figure.numerator == 0
    with pytest.raises(Conflict, match="withdrawn"):
        await story.do(CompleteAction(institution=school, meeting=meeting, action=1))
    await story.do(_meeting(school, adviser))


async def test_a_learner_s_second_meeting_on_one_day_is_recorded_already(story: Any) -> None:
    school = await _school(story)
    adviser = await _adviser(story, school)
    await story.do(_meeting(school, adviser))
    with pytest.raises(Conflict, match="recorded already"):
        await story.do(_meeting(school, adviser, minutes=20))
    await story.do(_meeting(school, adviser, learner="A2"))
    await story.do(_meeting(school, adviser, held_on=date(2026, 1, 15)))


async def test_the_activity_of_a_recorded_meeting_is_not_changed_apart(story: Any) -> None:
    school = await _school(story)
    adviser = await _adviser(story, school)
    meeting = UUID((await story.do(_meeting(school, adviser)))["id"])
    with pytest.raises(Conflict, match=f"guidance-meetings/{meeting}"):
        await story.do(
            WithdrawActivity(
                institution=school, activity=meeting, reason=ActivityCorrection.DUPLICATE
            )
        )
    with pytest.raises(Conflict, match="record of its own"):
        await story.do(
            CorrectActivity(
                institution=school,
                activity=meeting,
                type=ActivityType.GUIDANCE_MEETING,
                held_on=HELD,
                mode=DeliveryMode.IN_PERSON,
                reason=ActivityCorrection.WRONG_DETAILS,
            )
        )


async def test_an_action_ends_once(story: Any) -> None:
    school = await _school(story)
    adviser = await _adviser(story, school)
    meeting = UUID((await story.do(_meeting(school, adviser)))["id"])
    done = CompleteAction(
        institution=school, meeting=meeting, action=1, completed_on=date(2026, 1, 20)
    )
    [completed] = await story.new_events(done)
    assert isinstance(completed, AgreedActionCompleted)
    assert await story.new_events(done) == []
    with pytest.raises(Conflict, match="has ended already: done, 20 January 2026"):
        await story.do(DropAction(institution=school, meeting=meeting, action=1))
    [dropped] = await story.new_events(DropAction(institution=school, meeting=meeting, action=2))
    assert isinstance(dropped, AgreedActionDropped)
    with pytest.raises(NotFound, match="there is no number 3"):
        await story.do(DropAction(institution=school, meeting=meeting, action=3))


async def test_without_an_agreement_no_learner_is_named(story: Any) -> None:
    school = await story.school(agreed=False)
    adviser = await _adviser(story, school)
    with pytest.raises(Conflict) as refused:
        await story.do(_meeting(school, adviser))
    assert refused.value.kind == "not-covered"


async def test_erasing_the_learner_erases_what_was_agreed(story: Any) -> None:
    school = await _school(story)
    adviser = await _adviser(story, school)
    _, record = await story.new_events(_meeting(school, adviser))
    assert isinstance(record, GuidanceMeetingHeld)
    await story.do(EraseLearner(institution=school, reference="A1"))
    vault = story.platform.vault
    assert [await vault.reveal(one.text) for one in record.actions] == [None, None]
    assert await vault.references(school, [record.learner]) == {}


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"learner": "unknown"}, "learner[0]"),
        ({"held_on": date(2026, 2, 12)}, "heldOn"),
        ({"held_on": date(2025, 8, 31)}, "heldOn"),
        ({"mode": DeliveryMode.VIRTUAL_RECORDED}, "mode"),
        ({"follow_up_on": HELD}, "followUpOn"),
        (
            {
                "actions": (
                    ActionSent(text="Too late", owner=ActionOwner.OTHER, due_on=date(2026, 1, 1)),
                )
            },
            "actions[0].dueOn",
        ),
    ],
)
async def test_what_cannot_be_is_refused_by_field(
    story: Any, changed: dict[str, Any], field: str
) -> None:
    school = await _school(story)
    adviser = await _adviser(story, school)
    with pytest.raises(Invalid) as refused:
        await story.do(_meeting(school, adviser, **changed))
    assert [problem.field for problem in refused.value.problems] == [field]


async def test_another_institution_s_adviser_and_meeting_are_not_there(story: Any) -> None:
    school, other = await _school(story), await _school(story)
    adviser = await _adviser(story, school)
    meeting = UUID((await story.do(_meeting(school, adviser)))["id"])
    for unknown in (adviser, meeting, uuid4()):
        with pytest.raises(NotFound, match="has no adviser"):
            await story.do(_meeting(other, unknown))
        with pytest.raises(NotFound, match="has no guidance meeting"):
            await story.do(DropAction(institution=other, meeting=unknown, action=1))


async def test_whoever_left_holds_no_meeting_after_that_day(story: Any) -> None:
    school = await _school(story)
    adviser = await _adviser(story, school)
    end = EndAdviser(institution=school, adviser=adviser, left_on=date(2026, 1, 15))
    await story.do(end)
    assert await story.new_events(end) == []
    await story.do(_meeting(school, adviser))
    with pytest.raises(Conflict, match="left on 15 January 2026"):
        await story.do(_meeting(school, adviser, held_on=date(2026, 1, 15)))
    with pytest.raises(Conflict, match="Register them anew"):
        await story.do(
            ChangeAdviserDetails(
                institution=school,
                adviser=adviser,
                name="Ruth Okafor",
                presence=AdviserPresence.BOTH,
            )
        )
