"""Rosters as dated sets: what is sent again changes nothing, and the past can be told late."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyroaring import BitMap

from hub_core.refusals import Conflict, NotFound
from hub_core.rosters.codes import ApartReason, Programme, ProgrammeLevel, Registration
from hub_core.rosters.events import CohortDeclared, LearnerGroup
from hub_core.rosters.roster import Difference, Entry, Roster, roster_stream

SCHOOL = uuid4()
AT = datetime(2026, 2, 11, 10, tzinfo=UTC)
SEPTEMBER = date(2025, 9, 8)
LATER = date(2026, 1, 12)

PROGRAMMES = [
    Programme(
        code=code,
        level=ProgrammeLevel.LEVEL_3,
        starts_on=date(2025, 9, 1),
        planned_end=date(2026, 3, 31),
    )
    for code in ("TL-DIGITAL", "TL-HEALTH")
]

entries = st.dictionaries(
    st.integers(0, 60),
    st.builds(
        Entry,
        place=st.integers(2026, 2030) | st.sampled_from(PROGRAMMES),
        subsidiary=st.booleans(),
        groups=st.none() | st.frozensets(st.sampled_from(LearnerGroup), max_size=3),
    ),
    max_size=40,
)
days = st.dates(SEPTEMBER, SEPTEMBER + timedelta(days=300))
sendings = st.lists(st.tuples(entries, st.booleans(), days), max_size=6)


def roster() -> Roster:
    return Roster.of(roster_stream(SCHOOL))


def learners(*ordinals: int, cohort: int = 2029) -> dict[int, Entry]:
    return {ordinal: Entry(place=cohort) for ordinal in ordinals}


def send(
    one: Roster, sent: dict[int, Entry], *, on: date = SEPTEMBER, complete: bool = False
) -> Difference:
    return one.receive(SCHOOL, sent, complete=complete, on=on, at=AT, sending=uuid4())


@given(sendings, entries, st.booleans(), days)
def test_sending_the_same_again_appends_nothing(
    before: list[tuple[dict[int, Entry], bool, date]],
    sent: dict[int, Entry],
    complete: bool,
    on: date,
) -> None:
    one = roster()
    for earlier, earlier_complete, day in before:
        send(one, earlier, on=day, complete=earlier_complete)
    send(one, sent, on=on, complete=complete)
    version = one.version
    assert send(one, sent, on=on, complete=complete) == Difference()
    assert one.version == version


@given(sendings)
def test_nobody_is_in_two_cohorts_whatever_the_order_days_are_told_in(
    sent: list[tuple[dict[int, Entry], bool, date]],
) -> None:
    one = roster()
    for some, complete, day in sent:
        send(one, some, on=day, complete=complete)
        for each in (day, *(other for _, _, other in sent)):
            there = one.places(each)
            assert sum(map(len, there.values())) == len(BitMap.union(BitMap(), *there.values()))
        there = one.places(day)
        for ordinal, entry in some.items():
            assert ordinal in there[entry.place]
        if complete:
            assert BitMap.union(BitMap(), *there.values()) == BitMap(some)


@given(sendings)
def test_it_is_the_same_after_its_events_are_read_again(
    sent: list[tuple[dict[int, Entry], bool, date]],
) -> None:
    one = roster()
    for some, complete, day in sent:
        send(one, some, on=day, complete=complete)
    again = Roster.of(one.id, [(e.originator_version, AT, e.event) for e in one.pending_events])
    for _, _, day in sent:
        assert again.places(day) == one.places(day)
        for subject, dated in one.sets.items():
            assert again.sets[subject].on(day) == dated.on(day)
    assert again.sendings == one.sendings


def test_it_says_who_came_moved_and_left() -> None:
    one = roster()
    assert send(one, learners(0, 1, 2)) == Difference(enrolled=3)
    assert send(one, learners(2, cohort=2030), on=LATER) == Difference(moved=1, repeating=1)
    assert send(one, learners(0, 3), on=LATER, complete=True) == Difference(enrolled=1, left=2)
    assert one.on_roll(LATER) == {2029: BitMap([0, 3]), 2030: BitMap()}


def test_a_list_that_is_not_complete_takes_nobody_off() -> None:
    one = roster()
    send(one, learners(0, 1))
    assert send(one, learners(2)) == Difference(enrolled=1)
    assert one.on_roll(SEPTEMBER) == {2029: BitMap([0, 1, 2])}


def test_the_past_told_late_leaves_today_as_it_is() -> None:
    one = roster()
    send(one, learners(0, 1, 2), on=LATER)
    send(one, learners(0), on=SEPTEMBER)
    assert one.on_roll(SEPTEMBER) == {2029: BitMap([0])}
    assert one.on_roll(LATER) == {2029: BitMap([0, 1, 2])}
    assert one.on_roll(date(2025, 9, 1)) == {}


def test_a_learner_placed_elsewhere_later_is_not_in_both() -> None:
    one = roster()
    send(one, learners(0, cohort=2027), on=LATER)
    send(one, learners(0, 1, cohort=2026), on=SEPTEMBER)
    assert one.on_roll(SEPTEMBER) == {2026: BitMap([0, 1])}
    assert one.on_roll(LATER) == {2026: BitMap([1]), 2027: BitMap([0])}


def test_learners_leave() -> None:
    one = roster()
    send(one, learners(0, 1) | learners(2, cohort=2028))
    gone = BitMap([1, 2])
    assert one.leave(SCHOOL, gone, on=LATER, at=AT, sending=uuid4()) == Difference(left=2)
    version = one.version
    assert one.leave(SCHOOL, gone, on=LATER, at=AT, sending=uuid4()) == Difference()
    assert one.version == version


def test_groups_change_only_for_those_told_of() -> None:
    one = roster()
    fsm = frozenset({LearnerGroup.FREE_SCHOOL_MEALS})
    send(
        one,
        {
            0: Entry(place=2029, groups=fsm),
            1: Entry(place=2029, groups=fsm),
            2: Entry(place=2029, groups=frozenset()),
        },
    )
    send(
        one,
        {
            0: Entry(place=2029, groups=frozenset()),
            1: Entry(place=2029),
            2: Entry(place=2029, groups=fsm),
        },
        on=LATER,
    )
    assert one.sets[LearnerGroup.FREE_SCHOOL_MEALS].on(LATER) == BitMap([1, 2])
    assert one.sets[LearnerGroup.FREE_SCHOOL_MEALS].on(SEPTEMBER) == BitMap([0, 1])
    assert LearnerGroup.EHCP not in one.sets


def test_the_roll_of_a_year_group_comes_from_learners_or_else_from_numbers() -> None:
    one = roster()
    one.declare_roll(SCHOOL, {7: 180, 8: 178}, on=SEPTEMBER, at=AT)
    send(one, learners(0, 1, 2), on=LATER)  # Year 8 in 2025/26
    assert one.roll_of(8, day=SEPTEMBER) == 178
    assert one.roll_of(8, day=LATER) == 3
    assert one.roll_of(7, day=LATER) == 180
    assert one.roll_of(9, day=LATER) is None
    assert one.roll_of(7, day=date(2026, 9, 8)) is None


def test_the_same_numbers_say_something_new_in_a_new_year() -> None:
    one = roster()
    one.declare_roll(SCHOOL, {7: 180}, on=SEPTEMBER, at=AT)
    one.declare_roll(SCHOOL, {7: 180}, on=LATER, at=AT)
    assert one.version == 1
    one.declare_roll(SCHOOL, {7: 180}, on=date(2026, 9, 8), at=AT)
    assert one.version == 2


def test_a_whole_college_fits_in_one_event() -> None:
    one = roster()
    send(one, learners(*range(0, 60_000, 3)))
    recorded, _ = one.pending_events
    assert isinstance(recorded.event, CohortDeclared)
    assert len(recorded.event.learners) < 20_000


Seen = dict[Any, BitMap]


def seen(one: Roster, day: date) -> Seen:
    """Every set that is not empty on a day: nobody in it says as much as nothing told."""
    found = {subject: dated.on(day) for subject, dated in one.sets.items()}
    return {subject: learners for subject, learners in found.items() if learners}


@given(sendings)
def test_undoing_one_sending_after_another_leads_back_to_the_beginning(
    sent: list[tuple[dict[int, Entry], bool, date]],
) -> None:
    one = roster()
    probes = [SEPTEMBER + timedelta(days=number) for number in range(-1, 302, 3)]
    before: list[dict[date, Seen]] = []
    for some, complete, day in sent:
        stood = {probe: seen(one, probe) for probe in (*probes, day)}
        sendings_before = len(one.sendings)
        send(one, some, on=day, complete=complete)
        if len(one.sendings) > sendings_before:
            before.append(stood)
    while one.sendings:
        one.restore(SCHOOL, one.sendings[-1].sent.sending, on=LATER, at=AT)
        assert {probe: seen(one, probe) for probe in before[-1]} == before.pop()
    assert not before
    again = Roster.of(one.id, [(e.originator_version, AT, e.event) for e in one.pending_events])
    assert again.sendings == []
    assert {probe: seen(again, probe) for probe in probes} == {probe: {} for probe in probes}


def test_only_the_latest_sending_is_undone_and_only_once() -> None:
    one = roster()
    send(one, learners(0, 1))
    send(one, learners(1, cohort=2030), on=LATER)
    first, second = (each.sent.sending for each in one.sendings)
    with pytest.raises(Conflict, match="Undo the latest first"):
        one.restore(SCHOOL, first, on=LATER, at=AT)
    one.restore(SCHOOL, second, on=LATER, at=AT)
    assert one.on_roll(LATER)[2029] == BitMap([0, 1])
    with pytest.raises(NotFound):
        one.restore(SCHOOL, second, on=LATER, at=AT)
    one.restore(SCHOOL, first, on=LATER, at=AT)
    assert not one.everybody(LATER)


def test_whoever_left_is_back_when_leaving_is_undone() -> None:
    one = roster()
    send(one, learners(0, 1))
    one.leave(SCHOOL, BitMap([0]), on=LATER, at=AT, sending=uuid4())
    one.restore(SCHOOL, one.sendings[-1].sent.sending, on=LATER, at=AT)
    assert one.on_roll(LATER) == {2029: BitMap([0, 1])}


def test_learners_of_a_programme_are_on_roll_while_it_runs() -> None:
    one = roster()
    send(one, {0: Entry(place=PROGRAMMES[0]), 1: Entry(place=2029)})
    assert one.everybody(LATER) == BitMap([0, 1])
    assert one.everybody(date(2026, 4, 1)) == BitMap([1])
    moved = send(one, {0: Entry(place=PROGRAMMES[1])}, on=LATER)
    assert moved == Difference(moved=1)


def test_whose_main_registration_is_elsewhere_is_told_and_taken_back() -> None:
    one = roster()
    send(one, {0: Entry(place=2029, subsidiary=True), 1: Entry(place=2029)})
    assert one.sets[Registration.SUBSIDIARY].on(SEPTEMBER) == BitMap([0])
    send(one, learners(0), on=LATER)
    assert one.sets[Registration.SUBSIDIARY].on(LATER) == BitMap()


def test_who_is_set_apart_stays_so_when_a_sending_is_undone() -> None:
    one = roster()
    send(one, learners(0, 1))
    one.set_apart(SCHOOL, ApartReason.HEALTH, BitMap([1]), on=LATER, at=AT)
    version = one.version
    one.set_apart(SCHOOL, ApartReason.HEALTH, BitMap([1]), on=LATER, at=AT)
    assert one.version == version
    send(one, learners(2), on=LATER)
    one.restore(SCHOOL, one.sendings[-1].sent.sending, on=LATER, at=AT)
    assert one.apart[ApartReason.HEALTH].on(LATER) == BitMap([1])
