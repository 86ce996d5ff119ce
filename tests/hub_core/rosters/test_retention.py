"""Leavers are forgotten when their time is over, and nobody before."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub_core.agreements.codes import DataClass
from hub_core.rosters.codes import Programme, ProgrammeLevel
from hub_core.rosters.commands import RemoveLearners, RosterLearner, SendRoster
from hub_core.rosters.events import LearnersErased
from hub_core.rosters.learner_subject import learner_subject
from hub_core.rosters.retention import due, left_before, months_kept, retention_rules
from hub_core.rosters.retention_commands import EraseLeavers
from hub_core.rosters.roster import Entry, Roster, roster_stream
from hub_core.vault.vault import SubjectErased
from tests.hub_core.rosters.test_roster import AT, SCHOOL

TODAY = date(2026, 2, 11)


def test_every_class_has_one_rule_with_its_source() -> None:
    rules = retention_rules()
    assert tuple(rule.data_class for rule in rules) == tuple(DataClass)
    assert all(rule.source and rule.what_happens for rule in rules)
    assert months_kept() == 36


@pytest.mark.parametrize(
    ("today", "before"),
    [
        (TODAY, date(2023, 2, 11)),
        (date(2028, 2, 29), date(2025, 2, 28)),
        (date(2026, 12, 31), date(2023, 12, 31)),
        (date(2026, 1, 1), date(2023, 1, 1)),
    ],
)
def test_three_years_are_counted_by_the_calendar(today: date, before: date) -> None:
    assert left_before(today) == before


def _roster() -> Roster:
    return Roster.of(roster_stream(SCHOOL))


def _send(one: Roster, on: date, *ordinals: int, place: Any = 2029) -> None:
    entries = {ordinal: Entry(place=place) for ordinal in ordinals}
    one.receive(SCHOOL, entries, complete=True, on=on, at=AT, sending=uuid4())


@given(left=st.dates(date(2021, 9, 2), TODAY))
def test_whoever_left_before_the_day_is_due_and_nobody_else(left: date) -> None:
    one = _roster()
    _send(one, date(2021, 9, 1), 0, 1)
    _send(one, left, 0)
    assert set(due(one, today=TODAY)) == ({1} if left <= left_before(TODAY) else set())


def test_whoever_came_back_is_kept() -> None:
    one = _roster()
    _send(one, date(2020, 9, 1), 0, 1)
    _send(one, date(2021, 9, 1), 0)
    _send(one, date(2025, 9, 1), 0, 1)
    assert not due(one, today=TODAY)


def test_a_cohort_nobody_took_off_the_roll_leaves_after_year_14() -> None:
    one = _roster()
    _send(one, date(2019, 9, 1), 0, place=2019)
    assert not due(one, today=date(2025, 8, 31))
    assert set(due(one, today=date(2025, 9, 2))) == {0}


def test_learners_of_a_programme_leave_at_its_planned_end() -> None:
    programme = Programme(
        code="A",
        level=ProgrammeLevel.LEVEL_2,
        starts_on=date(2021, 9, 1),
        planned_end=date(2022, 7, 31),
    )
    one = _roster()
    _send(one, date(2021, 8, 20), 0, place=programme)
    assert not due(one, today=date(2025, 7, 31))
    assert set(due(one, today=date(2025, 8, 1))) == {0}


async def test_their_references_and_texts_are_destroyed_and_counted_once(story: Any) -> None:
    school = await story.school()
    learners = tuple(RosterLearner(reference=one, year_group=9) for one in ("ada", "ben", "cyd"))
    began = date(2021, 9, 8)
    await story.do(SendRoster(institution=school, learners=learners, as_of=began))
    await story.do(
        RemoveLearners(institution=school, learners=("ada", "ben"), left_on=date(2022, 7, 20))
    )
    vault = story.platform.vault
    await vault.keep("Visit the open day", subject=learner_subject(school, 0))
    (erased,) = await story.new_events(EraseLeavers(institution=school))
    assert isinstance(erased, LearnersErased)
    assert (erased.learners, erased.left_before) == (2, left_before(TODAY))
    assert await vault.references(school, range(3)) == {2: "cyd"}
    assert await vault.texts_of(learner_subject(school, 0)) == []
    with pytest.raises(SubjectErased):
        await vault.keep("Again", subject=learner_subject(school, 0))
    assert not await story.new_events(EraseLeavers(institution=school))
    # Whoever comes back is a new learner, under a number of their own.
    again = (RosterLearner(reference="ada", year_group=12),)
    answer = await story.do(SendRoster(institution=school, learners=again))
    assert (answer["enrolled"], answer["refused"]) == (1, [])
    assert (await vault.ordinals(school, ["ada"])).known == {"ada": 3}
