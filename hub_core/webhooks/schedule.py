"""When an event is sent again, and when sending stops.

The rule: the pauses are the file ``schedule.csv`` beside this module, one row an attempt.
"""

import csv
from datetime import datetime, timedelta
from functools import cache
from importlib.resources import files

#: A receiver that took nothing for so long is switched off. Source: Standard Webhooks 1.0, which
#: asks for "multiple days".
FAILING = timedelta(days=5)
#: How long what was delivered, and what was not, is kept.
KEPT_DELIVERED, KEPT_WAITING = timedelta(days=7), timedelta(days=30)


@cache
def pauses() -> tuple[timedelta, ...]:
    """The pause after each attempt; after the last one it is given up."""
    text = (files("hub_core.webhooks") / "schedule.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    assert [int(row["after_attempt"]) for row in rows] == list(range(1, len(rows) + 1))
    return tuple(timedelta(seconds=int(row["seconds"])) for row in rows)


def next_attempt(attempts: int, *, at: datetime) -> datetime | None:
    """When to try again after so many attempts; None to give up."""
    return at + pauses()[attempts - 1] if attempts <= len(pauses()) else None
