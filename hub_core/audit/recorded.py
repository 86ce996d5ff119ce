"""Which actions are recorded when they read: the file ``recorded.csv``.

The rule: an action is recorded for what it reads, not for who takes it; nobody is exempt.
"""

import csv
from functools import cache
from importlib.resources import files

from hub_core.audit.record import Kind


@cache
def recorded() -> dict[str, Kind]:
    """Every action whose reads are recorded, and why."""
    text = (files("hub_core.audit") / "recorded.csv").read_text(encoding="utf-8")
    return {row["action"]: Kind(row["kind"]) for row in csv.DictReader(text.splitlines())}
