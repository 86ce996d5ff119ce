"""Charts tell the truth: lengths follow figures, withheld figures leave no trace, words match."""

import csv
import io
import re
from datetime import date
from xml.etree import ElementTree

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.web.charts import (
    Amount,
    Table,
    Tile,
    bar_chart,
    columns_by_month,
    coverage_bar,
    known,
    map_key,
    missing,
    not_yet,
    sparkline,
    suppressed,
    tile_map,
)
from services.web.charts.amount import share
from services.web.charts.bars import nice_ceiling
from services.web.charts.shapes import bar, percentage
from services.web.charts.tiles import initials

COUNTS = st.integers(0, 5_000_000)
AMOUNTS = st.one_of(
    COUNTS.map(known), st.just(suppressed()), st.just(missing()), st.just(not_yet())
)
LABELS = st.text(st.characters(blacklist_categories=("Cs", "Cc")), min_size=1, max_size=40)
ROWS = st.lists(st.tuples(LABELS, st.tuples(AMOUNTS)), max_size=25)


def well_formed(markup: object) -> ElementTree.Element:
    """Parse what a chart drew; a label that was not escaped would break it."""
    return ElementTree.fromstring(f"<div>{markup}</div>")


def text_of(markup: object) -> str:
    return "".join(well_formed(markup).itertext())


def chart_of(rows: list[tuple[str, tuple[Amount, ...]]], series: tuple[str, ...] = ("Met",)):
    return bar_chart(key="test", headline="Found", subject="Encounters", dimension="Kind",
                     series=series, rows=rows)  # fmt: skip


@given(ROWS)
def test_a_bar_chart_shows_every_label_and_figure_in_picture_words_and_table(rows) -> None:
    chart = chart_of(rows)
    shown = text_of(chart.body)
    for label, (amount,) in rows:
        assert label in shown
        assert amount.words in shown
        assert f"{label}: {amount.words}" in chart.alternative
    assert chart.table.rows == tuple(rows)


@given(ROWS)
def test_no_chart_carries_a_style_or_a_script(rows) -> None:
    chart = chart_of(rows)
    for element in well_formed(chart.body).iter():
        assert element.tag != "script"
        assert "style" not in element.attrib


@given(COUNTS, COUNTS)
def test_lengths_keep_the_order_of_figures_and_something_is_never_nothing(one, other) -> None:
    largest = max(one, other, 1)
    assert (one > 0) == (percentage(one, largest) > 0)
    assert 0 <= percentage(one, largest) <= 100
    if one < other:
        assert percentage(one, largest) <= percentage(other, largest)


def test_the_longest_bar_fills_the_width() -> None:
    assert 'width="100.0%"' in bar(known(7), 7)


def test_a_suppressed_figure_is_hatched_and_all_suppressed_figures_look_alike() -> None:
    drawn = bar(suppressed(), 100)
    assert "hub-mark--suppressed" in drawn
    assert drawn == bar(suppressed(), 100_000)


def test_nought_no_data_too_few_and_not_yet_are_four_different_things() -> None:
    amounts = (known(0), missing(), suppressed(), not_yet())
    assert len({amount.words for amount in amounts}) == 4
    assert [amount.symbol for amount in amounts] == ["0", "x", "c", "z"]


def test_two_series_are_named_and_drawn_apart() -> None:
    chart = chart_of([("Norfolk", (known(3), known(5)))], ("Last year", "This year"))
    assert "hub-mark--series-1" in chart.body
    assert "hub-mark--series-2" in chart.body
    assert "3 last year and 5 this year" in chart.alternative


def test_three_series_are_refused() -> None:
    with pytest.raises(ValueError, match="belong in a table"):
        chart_of([("Norfolk", (known(1),) * 3)], ("a", "b", "c"))


@given(st.lists(st.tuples(AMOUNTS, AMOUNTS), min_size=12, max_size=12))
def test_columns_stay_within_the_plot_and_say_every_month(amounts) -> None:
    firsts = [date(2025 + (month < 9), month, 1) for month in (*range(9, 13), *range(1, 9))]
    chart = columns_by_month(
        key="months", headline="Found", subject="By month", series=("Done", "Agreed"),
        months=list(zip(firsts, amounts, strict=True)),
    )  # fmt: skip
    drawn = well_formed(chart.body)
    for rect in drawn.iter("rect"):
        for side, length in (("y", "height"), ("x", "width")):
            if rect.get(side, "").endswith("%") and rect.get(length, "").endswith("%"):
                ends = float(rect.get(side)[:-1]) + float(rect.get(length)[:-1])
                assert ends <= 100.05
    for first in firsts:
        assert f"{first:%B %Y}: " in chart.alternative


@given(st.integers(1, 10**9))
def test_a_scale_ends_at_a_round_number_not_far_above_the_largest(value) -> None:
    top = nice_ceiling(value)
    assert value <= top <= max(4, 2 * value)
    assert top % 4 == 0


@given(st.integers(0, 500), st.integers(0, 500))
def test_a_coverage_bar_is_full_exactly_when_everything_is_covered(part, whole) -> None:
    drawn = coverage_bar(part, whole).body
    lengths = re.findall(r'part" width="([\d.]+)%"', drawn)
    assert (float(lengths[0]) == 100) == (whole > 0 and part >= whole)


@given(st.integers(0, 10**6), st.integers(1, 10**6))
def test_a_share_says_none_or_all_only_when_it_is(part, whole) -> None:
    part = min(part, whole)
    assert (share(part, whole) == "0%") == (part == 0)
    assert (share(part, whole) == "100%") == (part == whole)


@given(st.lists(AMOUNTS, max_size=24))
def test_a_sparkline_draws_only_what_is_known(amounts) -> None:
    expected = sum(amount.state == "known" and amount.value > 0 for amount in amounts)
    assert sparkline(amounts).count("<rect") == expected


def tile(column: int, row: int, value: float | None = 0.5) -> Tile:
    return Tile(column=column, row=row, label="Norfolk", name=f"Hub {column} {row}",
                href="/hubs/a&b", value=value, words="3 of 4")  # fmt: skip


def test_tiles_are_links_from_north_to_south_and_west_to_east() -> None:
    drawn = tile_map([tile(2, 1), tile(0, 1), tile(5, 0)], edges=(0.5,))
    assert re.findall(r"Hub \d \d:", drawn) == ["Hub 5 0:", "Hub 0 1:", "Hub 2 1:"]
    assert 'href="/hubs/a&amp;b"' in drawn


def test_a_tile_that_leads_nowhere_is_no_link() -> None:
    closed = msgspec.structs.replace(tile(0, 0), href=None)
    drawn = tile_map([closed], edges=(0.5,))
    assert "<a" not in drawn
    assert drawn.count("<span") == drawn.count("</span>")
    assert "Hub 0 0: 3 of 4" in drawn


def test_a_tile_without_data_is_hatched_and_the_key_says_so() -> None:
    assert "hub-shade--none" in tile_map([tile(0, 0, None)], edges=(0.5,))
    assert map_key([None, 0.2], ("a", "b"))[-1] == ("none", "no data supplied")
    assert map_key([0.2], ("a", "b")) == (("1", "a"), ("2", "b"))


def test_two_hubs_cannot_lie_on_one_tile() -> None:
    with pytest.raises(ValueError, match="same tile"):
        tile_map([tile(0, 0), tile(0, 0)], edges=(0.5,))


def test_initials_fit_a_phone() -> None:
    assert [initials(one) for one in ("Norfolk", "Hull and E Yorks", "West of England")] == [
        "Norf", "HEY", "WE",
    ]  # fmt: skip


@given(ROWS)
def test_a_file_reads_back_to_the_table_it_came_from(rows) -> None:
    table = Table(("Kind", "Met"), tuple(rows))
    read = list(csv.reader(io.StringIO(table.as_csv(), newline="")))
    assert read[0] == ["Kind", "Met"]
    assert [row[1] for row in read[1:]] == [amounts[0].symbol for _, amounts in rows]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "＝"])
def test_no_label_becomes_a_formula_in_a_spreadsheet(start: str) -> None:
    file = Table(("Kind", "Met"), ((f"{start}1+1", (known(1),)),)).as_csv()
    read = list(csv.reader(io.StringIO(file, newline="")))
    assert read[1][0].startswith("'")
