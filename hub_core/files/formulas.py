"""Cells that a spreadsheet would calculate instead of showing.

The rule: whatever begins like a formula counts as one, whichever form of the sign it uses. Source: OWASP,
"CSV Injection"; ASVS 5.0, 1.2.10.
"""

import re
import unicodedata

#: A spreadsheet takes a cell that begins with one of these for a formula.
FORMULA_STARTS = frozenset("=+-@\t\r\n|%")
_HARMLESS = re.compile(r"[+-]?(?:\d[\d\s,]*(?:\.\d*)?%?)?")


def begins_like_formula(cell: str) -> bool:
    """Whether a spreadsheet might take the cell for a formula; also numbers below 0 begin so."""
    # Full-width and other forms count as the signs they stand for; blanks and marks that nobody sees
    # before them do not help.
    seen = (one for one in cell if not one.isspace() and unicodedata.category(one) != "Cf")
    begins = unicodedata.normalize("NFKC", cell[:1] + next(seen, ""))
    return bool(set(begins) & FORMULA_STARTS)


def is_formula(cell: str) -> bool:
    """Whether a cell that was sent holds a formula: it begins like one and is neither number nor dash."""
    if not cell or cell[0].isalnum():
        return False
    bare = cell.strip()
    return begins_like_formula(bare) and not _HARMLESS.fullmatch(bare)
