"""A calendar as a view: what comes by month, and in which weeks schools' placements clash.

The rule: it shows what the feed tells and no more; no number of learners is in either.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from itertools import groupby
from uuid import UUID

import msgspec

from hub_core.calendars.entries import Entry, EntryKind, Standing
from hub_core.placements.weeks import clashes
from hub_core.placements.weeks_events import PlacementWeek
from hub_core.values import listed
from services.web.words import counted, long_date

#: So many entries of a month to come are seen before they are asked for.
SEEN_AT_ONCE = 30
_TAGS = {
    Standing.TENTATIVE: "govuk-tag--yellow",
    Standing.CONFIRMED: "",
    Standing.CANCELLED: "govuk-tag--red",
}


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One entry; ``state`` is empty where it is agreed, ``href`` where there is no page of it."""

    day: str
    title: str
    about: str
    kind: str
    state: str
    tag: str
    href: str


class Month(msgspec.Struct, frozen=True, kw_only=True):
    """One month with what begins in it; what began before stands in the first. A long one begins
    ``closed``, unless it is the first."""

    key: str
    label: str
    lines: tuple[Line, ...]
    closed: bool


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """One kind of entries to keep."""

    value: str
    label: str
    chosen: bool


class ClashLine(msgspec.Struct, frozen=True, kw_only=True):
    """A week several schools plan placements for, and who could move where."""

    week: str
    schools: str
    moves: tuple[str, ...]


class CalendarPage(msgspec.Struct, frozen=True, kw_only=True):
    """Everything the template needs; ``kind`` is what was chosen, in words, and ``cut`` says that there is
    more than stands here."""

    headline: str
    months: tuple[Month, ...]
    choices: tuple[Choice, ...]
    kind: str
    until: str
    cut: str


def calendar_page(
    entries: Sequence[Entry],
    *,
    today: date,
    until: date,
    up_to: date | None = None,
    kind: EntryKind | None = None,
    href: Callable[[Entry], str] = lambda _: "",
) -> CalendarPage:
    """What comes from today on, of one kind or of all."""
    coming = [one for one in entries if one.last >= today]
    kept = [one for one in coming if kind is None or one.kind is kind]
    months = [
        (month, list(found))
        for month, found in groupby(kept, key=lambda one: max(one.first, today).replace(day=1))
    ]
    return CalendarPage(
        headline=headline(coming, until),
        months=tuple(
            Month(
                key=f"{month:%Y-%m}",
                label=f"{month:%B %Y}",
                lines=tuple(_line(one, href(one)) for one in found),
                closed=place > 0 and len(found) > SEEN_AT_ONCE,
            )
            for place, (month, found) in enumerate(months)
        ),
        choices=tuple(_choices(coming, kind)),
        kind="" if kind is None else kind.label,
        until=long_date(until),
        cut="" if up_to is None else _cut(up_to),
    )


def headline(coming: Sequence[Entry], until: date) -> str:
    """How much there is to come, without what was called off."""
    standing = [one for one in coming if one.standing is not Standing.CANCELLED]
    if not standing:
        return f"Nothing is planned up to {long_date(until)}"
    first = standing[0]
    return f"{counted(len(standing), 'entry', 'entries')} to come, the first on {_day(first.first)}"


def _cut(up_to: date) -> str:
    return (
        "There are too many encounters for one calendar. This page, and calendar programs, have the "
        f"first of them, up to {long_date(up_to)}. The calendar of each school and college has all of "
        "its own."
    )


def clash_lines(
    plans: Mapping[UUID, tuple[PlacementWeek, ...]], names: Mapping[UUID, str], *, today: date
) -> tuple[ClashLine, ...]:
    """The clashes still to come, the first week first."""
    return tuple(
        ClashLine(
            week=long_date(clash.monday),
            schools=listed(tuple(sorted(names[one] for one in clash.learners))),
            moves=tuple(
                f"{names[one.institution]} could move to the week of {long_date(one.to)}"
                for one in clash.suggestions
                if one.to is not None
            ),
        )
        for clash in clashes(plans)
        if clash.monday >= today
    )


def _choices(coming: Sequence[Entry], kind: EntryKind | None) -> Iterable[Choice]:
    yield Choice(value="", label="Everything", chosen=kind is None)
    for one in EntryKind:
        number = sum(entry.kind is one for entry in coming)
        if number or one is kind:
            yield Choice(value=one.value, label=f"{one.label} ({number})", chosen=one is kind)


def _line(entry: Entry, href: str) -> Line:
    agreed = entry.standing is Standing.CONFIRMED
    return Line(
        day=_days(entry),
        title=entry.title,
        about=entry.about,
        kind=entry.kind.label,
        state="" if agreed else entry.standing.label,
        tag=_TAGS[entry.standing],
        href=href,
    )


def _days(entry: Entry) -> str:
    if entry.first == entry.last:
        return _day(entry.first)
    return f"{_day(entry.first)} to {_day(entry.last)}"


def _day(day: date) -> str:
    return f"{day:%A} {day.day} {day:%B}"
