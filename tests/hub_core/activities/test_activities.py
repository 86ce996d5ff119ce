"""An institution records what its learners took part in: each kind with what it needs, and nothing else."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from hub_core.access import Organisation, OrganisationKind, Principal, Role
from hub_core.activities.commands import (
    CorrectActivity,
    ProviderSent,
    RecordActivity,
    WithdrawActivity,
)
from hub_core.activities.events import (
    ActivityCorrected,
    ActivityCorrection,
    ActivityRecorded,
    ActivityWithdrawn,
)
from hub_core.encounters.attendance import AttendanceSent
from hub_core.learner_sets import unpack
from hub_core.reference.activities import (
    ALSO_COUNTS_FOR,
    KIND_OF,
    ActivityKind,
    ActivityType,
    ProviderKind,
    Subject,
)
from hub_core.reference.encounters import CheckAnswer, DeliveryMode, EncounterKind, MeaningfulCheck
from hub_core.refusals import Conflict, Invalid, NotFound, StaleVersion
from hub_core.rosters.commands import RosterLearner, SendRoster

HELD = date(2026, 1, 14)
LEARNERS = ("A1", "A2", "A3")


async def _school(story: Any) -> Any:
    school = await story.school()
    roster = tuple(RosterLearner(reference=one, year_group=8) for one in LEARNERS)
    await story.do(SendRoster(institution=school, learners=roster, complete=True))
    return school


def _placement(school: Any, **changed: Any) -> RecordActivity:
    return RecordActivity(
        **{
            "institution": school,
            "type": ActivityType.WORK_EXPERIENCE_DAY,
            "held_on": HELD,
            "mode": DeliveryMode.IN_PERSON,
            "minutes": 300,
            "attendance": AttendanceSent(learners=LEARNERS[:2]),
        }
        | changed
    )


async def test_an_activity_is_recorded_with_learners_and_no_reference(story: Any) -> None:
    school = await _school(story)
    checks = {MeaningfulCheck.CLEAR_PURPOSE: CheckAnswer.YES}
    [event] = await story.new_events(_placement(school, checks=checks))
    assert isinstance(event, ActivityRecorded)
    assert (event.occurred_on, event.details.minutes, event.checks) == (HELD, 300, checks)
    assert event.attendance is not None
    assert event.attendance.learners is not None
    assert len(unpack(event.attendance.learners)) == 2


async def test_the_employer_met_says_its_size_and_sector(story: Any) -> None:
    school, employer = await _school(story), await story.employer()
    [event] = await story.new_events(_placement(school, employer_met=employer))
    assert isinstance(event, ActivityRecorded)
    assert event.details.size is not None
    assert event.details.sector is not None
    with pytest.raises(NotFound):
        await story.do(_placement(school, employer_met=uuid4()))


async def test_a_correction_gives_it_anew_and_the_same_again_changes_nothing(story: Any) -> None:
    school = await _school(story)
    recorded = await story.do(_placement(school))
    fields = {
        "institution": school,
        "activity": recorded["id"],
        "type": ActivityType.WORK_SHADOWING,
        "held_on": HELD,
        "mode": DeliveryMode.IN_PERSON,
        "minutes": 150,
        "attendance": AttendanceSent(learners=LEARNERS),
        "reason": ActivityCorrection.WRONG_LEARNERS,
    }
    [event] = await story.new_events(CorrectActivity(**fields))
    assert isinstance(event, ActivityCorrected)
    assert event.attendance is not None
    assert event.attendance.total == 3
    assert await story.new_events(CorrectActivity(**fields)) == []
    with pytest.raises(StaleVersion):
        await story.do(CorrectActivity(**fields | {"minutes": 60}), expected_version=1)


async def test_what_was_withdrawn_stays_so(story: Any) -> None:
    school = await _school(story)
    recorded = await story.do(_placement(school))
    duplicate = ActivityCorrection.DUPLICATE
    withdraw = WithdrawActivity(institution=school, activity=recorded["id"], reason=duplicate)
    [event] = await story.new_events(withdraw)
    assert isinstance(event, ActivityWithdrawn)
    assert await story.new_events(withdraw) == []
    with pytest.raises(Conflict, match="withdrawn"):
        await story.do(
            CorrectActivity(
                institution=school,
                activity=recorded["id"],
                type=ActivityType.EMPLOYER_TALK,
                held_on=HELD,
                mode=DeliveryMode.IN_PERSON,
                reason=duplicate,
            )
        )


async def test_another_institution_s_activity_is_not_there(story: Any) -> None:
    school, other = await _school(story), await _school(story)
    recorded = await story.do(_placement(school))
    for activity in (recorded["id"], uuid4()):
        with pytest.raises(NotFound, match="has no activity"):
            await story.do(
                WithdrawActivity(
                    institution=other, activity=activity, reason=ActivityCorrection.OTHER
                )
            )


async def test_only_the_school_s_own_people_record(story: Any) -> None:
    school = await _school(story)

    def leader_of(institution: Any) -> Principal:
        return Principal(
            id="person:leader",
            roles=frozenset({Role.CAREERS_LEADER}),
            organisation=Organisation(OrganisationKind.INSTITUTION, institution),
        )

    with pytest.raises(NotFound):
        await story.do(_placement(school), by=leader_of(uuid4()))
    await story.do(_placement(school), by=leader_of(school))


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"type": ActivityType.EMPLOYER_TALK}, "minutes"),
        ({"minutes": None}, "minutes"),
        ({"adviser_level": 6}, "adviserLevel"),
        ({"provider": ProviderSent(kind=ProviderKind.UNIVERSITY)}, "provider"),
        ({"type": ActivityType.HE_VISIT, "minutes": None}, "provider"),
        ({"type": ActivityType.CURRICULUM_LINK, "minutes": None}, "subjects"),
        ({"also": (ActivityKind.EMPLOYER_ENCOUNTER,)}, "also"),
        ({"mode": None}, "mode"),
        ({"held_on": date(2026, 2, 12)}, "heldOn"),
        ({"held_on": date(2001, 1, 1)}, "heldOn"),
        ({"attendance": AttendanceSent()}, "attendance"),
        ({"attendance": AttendanceSent(learners=("unknown",))}, "attendance.learners[0]"),
    ],
)
async def test_what_does_not_fit_is_refused_by_field(
    story: Any, changed: dict[str, Any], field: str
) -> None:
    school = await _school(story)
    with pytest.raises(Invalid) as refused:
        await story.do(_placement(school, **changed))
    assert field in [problem.field for problem in refused.value.problems]


async def test_every_fault_is_told_at_once(story: Any) -> None:
    school = await _school(story)
    with pytest.raises(Invalid) as refused:
        await story.do(
            _placement(
                school,
                type=ActivityType.CURRICULUM_LINK,
                adviser_level=6,
                also=(ActivityKind.GUIDANCE_MEETING,),
            )
        )
    assert [problem.field for problem in refused.value.problems] == [
        "minutes", "adviserLevel", "subjects", "also",
    ]  # fmt: skip


def test_every_type_has_one_kind_and_every_encounter_is_an_activity_too() -> None:
    assert set(KIND_OF) == set(ActivityType)
    assert set(ALSO_COUNTS_FOR) == set(ActivityKind)
    for kind in EncounterKind:
        assert KIND_OF[ActivityType(kind.value)] is ActivityKind.EMPLOYER_ENCOUNTER
        assert ActivityType(kind.value).label == kind.label
    assert all(kind not in ALSO_COUNTS_FOR[kind] for kind in ActivityKind)
    assert {subject.value for subject in Subject} >= {"english", "mathematics", "science", "pshe"}
