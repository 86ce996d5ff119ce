"""Wrong roll-over into a new school year: noticed, explained, accepted where meant, undone."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyroaring import BitMap

from hub_core.learner_sets import unpack
from hub_core.refusals import NotFound
from hub_core.rosters.commands import RosterLearner, SendRoster
from hub_core.rosters.events import CohortDeclared, RosterRestored
from hub_core.rosters.roll_over import BLOCK_LEAST, YearGroupsMoved, blocks
from hub_core.rosters.undoing_commands import UndoSending

LAST_YEAR = date(2025, 6, 2)
THIS_YEAR = date(2025, 9, 8)


def school_of(*year_groups: int, each: int = 8) -> tuple[RosterLearner, ...]:
    """So many learners in each year group, whose references tell the year group they began in."""
    return tuple(
        RosterLearner(reference=f"y{began}-{number}", year_group=year_group)
        for began, year_group in enumerate(year_groups)
        for number in range(each)
    )


def roster(school: UUID, learners: Iterable[RosterLearner], on: date, **more: Any) -> SendRoster:
    return SendRoster(institution=school, learners=tuple(learners), complete=True, as_of=on, **more)


async def test_a_roster_that_moved_on_is_taken(story: Any) -> None:
    school = await story.school()
    await story.do(roster(school, school_of(7, 8, 9), LAST_YEAR))
    answer = await story.do(roster(school, school_of(8, 9, 10), THIS_YEAR))
    assert (answer["moved"], answer["left"], answer["onRoll"]) == (0, 0, 24)


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ((7, 8, 9), "were not moved on for 2025/26"),
        ((9, 10, 11), "were moved on twice, or before 2025/26 began"),
        ((8, 9, 9), "were not moved on"),
    ],
)
async def test_year_groups_that_did_not_move_on_once_are_refused_in_words(
    story: Any, sent: tuple[int, ...], says: str
) -> None:
    school = await story.school()
    await story.do(roster(school, school_of(7, 8, 9), LAST_YEAR))
    newcomer = RosterLearner(reference="new", year_group=7)
    with pytest.raises(YearGroupsMoved, match=says) as refused:
        await story.do(roster(school, (*school_of(*sent), newcomer), THIS_YEAR))
    expected = [(8, 9, 10)[place] for place in range(3) if sent[place] != (8, 9, 10)[place]]
    assert len(refused.value.problems) == len(expected)
    for problem, year_group in zip(reversed(refused.value.problems), expected, strict=True):
        assert f"8 of 8 learners who are in Year {year_group} in 2025/26" in problem.reason
    assert (await story.platform.vault.ordinals(school, ["new"])).unknown == ("new",)


async def test_next_years_list_sent_in_july_is_noticed(story: Any) -> None:
    school = await story.school()
    await story.do(roster(school, school_of(7, 8), LAST_YEAR))
    with pytest.raises(YearGroupsMoved, match="before 2024/25 began"):
        await story.do(roster(school, school_of(8, 9), date(2025, 7, 20)))


async def test_what_is_meant_is_taken_when_it_was_checked(story: Any) -> None:
    school = await story.school()
    await story.do(roster(school, school_of(7, 8, 9), LAST_YEAR))
    sent = roster(school, school_of(7, 8, 9), THIS_YEAR, year_groups_checked=True)
    answer = await story.do(sent)
    assert (answer["moved"], answer["repeating"]) == (24, 24)


async def test_a_few_who_repeat_a_year_need_no_word(story: Any) -> None:
    school = await story.school()
    await story.do(roster(school, school_of(7, 8), LAST_YEAR))
    learners = list(school_of(8, 9))
    learners[0] = RosterLearner(reference=learners[0].reference, year_group=7)
    answer = await story.do(roster(school, learners, THIS_YEAR))
    assert (answer["moved"], answer["repeating"]) == (1, 1)
    alone = SendRoster(
        institution=school,
        learners=(RosterLearner(reference=learners[1].reference, year_group=7),),
        as_of=THIS_YEAR,
    )
    assert (await story.do(alone))["repeating"] == 1


async def test_a_wrong_roll_over_is_undone_by_its_name(story: Any) -> None:
    school = await story.school()
    await story.do(roster(school, school_of(7, 8), LAST_YEAR))
    wrong = roster(school, school_of(7, 8), THIS_YEAR, year_groups_checked=True)
    sending = UUID((await story.do(wrong))["sending"])
    events = await story.new_events(UndoSending(institution=school, sending=sending))
    assert isinstance(events[-1], RosterRestored)
    restored = {e.cohort: len(unpack(e.learners)) for e in events if isinstance(e, CohortDeclared)}
    assert restored == {2029: 8, 2028: 8, 2030: 0}
    with pytest.raises(NotFound, match="no such sending"):
        await story.do(UndoSending(institution=school, sending=sending))
    answer = await story.do(roster(school, school_of(8, 9), THIS_YEAR))
    assert (answer["moved"], answer["onRoll"]) == (0, 16)


@given(st.integers(0, 60), st.integers(0, 60), st.sampled_from([2027, 2028, 2030, 2031]))
def test_a_block_is_most_of_a_cohort_and_not_a_few(moved: int, stayed: int, to: int) -> None:
    before = {2029: BitMap(range(moved + stayed))}
    sent = {to: BitMap(range(moved)), 2029: BitMap(range(moved, moved + stayed))}
    found = blocks(before, sent)
    assert bool(found) == (moved >= BLOCK_LEAST and moved >= stayed)
    assert all((block.learners, block.known) == (moved, moved + stayed) for block in found)
