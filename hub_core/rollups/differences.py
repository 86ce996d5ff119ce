"""What one published release says otherwise than another, cell by cell.

The rule: it compares what was published and nothing else, so it tells no more than both together.
"""

import csv
import io
from collections.abc import Iterator, Mapping

from msgspec import Struct

from hub_core.open_data.published import table_names
from hub_core.rollups.definitions import indicators

Row = Mapping[str, str]


class Difference(Struct, frozen=True, kw_only=True):
    """A cell that changed: in which table, of what, and as it was printed; None where it was not there."""

    table: str
    about: str
    indicator: str
    before: str | None
    after: str | None


def differences(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> list[Difference]:
    """Every cell of the tables that differs between the files of two releases."""
    names = sorted({*table_names(before), *table_names(after)})
    return [
        one
        for name in names
        for one in _of_table(
            name, _rows(before.get(f"{name}.csv")), _rows(after.get(f"{name}.csv"))
        )
    ]


def _of_table(name: str, before: dict[str, Row], after: dict[str, Row]) -> Iterator[Difference]:
    for about in dict.fromkeys([*before, *after]):
        was, became = before.get(about, {}), after.get(about, {})
        for indicator in indicators():
            if was.get(indicator) != became.get(indicator):
                yield Difference(
                    table=name,
                    about=about,
                    indicator=indicator,
                    before=was.get(indicator),
                    after=became.get(indicator),
                )


def _rows(content: bytes | None) -> dict[str, Row]:
    """The rows of a table by what they are about: everything but figures and the time they are of."""
    if content is None:
        return {}
    rows = csv.DictReader(io.StringIO(content.decode()))
    return {_about(row): row for row in rows}


def _about(row: Row) -> str:
    left_out = {*indicators(), "time_period", "time_identifier", "geographic_level"}
    left_out |= {column for column in row if column.endswith("_code")}
    told = [value for column, value in row.items() if column not in left_out and value]
    return ", ".join(told)
