"""Files for people: CSV that a spreadsheet opens as it is meant, and takes no cell of for a formula.

The rule: every CSV for people is written here. Files for programs are not: there a cell is what it is.
Source: OWASP, "CSV Injection"; ASVS 5.0, 1.2.10.
"""

import csv
import io
from collections.abc import Iterable, Sequence

from hub_core.files.formulas import begins_like_formula

#: The mark before a file that tells a spreadsheet that the text is UTF-8.
UTF_8 = "\ufeff"


def as_csv(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Rows of text as a file."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(map(harmless, head))
    writer.writerows(map(harmless, row) for row in rows)
    return text.getvalue()


def harmless(cell: str) -> str:
    """A cell that no spreadsheet calculates: an apostrophe before what begins like a formula."""
    return f"'{cell}" if begins_like_formula(cell) else cell
