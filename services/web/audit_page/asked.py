"""What an auditor asks for, read from the address of the page: leniently, and said back.

The rule: what cannot be understood is said in a sentence and left out; nothing is guessed.
"""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from urllib.parse import urlencode

import msgspec

from hub_core.audit.entries import NEWEST, Cursor, EntryKind
from hub_core.audit.search import Filter, cursor_of
from services.web.words import ENGLAND

#: Characters of a field that are looked at.
LONGEST = 100


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """The filter, the cursor, the fields as they were typed, and what is wrong with them."""

    wanted: Filter
    cursor: Cursor
    typed: dict[str, str]
    mistakes: dict[str, str]

    def address(self, page: str, **more: str) -> str:
        """The address of the same question at another page, or further back."""
        fields = {name: text for name, text in {**self.typed, **more}.items() if text}
        return f"{page}?{urlencode(fields)}" if fields else page


def asked(query: Mapping[str, str]) -> Asked:
    """What the query of an address asks for."""
    typed = {
        name: query.get(name, "").strip()[:LONGEST]
        for name in ("who", "about", "action", "kind", "since", "until")
    }
    mistakes: dict[str, str] = {}
    since = _day(typed, "since", mistakes)
    until = _day(typed, "until", mistakes)
    kind = next((one for one in EntryKind if one.value == typed["kind"]), None)
    if since and until and until < since:
        mistakes["until"] = "The last day is before the first. Change one of them."
    wanted = Filter(
        who=typed["who"],
        about=typed["about"],
        action=typed["action"],
        kind=kind,
        since=_midnight(since),
        until=_midnight(until + timedelta(days=1)) if until else None,
    )
    return Asked(wanted=wanted, cursor=_cursor(query), typed=typed, mistakes=mistakes)


def _day(typed: Mapping[str, str], name: str, mistakes: dict[str, str]) -> date | None:
    if not typed[name]:
        return None
    try:
        found = date.fromisoformat(typed[name])
    except ValueError:
        found = date.min
    if not 2000 <= found.year <= 2200:
        mistakes[name] = "Write the day like 2026-02-11."
        return None
    return found


def _midnight(day: date | None) -> datetime | None:
    return datetime.combine(day, time(), ENGLAND) if day else None


def _cursor(query: Mapping[str, str]) -> Cursor:
    try:
        return cursor_of(query.get("cursor", ""))
    except ValueError:
        return NEWEST
