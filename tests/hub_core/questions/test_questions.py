"""Every question by an example one can check by hand, one below its threshold and one above."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub_core.questions.rules import (
    Tick,
    confirmed_in_seconds,
    copied_forward,
    roll_differs,
    self_ticked,
)
from hub_core.questions.sample import sample_of
from hub_core.questions.thresholds import thresholds

LIMITS = thresholds()
NOON = datetime(2026, 2, 11, 12, tzinfo=UTC)
SCHOOL = UUID(int=1)
RECORDS = [UUID(int=number) for number in range(100, 140)]


@pytest.mark.parametrize(("copied", "asks"), [(0, False), (1, True), (3, True)])
def test_a_declaration_that_repeats_the_one_before(copied: int, asks: bool) -> None:
    found = copied_forward(copied, 3, LIMITS)
    assert (found.count, found.of, bool(found.ask)) == (copied, 3, asks)


@pytest.mark.parametrize(
    ("roll", "census", "percent", "asks"),
    [
        (1050, 1000, 5, None),  # five per cent exactly is not more than five
        (1051, 1000, 5, "5% more"),
        (950, 1000, 5, None),
        (949, 1000, 5, "5% fewer"),
        (0, 1000, 100, "100% fewer"),
        (1000, 1000, 0, None),
    ],
)
def test_a_roll_that_differs_from_the_census(
    roll: int, census: int, percent: int, asks: str | None
) -> None:
    found = roll_differs(roll, census, LIMITS)
    assert found is not None
    assert found.count == percent
    assert (asks or "") in found.ask
    assert bool(found.ask) == bool(asks)


@pytest.mark.parametrize(("roll", "census"), [(None, 1000), (1000, None), (1000, 0)])
def test_without_a_census_or_a_roll_nothing_is_compared(
    roll: int | None, census: int | None
) -> None:
    assert roll_differs(roll, census, LIMITS) is None


@pytest.mark.parametrize(
    ("alone", "with_others", "not_all_yes", "asks"),
    [
        (4, 0, 0, False),  # too few to ask about
        (5, 0, 0, True),
        (8, 2, 0, False),  # 80 per cent is not more than 80
        (9, 2, 0, True),
        (9, 0, 3, False),
        (0, 20, 0, False),
    ],
)
def test_check_lists_nobody_else_tells_of(
    alone: int, with_others: int, not_all_yes: int, asks: bool
) -> None:
    ticks = [
        *[Tick(True, False)] * alone,
        *[Tick(True, True)] * with_others,
        *[Tick(False, False)] * not_all_yes,
    ]
    found = self_ticked(ticks, LIMITS)
    assert (found.count, found.of, bool(found.ask)) == (alone, len(ticks), asks)


@pytest.mark.parametrize(
    ("seconds", "hasty"),
    [
        ([0, 5, 10, 15], 0),  # four are too few
        ([0, 5, 10, 15, 60], 5),  # the fifth in the sixtieth second
        ([0, 5, 10, 15, 61], 0),
        ([0, 15, 30, 45, 60, 75], 6),  # two runs of five that overlap
        ([0, 1, 2, 3, 4, 3600, 7200], 5),
        ([0, 0, 0, 0, 0], 5),
    ],
)
def test_confirmations_within_a_minute(seconds: list[int], hasty: int) -> None:
    moments = [NOON + timedelta(seconds=one) for one in reversed(seconds)]
    found = confirmed_in_seconds(moments, LIMITS)
    assert (found.count, found.of, bool(found.ask)) == (hasty, len(seconds), hasty > 0)


@given(st.permutations(RECORDS), st.integers(0, 50))
def test_a_sample_can_be_drawn_again(records: list[UUID], size: int) -> None:
    drawn = sample_of(records, institution=SCHOOL, seed="2025-12-31", size=size)
    assert drawn == sample_of(RECORDS, institution=SCHOOL, seed="2025-12-31", size=size)
    assert len(drawn) == len(set(drawn)) == min(size, len(RECORDS))


@given(st.lists(st.uuids(), max_size=5))
def test_a_later_record_only_takes_a_place(later: list[UUID]) -> None:
    before = sample_of(RECORDS, institution=SCHOOL, seed="a", size=5)
    after = sample_of([*RECORDS, *later], institution=SCHOOL, seed="a", size=5)
    assert set(after) <= {*before, *later}


def test_another_seed_or_school_draws_others_and_every_record_has_its_turn() -> None:
    first = sample_of(RECORDS, institution=SCHOOL, seed="a", size=5)
    assert first != sample_of(RECORDS, institution=SCHOOL, seed="b", size=5)
    assert first != sample_of(RECORDS, institution=UUID(int=2), seed="a", size=5)
    drawn = {
        one
        for seed in range(200)
        for one in sample_of(RECORDS, institution=SCHOOL, seed=str(seed), size=5)
    }
    assert drawn == set(RECORDS)


def test_every_threshold_says_where_it_is_from() -> None:
    for rule in (
        LIMITS.copied_forward,
        LIMITS.roll,
        LIMITS.self_ticked,
        LIMITS.confirmed_in_seconds,
        LIMITS.sample,
    ):
        assert rule.source
