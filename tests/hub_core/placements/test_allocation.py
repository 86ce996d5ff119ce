"""Allocation by need: what a table says, and what holds whatever is asked."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub_core.placements.allocation import Asked, Share, allocate, in_words, urgency, weights
from hub_core.placements.events import AllocationReason, NeedGroup

LOOKED_AFTER, EHCP = NeedGroup.LOOKED_AFTER, NeedGroup.EHCP
MEALS, NEVER_MET = NeedGroup.FREE_SCHOOL_MEALS, NeedGroup.NEVER_MET_EMPLOYER


def school(number: int) -> UUID:
    return UUID(int=number)


def asks(number: int, places: int, **need: int) -> Asked:
    groups = {NeedGroup(name): count for name, count in need.items()}
    return Asked(institution=school(number), places=places, need=groups, order=number)


@st.composite
def requests(draw: st.DrawFn) -> list[Asked]:
    found = []
    for number in range(draw(st.integers(1, 6))):
        places = draw(st.integers(1, 8))
        need = draw(st.dictionaries(st.sampled_from(NeedGroup), st.integers(1, places)))
        found.append(Asked(institution=school(number), places=places, need=need, order=number))
    return found


@pytest.mark.parametrize(
    ("capacity", "asked", "places"),
    [
        # Need goes before the order of asking.
        (2, [asks(1, 2), asks(2, 2, looked_after=2)], [0, 2]),
        # Equal need is shared out evenly, the odd place goes to who asked first.
        (3, [asks(1, 3), asks(2, 3)], [2, 1]),
        # An institution's neediest go first, not everybody it sends with them.
        (3, [asks(1, 3, looked_after=1), asks(2, 3, looked_after=1)], [2, 1]),
        # Several needs of one learner weigh together.
        (1, [asks(1, 1, looked_after=1), asks(2, 1, ehcp=1, free_school_meals=1)], [0, 1]),
        # Supply above demand: everybody gets what they asked for and no more.
        (9, [asks(1, 2), asks(2, 4, ehcp=1)], [2, 4]),
    ],
)
def test_who_gets_how_many(capacity: int, asked: list[Asked], places: list[int]) -> None:
    shares = allocate(capacity, asked)
    assert [shares[one.institution].places for one in asked] == places


@given(st.integers(0, 30), requests())
def test_never_more_than_there_is_nor_than_was_asked(capacity: int, asked: list[Asked]) -> None:
    shares = allocate(capacity, asked)
    given_out = sum(share.places for share in shares.values())
    assert given_out == min(capacity, sum(one.places for one in asked))
    for one in asked:
        share = shares[one.institution]
        assert share.places + share.waiting == one.places
        assert sum(reason.places for reason in share.reasons) == share.places


@given(st.integers(0, 30), requests())
def test_nobody_waits_for_a_place_that_went_to_a_lesser_need(
    capacity: int, asked: list[Asked]
) -> None:
    shares = allocate(capacity, asked)
    waiting = [one for one in asked if shares[one.institution].waiting]
    for one in waiting:
        next_need = urgency(one.need, shares[one.institution].places + 1)
        for other in asked:
            last = shares[other.institution].places
            assert last == 0 or urgency(other.need, last) >= next_need


@given(st.integers(0, 30), st.data(), requests())
def test_the_order_in_which_requests_are_looked_at_makes_no_difference(
    capacity: int, data: st.DataObject, asked: list[Asked]
) -> None:
    shuffled = data.draw(st.permutations(asked))
    assert allocate(capacity, asked) == allocate(capacity, shuffled)


@given(st.integers(0, 20), st.integers(0, 10), requests())
def test_whoever_has_places_keeps_them_when_more_come(
    capacity: int, more: int, asked: list[Asked]
) -> None:
    first = {one: share.places for one, share in allocate(capacity, asked).items()}
    then = allocate(capacity + more, asked, first)
    assert all(then[one].places >= places for one, places in first.items())
    # Need is settled place by place, so what was given in two steps is what one would have given.
    assert then == allocate(capacity + more, asked)


def test_more_held_than_there_is_is_a_fault() -> None:
    with pytest.raises(ValueError, match="2 more places are held"):
        allocate(1, [asks(1, 3)], {school(1): 3})


def test_the_reasons_are_the_weightiest_first() -> None:
    shares = allocate(4, [asks(1, 5, looked_after=1, free_school_meals=3)])
    share = shares[school(1)]
    assert share.reasons == (
        AllocationReason(places=1, group=LOOKED_AFTER),
        AllocationReason(places=2, group=MEALS),
        AllocationReason(places=1),
    )
    assert in_words(share) == (
        "4 of 5 places: 1 for learners looked after, 2 for learners eligible for free school meals, "
        "1 shared out evenly. 1 on the waiting list: the other places went where the need is greater, "
        "or as great and asked for with fewer places yet."
    )
    assert in_words(Share(places=2, waiting=0, reasons=(AllocationReason(places=2),))) == (
        "2 of 2 places: 2 shared out evenly."
    )


def test_every_group_has_a_weight_and_they_come_from_the_file() -> None:
    assert weights().keys() == set(NeedGroup)
    assert list(weights().values()) == sorted(weights().values(), reverse=True)
    assert weights()[LOOKED_AFTER] > weights()[EHCP] == weights()[NEVER_MET] > weights()[MEALS] > 0
