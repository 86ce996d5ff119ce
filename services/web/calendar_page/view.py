"""A calendar as a view: what comes by month, a busy one by weeks and a busy week by days, and in which weeks
schools' placements clash.

The rule: it shows what the feed tells and no more; no number of learners is in either.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from itertools import groupby
from uuid import UUID

import msgspec

from hub_core.calendars.entries import Entry, EntryKind, Standing
from hub_core.placements.weeks import clashes
from hub_core.placements.weeks_events import PlacementWeek
from hub_core.values import listed
from services.web.words import counted, long_date

#: A month, or a week, of more entries is told in parts.
SEEN_AT_ONCE = 30
_DAY = timedelta(days=1)
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


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """The days of a month that are shown together; ``days`` is empty where that is the whole month. Only the
    first of a calendar begins ``open``."""

    days: str
    lines: tuple[Line, ...]
    open: bool


class Month(msgspec.Struct, frozen=True, kw_only=True):
    """One month with what begins in it; what began before stands in the first."""

    key: str
    label: str
    parts: tuple[Part, ...]


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

    def seen_on(entry: Entry) -> date:
        return max(entry.first, today)

    return CalendarPage(
        headline=headline(coming, until),
        months=tuple(
            Month(
                key=f"{month:%Y-%m}",
                label=f"{month:%B %Y}",
                parts=tuple(
                    Part(
                        days=days,
                        lines=tuple(_line(one, href(one)) for one in shown),
                        open=shown[0] is kept[0],
                    )
                    for days, shown in _parts(list(found), seen_on)
                ),
            )
            for month, found in groupby(kept, key=lambda one: seen_on(one).replace(day=1))
        ),
        choices=tuple(_choices(coming, kind)),
        kind="" if kind is None else kind.label,
        until=long_date(until),
        cut="" if up_to is None else _cut(up_to),
    )


def _parts(
    month: Sequence[Entry], seen_on: Callable[[Entry], date]
) -> Iterable[tuple[str, Sequence[Entry]]]:
    """A month's entries as they are shown together, with the days in words where that is not all of them."""
    if len(month) <= SEEN_AT_ONCE:
        yield "", month
        return
    for _, found in groupby(month, key=lambda one: seen_on(one).isocalendar().week):
        week = list(found)
        if len(week) > SEEN_AT_ONCE:
            for day, of_day in groupby(week, key=seen_on):
                yield _day(day), list(of_day)
        else:
            yield _week(seen_on(week[0])), week


def _week(day: date) -> str:
    """The week of a day, as far as it is in the same month."""
    monday = day - day.weekday() * _DAY
    days = [one for one in (monday + _DAY * place for place in range(7)) if one.month == day.month]
    first, last = days[0], days[-1]
    return f"{last.day} {last:%B}" if first == last else f"{first.day} to {last.day} {last:%B}"


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
