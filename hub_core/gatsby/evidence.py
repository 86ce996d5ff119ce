"""All that an institution's figures rest on at one date: its facts, its roster, and what it is.

The rule: figures are a function of this and of an edition, and of nothing else.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from typing import Protocol

import msgspec
from pyroaring import BitMap

from hub_core.academic_years import academic_year_of, cohort_of
from hub_core.gatsby.accumulated import Counting
from hub_core.gatsby.facts import Fact
from hub_core.gatsby.known_facts import KnownFacts
from hub_core.gatsby.leadership import Leader
from hub_core.gatsby.measures import LearnersReached
from hub_core.gatsby.setting import Setting
from hub_core.gatsby.windows import Span
from hub_core.reference.activities import ActivityKind
from hub_core.rosters.events import LearnerGroup
from hub_core.values import AcademicYear, YearGroup

_academic_year_of = cache(academic_year_of)
Groups = Sequence[tuple[LearnerGroup, BitMap]]


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

    ``facts`` may reach beyond ``as_at``: what happened later is not asked for. ``recorded_from`` is the day
    from which each cohort's activities were recorded here; a cohort that is absent was recorded from the
    beginning. ``supplied`` says whether the institution told anything this academic year, ``leader`` what is
    known of its careers leader.
    """

    setting: Setting
    facts: KnownFacts
    roll: Roll
    as_at: date
    supplied: bool = True
    recorded_from: Mapping[int, date] = msgspec.field(default_factory=dict)
    leader: Leader = Leader.NOT_TOLD
    _on_roll: dict[date, Mapping[int, BitMap]] = msgspec.field(default_factory=dict)
    _groups: dict[date, Groups] = msgspec.field(default_factory=dict)
    _members: dict[YearGroup, Groups] = msgspec.field(default_factory=dict)

    def of(self, kinds: frozenset[ActivityKind]) -> Sequence[Fact]:
        """The facts of these kinds, first of all or as well, each once, in order of the day."""
        return self.facts.of(kinds).within(date.min, self.as_at)

    def counting(self, measure: LearnersReached, span: Span) -> Counting:
        """The facts that count for a measure within a span, which ends by ``as_at``."""
        return self.facts.counting(measure, span)

    @property
    def academic_year(self) -> AcademicYear:
        """The academic year of ``as_at``."""
        return _academic_year_of(self.as_at)

    def cohort(self, year_group: YearGroup) -> int:
        """The cohort that is in this year group now."""
        return _cohort_of(year_group, self.academic_year)

    def learners(self, year_group: YearGroup) -> BitMap | None:
        """Who is in this year group now; None when the institution shares no learners."""
        if self.as_at not in self._on_roll:
            self._on_roll[self.as_at] = self.roll.on_roll(self.as_at)
        return self._on_roll[self.as_at].get(self.cohort(year_group))

    def groups(self) -> Groups:
        """Every group the institution tells of, with everybody known to be in it."""
        if self.as_at not in self._groups:
            told = [(group, self.roll.in_group(group, day=self.as_at)) for group in LearnerGroup]
            self._groups[self.as_at] = [
                (group, known) for group, known in told if known is not None
            ]
        return self._groups[self.as_at]

    def members(self, year_group: YearGroup) -> Groups:
        """Every group told of, with those of it who are in this year group now."""
        if year_group not in self._members:
            learners = self.learners(year_group)
            self._members[year_group] = [
                (group, BitMap() if learners is None else learners & known)
                for group, known in self.groups()
            ]
        return self._members[year_group]
