"""What subscribers may be told: for each topic the kinds of organisations, and the fields, by name.

The rule: a topic or field that is not in ``topics.csv`` is told to nobody, so nothing new leaks by being
added to an event. None of the fields can hold learners; a test walks them all.
"""

import csv
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import msgspec

from hub_core.access import OrganisationKind
from hub_core.log.event import Event


class Topic(msgspec.Struct, frozen=True, kw_only=True):
    """One topic; ``fields`` are paths such as ``details.mode``, and ``said`` is for people."""

    name: str
    kinds: frozenset[OrganisationKind]
    fields: tuple[str, ...]
    said: str


@cache
def catalogue() -> Mapping[str, Topic]:
    """Every topic somebody may be told of, by name."""
    text = (files("hub_core.webhooks") / "topics.csv").read_text(encoding="utf-8")
    return {
        row["topic"]: Topic(
            name=row["topic"],
            kinds=frozenset(map(OrganisationKind, row["kinds"].split())),
            fields=tuple(row["fields"].split()),
            said=row["said"],
        )
        for row in csv.DictReader(text.splitlines())
    }


def topics_for(kind: OrganisationKind) -> dict[str, Topic]:
    """What an organisation of this kind may be told of."""
    return {name: topic for name, topic in catalogue().items() if kind in topic.kinds}


def told(event: Event) -> dict[str, Any]:
    """The event's data as subscribers get it. Raises ``KeyError`` for a topic nobody is told of."""
    given: dict[str, Any] = msgspec.to_builtins(event)
    picked: dict[str, Any] = {}
    for path in catalogue()[type(event).TOPIC].fields:
        source, target = given, picked
        *outer, last = path.split(".")
        for name in outer:
            source, target = source[name], target.setdefault(name, {})
        if last in source:
            target[last] = source[last]
    return picked
