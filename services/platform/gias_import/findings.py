"""What an import could not use, kept for the person who sent the files.

The rule: every finding goes to the report; on the screen the first few and a count by reason do.
"""

import csv
import re
from collections import Counter
from typing import IO

from msgspec import Struct

from hub_core.gias.records import RowProblem

#: Findings shown on the screen.
SHOWN = 20

_PARTICULARS = re.compile(r"“[^”]*”|\b[0-9][0-9,]*\b")
#: A spreadsheet takes a cell that begins with one of these for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class Finding(Struct, frozen=True, kw_only=True):
    """A row or a cell that could not be used as it stands. With ``row_taken`` the rest of it was.

    ``group`` counts like with like where the reason names institutions.
    """

    file: str
    line: int
    column: str
    value: str
    reason: str
    remedy: str
    row_taken: bool = False
    group: str = ""

    @property
    def kind(self) -> str:
        """The reason without the particulars of this row."""
        return self.group or _PARTICULARS.sub("…", self.reason)


def of_row(problem: RowProblem, *, file: str) -> Finding:
    """The finding of a row that could not be read as it stands."""
    return Finding(
        file=file,
        line=problem.line,
        column=problem.column,
        value=problem.value,
        reason=problem.reason,
        remedy=problem.remedy,
        row_taken=problem.row_taken,
    )


class Findings:
    """Counts findings, remembers the first, and writes them all to ``report`` as they come."""

    def __init__(self, report: IO[str] | None = None) -> None:
        self.total = 0
        self.first: list[Finding] = []
        self._by_kind: Counter[str] = Counter()
        self._report = csv.writer(report) if report is not None else None
        if self._report is not None:
            self._report.writerow(
                ("file", "line", "column", "value", "reason", "remedy", "rest_of_row_taken")
            )

    def add(self, finding: Finding) -> None:
        """Keep a finding."""
        self.total += 1
        self._by_kind[finding.kind] += 1
        if len(self.first) < SHOWN:
            self.first.append(finding)
        if self._report is not None:
            self._report.writerow(
                (
                    _plain(finding.file),
                    finding.line,
                    _plain(finding.column),
                    _plain(finding.value),
                    _plain(finding.reason),
                    _plain(finding.remedy),
                    "yes" if finding.row_taken else "no",
                )
            )

    def by_reason(self) -> list[tuple[str, int]]:
        """How many findings of each reason, the most frequent first."""
        return self._by_kind.most_common()


def _plain(cell: str) -> str:
    """The cell so that a spreadsheet shows it and does not run it."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
