"""Colleges send programmes; special settings say for whom an experience is relevant."""

from datetime import date
from typing import Any
from uuid import UUID

import msgspec
import pytest

from hub_core.agreements.commands import AmendAgreement
from hub_core.agreements.cover import NotCovered
from hub_core.gatsby.setting import SettingKind
from hub_core.learner_sets import pack, unpack
from hub_core.log.event import Event
from hub_core.reference.activities import Pathway
from hub_core.reference.service_phases import ServicePhase
from hub_core.refusals import Conflict, Invalid
from hub_core.rosters.codes import AgeBand, ApartReason, Programme, ProgrammeLevel, Registration
from hub_core.rosters.commands import RosterLearner, SendRoster
from hub_core.rosters.events import (
    CohortDeclared,
    LearnersSetApart,
    ProgrammeDeclared,
    RosterSent,
    SubsidiaryDeclared,
)
from hub_core.rosters.programme_commands import ProgrammeLearner, ProgrammeSent, SendProgrammes
from hub_core.rosters.relevant_cohort_commands import SetApart
from projections.benchmark_progress.history import History
from tests.builders.agreements import EVERYTHING

DAY = date(2025, 9, 15)


def sent(code: str, *references: str, **more: Any) -> ProgrammeSent:
    given: dict[str, Any] = {
        "level": ProgrammeLevel.LEVEL_3,
        "starts_on": date(2025, 9, 1),
        "planned_end": date(2027, 6, 30),
        "campus": "NORTH-1",
    } | more
    learners = tuple(ProgrammeLearner(reference=reference) for reference in references)
    return ProgrammeSent(code=code, learners=learners, **given)


async def test_a_college_sends_its_programmes_campus_by_campus(story: Any) -> None:
    college = await story.school(phase=ServicePhase.FE_AND_SKILLS)
    send = SendProgrammes(
        institution=college,
        programmes=(
            sent("TL-DIGITAL", "ada", "ben", pathway=Pathway.T_LEVEL),
            sent("TL-DIGITAL", "cyd", campus="SOUTH-2"),
            sent("ACCESS-HE", "dov", ages=AgeBand.ADULTS),
        ),
        complete=True,
        as_of=DAY,
    )
    events = await story.new_events(send)
    declared = [event for event in events if isinstance(event, ProgrammeDeclared)]
    assert {(e.programme.code, e.programme.campus, len(unpack(e.learners))) for e in declared} == {
        ("TL-DIGITAL", "NORTH-1", 2),
        ("TL-DIGITAL", "SOUTH-2", 1),
        ("ACCESS-HE", "NORTH-1", 1),
    }
    assert not await story.new_events(send)
    moved = SendProgrammes(
        institution=college, programmes=(sent("TL-DIGITAL", "ada", campus="SOUTH-2"),), as_of=DAY
    )
    answer = await story.do(moved)
    assert (answer["onRoll"], answer["moved"], answer["left"]) == (4, 1, 0)


async def test_programmes_that_cannot_be_are_each_told(story: Any) -> None:
    college = await story.school(phase=ServicePhase.FE_AND_SKILLS)
    wrong = (
        sent("A", planned_end=date(2025, 8, 31)),
        sent("B", planned_end=date(2035, 8, 31)),
        sent("C", starts_on=date(1999, 9, 1), planned_end=date(2000, 9, 1)),
        sent("D"),
        sent("D"),
    )
    with pytest.raises(Invalid) as refused:
        await story.do(SendProgrammes(institution=college, programmes=wrong))
    assert [problem.field for problem in refused.value.problems] == [
        "programmes[0].plannedEnd",
        "programmes[1].plannedEnd",
        "programmes[2].startsOn",
        "programmes[4]",
    ]
    twice = (sent("A", "ada"), sent("B", "ben", "ada"))
    with pytest.raises(Invalid) as refused:
        await story.do(SendProgrammes(institution=college, programmes=twice))
    assert [p.field for p in refused.value.problems] == ["programmes[1].learners[1].reference"]
    assert "programmes[0].learners[0]" in refused.value.problems[0].reason


async def test_whoever_has_year_groups_sends_those(story: Any) -> None:
    school = await story.school()
    with pytest.raises(Conflict, match="has year groups"):
        await story.do(SendProgrammes(institution=school, programmes=(sent("A", "ada"),)))


async def test_a_learner_registered_elsewhere_is_told_in_the_roster(story: Any) -> None:
    school = await story.school()
    learners = (
        RosterLearner(reference="ada", year_group=8, registration=Registration.SUBSIDIARY),
        RosterLearner(reference="ben", year_group=8),
    )
    events = await story.new_events(SendRoster(institution=school, learners=learners))
    assert [type(event) for event in events] == [CohortDeclared, SubsidiaryDeclared, RosterSent]
    assert set(unpack(events[1].learners)) == {0}


async def test_a_special_school_says_for_whom_it_is_relevant(story: Any) -> None:
    school = await story.school(phase=ServicePhase.SPECIAL_AND_ALTERNATIVE)
    learners = tuple(RosterLearner(reference=one, year_group=9) for one in ("ada", "ben", "cyd"))
    await story.do(SendRoster(institution=school, learners=learners))
    apart = SetApart(institution=school, reason=ApartReason.COMPLEX_NEEDS, learners=("ben",))
    (told,) = await story.new_events(apart)
    assert isinstance(told, LearnersSetApart)
    assert set(unpack(told.learners)) == {1}
    assert not await story.new_events(apart)
    nobody = SetApart(institution=school, reason=ApartReason.COMPLEX_NEEDS, learners=())
    (back,) = await story.new_events(nobody)
    assert not unpack(back.learners)
    with pytest.raises(Invalid):
        await story.do(msgspec.structs.replace(apart, learners=("zoe",)))
    less = msgspec.structs.replace(EVERYTHING, covers=EVERYTHING.covers[:3], special_condition=None)
    await story.do(AmendAgreement(institution=school, terms=less))
    with pytest.raises(NotCovered):
        await story.do(apart)


async def test_at_other_schools_everybody_is_in_the_cohort(story: Any) -> None:
    school = await story.school()
    with pytest.raises(Conflict, match="all its learners"):
        await story.do(SetApart(institution=school, reason=ApartReason.HEALTH, learners=()))


def _history(*events: Event) -> History:
    history = History(_SCHOOL)
    for position, event in enumerate(events):
        history.apply(event, position)
    return history


_SCHOOL = UUID(int=7)


def _programme(**more: Any) -> Programme:
    return sent("A", **more).programme()


def test_young_people_on_a_programme_count_as_year_12_in_its_first_year() -> None:
    def declared(programme: Programme, *ordinals: int) -> ProgrammeDeclared:
        return ProgrammeDeclared(
            institution=_SCHOOL, occurred_on=DAY, programme=programme, learners=pack(ordinals)
        )

    history = _history(
        declared(_programme(), 0, 1),
        declared(_programme(campus="SOUTH-2"), 2),
        declared(_programme(starts_on=date(2024, 9, 1), planned_end=date(2026, 1, 31)), 3),
        declared(_programme(ages=AgeBand.ADULTS), 4),
    )
    evidence = history.evidence(DAY)
    assert evidence.setting.kind is SettingKind.SCHOOL
    assert set(evidence.learners(12) or ()) == {0, 1, 2}
    assert set(evidence.learners(13) or ()) == {3}
    assert history.evidence(date(2026, 2, 1)).learners(13) is None
    assert set(history.evidence(date(2026, 10, 1)).learners(13) or ()) == {0, 1, 2}


def test_who_is_set_apart_is_in_no_denominator_and_is_counted() -> None:
    history = _history(
        CohortDeclared(institution=_SCHOOL, occurred_on=DAY, cohort=2029, learners=pack(range(9))),
        LearnersSetApart(
            institution=_SCHOOL,
            occurred_on=date(2026, 1, 5),
            reason=ApartReason.SHORT_STAY,
            learners=pack([1, 2]),
        ),
    )
    assert len(history.evidence(DAY).learners(8) or ()) == 9
    assert len(history.evidence(date(2026, 1, 5)).learners(8) or ()) == 7
    assert len(history.set_apart(date(2026, 1, 5))) == 2
