"""Dealing and searching find too few members wherever there are some, and nowhere else.

What is expected is found another way: every set of too few of them is tried in turn.
"""

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub_core.disclosure.alike import Alike
from hub_core.disclosure.behind import Behind, Telling
from hub_core.disclosure.dealing import DEALS, Dealing, Known
from hub_core.disclosure.search import Search
from hub_core.disclosure.vectors import Vector, cancel

PLACES, WAYS = 6, 10
#: Atoms of the property below, by who stands behind them: some of two, some who stand behind two.
MEMBERS = [(0,), (1,), (2,), (3,), (4, 5), (5,), (6,), (6, 7), (8,)]
#: Fewer than so many are too few.
LEAST = 3
#: Who is too small to be dealt out.
SMALL = {2, 6}


def behind(members: list[tuple[int, ...]], least: int, small: set[int]) -> Behind[int]:
    """Where any so many large members are enough, and one more where small ones are among them."""
    atoms = {at: Alike(members=each, groups=(0,)) for at, each in enumerate(members)}
    return Behind(
        atoms,
        lambda few: len(few) < least or (len(few) == least and not small.isdisjoint(few)),
        enough=least,
        carries=lambda one: one not in small,
    )


def reached_in_ways(deals: int = DEALS) -> Dealing[int]:
    """Six places, each its own member's and in ten known sums with four others each, who are in no other.

    Nothing is searched: no step is allowed for.
    """
    others = range(PLACES, PLACES + PLACES * WAYS * 4)
    members = [(one,) for one in (*range(PLACES), *others)]
    dealing = Dealing(behind(members, 5, set()), steps=0, deals=deals)
    for way, first in enumerate(others[::4]):
        dealing.add(dict.fromkeys((way % PLACES, *range(first, first + 4)), 1))
    return dealing


@pytest.mark.parametrize(("places", "told"), [(6, Telling.NOTHING), (4, Telling.OF_TOO_FEW)])
def test_each_place_needs_somebody_however_many_ways_there_are(places: int, told: Telling) -> None:
    """Tried one by one, eleven ways at each of six places would be many thousands of steps."""
    assert reached_in_ways().told_by(dict.fromkeys(range(places), 1)) is told


def test_somebody_who_reaches_four_places_counts_once() -> None:
    dealing = reached_in_ways()
    dealing.add(dict.fromkeys((0, 1, 2, 3, PLACES), 1))
    assert dealing.told_by(dict.fromkeys(range(PLACES), 1)) is Telling.OF_TOO_FEW


def test_a_search_that_comes_to_its_bounds_never_says_that_nothing_is_told() -> None:
    every_place = dict.fromkeys(range(PLACES), 1)
    assert reached_in_ways(deals=1).told_by(every_place) is Telling.UNDECIDED


def without(vector: Vector, rows: list[Vector]) -> Vector:
    """A vector less so much of each row that nothing is left where the row has its first."""
    left, known = dict(vector), []
    for row in rows:
        for other in known:
            if (at := min(other)) in row:
                row = dict(row)
                cancel(row, other, at)
        if row:
            known.append(row)
            if min(row) in left:
                cancel(left, row, min(row))
    return left


def tells_of_too_few(vector: Vector, rows: list[Vector], standing: Behind[int]) -> bool:
    """Whether for some too few, the vector follows from the rows where others stand."""
    if not without(vector, rows):
        return False
    everybody = sorted(standing.members_of(standing.members))
    for size in range(1, LEAST + 1):
        for few in combinations(everybody, size):
            if not standing.too_few(few):
                continue
            others = [at for at, who in standing.members.items() if not who <= {*few}]
            kept = [{at: row[at] for at in others if at in row} for row in (vector, *rows)]
            if not without(kept[0], kept[1:]):
                return True
    return False


vectors = st.dictionaries(
    st.integers(0, len(MEMBERS) - 1), st.integers(-2, 2).filter(bool), min_size=1
)


@settings(max_examples=300, deadline=None)
@given(st.lists(vectors, max_size=6), vectors, st.integers(0, 3))
def test_all_who_are_too_few_are_found_and_nobody_else(
    rows: list[Vector], vector: Vector, deals: int
) -> None:
    standing = behind(MEMBERS, LEAST, SMALL)
    steps = 2 ** len(MEMBERS)
    known: Known = (
        Dealing(standing, steps=steps, deals=deals) if deals else Search(standing, steps=steps)
    )
    for row in rows:
        known.add(row)
    told = Telling.OF_TOO_FEW if tells_of_too_few(vector, rows, standing) else Telling.NOTHING
    assert known.told_by(vector) is told
