"""A complete list without most of the learners: noticed, explained, accepted where meant. Year ends pass."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyroaring import BitMap

from hub_core.academic_years import academic_year_of, cohort_of, last_day, previous_academic_year
from hub_core.reference.service_phases import ServicePhase
from hub_core.refusals import Conflict
from hub_core.rosters.codes import Programme, ProgrammeLevel
from hub_core.rosters.commands import RosterLearner, SendRoster
from hub_core.rosters.leavers import MOST_LEAST, MostWouldLeave, leaving_years, most_would_leave
from hub_core.rosters.programme_commands import ProgrammeLearner, ProgrammeSent, SendProgrammes

EACH = 30
NOVEMBER = date(2025, 11, 20)
JULY = date(2025, 7, 14)
SEPTEMBER = date(2025, 9, 8)


def cohorts(year_groups: Iterable[int], day: date) -> dict[Any, BitMap]:
    """So many learners in each of the year groups of a day, numbered by their cohort."""
    year = academic_year_of(day)
    found = [cohort_of(year_group=one, academic_year=year) for one in year_groups]
    return {one: BitMap(range(one * 100, one * 100 + EACH)) for one in found}


def doubt(
    before: Iterable[int], named: Iterable[int], day: date, *, sent_on: date | None = None
) -> Any:
    """The doubt about a list of these year groups of the day, at a school which last sent those before."""
    on_roll = cohorts(before, sent_on or day)
    summer = last_day(previous_academic_year(academic_year_of(day)))
    known = BitMap.union(BitMap(), *cohorts(named, day).values())
    there = BitMap.union(BitMap(), *on_roll.values())
    return most_would_leave(
        on_roll,
        on_roll if sent_on is not None and sent_on <= summer else {},
        known & there,
        named=len(known),
        day=day,
    )


@pytest.mark.parametrize(
    ("before", "named", "day", "sent_on"),
    [
        (range(7, 12), range(7, 11), JULY, None),  # Year 11 has left
        (range(7, 14), (7, 8, 9, 10, 12), JULY, None),  # Years 11 and 13 have left
        ((12, 13), (12,), JULY, None),  # a sixth form college without Year 13
        ((12, 13), (12, 13), SEPTEMBER, JULY),  # the next year's, a new Year 12
        ((10, 11), (10, 11), SEPTEMBER, JULY),  # a studio school
        (range(3), range(2), JULY, None),  # an infant school
        (range(3, 7), range(3, 7), SEPTEMBER, JULY),  # a junior school in the new year
        (range(7, 12), range(7, 12), NOVEMBER, JULY),  # the first list of the year comes late
        (range(7, 12), range(7, 12), NOVEMBER, None),  # nobody has left
        ((), range(7, 12), NOVEMBER, None),  # the first list ever
    ],
)
def test_a_year_that_ends_is_no_doubt(
    before: Iterable[int], named: Iterable[int], day: date, sent_on: date | None
) -> None:
    assert doubt(before, named, day, sent_on=sent_on) is None


@pytest.mark.parametrize(
    ("before", "named", "day", "sent_on"),
    [
        (range(7, 12), (9,), NOVEMBER, None),  # the export of one year group
        (range(7, 12), (9,), JULY, None),
        (range(7, 12), (9,), SEPTEMBER, JULY),
        (range(7, 12), (), JULY, None),  # nobody who was known: other references
        ((12, 13), (), SEPTEMBER, JULY),
        (range(7), (), SEPTEMBER, JULY),  # a primary school
    ],
)
def test_part_of_an_export_is_noticed_at_any_time_of_the_year(
    before: Iterable[int], named: Iterable[int], day: date, sent_on: date | None
) -> None:
    assert doubt(before, named, day, sent_on=sent_on) is not None


@given(st.integers(0, 60), st.integers(0, 60))
def test_it_is_more_than_half_and_not_a_few(gone: int, stay: int) -> None:
    cohort = cohort_of(year_group=9, academic_year="2025/26")
    on_roll: dict[Any, BitMap] = {cohort: BitMap(range(gone + stay))}
    sent = BitMap(range(gone, gone + stay))
    found = most_would_leave(on_roll, {}, sent, named=stay, day=NOVEMBER)
    assert (found is not None) == (gone >= MOST_LEAST and gone > stay)
    if found is not None:
        assert found.reason.startswith(f"{gone} of the {gone + stay} learners on your roll")


def test_a_programme_may_end_with_the_year_and_not_before() -> None:
    programme = Programme(
        code="60145678",
        level=ProgrammeLevel.LEVEL_3,
        starts_on=date(2024, 9, 2),
        planned_end=date(2025, 7, 31),
    )
    on_roll: dict[Any, BitMap] = {programme: BitMap(range(EACH))}
    assert most_would_leave(on_roll, on_roll, BitMap(), named=1, day=date(2025, 6, 20)) is None
    assert most_would_leave(on_roll, on_roll, BitMap(), named=1, day=date(2025, 3, 20)) is not None


def test_every_leaving_year_says_why() -> None:
    assert all(one.why for one in leaving_years().values())
    assert set(leaving_years()) == {2, 4, 5, 6, 8, 11, 13, 14}


def learners(first: int, last: int, year_group: int = 9) -> tuple[RosterLearner, ...]:
    return tuple(
        RosterLearner(reference=f"L-{number}", year_group=year_group)
        for number in range(first, last)
    )


async def test_a_list_of_two_makes_leavers_of_nobody_until_it_is_meant(story: Any) -> None:
    school = await story.school()
    await story.do(
        SendRoster(
            institution=school, learners=learners(0, EACH), complete=True, as_of=date(2025, 9, 8)
        )
    )
    two = SendRoster(
        institution=school, learners=learners(0, 2), complete=True, as_of=date(2025, 11, 20)
    )
    with pytest.raises(MostWouldLeave) as refused:
        await story.do(two)
    assert "28 of the 30 learners on your roll would leave on 20 November 2025" in str(
        refused.value
    )
    assert "this list names 2" in str(refused.value)
    assert "“leaversChecked”: true" in str(refused.value)
    answer = await story.do(
        SendRoster(institution=school, learners=learners(0, 2), as_of=date(2025, 11, 20))
    )
    assert (answer["left"], answer["onRoll"]) == (0, EACH)
    meant = SendRoster(
        institution=school, learners=learners(0, 2), complete=True, as_of=date(2025, 11, 20),
        leavers_checked=True,
    )  # fmt: skip
    assert (await story.do(meant))["left"] == 28


async def test_a_college_is_asked_the_same_about_its_programmes(story: Any) -> None:
    college = await story.school(phase=ServicePhase.FE_AND_SKILLS)
    told = ProgrammeSent(
        code="60145678",
        level=ProgrammeLevel.LEVEL_3,
        starts_on=date(2025, 9, 1),
        planned_end=date(2027, 6, 30),
        learners=tuple(ProgrammeLearner(reference=f"C-{number}") for number in range(EACH)),
    )
    fewer = ProgrammeSent(
        code="60145678",
        level=ProgrammeLevel.LEVEL_3,
        starts_on=date(2025, 9, 1),
        planned_end=date(2027, 6, 30),
        learners=told.learners[:3],
    )
    on = date(2025, 11, 20)
    await story.do(SendProgrammes(institution=college, programmes=(told,), as_of=on))
    short = SendProgrammes(institution=college, programmes=(fewer,), complete=True, as_of=on)
    with pytest.raises(Conflict, match="27 of the 30 learners"):
        await story.do(short)
    meant = SendProgrammes(
        institution=college, programmes=(fewer,), complete=True, as_of=on, leavers_checked=True
    )
    assert (await story.do(meant))["left"] == 27
