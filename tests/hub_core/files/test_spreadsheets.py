"""No cell of a file for people is calculated when a spreadsheet opens it; every cell can be read back."""

import csv
import io
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub_core.files.spreadsheets import as_csv, harmless

STARTS = (
    "=",
    "+",
    "-",
    "@",
    "\t",
    "\r",
    "\n",
    "＝",
    "＋",
    "－",
    "＠",
    " =",
    "\u00a0=",
    "﹦",
    "\u200b=",
    "\ufeff ＝",
)
cells = st.text(
    st.characters(exclude_categories=("Cs",), exclude_characters="\x00\r\n"), max_size=12
)


@pytest.mark.parametrize("start", STARTS)
def test_what_begins_like_a_formula_is_text(start: str) -> None:
    cell = f'{start}HYPERLINK("https://evil.example")'
    assert harmless(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["Ashbrook Academy", "62", "2026-02-11", "c", "", "a=b", "3.5"])
def test_everything_else_stays_as_it_is(cell: str) -> None:
    assert harmless(cell) == cell


@given(st.lists(st.lists(cells, min_size=2, max_size=2), max_size=5))
def test_every_row_comes_back_and_none_is_a_formula(rows: list[list[str]]) -> None:
    read = list(csv.reader(io.StringIO(as_csv(("a", "b"), rows), newline="")))
    assert len(read) == len(rows) + 1
    for sent, got in zip(rows, read[1:], strict=True):
        assert [one.removeprefix("'") for one in got] == [one.removeprefix("'") for one in sent]
        for cell in got:
            assert unicodedata.normalize("NFKC", cell.lstrip()[:1]) not in ("=", "+", "-", "@")
