"""Sums of cells are those of the cells themselves, whatever was added up before."""

from collections import defaultdict

from hypothesis import given
from hypothesis import strategies as st

from projections.hub_dashboard.cells import Cell, encode_cells
from projections.hub_dashboard.part import (
    COUNTED,
    EMPLOYER_REPORTED,
    SCHOOL_CONFIRMED,
    SCHOOL_ONLY,
)
from projections.hub_dashboard.sums import NOTHING, TOGETHER, merged, parts_of, sums_of

WAYS = ("month", "sector", "mode", "kind", "evidence")
codes = st.sampled_from(["", "a", "b"])
keys = st.tuples(
    st.integers(1, 12),
    codes,
    codes,
    codes,
    st.sampled_from([SCHOOL_CONFIRMED, COUNTED, SCHOOL_ONLY, EMPLOYER_REPORTED]),
)
amounts = st.lists(st.integers(0, 400), min_size=2, max_size=2)


def added(cells: list[Cell], way: str) -> dict[object, tuple[int, int]]:
    """Encounters, and learner encounters on the institution's word, by hand."""
    sums: defaultdict[object, list[int]] = defaultdict(lambda: [0, 0])
    for cell in cells:
        of_code = sums[getattr(cell, way)]
        of_code[0] += cell.encounters
        if way == "evidence" or cell.evidence != EMPLOYER_REPORTED:
            of_code[1] += cell.learner_encounters
    return {code: (encounters, learners) for code, (encounters, learners) in sums.items()}


@given(st.dictionaries(keys, amounts, min_size=1, max_size=20))
def test_each_way_the_sums_are_those_of_the_cells(counted):
    cells = [Cell(*key, *amount) for key, amount in counted.items()]
    sums = sums_of(encode_cells(counted))
    for way in WAYS:
        parts = getattr(sums, f"by_{way}")
        assert {code: (one, other) for code, one, other in parts} == added(cells, way)
    assert sums.employer_only == all(cell.evidence == EMPLOYER_REPORTED for cell in cells)


def test_one_encounter_more_shows_at_once():
    key = (3, "talk", "in_person", "digital", SCHOOL_CONFIRMED)
    assert sums_of(encode_cells({key: [1, 30]})).by_month == ((3, 1, 30),)
    assert sums_of(encode_cells({key: [2, 61]})).by_month == ((3, 2, 61),)


def test_of_nothing_there_is_nothing():
    assert sums_of(None) is NOTHING
    assert sums_of(encode_cells({})) == NOTHING


@given(st.lists(st.dictionaries(keys, amounts, max_size=4), max_size=3 * TOGETHER))
def test_of_several_they_are_those_of_all_their_cells(years):
    cells = [Cell(*key, *amount) for counted in years for key, amount in counted.items()]
    parts = parts_of([encode_cells(counted) if counted else None for counted in years])
    for way in WAYS:
        found = merged(getattr(one, f"by_{way}") for one in parts)
        assert {code: (one, other) for code, one, other in found} == added(cells, way)


def test_of_several_too_one_encounter_more_shows_at_once():
    key = (3, "talk", "in_person", "digital", SCHOOL_CONFIRMED)
    years = [encode_cells({key: [1, 30]})] * (TOGETHER + 1)
    assert merged(one.by_month for one in parts_of(years)) == ((3, 21, 630),)
    years[TOGETHER] = encode_cells({key: [2, 61]})
    assert merged(one.by_month for one in parts_of(years)) == ((3, 22, 661),)
