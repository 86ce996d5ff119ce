"""Placement weeks: what a plan can hold, where plans clash and where nobody is."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub_core.academic_years import academic_year_of, term_of
from hub_core.placements.weeks import clashes
from hub_core.placements.weeks_commands import DeclarePlacementWeeks
from hub_core.placements.weeks_events import PlacementWeek, PlacementWeeksDeclared
from hub_core.refusals import Invalid

A, B, C = (UUID(int=number) for number in (1, 2, 3))
JUNE = date(2026, 6, 22)
MONDAYS = [date(2025, 9, 1) + timedelta(days=7 * n) for n in range(45)]
plans = st.dictionaries(
    st.sampled_from([A, B, C, UUID(int=4)]),
    st.lists(
        st.builds(PlacementWeek, monday=st.sampled_from(MONDAYS), learners=st.integers(1, 300)),
        unique_by=lambda week: week.monday,
        max_size=6,
    ).map(tuple),
)


def week(monday: date, learners: int = 60) -> PlacementWeek:
    return PlacementWeek(monday=monday, learners=learners)


def test_the_largest_stays_and_the_others_are_shown_free_weeks() -> None:
    later = JUNE + timedelta(days=7)
    found = clashes({A: (week(JUNE, 30),), B: (week(JUNE, 180),), C: (week(JUNE, 60), week(later))})
    [clash] = found
    assert list(clash.learners.items()) == [(B, 180), (C, 60), (A, 30)]
    # The week after is C's own already, so the week before and then the second after are free.
    assert [(one.institution, one.to) for one in clash.suggestions] == [
        (C, date(2026, 6, 15)),
        (A, date(2026, 7, 6)),
    ]


def test_nobody_is_sent_into_the_holidays() -> None:
    christmas = date(2025, 12, 15)
    [clash] = clashes({A: (week(christmas, 90),), B: (week(christmas, 30),)})
    assert clash.suggestions[0].to == date(2025, 12, 8)


@given(plans)
def test_every_week_of_several_is_a_clash_and_what_is_suggested_makes_no_new_one(
    told: dict[UUID, tuple[PlacementWeek, ...]],
) -> None:
    found = clashes(told)
    planned = [one.monday for weeks in told.values() for one in weeks]
    assert [clash.monday for clash in found] == sorted(
        {monday for monday in planned if planned.count(monday) > 1}
    )
    suggested = [one.to for clash in found for one in clash.suggestions if one.to is not None]
    assert len(set(suggested)) == len(suggested)
    assert not set(suggested) & set(planned)
    for clash in found:
        for one in clash.suggestions:
            if one.to is not None:
                assert term_of(one.to) is term_of(clash.monday)
                assert academic_year_of(one.to) == academic_year_of(clash.monday)


async def test_a_year_is_planned_as_a_whole(story: Any) -> None:
    school = await story.school()

    def declare(*weeks: PlacementWeek) -> DeclarePlacementWeeks:
        return DeclarePlacementWeeks(institution=school, academic_year="2025/26", weeks=weeks)

    later = JUNE + timedelta(days=7)
    (told,) = await story.new_events(declare(week(later), week(JUNE)))
    assert isinstance(told, PlacementWeeksDeclared)
    assert [one.monday for one in told.weeks] == [JUNE, later]
    assert await story.new_events(declare(week(JUNE), week(later))) == []
    (taken_back,) = await story.new_events(declare())
    assert taken_back.weeks == ()


async def test_every_week_that_cannot_be_is_named(story: Any) -> None:
    school = await story.school()
    tuesday, elsewhere = JUNE + timedelta(days=1), date(2026, 9, 7)
    with pytest.raises(Invalid) as refused:
        await story.do(
            DeclarePlacementWeeks(
                institution=school,
                academic_year="2025/26",
                weeks=(week(JUNE), week(tuesday), week(elsewhere), week(JUNE)),
            )
        )
    assert [(one.field, one.reason) for one in refused.value.problems] == [
        ("weeks[1].monday", "23 June 2026 is a Tuesday."),
        ("weeks[2].monday", "7 September 2026 is not in 2025/26."),
        ("weeks[3].monday", "The week of 22 June 2026 stands twice."),
    ]
