"""What an auditor reads: events' metadata and records of reads in one list, newest first.

The rule: an entry holds ids, counts and the heading of an event, never what the event or the answer says.
Pure: rows in, a page out.
"""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from hub_core.reference.labelled import Labelled


class EntryKind(Labelled):
    """What happened: something was recorded, or something was read."""

    EVENT = "event", "Recorded"
    LEARNER_DATA = "learner_data", "Read: learner-level data"
    VAULT = "vault", "Read: names and texts"
    EXPORT = "export", "Read: file taken away"
    AUDIT = "audit", "Read: the audit"


class Entry(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """One line of the audit. ``number`` is its place in the log, or in the record of reads."""

    kind: EntryKind
    number: int
    at: datetime
    who: str
    action: str
    what: str
    organisation: str | None = None
    on_behalf_of: str | None = None
    about: tuple[str, ...] = ()
    learners: int | None = None
    correlation: str | None = None
    causation: str | None = None


class Cursor(msgspec.Struct, frozen=True):
    """Where a page ended: entries before this event and before this record come next."""

    event: int
    access: int

    def __str__(self) -> str:
        return f"{self.event}.{self.access}"


#: Before anything there will ever be.
NEWEST = Cursor(2**62, 2**62)


class Stretch(msgspec.Struct, frozen=True):
    """Entries of one source, newest first, found while looking back as far as ``reached``.

    ``reached`` is the number looked at last, ``since`` when that was; None when the source has nothing
    further back.
    """

    entries: Sequence[Entry]
    reached: int
    since: datetime | None


class Page(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A page of the audit. ``next`` is the cursor of what is older, None at the end.

    ``searched_back_to`` says how far back this page looked when it stopped before it was full.
    """

    entries: tuple[Entry, ...]
    next: str | None = None
    searched_back_to: datetime | None = None


def merged(events: Stretch, accesses: Stretch, *, limit: int) -> Page:
    """One page of both, newest first, without leaving anything out between them.

    Where a source was looked through only so far, nothing older than that is shown yet.
    """
    events, accesses = _settled(events), _settled(accesses)
    floors = [stretch.since for stretch in (events, accesses) if stretch.since is not None]
    floor = max(floors, default=None)
    dated = [
        (at, entry)
        for at, entry in (*_dated(events), *_dated(accesses))
        if floor is None or at >= floor
    ]
    dated.sort(
        key=lambda one: (one[0], one[1].kind is not EntryKind.EVENT, one[1].number), reverse=True
    )
    every = [entry for _, entry in dated]
    shown = tuple(every[:limit])
    if len(every) > limit:
        return Page(entries=shown, next=str(_after(shown, events, accesses)))
    if floor is None:
        return Page(entries=shown)
    return Page(
        entries=shown, next=str(_after(shown, events, accesses, floor)), searched_back_to=floor
    )


def _dated(stretch: Stretch) -> list[tuple[datetime, Entry]]:
    """Entries with the moment they are put in order by, which never rises as numbers fall.

    Two reads at once may be numbered in another order than the clock read for them; pages go by number.
    """
    found: list[tuple[datetime, Entry]] = []
    for entry in stretch.entries:
        found.append((min(entry.at, found[-1][0]) if found else entry.at, entry))
    return found


def _settled(stretch: Stretch) -> Stretch:
    """The stretch with ``since`` no later than its last entry's place."""
    if stretch.since is None or not stretch.entries:
        return stretch
    last, _ = _dated(stretch)[-1]
    return msgspec.structs.replace(stretch, since=min(stretch.since, last))


def _after(
    shown: Sequence[Entry], events: Stretch, accesses: Stretch, floor: datetime | None = None
) -> Cursor:
    """The cursor behind what was shown, or behind the stretch that was looked through."""

    def behind(stretch: Stretch, is_event: bool) -> int:
        numbers = [one.number for one in shown if (one.kind is EntryKind.EVENT) is is_event]
        if floor is not None and stretch.since == floor:
            return stretch.reached  # looked at up to here, whatever was shown of it
        waiting = [one.number for one in stretch.entries if one.number not in set(numbers)]
        if waiting:
            return max(waiting) + 1
        return min(numbers, default=stretch.reached) if stretch.entries else stretch.reached

    return Cursor(behind(events, True), behind(accesses, False))
