"""What of an institution's figures has to be drawn anew: everything, or what rests on some kinds of activity.

The rule: too much may be drawn anew, never too little. A fact moves figures of its own academic year and
of every later one, since what counted by 16 was met years before.
"""

from collections.abc import Collection
from datetime import date

from hub_core.academic_years import last_day
from hub_core.gatsby.facts import Fact
from hub_core.reference.activities import ActivityKind
from hub_core.values import AcademicYear

ALL_KINDS = frozenset(ActivityKind)


class Changed:
    """What changed since figures were drawn last."""

    def __init__(self) -> None:
        self._all: date | None = None
        self._kinds: dict[ActivityKind, date] = {}

    def __bool__(self) -> bool:
        return self._all is not None or bool(self._kinds)

    def everything(self, since: date = date.min) -> None:
        """A roster, the setting, or when recording began: every figure from this day on."""
        if self._all is None or since < self._all:
            self._all = since

    def fact(self, fact: Fact, besides: Collection[ActivityKind] = ()) -> None:
        """A fact came, went or changed, and what others of its day count as ``besides`` with it."""
        self._note(fact.kind, fact.on)
        for kind in (*fact.also, *besides):
            self._note(kind, fact.on)

    def in_year(self, year: AcademicYear) -> frozenset[ActivityKind]:
        """The kinds of activity whose figures of this year must be drawn anew."""
        end = last_day(year)
        if self._all is not None and self._all <= end:
            return ALL_KINDS
        return frozenset(kind for kind, since in self._kinds.items() if since <= end)

    def _note(self, kind: ActivityKind, on: date) -> None:
        since = self._kinds.get(kind)
        if since is None or on < since:
            self._kinds[kind] = on
