"""What every chart consists of, and how its table becomes a file.

The one rule: the picture, the text alternative, the table and the file hold the same figures.
"""

import msgspec
from markupsafe import Markup

from hub_core.files.spreadsheets import as_csv
from services.web.charts.amount import Amount


class Table(msgspec.Struct, frozen=True):
    """The figures as rows: a heading for each column, and for each row its label and amounts."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Amount, ...]], ...]

    def as_csv(self) -> str:
        """The rows as a file for people to open: symbols for what is not a number, no formulas."""
        rows = ([label, *(amount.symbol for amount in amounts)] for label, amounts in self.rows)
        return as_csv(self.head, rows)


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


class DrawnChart(msgspec.Struct, frozen=True, kw_only=True):
    """A chart on a page, with the basis of its figures and the address of its file."""

    chart: Chart
    basis: str
    file: str
