"""Disclosure control: nobody can work out a small number of learners from what is shown."""

import itertools
from collections import defaultdict
from datetime import date, timedelta

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from hub_core.disclosure import (
    AS_SHIPPED,
    Policy,
    ProtectedCount,
    band,
    percentage,
    protect,
    protect_acts,
    protect_breakdown,
    protect_share,
    snap_to_month_end,
)

policies = st.builds(
    lambda minimum, rounding: Policy(minimum_learners=minimum, rounding=min(rounding, minimum)),
    st.integers(2, 20),
    st.sampled_from([1, 3, 5, 10]),
)


@pytest.mark.parametrize(
    ("count", "shown", "text", "symbol"),
    [
        (0, 0, "0", "0"),
        (1, None, "fewer than 10", "c"),
        (9, None, "fewer than 10", "c"),
        (10, 10, "10", "10"),
        (12, 10, "10", "10"),
        (13, 15, "15", "15"),
        (17, 15, "15", "15"),
        (18, 20, "20", "20"),
        (12_344, 12_345, "12,345", "12345"),
    ],
)
def test_small_counts_are_suppressed_others_rounded_and_nought_kept(
    count: int, shown: int | None, text: str, symbol: str
):
    protected = protect(count)
    assert (protected.shown, protected.text, protected.symbol) == (shown, text, symbol)
    assert protected.suppressed is (shown is None)


def test_a_protected_count_travels_as_json():
    assert msgspec.json.encode(protect(62)) == b'{"shown":60,"text":"60"}'
    suppressed = msgspec.json.encode(protect(3))
    assert suppressed == b'{"shown":null,"text":"fewer than 10"}'
    assert msgspec.json.decode(suppressed, type=ProtectedCount) == protect(3)


@given(count=st.integers(0, 10_000), policy=policies)
def test_what_is_shown_is_near_the_truth_and_never_a_false_nought(count: int, policy: Policy):
    protected = protect(count, policy)
    if protected.shown is None:
        assert 0 < count < policy.minimum_learners
    else:
        assert abs(protected.shown - count) <= policy.rounding / 2
        assert (protected.shown == 0) is (count == 0)


@pytest.mark.parametrize("refused", [(10, 11), (10, 0), (0, 0)])
def test_a_policy_that_could_show_a_false_nought_is_refused(refused: tuple[int, int]):
    minimum, rounding = refused
    with pytest.raises(ValueError, match="choose a rounding from 1"):
        Policy(minimum_learners=minimum, rounding=rounding)


def test_negative_counts_are_refused():
    for refused in (lambda: protect(-1), lambda: band(-1), lambda: protect_share(-1, 5)):
        with pytest.raises(ValueError, match="cannot be"):
            refused()


def shown(cells: dict[str, int], *, total_published: bool = True) -> dict[str, str]:
    protected = protect_breakdown(cells, total_published=total_published)
    return {key: cell.symbol for key, cell in protected.items()}


def test_a_single_small_cell_takes_the_next_smallest_with_it():
    assert shown({"Y7": 50, "Y8": 4, "Y9": 22, "Y10": 0}) == {
        "Y7": "50",
        "Y8": "c",
        "Y9": "c",
        "Y10": "0",
    }


def test_withheld_cells_look_alike():
    cells = protect_breakdown({"Y7": 50, "Y8": 4, "Y9": 22}, total_published=True)
    assert cells["Y8"] == cells["Y9"]
    assert cells["Y8"].text == "not shown"


def test_small_cells_that_cannot_hide_each_other_take_a_third():
    assert shown({"a": 1, "b": 1, "c": 30, "d": 40}) == {"a": "c", "b": "c", "c": "c", "d": "40"}


def test_without_small_cells_nothing_is_withheld():
    assert shown({"a": 10, "b": 30, "c": 0}) == {"a": "10", "b": "30", "c": "0"}


def test_without_a_published_total_only_small_cells_go():
    cells = {"a": 4, "b": 30, "c": 0}
    assert shown(cells, total_published=False) == {"a": "c", "b": "30", "c": "0"}


def test_where_nine_cells_of_one_learner_make_the_total_noughts_go_too():
    cells = {str(number): 1 for number in range(9)} | {"nobody": 0}
    assert set(shown(cells).values()) == {"c"}


def what_a_reader_can_work_out(
    cells: dict[int, ProtectedCount], total: ProtectedCount, policy: Policy
) -> dict[int, tuple[int, int]]:
    """The least and most each suppressed cell can be, for a reader who knows the policy."""

    def could_be(count: ProtectedCount) -> tuple[int, int]:
        if count.shown is None:
            return 1, policy.minimum_learners - 1
        if count.shown == 0:
            return 0, 0
        least = count.shown - policy.rounding // 2
        most = count.shown + (policy.rounding - 1) // 2
        return max(least, policy.minimum_learners), max(most, policy.minimum_learners)

    least_total, most_total = could_be(total)
    visible = [could_be(cell) for cell in cells.values() if not cell.suppressed]
    least_withheld = least_total - sum(most for _, most in visible)
    most_withheld = most_total - sum(least for least, _ in visible)
    withheld = [key for key, cell in cells.items() if cell.suppressed]
    # A nought in sight tells that noughts are shown, so that withheld cells hold someone.
    floor = 0 if len(withheld) == len(cells) else 1
    others = len(withheld) - 1
    return {
        key: (floor if others else max(floor, least_withheld), most_withheld - floor * others)
        for key in withheld
    }


@given(
    counts=st.lists(
        st.one_of(st.integers(0, 3), st.integers(0, 12), st.integers(0, 400)),
        min_size=1,
        max_size=12,
    ),
    policy=policies,
)
@example(counts=[1] * 9, policy=AS_SHIPPED)
@example(counts=[1] * 10, policy=AS_SHIPPED)
@example(counts=[9, 52], policy=AS_SHIPPED)
@example(counts=[1, 0, 10], policy=Policy(minimum_learners=10, rounding=1))
def test_no_suppressed_cell_can_be_recovered_by_subtraction(counts: list[int], policy: Policy):
    cells = protect_breakdown(dict(enumerate(counts)), policy, total_published=True)
    total = protect(sum(counts), policy)

    for key, (least, most) in what_a_reader_can_work_out(cells, total, policy).items():
        # The truth is within reach of the reader's arithmetic, or the arithmetic here is wrong.
        assert least <= counts[key] <= most
        # From one learner to one below the minimum, everything stays possible.
        assert least <= 1
        assert most >= policy.minimum_learners - 1


def test_a_reader_who_knows_the_rule_cannot_pin_down_a_suppressed_cell():
    largest = 33
    could_be: dict[tuple[str, ...], list[tuple[int, ...]]] = defaultdict(list)
    for counts in itertools.product(range(largest + 1), repeat=3):
        cells = protect_breakdown(dict(enumerate(counts)), total_published=True)
        seen = (*(cell.symbol for cell in cells.values()), protect(sum(counts)).symbol)
        could_be[seen].append(counts)

    for seen, all_counts in could_be.items():
        # Beside the edge of what is tried here, other explanations are missing.
        if max(map(max, all_counts)) > largest - AS_SHIPPED.rounding:
            continue
        for place in (place for place in range(3) if seen[place] == "c"):
            possible = {counts[place] for counts in all_counts}
            # Small in several ways, or perhaps not small at all.
            assert len(possible) >= 2, (seen, possible)
            small = {count for count in possible if count < AS_SHIPPED.minimum_learners}
            assert small != possible or len(small) >= AS_SHIPPED.rounding, (seen, possible)


def test_a_partner_that_would_give_the_small_cell_away_takes_a_third_with_it():
    # 35 less a shown 10 (at most 12) leaves 21 or more: with 12 at most in the other, 9 or more.
    assert shown({"a": 9, "b": 12, "c": 12}) == {"a": "c", "b": "c", "c": "c"}
    assert shown({"a": 9, "b": 12, "c": 40}) == {"a": "c", "b": "c", "c": "40"}


@given(counts=st.lists(st.integers(0, 60), max_size=10), policy=policies)
def test_every_small_cell_is_withheld_and_others_only_where_needed(
    counts: list[int], policy: Policy
):
    cells = protect_breakdown(dict(enumerate(counts)), policy, total_published=True)
    small = [key for key, count in enumerate(counts) if 0 < count < policy.minimum_learners]
    assert list(cells) == list(range(len(counts)))
    assert all(cells[key].suppressed for key in small)
    if not small:
        assert not any(cell.suppressed for cell in cells.values())


def test_percentages_go_with_their_counts():
    assert protect_share(60, 120).percent == 50
    assert protect_share(0, 120).percent == 0
    assert protect_share(120, 120).percent == 100
    assert protect_share(5, 120).percent is None
    assert protect_share(3, 7).percent is None
    assert protect_share(0, 0).percent is None


def test_a_small_remainder_hides_the_part():
    share = protect_share(117, 120)
    assert share.part.suppressed
    assert share.percent is None
    assert share.whole.shown == 120


@given(whole=st.integers(0, 500), data=st.data())
def test_a_percentage_tells_no_more_than_the_counts_beside_it(whole: int, data: st.DataObject):
    share = protect_share(data.draw(st.integers(0, whole)), whole)
    assert share.percent == percentage(share.part, share.whole)
    if share.percent is not None:
        assert 0 <= share.percent <= 100


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (0, "no learners"),
        (1, "fewer than 10 learners"),
        (9, "fewer than 10 learners"),
        (10, "10 to 29 learners"),
        (29, "10 to 29 learners"),
        (30, "30 to 59 learners"),
        (99, "60 to 99 learners"),
        (499, "200 to 499 learners"),
        (500, "500 or more learners"),
    ],
)
def test_live_feeds_speak_in_bands(count: int, words: str):
    assert band(count) == words


def test_bands_begin_at_the_policys_own_minimum():
    policy = Policy(minimum_learners=40, rounding=5)
    assert band(39, policy) == "fewer than 40 learners"
    assert band(41, policy) == "40 to 59 learners"


@pytest.mark.parametrize(
    ("day", "snapped"),
    [
        (date(2026, 3, 31), date(2026, 3, 31)),
        (date(2026, 3, 30), date(2026, 2, 28)),
        (date(2024, 2, 29), date(2024, 2, 29)),
        (date(2026, 1, 1), date(2025, 12, 31)),
    ],
)
def test_dates_snap_to_the_last_month_end(day: date, snapped: date):
    assert snap_to_month_end(day) == snapped


@given(day=st.dates(min_value=date(2000, 2, 1)))
def test_a_snapped_date_is_a_month_end_not_after_the_day(day: date):
    snapped = snap_to_month_end(day)
    assert snapped <= day
    assert (snapped + timedelta(days=1)).day == 1 or snapped == date.max


def test_three_learners_who_met_somebody_four_times_are_three_learners() -> None:
    assert protect_acts(12, 3).suppressed
    assert protect_acts(12, 12).shown == 10
    assert protect_acts(0, 0).shown == 0
    assert protect_acts(4, 40).suppressed
