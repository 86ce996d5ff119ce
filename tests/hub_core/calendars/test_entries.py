"""Entries of a calendar by their rules: runs of days, weeks that come and go, and what stays the same."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from uuid import UUID, uuid4

from hypothesis import given
from hypothesis import strategies as st

from hub_core.access import Organisation, OrganisationKind, can, decide
from hub_core.access.decision import Decision
from hub_core.access.matrix import matrix
from hub_core.access.resource import Resource
from hub_core.access.scope import scope_of
from hub_core.calendars.entries import Standing, of_plan, runs
from hub_core.calendars.events import CalendarFeedMade
from hub_core.calendars.feed import READS, CalendarFeed, feed_stream, reader_of
from hub_core.placements.weeks_events import PlacementWeek, PlacementWeeksDeclared

PLAN, SCHOOL = uuid4(), uuid4()
AT = datetime(2026, 2, 11, 10, tzinfo=UTC)
FIRST, SECOND = date(2026, 6, 1), date(2026, 6, 8)


def declared(*weeks: PlacementWeek, hour: int) -> tuple[PlacementWeeksDeclared, datetime]:
    event = PlacementWeeksDeclared(
        institution=SCHOOL, academic_year="2025/26", occurred_on=AT.date(), weeks=weeks
    )
    return event, AT + timedelta(hours=hour)


def week(monday: date, learners: int = 4, *year_groups: int) -> PlacementWeek:
    return PlacementWeek(monday=monday, learners=learners, year_groups=year_groups)


def test_days_at_a_workplace_are_runs_that_weekends_do_not_break() -> None:
    friday, monday, wednesday = date(2026, 3, 6), date(2026, 3, 9), date(2026, 3, 11)
    assert list(runs([wednesday, monday, friday, monday])) == [
        (friday, monday),
        (wednesday, wednesday),
    ]


@given(days=st.sets(st.dates(date(2026, 1, 1), date(2026, 12, 31)), min_size=1, max_size=30))
def test_every_day_is_in_one_run_and_each_run_begins_and_ends_with_one(days: set[date]) -> None:
    found = list(runs(days))
    assert {one for run in found for one in run} <= days
    assert all(sum(first <= day <= last for first, last in found) == 1 for day in days)
    assert all(before[1] < after[0] for before, after in pairwise(found))


def test_a_week_that_goes_and_comes_back_is_one_entry_whose_revision_rises() -> None:
    history = [
        declared(week(FIRST), week(SECOND), hour=0),
        declared(week(SECOND), hour=1),
        declared(week(SECOND), week(FIRST, 9, 10), hour=2),
    ]
    told = [list(of_plan(PLAN, history[:many])) for many in (1, 2, 3)]
    first = [entries[0] for entries in told]
    assert [one.standing for one in first] == [
        Standing.CONFIRMED,
        Standing.CANCELLED,
        Standing.CONFIRMED,
    ]
    assert [(one.revision.number, one.revision.at.hour) for one in first] == [
        (0, 10),
        (1, 11),
        (2, 12),
    ]
    assert len({one.id for one in first}) == 1
    assert first[2].about == "Year 10."
    assert told[2][1] == told[0][1]


def test_how_many_learners_go_changes_nothing_that_is_told() -> None:
    few = [declared(week(FIRST, 1), hour=0)]
    many = [*few, declared(week(FIRST, 4_000), hour=1)]
    assert list(of_plan(PLAN, many)) == list(of_plan(PLAN, few))


def test_whoever_has_the_address_may_read_that_calendar_and_do_nothing_else() -> None:
    for kind, action in READS.items():
        own = Organisation(kind, UUID(int=7))
        event = CalendarFeedMade(
            feed=feed_stream(own), occurred_on=AT.date(), organisation=own, digest="0" * 64
        )
        feed = CalendarFeed.of(feed_stream(own), [(1, AT, event)])
        reader = reader_of(feed)
        about = Resource(owners=frozenset({own}), things=frozenset({own.id}))
        assert [one for one in matrix() if can(reader, one, about)] == [action]
        other = Organisation(kind, UUID(int=8))
        theirs = Resource(owners=frozenset({other}), things=frozenset({other.id}))
        assert decide(reader, action, theirs) is Decision.HIDDEN
        assert scope_of(reader).id == str(own.id)
    assert READS.keys() == {
        OrganisationKind.HUB,
        OrganisationKind.INSTITUTION,
        OrganisationKind.EMPLOYER,
    }
