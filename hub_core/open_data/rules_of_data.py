"""The rules of the open data standard about a file of data, each a function that yields its breaches.

The rule: a breach says what stands there and what to write instead.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence

from hub_core.open_data import standard
from hub_core.open_data.read_pair import ReadPair

_COLUMN = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*")
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.([0-9]+))?")


def _column_names(both: ReadPair) -> Iterator[str]:
    for column in both.columns:
        if not _COLUMN.fullmatch(column) or len(column) > standard.LONGEST_COLUMN:
            yield (
                f"the column “{column}” must be lower-case words joined by _, a letter first, of at "
                f"most {standard.LONGEST_COLUMN} characters."
            )


def _times(both: ReadPair) -> Iterator[str]:
    identifiers = set(both.values("time_identifier"))
    for one in sorted(identifiers - standard.time_identifiers().keys()):
        yield f"the time identifier “{one}” is none of the standard. “Academic year” is one."
    if len(identifiers) > 1:
        yield f"the time identifiers {', '.join(sorted(identifiers))} are mixed. Use one in a file."
    for identifier, period in sorted({(r["time_identifier"], r["time_period"]) for r in both.rows}):
        digits = standard.time_identifiers().get(identifier)
        if digits is None:
            continue
        if not re.fullmatch(rf"[0-9]{{{digits}}}", period):
            yield f"the time period “{period}” must have {digits} digits with “{identifier}”."
        elif digits == 6 and int(period[4:]) != (int(period[:4]) + 1) % 100:
            yield f"the time period “{period}” must be two years in a row, such as 202526."


def _levels(both: ReadPair) -> Iterator[str]:
    named = set(both.values("geographic_level"))
    for one in sorted(named - standard.levels().keys()):
        yield f"the geographic level “{one}” is none of the standard. “National” is one."
    known = [standard.levels()[one] for one in sorted(named & standard.levels().keys())]
    for level in known:
        if level.file_of_its_own and len(named) > 1:
            yield f"rows of the level {level.level} need a file of their own."
        for column in level.columns:
            if column not in both.columns:
                yield f"the column {column} is missing for rows of the level {level.level}."
            elif any(
                not row[column] for row in both.rows if row["geographic_level"] == level.level
            ):
                yield f"{column} is blank in rows of the level {level.level}. Fill it."


#: The columns of a level that a row of a coarser level must leave blank.
_FINER: Mapping[str, tuple[str, ...]] = {
    "National": ("region_code", "region_name", "old_la_code", "new_la_code", "la_name"),
    "Regional": ("old_la_code", "new_la_code", "la_name"),
}


def _places(both: ReadPair) -> Iterator[str]:
    for level, finer in _FINER.items():
        for column in finer:
            if column in both.columns and any(
                row[column] for row in both.rows if row["geographic_level"] == level
            ):
                yield f"{column} must be blank in rows of the level {level}."
    for columns, allowed in standard.place_names().items():
        if not set(columns) <= set(both.columns):
            continue
        for place in sorted({tuple(row[one] for one in columns) for row in both.rows}):
            if any(place) and place not in allowed:
                yield f"{', '.join(place)} is no place of the standard. Write it letter by letter."


def _duplicates(both: ReadPair) -> Iterator[str]:
    indicators = {row["col_name"] for row in both.of_type("Indicator")}
    keys = [one for one in both.columns if one not in indicators]
    times = Counter(tuple(row[one] for one in keys) for row in both.rows)
    for key, number in times.items():
        if number > 1:
            yield f"{number} rows are about the same: {', '.join(one for one in key if one)}."


def _indicator_values(both: ReadPair) -> Iterator[str]:
    for row in both.of_type("Indicator"):
        column = row["col_name"]
        if row["indicator_unit"] == "numberstring":
            continue
        decimals = int(row["indicator_dp"]) if row["indicator_dp"].isdecimal() else 0
        for value in sorted(set(both.values(column)) - standard.SYMBOLS):
            number = _NUMBER.fullmatch(value)
            if number is None:
                yield (
                    f"“{value}” in {column} is neither a number nor a symbol. Write digits alone, or "
                    "c where it is suppressed, z not applicable, x unavailable, low, u."
                )
            elif len(number[1] or "") > decimals:
                yield f"{value} in {column} has more decimals than the {decimals} that are declared."


def _filter_values(both: ReadPair) -> Iterator[str]:
    for row in both.of_type("Filter"):
        items = set(both.values(row["col_name"]))
        if "" in items:
            yield f"the filter {row['col_name']} is blank in some rows. Write Total for all together."
        for item in sorted(items):
            if len(item) > standard.LONGEST_ITEM:
                yield f"“{item}” in {row['col_name']} is longer than {standard.LONGEST_ITEM} characters."


RULES_OF_DATA: Sequence[Callable[[ReadPair], Iterator[str]]] = (
    _column_names,
    _times,
    _levels,
    _places,
    _duplicates,
    _indicator_values,
    _filter_values,
)
