"""What of an institution's figures has to be drawn anew: everything, or what rests on some kinds of activity.

The rule: too much may be drawn anew, never too little. A fact moves figures of its own academic year and
of every later one, since what counted by 16 was met years before.
"""

from collections.abc import Iterable
from datetime import date
from functools import cache

from hub_core.gatsby.facts import Fact
from hub_core.reference.activities import ActivityKind
from hub_core.values import AcademicYear, academic_year_of

_year_of = cache(academic_year_of)

ALL_KINDS = frozenset(ActivityKind)


class Changed:
    """What changed since figures were drawn last."""

    def __init__(self) -> None:
        self._all: AcademicYear | None = None
        self._kinds: dict[ActivityKind, AcademicYear] = {}

    def __bool__(self) -> bool:
        return self._all is not None or bool(self._kinds)

    def everything(self, since: date = date.min) -> None:
        """A roster, the setting, or when recording began: every figure from this day on."""
        year = "" if since is date.min else _year_of(since)
        self._all = year if self._all is None else min(self._all, year)

    def fact(self, fact: Fact) -> None:
        """A fact came, went or changed."""
        self._note((fact.kind, *fact.also), _year_of(fact.on))

    def in_year(self, year: AcademicYear) -> frozenset[ActivityKind]:
        """The kinds of activity whose figures of this year must be drawn anew."""
        if self._all is not None and self._all <= year:
            return ALL_KINDS
        return frozenset(kind for kind, since in self._kinds.items() if since <= year)

    def _note(self, kinds: Iterable[ActivityKind], year: AcademicYear) -> None:
        for kind in kinds:
            since = self._kinds.get(kind)
            if since is None or year < since:
                self._kinds[kind] = year
