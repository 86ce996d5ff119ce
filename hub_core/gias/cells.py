"""One row's cells by column name, with the problems met while reading them.

The rule: a bad cell costs its own value, never the row, unless the row means nothing without it.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date

from hub_core.gias.records import RowProblem

_DAY_FIRST = re.compile(r"([0-9]{1,2})[-/.]([0-9]{1,2})[-/.]([0-9]{4})")
_PER_CENT = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,6})?")
_YEAR_FIRST = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")


class Cells:
    """The cells of the row that begins on ``line``; ``places`` says where each column is."""

    def __init__(self, *, line: int, places: Mapping[str, int], row: list[str]) -> None:
        self.line = line
        self.problems: list[RowProblem] = []
        self._places = places
        self._row = row

    def text(self, column: str) -> str:
        """The cell with odd spaces made plain; "" for a column the file does not have."""
        return " ".join(self._row[self._places[column]].split()) if column else ""

    def parsed(self, column: str, parse: Callable[[str], str]) -> str | None:
        """The cell through one of the ``parse_…`` functions; ``None`` when blank or refused."""
        text = self.text(column)
        if not text:
            return None
        try:
            return parse(text)
        except ValueError as refusal:
            reason, _, remedy = str(refusal).partition(". ")
            self.refuse(column, reason=f"{reason}.", remedy=remedy or "Correct it in GIAS.")
            return None

    def number(self, column: str, *, most: int) -> int | None:
        """A whole number from 0 to ``most``; ``None`` when blank or refused."""
        text = self.text(column)
        if not text:
            return None
        if re.fullmatch(r"[0-9]{1,9}", text) and int(text) <= most:
            return int(text)
        self.refuse(
            column,
            reason=f"“{text[:40]}” is not a whole number from 0 to {most:,}.",
            remedy="Write the number in digits, or leave the cell empty.",
        )
        return None

    def per_cent(self, column: str) -> float | None:
        """A share from 0 to 100, with or without decimals; ``None`` when blank or refused."""
        text = self.text(column)
        if not text:
            return None
        if _PER_CENT.fullmatch(text) and float(text) <= 100:
            return float(text)
        self.refuse(
            column,
            reason=f"“{text[:40]}” is not a share from 0 to 100 per cent.",
            remedy="Write the number in digits, such as 18.1, or leave the cell empty.",
        )
        return None

    def day(self, column: str) -> date | None:
        """A date as GIAS writes it (31-12-2025), or as spreadsheets make it (31/12/2025)."""
        text = self.text(column)
        if not text:
            return None
        try:
            if parts := _DAY_FIRST.fullmatch(text):
                return date(int(parts[3]), int(parts[2]), int(parts[1]))
            if parts := _YEAR_FIRST.fullmatch(text):
                return date(int(parts[1]), int(parts[2]), int(parts[3]))
        except ValueError:
            pass  # The 31st of June and its like: refused below with everything else.
        self.refuse(
            column,
            reason=f"“{text[:40]}” is not a date.",
            remedy="Write day, month and year, such as 31-12-2025.",
        )
        return None

    def refuse(self, column: str, *, reason: str, remedy: str, row_taken: bool = True) -> None:
        """Note a problem with the cell in this column."""
        self.problems.append(
            RowProblem(
                line=self.line,
                column=column,
                value=self.text(column)[:200],
                reason=reason,
                remedy=remedy,
                row_taken=row_taken,
            )
        )
