"""What the indicators of national tables mean, read from their file.

The rule: a figure that is published has its definition here, and every export prints it.
"""

import csv
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from msgspec import Struct

_FILE = files("hub_core.rollups") / "definitions.csv"


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
    lines = (line for line in _FILE.read_text("utf-8").splitlines() if not line.startswith("#"))
    return {row["col_name"]: Indicator(**row) for row in csv.DictReader(lines)}
