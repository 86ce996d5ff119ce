"""A pair of files for "Explore education statistics": the data, and a file that says what its columns are.

The rule: what is written here passes ``checking``; numbers come as text and are not touched.
"""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

META_COLUMNS = (
    "col_name",
    "col_type",
    "label",
    "indicator_grouping",
    "indicator_unit",
    "indicator_dp",
    "filter_hint",
    "filter_grouping_column",
    "filter_default",
)


class Pair(Struct, frozen=True, kw_only=True):
    """Both files as bytes; ``name`` is that of the data without its ending."""

    name: str
    data: bytes
    meta: bytes

    def files(self) -> dict[str, bytes]:
        """Both by their names."""
        return {f"{self.name}.csv": self.data, f"{self.name}.meta.csv": self.meta}


def as_csv(columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> bytes:
    """Rows as CSV for machines: UTF-8, lines that end in one character, cells as they are."""
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def filter_row(*, col_name: str, label: str, hint: str, default: str) -> dict[str, str]:
    """A filter's row in the file about columns."""
    return dict.fromkeys(META_COLUMNS, "") | {
        "col_name": col_name,
        "col_type": "Filter",
        "label": label,
        "filter_hint": hint,
        "filter_default": default,
    }


def indicator_row(
    *, col_name: str, label: str, grouping: str, unit: str, decimals: str
) -> dict[str, str]:
    """An indicator's row in the file about columns."""
    return dict.fromkeys(META_COLUMNS, "") | {
        "col_name": col_name,
        "col_type": "Indicator",
        "label": label,
        "indicator_grouping": grouping,
        "indicator_unit": unit,
        "indicator_dp": decimals,
    }
