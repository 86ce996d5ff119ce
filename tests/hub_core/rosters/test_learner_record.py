"""What is held of one learner: whatever names learners is found, in contexts to come too."""

from datetime import date, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyroaring import BitMap

import hub_core.contexts  # noqa: F401  registers every event
from hub_core.learner_sets import unpack
from hub_core.log.event import decode, topics
from hub_core.rosters.codes import ApartReason
from hub_core.rosters.events import LearnerGroup
from hub_core.rosters.learner_record import (
    Period,
    _learners_in,
    happenings_of,
    names_learner,
    periods_of,
)
from hub_core.rosters.roster import Entry, Roster, roster_stream
from tests.hub_core.rosters.test_roster import AT, LATER, SCHOOL, SEPTEMBER

GOLDEN = msgspec.json.decode(
    (Path(__file__).parents[1] / "golden_events.json").read_bytes(), type=dict[str, msgspec.Raw]
)
#: Fields that hold learners, whatever event they are in.
FIELDS = ("learners", "learner", "who")


def _named_in(value: object) -> set[int]:
    """Learners in an event as the ledger keeps it, found by the names of fields."""
    found: set[int] = set()
    match value:
        case dict():
            for name, inner in value.items():
                if name in FIELDS and isinstance(inner, str):
                    found |= set(unpack(msgspec.convert(inner, bytes, strict=False)))
                elif name == "learner" and isinstance(inner, int):
                    found.add(inner)
                else:
                    found |= _named_in(inner)
        case list():
            for inner in value:
                found |= _named_in(inner)
    return found


@pytest.mark.parametrize("topic", [topic for topic in GOLDEN if topic in topics()])
def test_learners_are_found_in_every_event_that_names_any(topic: str) -> None:
    event = decode(topic, bytes(GOLDEN[topic]))
    by_type = set(BitMap.union(BitMap(), *_learners_in(event)))
    assert by_type == _named_in(msgspec.json.decode(bytes(GOLDEN[topic])))


def test_a_history_that_names_the_learner_is_told_whole() -> None:
    stream, other = uuid4(), uuid4()
    recorded = decode(
        "activities.ActivityRecorded.v1", bytes(GOLDEN["activities.ActivityRecorded.v1"])
    )
    withdrawn = decode(
        "activities.ActivityWithdrawn.v1", bytes(GOLDEN["activities.ActivityWithdrawn.v1"])
    )
    learner = min(BitMap.union(BitMap(), *_learners_in(recorded)))
    assert names_learner(recorded, learner)
    told: list[tuple[UUID, int, object]] = [(stream, 4, recorded), (stream, 9, withdrawn)]
    [history] = happenings_of([*told, (other, 10, withdrawn)], learner)  # type: ignore[list-item]
    assert [(one.position, one.names_learner) for one in history] == [(4, True), (9, False)]
    assert happenings_of(told, 4_000_000) == []  # type: ignore[arg-type]


def _roster() -> Roster:
    return Roster.of(roster_stream(SCHOOL))


def test_the_roster_is_told_as_periods() -> None:
    one = _roster()
    eal = frozenset({LearnerGroup.EAL})
    first = {0: Entry(place=2029, groups=eal, subsidiary=True), 1: Entry(place=2029)}
    one.receive(SCHOOL, first, complete=True, on=SEPTEMBER, at=AT, sending=uuid4())
    one.set_apart(SCHOOL, ApartReason.HEALTH, BitMap([0]), on=LATER, at=AT)
    again = {0: Entry(place=2030, groups=frozenset())}
    one.receive(SCHOOL, again, complete=False, on=LATER, at=AT, sending=uuid4())
    assert periods_of(one, 0) == [
        Period(kind="cohort", value="2029", since=SEPTEMBER, until=LATER),
        Period(kind="group", value="eal", since=SEPTEMBER, until=LATER),
        Period(kind="registration", value="subsidiary", since=SEPTEMBER, until=LATER),
        Period(kind="cohort", value="2030", since=LATER, until=None),
        Period(kind="set_apart", value="health", since=LATER, until=None),
    ]
    assert [period.value for period in periods_of(one, 1)] == ["2029"]


@given(
    st.lists(
        st.tuples(st.integers(0, 30), st.sets(st.integers(0, 3)), st.integers(2027, 2030)),
        max_size=8,
    )
)
def test_periods_say_what_the_sets_say_on_every_day(
    told: list[tuple[int, set[int], int]],
) -> None:
    one = _roster()
    for days, ordinals, cohort in told:
        entries = {ordinal: Entry(place=cohort) for ordinal in ordinals}
        on = SEPTEMBER + timedelta(days=days)
        one.receive(SCHOOL, entries, complete=True, on=on, at=AT, sending=uuid4())
    for ordinal in range(4):
        periods = periods_of(one, ordinal)
        for number in range(-1, 33):
            day: date = SEPTEMBER + timedelta(days=number)
            there = {
                str(cohort) for cohort, learners in one.on_roll(day).items() if ordinal in learners
            }
            said = {
                period.value
                for period in periods
                if period.since <= day and (period.until is None or day < period.until)
            }
            assert said == there
