"""Which actions are recorded when they read (``recorded.csv``), and why the others are not
(``unrecorded.csv``).

The rule: an action is recorded for what it reads, not for who takes it; nobody is exempt. Every action
that reads is in one of the two files; a file taken away and a text read from the vault are recorded
whatever the action.
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


@cache
def unrecorded() -> dict[str, str]:
    """Every other action that reads, and the reason why it needs no record."""
    text = (files("hub_core.audit") / "unrecorded.csv").read_text(encoding="utf-8")
    return {row["action"]: row["reason"] for row in csv.DictReader(text.splitlines())}
