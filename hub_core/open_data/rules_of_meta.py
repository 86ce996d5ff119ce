"""The rules of the open data standard about a file that describes columns, each yielding its breaches.

The rule: a breach says what stands there and what to write instead.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from hub_core.open_data import standard
from hub_core.open_data.read_pair import ReadPair


def columns_of_meta(columns: Sequence[str]) -> Iterator[str]:
    """Columns that the file about columns may not have."""
    for one in columns:
        if one not in standard.META_REQUIRED + standard.META_OPTIONAL:
            yield f"the column {one} is none of the standard. Leave it out."


def _every_column_told(both: ReadPair) -> Iterator[str]:
    geography = {column for level in standard.levels().values() for column in level.columns}
    told = [row["col_name"] for row in both.about]
    groupings = {row["filter_grouping_column"] for row in both.about}
    for column in both.columns:
        if column not in {*told, *standard.REQUIRED, *geography, *groupings}:
            yield f"the column {column} of the data is not described. Add a row, or leave it out."
    for one, times in sorted(Counter(told).items()):
        if times > 1:
            yield f"{one} is described {times} times. Keep one row."
        if one in {*standard.REQUIRED, *geography}:
            yield f"{one} is a column of time or place and must not be described."
        elif one not in both.columns:
            yield f"{one} is described and not in the data. Leave it out."


def _types_and_labels(both: ReadPair) -> Iterator[str]:
    labels = Counter(row["label"] for row in both.about)
    for row in both.about:
        name = row["col_name"]
        if row["col_type"] not in ("Filter", "Indicator"):
            yield f"{name} has the type “{row['col_type']}”. Write Filter or Indicator."
        if not row["label"] or len(row["label"]) > standard.LONGEST_LABEL:
            yield f"{name} needs a label of 1 to {standard.LONGEST_LABEL} characters."
        elif labels[row["label"]] > 1:
            yield f"{name} has a label that another column has too. Tell them apart."


def _indicators(both: ReadPair) -> Iterator[str]:
    if not any(row["col_type"] == "Indicator" for row in both.about):
        yield "there is no indicator. A file needs one at least."
    for row in both.about:
        name = row["col_name"]
        if row["col_type"] == "Indicator":
            if row["indicator_unit"] not in standard.UNITS:
                yield (
                    f"{name} has the unit “{row['indicator_unit']}”. Leave it blank, or write %, pp, £, £m "
                    "or numberstring."
                )
            if not (row["indicator_dp"].isdecimal() or row["indicator_unit"] == "numberstring"):
                yield f"{name} needs a number of decimals in indicator_dp."
            if row["filter_hint"] or row["filter_grouping_column"] or row.get("filter_default"):
                yield f"{name} is an indicator: leave its filter columns blank."
        elif row["indicator_grouping"] or row["indicator_unit"] or row["indicator_dp"]:
            yield f"{name} is a filter: leave its indicator columns blank."


def _filters(both: ReadPair) -> Iterator[str]:
    for row in both.of_type("Filter"):
        name, default = row["col_name"], row.get("filter_default", "")
        items = set(both.values(name))
        if len(items) == 1:
            yield f"the filter {name} has one value only. Leave it out of this file."
        if default and default not in items:
            yield f"the default “{default}” of {name} is none of its values."
        if not default and "Total" not in items:
            yield f"the filter {name} has no Total. Add one, or name a value in filter_default."
        grouping = row["filter_grouping_column"]
        if grouping and grouping not in both.columns:
            yield f"{name} is grouped by {grouping}, which is not in the data."
        if grouping and grouping in {one["col_name"] for one in both.about}:
            yield f"{grouping} groups {name} and must not be described as well."


RULES_OF_META: Sequence[Callable[[ReadPair], Iterator[str]]] = (
    _every_column_told,
    _types_and_labels,
    _indicators,
    _filters,
)
