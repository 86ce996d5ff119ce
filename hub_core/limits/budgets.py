"""How often each kind of request may come, by address and by principal: the file ``budgets.csv``.

The rule: a budget is its burst (how many at once, after a rest) and its refill a minute; the reason
stands beside the numbers.
"""

import csv
from datetime import timedelta
from functools import cache, cached_property
from importlib.resources import files

import msgspec


class Budget(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """``burst`` requests at once, ``per_minute`` in the long run, counted ``by`` address or principal."""

    budget: str
    by: str
    burst: int
    per_minute: int
    reason: str

    @cached_property
    def each(self) -> timedelta:
        """The time in which one request is refilled."""
        return timedelta(minutes=1) / self.per_minute

    @cached_property
    def room(self) -> timedelta:
        """The time in which an empty bucket is full again."""
        return self.each * self.burst


@cache
def budgets() -> dict[tuple[str, str], Budget]:
    """Every budget, by its name and by whom it is counted."""
    text = (files("hub_core.limits") / "budgets.csv").read_text(encoding="utf-8")
    rows = [msgspec.convert(row, Budget, strict=False) for row in csv.DictReader(text.splitlines())]
    return {(row.budget, row.by): row for row in rows}
