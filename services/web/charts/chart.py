"""What every chart consists of, and how its table becomes a file.

The one rule: the picture, the text alternative, the table and the file hold the same figures.
"""

import csv
import io

import msgspec
from markupsafe import Markup

from services.web.charts.amount import Amount

#: A spreadsheet takes a cell that begins with one of these for a formula.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


class Table(msgspec.Struct, frozen=True):
    """The figures as rows: a heading for each column, and for each row its label and amounts."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Amount, ...]], ...]

    def as_csv(self) -> str:
        """The rows as a file for people to open: symbols for what is not a number, no formulas."""
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\r\n")
        writer.writerow([_harmless(cell) for cell in self.head])
        for label, amounts in self.rows:
            writer.writerow([_harmless(label), *(amount.symbol for amount in amounts)])
        return text.getvalue()


class Chart(msgspec.Struct, frozen=True, kw_only=True):
    """A picture with its words. ``key`` names it in the page and in the address of its file.

    ``headline`` says what the chart shows, ``subject`` what is measured, ``alternative`` replaces
    the picture for those who cannot see it. ``body`` is empty when there is nothing to draw.
    """

    key: str
    headline: str
    subject: str
    alternative: str
    body: Markup
    table: Table


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA_STARTS) else cell
