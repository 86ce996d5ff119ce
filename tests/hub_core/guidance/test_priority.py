"""Who should be seen next: vulnerable learners first, each place with its reasons."""

from datetime import date

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub_core.guidance.priority import Known, Reason, in_order, weights
from hub_core.rosters.events import LearnerGroup

TODAY = date(2026, 2, 11)

knowns = st.builds(
    Known,
    learner=st.integers(0, 500),
    year_group=st.integers(7, 13),
    groups=st.frozensets(st.sampled_from(LearnerGroup)),
    last_met=st.none() | st.dates(date(2023, 9, 1), TODAY),
    follow_up_on=st.none() | st.dates(date(2025, 9, 1), date(2026, 7, 31)),
)


def _order(*learners: Known) -> list[int]:
    return [place.known.learner for place in in_order(learners, today=TODAY)]


def test_every_reason_has_a_weight_with_its_source() -> None:
    assert set(weights()) == set(Reason)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"groups": frozenset({LearnerGroup.LOOKED_AFTER})}, {}),
        ({"groups": frozenset({LearnerGroup.EHCP})}, {"year_group": 11}),
        ({"groups": frozenset({LearnerGroup.YOUNG_CARER})}, {"year_group": 13}),
        ({"groups": frozenset({LearnerGroup.FREE_SCHOOL_MEALS})}, {}),
        ({"year_group": 11}, {"year_group": 10}),
        ({}, {"last_met": date(2025, 10, 1)}),
        ({"last_met": date(2024, 10, 1)}, {"last_met": date(2025, 10, 1)}),
        (
            {"last_met": date(2025, 10, 1), "follow_up_on": date(2026, 2, 11)},
            {"groups": frozenset({LearnerGroup.DISADVANTAGED}), "last_met": date(2025, 6, 1)},
        ),
    ],
)
def test_one_comes_before_the_other(first: dict[str, object], second: dict[str, object]) -> None:
    plain = Known(learner=1, year_group=9)
    before = msgspec.structs.replace(plain, learner=2, **first)
    after = msgspec.structs.replace(plain, learner=1, **second)
    assert _order(after, before) == [2, 1]


def test_reasons_are_told_the_heaviest_first_and_disadvantage_once() -> None:
    groups = {LearnerGroup.FREE_SCHOOL_MEALS, LearnerGroup.DISADVANTAGED, LearnerGroup.EHCP}
    [place] = in_order([Known(learner=1, year_group=11, groups=frozenset(groups))], today=TODAY)
    assert place.reasons == (
        Reason.EHCP, Reason.NO_MEETING_YET, Reason.LEAVING_YEAR, Reason.DISADVANTAGED,
    )  # fmt: skip
    assert place.weight == 50 + 45 + 35 + 30


def test_a_follow_up_to_come_is_not_due() -> None:
    met = Known(learner=1, year_group=9, last_met=date(2026, 1, 5), follow_up_on=date(2026, 2, 12))
    [place] = in_order([met], today=TODAY)
    assert place.reasons == (Reason.MET_THIS_YEAR,)


@given(known=knowns, other=knowns, group=st.sampled_from(LearnerGroup))
def test_one_group_more_never_puts_anybody_later(
    known: Known, other: Known, group: LearnerGroup
) -> None:
    one = msgspec.structs.replace(known, learner=1000)
    more = msgspec.structs.replace(one, groups=one.groups | {group})
    assert _order(more, other).index(1000) <= _order(one, other).index(1000)


@given(st.lists(knowns, unique_by=lambda one: one.learner, max_size=8))
def test_the_order_does_not_depend_on_how_they_were_told(learners: list[Known]) -> None:
    assert _order(*learners) == _order(*reversed(learners))
