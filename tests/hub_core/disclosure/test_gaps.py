"""A gap between a group and everybody else tells nothing about few, whatever the reader takes from what."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub_core.disclosure import AS_SHIPPED, LEAST_INSTITUTIONS, protect_gap

CELLS = st.integers(0, 60)


@given(cells=st.tuples(CELLS, CELLS, CELLS, CELLS), institutions=st.integers(1, 9))
def test_it_is_shown_where_none_of_its_four_counts_is_small_and_enough_told(
    cells: tuple[int, int, int, int], institutions: int
) -> None:
    reached, missed, others, _ = cells
    found = protect_gap(
        institutions=institutions,
        reached=reached,
        learners=reached + missed,
        all_reached=reached + others,
        all_learners=sum(cells),
    )
    safe = all(one == 0 or one >= AS_SHIPPED.minimum_learners for one in cells)
    assert (found is not None) == (safe and institutions >= LEAST_INSTITUTIONS)
    if found is not None:
        shown = (found.group.part, found.group.whole, found.others.part, found.others.whole)
        assert all((one.shown or 0) % AS_SHIPPED.rounding == 0 for one in shown)
        assert None not in [one.shown for one in shown]


def test_the_group_is_part_of_everybody() -> None:
    with pytest.raises(ValueError, match="no part of"):
        protect_gap(institutions=9, reached=30, learners=40, all_reached=20, all_learners=90)
