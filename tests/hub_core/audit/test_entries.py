"""Two sources become one list: in order, complete, each entry once, whatever the pages' size."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from hub_core.audit.entries import NEWEST, Cursor, Entry, EntryKind, Stretch, merged

NOON = datetime(2026, 2, 11, 12, 0, tzinfo=UTC)


def _entries(kind: EntryKind, minutes: list[int]) -> list[Entry]:
    return [
        Entry(
            kind=kind,
            number=number,
            at=NOON + timedelta(minutes=minute),
            who="person:x",
            action="a.b",
            what="",
        )
        for number, minute in enumerate(sorted(minutes), start=1)
    ]


def _stretch(source: list[Entry], before: int, limit: int, most: int, wanted: set[int]) -> Stretch:
    """What the database gives: the newest of ``most`` rows looked at."""
    looked_at = sorted(
        (one for one in source if one.number < before), key=lambda one: one.number, reverse=True
    )[:most]
    found = [one for one in looked_at if one.number in wanted][: limit + 1]
    if len(found) > limit:
        return Stretch(found, found[-1].number, found[-1].at)
    if len(looked_at) < most:
        return Stretch(found, 0, None)
    return Stretch(found, looked_at[-1].number, looked_at[-1].at)


@given(
    events=st.lists(st.integers(0, 30), max_size=40),
    accesses=st.lists(st.integers(0, 30), max_size=40),
    limit=st.integers(1, 7),
    most=st.integers(3, 12),
    wanted=st.sets(st.integers(1, 40)),
)
def test_paging_through_finds_everything_once_in_order(
    events: list[int], accesses: list[int], limit: int, most: int, wanted: set[int]
) -> None:
    recorded = _entries(EntryKind.EVENT, events)
    read = _entries(EntryKind.EXPORT, accesses)
    cursor, seen = NEWEST, []
    for _ in range(500):
        page = merged(
            _stretch(recorded, cursor.event, limit, most, wanted),
            _stretch(read, cursor.access, limit, 10_000, wanted),
            limit=limit,
        )
        assert len(page.entries) <= limit
        seen += page.entries
        if page.next is None:
            break
        event, access = map(int, page.next.split("."))
        assert (event, access) != (cursor.event, cursor.access), "it must get on"
        cursor = Cursor(event, access)
    assert page.next is None
    assert [one.at for one in seen] == sorted((one.at for one in seen), reverse=True)
    expected = {(one.kind, one.number) for one in (*recorded, *read) if one.number in wanted}
    assert len(seen) == len(expected)
    assert {(one.kind, one.number) for one in seen} == expected
