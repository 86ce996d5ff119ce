"""Whatever is published together tells nothing about too few institutions, and as much as it can besides.

The attacker here is written apart from what protects: plain elimination over single institutions, and
every set of too few of them tried in turn.
"""

import itertools
from collections.abc import Iterable, Sequence
from fractions import Fraction
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub_core.disclosure.alike import Contribution
from hub_core.disclosure.release import ReleasePolicy, Withheld, decide

Group = frozenset[Contribution]


def told(number: int, result: int = 0) -> Contribution:
    return Contribution(UUID(int=number), UUID(int=1000 * result + number))


def group(*numbers: int, result: int = 0) -> Group:
    return frozenset(told(number, result) for number in numbers)


def rank(rows: Iterable[Sequence[int]]) -> int:
    """The rank of a matrix, by elimination over fractions."""
    left, found = [[Fraction(value) for value in row] for row in rows], 0
    width = len(left[0]) if left else 0
    for column in range(width):
        pivot = next((row for row in left if row[column]), None)
        if pivot is None:
            continue
        left.remove(pivot)
        found += 1
        left = [
            [a - b * row[column] / pivot[column] for a, b in zip(row, pivot, strict=True)]
            for row in left
        ]
    return found


def told_about_few(published: Sequence[Group], minimum: int) -> list[set[UUID]]:
    """Every set of fewer than ``minimum`` institutions of which some combination of sums speaks alone.

    There is one exactly when leaving the set's columns out loses rank.
    """
    contributions = sorted(frozenset().union(*published), key=lambda one: one.result.int)
    institutions = sorted({one.institution for one in contributions}, key=lambda one: one.int)
    rows = [[int(one in each) for one in contributions] for each in published]
    whole = rank(rows)
    found = []
    for size in range(1, minimum):
        for few in itertools.combinations(institutions, size):
            kept = [at for at, one in enumerate(contributions) if one.institution not in few]
            if rank([[row[at] for at in kept] for row in rows]) < whole:
                found.append(set(few))
    return found


def shown(groups: dict[str, Group], minimum: int = 3, earlier: Sequence[Group] = ()) -> list[Group]:
    policy = ReleasePolicy(minimum_institutions=minimum, minimum_learners=1)
    decision = decide(groups, policy, learners={}, earlier=earlier)
    assert {*decision.shown, *decision.withheld} == set(groups)
    return [groups[key] for key in decision.shown]


def test_a_small_area_is_withheld_and_with_it_the_sibling_that_would_give_it_away():
    decision = decide(
        {
            "region": group(*range(20)),
            "large": group(*range(10)),
            "middle": group(*range(10, 18)),
            "small": group(18, 19),
        },
        ReleasePolicy(),
        learners={},
    )
    assert decision.shown == ("region", "large")
    assert decision.withheld == {"middle": Withheld.TOLD_BY_OTHERS, "small": Withheld.TOO_FEW}


def test_areas_that_overlap_in_another_way_give_nobody_away_either():
    """A hub of all but two institutions of two authorities: hub and authorities give the two away."""
    assert shown(
        {"one": group(*range(6)), "two": group(*range(6, 12)), "hub": group(*range(10))}
    ) == [group(*range(6)), group(*range(6, 12))]


def test_a_later_release_does_not_give_away_the_one_result_that_came_in_between():
    before = group(*range(10))
    after = before | group(10)
    assert shown({"england": after}, earlier=[before]) == []
    assert shown({"england": after | group(11, 12)}, earlier=[before])


def test_a_new_result_of_one_institution_is_not_told_by_the_difference_of_two_releases():
    before = group(*range(10))
    after = group(*range(1, 10)) | group(0, result=1)
    assert shown({"england": after}, earlier=[before]) == []
    assert shown({"england": group(*range(3, 10)) | group(0, 1, 2, result=1)}, earlier=[before])


def test_the_same_groups_again_tell_nothing_new():
    before = [group(*range(10)), group(*range(5))]
    assert shown(dict(zip("ab", before, strict=True)), earlier=before) == before


def test_institutions_with_too_few_learners_together_are_too_few():
    learners = {UUID(int=number): 1 for number in range(6)}
    decision = decide({"hospitals": group(*range(6))}, ReleasePolicy(), learners=learners)
    assert decision.withheld == {"hospitals": Withheld.TOO_FEW}
    assert decide({"unknown": group(*range(6))}, ReleasePolicy(), learners={}).shown == ("unknown",)


def test_a_group_without_anybody_is_shown_as_what_it_is():
    assert decide({"none": frozenset()}, ReleasePolicy(), learners={}).shown == ("none",)


@pytest.mark.parametrize("refused", [(1, 10, 1), (5, 0, 1), (5, 10, 0)])
def test_a_policy_that_protects_nobody_is_refused(refused: tuple[int, int, int]):
    institutions, learners, rounding = refused
    with pytest.raises(ValueError, match="A release needs"):
        ReleasePolicy(
            minimum_institutions=institutions, minimum_learners=learners, rounding=rounding
        )


members = st.integers(0, 8)
numbered_groups = st.lists(st.frozensets(members, min_size=1), min_size=1, max_size=7)


@settings(max_examples=40, deadline=None)
@given(now=numbered_groups, before=numbered_groups, renewed=st.frozensets(members), data=st.data())
def test_no_combination_of_all_that_is_published_speaks_of_too_few(
    now: list[frozenset[int]],
    before: list[frozenset[int]],
    renewed: frozenset[int],
    data: st.DataObject,
):
    """Any groups whatever, overlapping as they like, with an earlier release and renewed results."""
    minimum = data.draw(st.sampled_from([2, 3, 4]))
    earlier = shown({str(at): group(*one) for at, one in enumerate(before)}, minimum)
    groups = {
        str(at): group(*(one - renewed)) | group(*(one & renewed), result=1)
        for at, one in enumerate(now)
    }
    published = shown(groups, minimum, earlier)
    assert told_about_few([*earlier, *published], minimum) == []
    # Nothing is withheld for nothing: each that is would have given somebody away.
    for at, one in enumerate(groups.values()):
        if one not in published:
            kept = [each for each in list(groups.values())[:at] if each in published]
            assert told_about_few([*earlier, *kept, one], minimum)
