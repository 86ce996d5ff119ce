"""Rows do not depend on how events come in batches: every fold, any events of its kinds, any split.

Pure: what the database would hold is the last row of each key. Corrections come before what they correct,
withdrawals twice: the order is hypothesis's.
"""

from collections import defaultdict
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyroaring import BitMap

from hub_core.activities.events import ActivityRecorded, Details
from hub_core.encounters.events import Attendance
from hub_core.guidance.events import GuidanceMeetingHeld
from hub_core.learner_sets import pack
from hub_core.log.event import Event
from hub_core.reference.activities import ActivityKind, ActivityType
from hub_core.reference.encounters import DeliveryMode
from hub_core.rosters.events import CohortDeclared
from projections.projection import Fold, Projection
from services.platform.projections import PROJECTIONS
from tests.builders.events_of_any_kind import LATER, PROPOSED, REGISTERED, THINGS, told

SCHOOL = UUID(int=1)
DAY = date(2026, 1, 14)
RECORDED_AT = datetime(2026, 8, 31, 12, tzinfo=UTC)
#: The first so many columns of a row are its key.
KEYS = {
    "activity": 2,
    "encounters": 2,
    "group_progress": 3,
    "group_sums": 3,
    "institution_years": 2,
    "institutions": 1,
    "month_ends": 2,
    "own_meetings": 2,
    "progress": 3,
    "results": 2,
    "scope_choices": 2,
    "stays": 2,
    "words": 2,
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


def meeting(
    activity: UUID, *learners: int, also: tuple[ActivityKind, ...] = (), level: int | None = None
) -> ActivityRecorded:
    """A guidance meeting of these learners, with an adviser of this level."""
    return ActivityRecorded(
        institution=SCHOOL,
        activity=activity,
        occurred_on=DAY,
        details=Details(
            type=ActivityType.GUIDANCE_MEETING,
            mode=DeliveryMode.IN_PERSON,
            also=also,
            adviser_level=level,
        ),
        attendance=Attendance(total=len(learners), learners=pack(BitMap(learners))),
        checks={},
    )


def moved_by_a_record(synced: ActivityRecorded, own: ActivityRecorded, *, cohort: int) -> bool:
    """Whether a record of one's own beside a sync of the same day moves figures, whatever the batches."""
    progress = PROJECTIONS["benchmark_progress"]
    learners = pack(BitMap([0, 1]))
    history: list[Event] = [
        *(told(each, SCHOOL, own.activity) for each in REGISTERED),
        CohortDeclared(institution=SCHOOL, occurred_on=DAY, cohort=cohort, learners=learners),
        synced,
        own,
        *(
            told(each, SCHOOL, own.activity)
            for each in LATER
            if isinstance(each, GuidanceMeetingHeld)
        ),
    ]
    whole = taken(progress, history, after=set())
    assert taken(progress, history, after=set(range(len(history)))) == whole
    return whole != taken(progress, history[:-1], after=set())


def test_a_meeting_recorded_beside_its_sync_moves_whatever_the_sync_counts_as() -> None:
    """The record takes the learner out of the sync, which was an encounter with an employer as well."""
    own, synced = THINGS[:2]
    also = (ActivityKind.EMPLOYER_ENCOUNTER,)
    assert moved_by_a_record(meeting(synced, 0, 1, also=also), meeting(own, 0), cohort=2029)


def test_a_record_that_does_not_count_moves_the_sync_that_did() -> None:
    """The adviser's level was not high enough, and the record comes before what the sync says."""
    own, synced = THINGS[:2]
    in_year_11 = 2026
    assert moved_by_a_record(
        meeting(synced, 0, 1, level=6), meeting(own, 0, level=3), cohort=in_year_11
    )


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
