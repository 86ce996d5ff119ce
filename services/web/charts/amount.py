"""What a figure can be: a number, one too small to show, nothing supplied, or not due yet.

The one rule: only a number has a length on a chart; the others have words of their own.
"""

from typing import Literal

import msgspec


class Amount(msgspec.Struct, frozen=True):
    """A value on a chart or in a table, with the words a reader sees.

    ``symbol`` stands for it in a file: the number, ``c`` (withheld), ``x`` (not supplied)
    or ``z`` (does not apply yet).
    """

    state: Literal["known", "suppressed", "missing", "not-yet"]
    value: int
    words: str

    @property
    def symbol(self) -> str:
        symbols = {"suppressed": "c", "missing": "x", "not-yet": "z"}
        return symbols.get(self.state, str(self.value))


def known(value: int) -> Amount:
    """A number that may be shown."""
    if value < 0:
        raise ValueError(f"A chart draws counts, and {value} is below nought.")
    return Amount("known", value, f"{value:,}")


def suppressed(words: str = "fewer than 10") -> Amount:
    """A number that is too small to show without pointing at people."""
    return Amount("suppressed", 0, words)


def missing(words: str = "no data supplied") -> Amount:
    """Nobody has said anything: not nought."""
    return Amount("missing", 0, words)


def not_yet(words: str = "not yet") -> Amount:
    """A time to come: there is nothing to count."""
    return Amount("not-yet", 0, words)


def share(part: int, whole: int) -> str:
    """A percentage as people write it; the ends are kept for what is exactly none or all."""
    if whole <= 0:
        raise ValueError("A share needs something to be a share of.")
    percentage = 100 * part / whole
    if part > 0 and percentage < 1:
        return "less than 1%"
    if part < whole and percentage > 99:
        return "over 99%"
    return f"{round(percentage)}%"
