"""Rows do not depend on how events come in batches: every fold, any events of its kinds, any split.

Pure: what the database would hold is the last row of each key. Corrections come before what they correct,
withdrawals twice: the order is hypothesis's.
"""

from collections import defaultdict
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub_core.log.event import Event
from projections.projection import Fold, Projection
from services.platform.projections import PROJECTIONS
from tests.builders.events_of_any_kind import LATER, PROPOSED, REGISTERED, THINGS, told

SCHOOL = UUID(int=1)
RECORDED_AT = datetime(2026, 8, 31, 12, tzinfo=UTC)
#: The first so many columns of a row are its key.
KEYS = {
    "activity": 2,
    "encounters": 2,
    "group_progress": 3,
    "institution_years": 2,
    "institutions": 1,
    "progress": 3,
    "results": 2,
    "scope_choices": 2,
    "stays": 2,
}

events = st.lists(
    st.builds(told, st.sampled_from(LATER), st.just(SCHOOL), st.sampled_from(THINGS)),
    min_size=1,
    max_size=25,
)
Held = dict[tuple[Any, ...], tuple[Any, ...]]


class Table:
    """What a database would hold of one fold's rows."""

    def __init__(self, fold: Fold) -> None:
        self._fold = fold
        self.rows: Held = {}

    def write(self) -> None:
        """Take the rows that changed."""
        changed: defaultdict[str, list[tuple[Any, ...]]] = defaultdict(list)
        self._fold.changes(changed)
        for table, rows in changed.items():
            for row in rows:
                self.rows[(table, *row[: KEYS[table]])] = row


def taken(projection: Projection, history: list[Event], *, after: set[int]) -> Held:
    """What stands after these events, written out after those places of them and at the end."""
    fold = projection.institution(SCHOOL)
    folded = {kind.TOPIC for kind in projection.events}
    table = Table(fold)
    for number, event in enumerate(history):
        if event.TOPIC in folded:
            fold.apply(event, number + 1, RECORDED_AT)
        if number in after:
            table.write()
    table.write()
    return table.rows


@pytest.mark.parametrize("name", PROJECTIONS)
@settings(max_examples=60)
@given(told_of=events, after=st.sets(st.integers(0, 40)))
def test_any_split_into_batches_gives_the_same_rows(
    name: str, told_of: list[Event], after: set[int]
) -> None:
    history = [told(each, SCHOOL, THINGS[0]) for each in REGISTERED]
    history += [told(each, SCHOOL, thing) for thing in THINGS for each in PROPOSED]
    history += told_of
    whole = taken(PROJECTIONS[name], history, after=set())
    assert taken(PROJECTIONS[name], history, after=after) == whole
    assert taken(PROJECTIONS[name], history, after=set(range(len(history)))) == whole
