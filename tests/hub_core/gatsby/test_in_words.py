"""Shares of a handful in words: the bands of Compass, and from ten learners on a percentage."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub_core.gatsby.in_words import (
    FEWEST_FOR_A_PERCENTAGE,
    share_in_words,
    too_few_for_a_percentage,
)


@pytest.mark.parametrize(
    ("part", "whole", "words"),
    [
        (0, 6, "None"),
        (1, 4, "A few"),
        (2, 4, "Some"),
        (3, 4, "Most"),
        (4, 5, "Nearly all"),
        (6, 6, "All"),
    ],
)
def test_a_share_of_a_handful_is_told_in_the_words_of_compass(
    part: int, whole: int, words: str
) -> None:
    assert share_in_words(part, whole) == words


@given(st.integers(1, 30).flatmap(lambda whole: st.tuples(st.integers(0, whole), st.just(whole))))
def test_only_nobody_is_none_and_only_everybody_is_all(share: tuple[int, int]) -> None:
    part, whole = share
    words = share_in_words(part, whole)
    assert (words == "All") == (part == whole)
    assert (words == "None") == (part == 0)


def test_words_end_where_percentages_begin_and_of_nobody_there_is_neither() -> None:
    told = [count for count in range(15) if too_few_for_a_percentage(count)]
    assert told == [*range(1, FEWEST_FOR_A_PERCENTAGE)]
    with pytest.raises(ValueError, match="7 of 6"):
        share_in_words(7, 6)
