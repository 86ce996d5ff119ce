"""A pair of files that could be read: what the rules of the standard look at.

The rule: cells are text as they stand in the files; nothing is trimmed or turned into a number.
"""

from collections.abc import Iterator, Mapping

from msgspec import Struct

Row = Mapping[str, str]


class ReadPair(Struct, frozen=True, kw_only=True):
    """A pair that could be read: the columns and rows of both files."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    about: tuple[Row, ...]

    def of_type(self, col_type: str) -> Iterator[Row]:
        """The rows about filters or indicators whose columns are there."""
        for row in self.about:
            if row["col_type"] == col_type and row["col_name"] in self.columns:
                yield row

    def values(self, column: str) -> list[str]:
        """The cells of a column of the data."""
        return [row[column] for row in self.rows]
