"""A guidance meeting told twice: by its own record, and by the information system's sync of the same day.

The rule: a learner's recorded meeting comes before what a sync says of that learner on that day, for nobody
has two guidance meetings in a day; the record knows the adviser and what was agreed. Two syncs are left as
they are: nothing says which of them is right.
"""

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from uuid import UUID

import msgspec
from pyroaring import BitMap

from hub_core.gatsby.facts import Fact
from hub_core.reference.activities import ActivityKind


def meetings_once(facts: Iterable[Fact], recorded: Collection[UUID]) -> Iterator[Fact]:
    """The facts, without learners whose meeting of that day has a record of its own (``recorded``)."""
    if not recorded:
        yield from facts
        return
    every = list(facts)
    met: dict[date, BitMap] = {}
    for fact in every:
        if fact.activity in recorded and fact.learners is not None:
            met[fact.on] = met.get(fact.on, BitMap()) | fact.learners
    for fact in every:
        there = met.get(fact.on)
        if there is None or not _is_synced_meeting(fact, recorded) or fact.learners is None:
            yield fact
        elif rest := fact.learners - there:
            same = len(rest) == len(fact.learners)
            yield fact if same else msgspec.structs.replace(fact, learners=rest)


def _is_synced_meeting(fact: Fact, recorded: Collection[UUID]) -> bool:
    return fact.kind is ActivityKind.GUIDANCE_MEETING and fact.activity not in recorded
