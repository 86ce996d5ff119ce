"""Which budget a request spends, and what a refusal of it was a guess at: the file ``requests.csv``.

The rule: the first line that fits counts; what no line exempts is counted.
"""

import csv
import re
from functools import cache
from http import HTTPStatus
from importlib.resources import files

import msgspec

#: Answers that say a secret was wrong, by what was guessed at.
WRONG: dict[str, frozenset[int]] = {
    "key": frozenset({HTTPStatus.UNAUTHORIZED}),
    "token": frozenset({HTTPStatus.UNAUTHORIZED, HTTPStatus.BAD_REQUEST}),
    "link": frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.GONE}),
    "class_code": frozenset({HTTPStatus.NOT_FOUND}),
    "sign_in": frozenset({HTTPStatus.BAD_REQUEST, HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}),
}


class Spending(msgspec.Struct, frozen=True, kw_only=True):
    """One line: the requests it fits, the budget they spend (none: not counted), what they guess at."""

    method: str
    path: str
    budget: str
    guess: str
    reason: str


@cache
def lines() -> tuple[tuple[re.Pattern[str], Spending], ...]:
    """Every line, with its pattern."""
    text = (files("services.http.guard_rails") / "requests.csv").read_text(encoding="utf-8")
    rows = [msgspec.convert(row, Spending) for row in csv.DictReader(text.splitlines())]
    return tuple((re.compile(row.path), row) for row in rows)


def spending_of(method: str, path: str) -> Spending:
    """The line a request falls under."""
    asked = "GET" if method in ("GET", "HEAD") else method
    return next(
        row
        for pattern, row in lines()
        if row.method in ("*", asked) and pattern.fullmatch(path.replace("\n", ""))
    )
