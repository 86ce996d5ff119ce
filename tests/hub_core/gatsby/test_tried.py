"""An edition that is only tried: what a file may change, and what it may not outside an institution."""

from importlib.resources import files

import pytest

from hub_core.gatsby.edition import editions
from hub_core.gatsby.tried import (
    EVERY,
    base_of,
    changed_thresholds,
    to_be_tried,
    tried_edition,
    with_threshold,
)
from hub_core.refusals import Invalid

NEW = editions()["GATSBY-2024"]
TEXT = (files("hub_core.gatsby") / "editions" / "gatsby-2024.toml").read_text("utf-8")
YEARS = "year_groups = [7, 8, 9, 10, 11, 12, 13], checks"


def test_a_file_as_shipped_changes_nothing() -> None:
    tried = tried_edition(TEXT)
    assert base_of(tried) == NEW
    assert changed_thresholds(NEW, tried) == []


def test_other_thresholds_and_other_words_are_told_apart() -> None:
    stricter = TEXT.replace("threshold = 76", "threshold = 91").replace("Parity:", "Balance:")
    changed = changed_thresholds(NEW, tried_edition(stricter))
    assert {"5.1", "5.1c", "6.1", "8.1"} <= set(changed)
    assert not {"5.2", "7.B", "6.G"} & set(changed)


@pytest.mark.parametrize(
    ("was", "becomes", "named"),
    [
        ("year_groups = [11], at_least = 2", "year_groups = [11], at_least = 3", "6.1"),
        ('code = "8.1", ', 'code = "8.9", ', "8.1, 8.9 are"),
        (YEARS, YEARS.replace("7, ", ""), "5.1 is"),
    ],
)
def test_another_way_of_counting_is_refused_by_name(was: str, becomes: str, named: str) -> None:
    assert was in TEXT
    with pytest.raises(Invalid, match=named) as refusal:
        changed_thresholds(NEW, tried_edition(TEXT.replace(was, becomes, 1)))
    assert "thresholds alone" in refusal.value.detail


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "missing required field"),
        ("= nothing", "The file: "),
        (TEXT.replace("number = 8", "number = 9"), "Expected `int` <= 8"),
        (TEXT.replace('headline = ["5.1"', 'headline = ["5.9"'), "headline names 5.9"),
    ],
)
def test_a_file_that_cannot_be_read_says_where(text: str, said: str) -> None:
    with pytest.raises(Invalid, match=said) as refusal:
        tried_edition(text)
    assert [one.field for one in refusal.value.problems] == ["file"]


def test_one_threshold_is_tried_or_every_one_that_is_a_share_of_something() -> None:
    assert changed_thresholds(NEW, with_threshold(NEW, "5.1", " 90% ")) == ["5.1"]
    offered = [one.code for one in to_be_tried(NEW)]
    assert changed_thresholds(NEW, with_threshold(NEW, EVERY, "90")) == offered
    # Yes or no is no share, hours are reported only, and what records cannot show cannot be tried.
    assert not {"5.2", "7.P", "6.G", "1.2a"} & set(offered)
    assert {"2.1.ks4", "4.1", "5.1", "8.2"} <= set(offered)


@pytest.mark.parametrize(
    "written",
    ["", " ", "0", "101", "-5", "90.5", "90,5", "ninety", "９０", "1e2", "0x5a", "90%%", "9" * 9],
)
def test_what_is_no_threshold_is_refused_beside_its_field(written: str) -> None:
    with pytest.raises(Invalid, match="whole number of percent from 1 to 100") as refusal:
        with_threshold(NEW, "5.1", written)
    assert [one.field for one in refusal.value.problems] == ["threshold"]


@pytest.mark.parametrize("code", ["", "5.2", "9.9", "1.2a"])
def test_a_criterion_without_a_threshold_to_try_is_refused(code: str) -> None:
    with pytest.raises(Invalid, match="Choose one of the list") as refusal:
        with_threshold(NEW, code, "90")
    assert [one.field for one in refusal.value.problems] == ["criterion"]
