"""What one published release says otherwise than another, cell by cell.

The rule: it compares what was published and nothing else, so it tells no more than both together.
"""

import csv
import io
from collections.abc import Iterator, Mapping

from msgspec import Struct

from hub_core.open_data.published import codes_of, table_names
from hub_core.rollups.definitions import indicators

Row = Mapping[str, str]
_Rows = dict[tuple[str, ...], Row]


class Difference(Struct, frozen=True, kw_only=True):
    """A cell that changed: in which table, of what, and as it was printed; None where it was not there."""

    table: str
    about: str
    indicator: str
    before: str | None
    after: str | None


def differences(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> list[Difference]:
    """Every cell of the tables that differs between the files of two releases.

    Items are the same by their codes where both releases have them: a hub that was renamed differs in nothing
    by that. What differs is told under the newer name.
    """
    codes, later = codes_of(before), codes_of(after)
    if not (codes and later):
        codes = later = {}
    names = sorted({*table_names(before), *table_names(after)})
    return [
        one
        for name in names
        for one in _of_table(
            name, _rows(before.get(f"{name}.csv"), codes), _rows(after.get(f"{name}.csv"), later)
        )
    ]


def _of_table(name: str, before: _Rows, after: _Rows) -> Iterator[Difference]:
    for key in dict.fromkeys([*before, *after]):
        was, became = before.get(key, {}), after.get(key, {})
        for indicator in indicators():
            if was.get(indicator) != became.get(indicator):
                yield Difference(
                    table=name,
                    about=", ".join(_about(became or was).values()),
                    indicator=indicator,
                    before=was.get(indicator),
                    after=became.get(indicator),
                )


def _rows(content: bytes | None, codes: Mapping[str, Mapping[str, str]]) -> _Rows:
    """The rows of a table by what they are about, with codes for items that have them."""
    if content is None:
        return {}
    rows = csv.DictReader(io.StringIO(content.decode()))
    return {_key(row, codes): row for row in rows}


def _key(row: Row, codes: Mapping[str, Mapping[str, str]]) -> tuple[str, ...]:
    told = _about(row)
    return tuple(codes.get(column, {}).get(item, item) for column, item in told.items())


def _about(row: Row) -> dict[str, str]:
    """What a row is about: everything but figures, codes and the time it is of."""
    left_out = {*indicators(), "time_period", "time_identifier", "geographic_level"}
    left_out |= {column for column in row if column.endswith("_code")}
    return {column: value for column, value in row.items() if column not in left_out and value}
