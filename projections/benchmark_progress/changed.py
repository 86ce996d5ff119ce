"""What of an institution's figures has to be drawn anew: everything, or what rests on facts that moved.

The rule: too much may be drawn anew, never too little. A fact moves figures of its own academic year and
of every later one, since what counted by 16 was met years before.
"""

from collections.abc import Collection, Sequence
from datetime import date

import msgspec
from pyroaring import BitMap

from hub_core.academic_years import last_day
from hub_core.gatsby.counting import is_about, unfit
from hub_core.gatsby.evidence import Evidence
from hub_core.gatsby.facts import Fact
from hub_core.gatsby.learner_shares import taught, touches
from hub_core.gatsby.measures import LearnersReached, Variety
from hub_core.reference.activities import ActivityKind
from hub_core.values import AcademicYear, YearGroup

ALL_KINDS = frozenset(ActivityKind)


class Moved(msgspec.Struct, frozen=True):
    """A fact that came, went or changed, as it was or as it is, and the ``kinds`` of activity it counts as.

    ``alone`` says that no other fact changes with it.
    """

    fact: Fact
    kinds: frozenset[ActivityKind]
    alone: bool


class Redraw(msgspec.Struct, frozen=True):
    """Which figures of an academic year to draw anew: ``everything``, or those that read what ``moved``."""

    everything: bool = False
    moved: Sequence[Moved] = ()
    _found: dict[int, set[YearGroup]] = msgspec.field(default_factory=dict)

    def __bool__(self) -> bool:
        return self.everything or bool(self.moved)

    @property
    def kinds(self) -> frozenset[ActivityKind]:
        """The kinds of activity that moved: a criterion that reads none of them comes out as it is."""
        return (
            ALL_KINDS if self.everything else frozenset().union(*(one.kinds for one in self.moved))
        )

    def year_groups(
        self, measure: LearnersReached | Variety, evidence: Evidence
    ) -> list[YearGroup]:
        """Those whose figures to draw anew: somebody was at something that may count before or after.

        What does not count for a share of learners moves nothing of it, unless others move with it.
        """
        if self.everything:
            return taught(measure, evidence)
        there: set[YearGroup] = set()
        for one in self.moved:
            if isinstance(measure, Variety) or _may_count(one, measure):
                there |= self._there(one, evidence)
        return [one for one in taught(measure, evidence) if one in there]

    def _there(self, one: Moved, evidence: Evidence) -> set[YearGroup]:
        """The year groups taught of whom somebody was there, or may have been: found once a fact."""
        found = self._found.get(id(one))
        if found is None:
            found = self._found[id(one)] = {
                year_group
                for year_group in evidence.setting.year_groups
                if touches(
                    one.fact,
                    evidence.learners(year_group) or BitMap(),
                    evidence.cohort(year_group),
                )
            }
        return found


EVERYTHING = Redraw(everything=True)


class Changed:
    """What changed since figures were drawn last."""

    def __init__(self) -> None:
        self._all: date | None = None
        self._moved: list[Moved] = []

    def __bool__(self) -> bool:
        return self._all is not None or bool(self._moved)

    @property
    def draws_everything(self) -> bool:
        """Whether every figure from some day on is to be drawn anew."""
        return self._all is not None

    @property
    def moved(self) -> Sequence[Moved]:
        """Facts that moved; where everything is drawn anew from some day on, those of earlier days alone."""
        return self._moved

    def everything(self, since: date = date.min) -> None:
        """A roster, the setting, or when recording began: every figure from this day on."""
        if self._all is None or since < self._all:
            self._all = since

    def fact(self, fact: Fact, besides: Collection[ActivityKind] | None = None) -> None:
        """A fact came, went or changed; where others of its day change with it, the kinds ``besides`` its
        own that they count as."""
        if self._all is None or fact.on < self._all:
            kinds = frozenset((fact.kind, *fact.also, *(besides or ())))
            self._moved.append(Moved(fact, kinds, alone=besides is None))

    def in_year(self, year: AcademicYear) -> Redraw:
        """What to draw anew of this year."""
        end = last_day(year)
        if self._all is not None and self._all <= end:
            return EVERYTHING
        return Redraw(moved=[one for one in self._moved if one.fact.on <= end])


def _may_count(one: Moved, measure: LearnersReached) -> bool:
    if one.kinds.isdisjoint(measure.kinds):
        return False
    return not one.alone or (is_about(one.fact, measure) and unfit(one.fact, measure) is None)
