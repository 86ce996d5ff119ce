"""Packed rows give what plain elimination gives, however large numbers become."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub_core.disclosure.packed import PackedRows
from hub_core.disclosure.vectors import Vector, cancel

LENGTH = 9
groups = st.lists(st.sets(st.integers(0, LENGTH - 1), min_size=1), min_size=1, max_size=9)


def proportional(one: Vector, other: Vector) -> bool:
    if one.keys() != other.keys():
        return False
    return all(one[a] * other[b] == one[b] * other[a] for a in one for b in one)


@settings(max_examples=100, deadline=None)
@given(groups)
def test_what_is_left_is_what_plain_elimination_leaves(found: list[set[int]]) -> None:
    packed = PackedRows(LENGTH)
    plain: dict[int, Vector] = {}
    for atoms in found:
        left = dict.fromkeys(atoms, 1)
        for pivot, row in plain.items():
            if pivot in left:
                cancel(left, row, pivot)
        rest = packed.rest(dict.fromkeys(atoms, 1))
        assert proportional(rest, left)
        if left:
            pivot = max(left)
            plain[pivot] = left
            packed.add(pivot, rest)


def chain(rows: int) -> PackedRows:
    """Rows of which each takes a hundred times what the one before leaves."""
    packed = PackedRows(rows + 1)
    for at in range(rows):
        packed.add(at, {at: 1, at + 1: 100})
    return packed


@pytest.mark.parametrize("rows", [1, 2, 4, 9])
def test_slots_grow_with_what_they_hold(rows: int) -> None:
    assert chain(rows).rest({0: 1}) == {rows: (-100) ** rows}


def test_a_row_with_a_large_entry_makes_room_for_it() -> None:
    packed = PackedRows(3)
    packed.add(0, {0: 1, 1: 3})
    packed.add(2, {2: 1, 1: -70_000})
    assert packed.rest({0: 1, 2: 1}) == {1: 69_997}


def test_more_than_the_widest_slot_holds_is_an_error() -> None:
    with pytest.raises(OverflowError, match="more than 64 bits"):
        chain(10).rest({0: 1})


@pytest.mark.parametrize("value", [127, -70_000])
def test_a_vector_with_a_large_entry_makes_room_for_it(value: int) -> None:
    packed = PackedRows(2)
    packed.add(0, {0: 1, 1: 1})
    assert packed.rest({0: value}) == {1: -value}
