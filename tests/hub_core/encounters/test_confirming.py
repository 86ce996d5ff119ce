"""What an institution says of who came: on its roster, within its roll, once, corrected and settled."""

from datetime import date
from typing import Any

import pytest
from msgspec.structs import replace

from hub_core.encounters.attendance import AttendanceSent
from hub_core.encounters.codes import CorrectionReason, DisputeReason
from hub_core.encounters.commands import DeliverEncounter
from hub_core.encounters.institution_commands import (
    ConfirmEncounter,
    CorrectConfirmation,
    DisputeEncounter,
    WithdrawConfirmation,
)
from hub_core.learner_sets import unpack
from hub_core.refusals import CommandIdReused, Conflict, Invalid, StaleVersion
from hub_core.rosters.commands import DeclareRoll, EraseLearner
from tests.hub_core.encounters.offers import HELD, came, propose, roster


async def test_learners_not_on_the_roster_are_all_named_by_place(story: Any) -> None:
    school = await story.school()
    await roster(story, school, "ada", "ben")
    await story.do(EraseLearner(institution=school, reference="ben"))
    encounter = await propose(story, school)
    head = await story.platform.ledger.head()
    with pytest.raises(Invalid) as refused:
        await story.do(
            ConfirmEncounter(
                institution=school,
                encounter=encounter,
                attendance=came("zoe", "ada", "ben", "yan"),
            )
        )
    assert refused.value.kind == "unknown-learners"
    assert [problem.field for problem in refused.value.problems] == [
        "attendance.learners[0]",
        "attendance.learners[2]",
        "attendance.learners[3]",
    ]
    assert "erased" in refused.value.problems[1].reason
    assert "zoe" not in str(refused.value.problems)
    assert await story.platform.ledger.head() == head


async def test_another_schools_learners_are_unknown(story: Any) -> None:
    ours, theirs = await story.school(), await story.school()
    await roster(story, theirs, "ada")
    encounter = await propose(story, ours, theirs)
    with pytest.raises(Invalid):
        await story.do(
            ConfirmEncounter(institution=ours, encounter=encounter, attendance=came("ada"))
        )


async def test_counts_cannot_exceed_the_roll(story: Any) -> None:
    school = await story.school()
    await story.do(DeclareRoll(institution=school, roll={7: 100, 8: 20}, as_of=HELD))
    encounter = await propose(story, school)
    confirm = ConfirmEncounter(
        institution=school,
        encounter=encounter,
        attendance=AttendanceSent(counts={7: 100, 8: 21, 9: 300}),
    )
    with pytest.raises(Invalid) as refused:
        await story.do(confirm)
    assert refused.value.kind == "counts-above-roll"
    (problem,) = refused.value.problems
    assert problem.field == "attendance.counts.8"
    assert problem.reason == "21 learners came, but Year 8 has 20."


@pytest.mark.parametrize(
    "attendance",
    [
        AttendanceSent(),
        AttendanceSent(learners=("ada",), counts={8: 1}),
        AttendanceSent(learners=()),
        AttendanceSent(counts={8: 0}),
    ],
)
async def test_attendance_is_learners_or_counts_of_somebody(
    story: Any, attendance: AttendanceSent
) -> None:
    school = await story.school()
    encounter = await propose(story, school)
    with pytest.raises(Invalid):
        await story.do(
            ConfirmEncounter(institution=school, encounter=encounter, attendance=attendance)
        )


async def test_a_second_confirmation_a_repeat_and_a_stale_version_differ(story: Any) -> None:
    school = await story.school()
    encounter = await propose(story, school)
    confirm = ConfirmEncounter(
        institution=school, encounter=encounter, attendance=AttendanceSent(counts={8: 20})
    )
    first = await story.do(confirm, command_id="one", expected_version=1)
    assert first == {"id": str(encounter), "version": 2, "learners": 20}
    assert await story.do(confirm, command_id="one", expected_version=1) == first
    with pytest.raises(CommandIdReused, match="sent before with other answers, and those stand"):
        await story.do(confirm, command_id="one", expected_version=2)
    with pytest.raises(StaleVersion):
        await story.do(confirm, expected_version=1)
    with pytest.raises(Conflict) as refused:
        await story.do(confirm)
    assert refused.value.kind == "already-confirmed"


async def test_a_confirmation_is_corrected_and_withdrawn(story: Any) -> None:
    school = await story.school()
    await roster(story, school, "ada", "ben")
    encounter = await propose(story, school)
    await story.do(
        ConfirmEncounter(institution=school, encounter=encounter, attendance=came("ada"))
    )
    (corrected,) = await story.new_events(
        CorrectConfirmation(
            institution=school,
            encounter=encounter,
            attendance=came("ben"),
            reason=CorrectionReason.WRONG_LEARNERS,
            held_on=date(2026, 2, 5),
        )
    )
    assert set(unpack(corrected.attendance.learners)) == {1}
    assert corrected.occurred_on == date(2026, 2, 5)
    await story.do(
        WithdrawConfirmation(
            institution=school, encounter=encounter, reason=CorrectionReason.BY_MISTAKE
        )
    )
    await story.do(
        ConfirmEncounter(institution=school, encounter=encounter, attendance=came("ada"))
    )


async def test_a_dispute_is_settled_by_the_schools_own_numbers(story: Any) -> None:
    employer, school = await story.employer(), await story.school()
    await story.verify(employer)
    encounter = await propose(story, school, employer=employer)
    await story.do(
        DeliverEncounter(
            employer=employer, encounter=encounter, at=school, held_on=HELD, reported=400
        )
    )
    await story.do(
        DisputeEncounter(
            institution=school, encounter=encounter, reason=DisputeReason.NUMBERS_DIFFER
        )
    )
    await story.do(
        ConfirmEncounter(
            institution=school, encounter=encounter, attendance=AttendanceSent(counts={8: 40})
        )
    )


async def test_no_day_so_long_past_that_the_institution_could_not_be_counted(story: Any) -> None:
    employer, school = await story.employer(), await story.school()
    await story.verify(employer)
    encounter = await propose(story, school, employer=employer)
    deliver = DeliverEncounter(
        employer=employer, encounter=encounter, at=school, held_on=date(1066, 10, 14)
    )
    with pytest.raises(Invalid, match="14 October 1066 is too long before"):
        await story.do(deliver)
    confirm = ConfirmEncounter(
        institution=school,
        encounter=encounter,
        attendance=AttendanceSent(counts={8: 30}),
        held_on=date(2024, 8, 31),
    )
    with pytest.raises(Invalid, match="31 August 2024 is too long before"):
        await story.do(confirm)
    await story.do(replace(confirm, held_on=date(2024, 9, 1)))


async def test_counts_together_are_no_more_than_an_event_can_hold(story: Any) -> None:
    school = await story.school()
    encounter = await propose(story, school)
    confirm = ConfirmEncounter(
        institution=school,
        encounter=encounter,
        attendance=AttendanceSent(counts={8: 60_000, 9: 60_000}),
    )
    with pytest.raises(Invalid, match="120,000 learners"):
        await story.do(confirm)
    await story.do(replace(confirm, attendance=AttendanceSent(counts={8: 60_000})))
