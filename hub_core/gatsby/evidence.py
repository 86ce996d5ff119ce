"""All that an institution's figures rest on at one date: its facts, its roster, and what it is.

The rule: figures are a function of this and of an edition, and of nothing else.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from typing import Protocol

import msgspec
from pyroaring import BitMap

from hub_core.gatsby.facts import Fact
from hub_core.gatsby.setting import Setting
from hub_core.reference.activities import ActivityKind
from hub_core.rosters.events import LearnerGroup
from hub_core.values import AcademicYear, YearGroup, academic_year_of, cohort_of

_academic_year_of = cache(academic_year_of)


@cache
def _cohort_of(year_group: YearGroup, academic_year: AcademicYear) -> int:
    return cohort_of(year_group=year_group, academic_year=academic_year)


class Roll(Protocol):
    """Who was on roll when, as the institution told it."""

    def on_roll(self, day: date) -> Mapping[int, BitMap]:
        """The learners of each cohort on this day; a cohort nobody told of is absent."""

    def roll_of(self, year_group: YearGroup, *, day: date) -> int | None:
        """How many learners are in this year group; None when nobody has said."""

    def in_group(self, group: LearnerGroup, *, day: date) -> BitMap | None:
        """Everybody known to be in the group; None when the institution does not tell of it."""


class Evidence(msgspec.Struct, frozen=True, kw_only=True):
    """What was known of an institution up to ``as_at``.

    ``recorded_from`` is the day from which each cohort's activities were recorded here; a cohort that is
    absent was recorded from the beginning. ``supplied`` says whether the institution told anything this
    academic year.
    """

    setting: Setting
    facts: Sequence[Fact]
    roll: Roll
    as_at: date
    supplied: bool = True
    recorded_from: Mapping[int, date] = msgspec.field(default_factory=dict)
    _by_kind: dict[ActivityKind, list[Fact]] = msgspec.field(default_factory=dict)

    def __post_init__(self) -> None:
        for fact in self.facts:
            for kind in (fact.kind, *fact.also):
                self._by_kind.setdefault(kind, []).append(fact)

    def of(self, kinds: frozenset[ActivityKind]) -> Sequence[Fact]:
        """The facts of these kinds, first of all or as well, each once."""
        if len(kinds) == 1:
            (kind,) = kinds
            return self._by_kind.get(kind, ())
        return [fact for fact in self.facts if fact.is_a(kinds)]

    @property
    def academic_year(self) -> AcademicYear:
        """The academic year of ``as_at``."""
        return _academic_year_of(self.as_at)

    def cohort(self, year_group: YearGroup) -> int:
        """The cohort that is in this year group now."""
        return _cohort_of(year_group, self.academic_year)

    def learners(self, year_group: YearGroup) -> BitMap | None:
        """Who is in this year group now; None when the institution shares no learners."""
        return self.roll.on_roll(self.as_at).get(self.cohort(year_group))
