"""What the indicators of national tables mean, and what they are told apart by, read from their files.

The rule: a figure that is published has its definition here, and every export prints it.
"""

import csv
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files

from msgspec import Struct

_PACKAGE = files("hub_core.rollups")


class Indicator(Struct, frozen=True, kw_only=True):
    """An indicator: its column, how it is shown, in which unit and with how many decimals."""

    col_name: str
    label: str
    indicator_grouping: str
    indicator_unit: str
    indicator_dp: str
    definition: str


@cache
def indicators() -> Mapping[str, Indicator]:
    """Every indicator by its column."""
    return {row["col_name"]: Indicator(**row) for row in _rows("definitions.csv")}


@cache
def breakdowns() -> Mapping[str, str]:
    """What a column by which figures are told apart means, its source on a line below, by column."""
    return {
        row["col_name"]: f"{row['definition']}\nSource: {row['source']}"
        for row in _rows("breakdowns.csv")
    }


def _rows(name: str) -> Iterator[dict[str, str]]:
    text = (_PACKAGE / name).read_text("utf-8")
    yield from csv.DictReader(line for line in text.splitlines() if not line.startswith("#"))
