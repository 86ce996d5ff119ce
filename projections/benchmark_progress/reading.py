"""Reading an institution's rows of the ledger into its history, glancing at activities nobody asks about.

The rule: a history read for some kinds of activity answers about those as one that read everything. No I/O.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

import msgspec

from hub_core.activities import events as a
from hub_core.log.event import Event
from hub_core.reference.activities import ActivityKind, ActivityType
from projections.benchmark_progress.changed import ALL_KINDS
from projections.benchmark_progress.history import History
from projections.projection import Decoders

_ACTIVITIES = frozenset({a.ActivityRecorded.TOPIC, a.ActivityCorrected.TOPIC})


class _Kinds(msgspec.Struct, frozen=True):
    type: ActivityType
    also: tuple[ActivityKind, ...] = ()


class _Glance(msgspec.Struct, frozen=True):
    """As much of an activity's event as says what it is: a third of the cost of all of it."""

    activity: UUID
    occurred_on: date
    details: _Kinds


_glance = msgspec.json.Decoder(_Glance).decode


def read(
    institution: UUID,
    rows: Iterable[tuple[int, str, bytes] | Any],
    decoders: Decoders,
    kinds: frozenset[ActivityKind] = ALL_KINDS,
) -> tuple[History, dict[int, Event]]:
    """The history that rows of position, topic and data tell, in order, and the events it was told by.

    Activities that are of none of these kinds are passed over.
    """
    history, told = History(institution, kinds), dict[int, Event]()
    glanced_at = _ACTIVITIES if kinds != ALL_KINDS else frozenset[str]()
    for position, topic, data in rows:
        if topic in glanced_at:
            seen = _glance(data)
            if not history.asks(seen.details.type, seen.details.also):
                history.pass_over(seen.activity, seen.occurred_on)
                continue
        decoder = decoders[topic]
        if decoder is not None:
            told[position] = event = decoder(data)
            history.apply(event, position)
    return history, told
