"""What an auditor asks for, read from the address of the page: leniently, and said back.

The rule: what cannot be understood is said in a sentence and left out; nothing is guessed.
"""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from urllib.parse import urlencode

import msgspec

from hub_core.audit.entries import NEWEST, Cursor, EntryKind
from hub_core.audit.search import Filter, cursor_of
from services.web.links.fields import Answers, Day, inputs
from services.web.words import ENGLAND

#: Characters of a field that are looked at.
LONGEST = 100
SINCE = Day(name="since", label="First day", hint="For example, 1 2 2026", optional=True)
UNTIL = Day(name="until", label="Last day", hint="For example, 28 2 2026", optional=True)
#: The years that are looked at.
FIRST, LAST = 2000, 2200


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
        for name in ("who", "about", "action", "kind", *inputs(SINCE), *inputs(UNTIL))
    }
    answers = Answers(typed)
    since, until = _day(answers, SINCE), _day(answers, UNTIL)
    kind = next((one for one in EntryKind if one.value == typed["kind"]), None)
    if since and until and until < since:
        answers.wrong(UNTIL.name, "The last day is before the first. Change one of them.")
    wanted = Filter(
        who=typed["who"],
        about=typed["about"],
        action=typed["action"],
        kind=kind,
        since=_midnight(since),
        until=_midnight(until + timedelta(days=1)) if until else None,
    )
    return Asked(wanted=wanted, cursor=_cursor(query), typed=typed, mistakes=answers.errors)


def _day(answers: Answers, field: Day) -> date | None:
    found = answers.day(field)
    if found is None or FIRST <= found.year <= LAST:
        return found
    answers.wrong(field.name, f"Enter a year from {FIRST} to {LAST}.")
    return None


def _midnight(day: date | None) -> datetime | None:
    return datetime.combine(day, time(), ENGLAND) if day else None


def _cursor(query: Mapping[str, str]) -> Cursor:
    try:
        return cursor_of(query.get("cursor", ""))
    except ValueError:
        return NEWEST
