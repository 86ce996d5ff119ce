"""The facts of an institution, put in order once for every criterion, year and edition that reads them.

The rule: what is found here depends on the facts alone, never on who is on roll, so that whatever asks for
the same facts within the same days shares one answer.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Hashable, Iterable, Iterator
from datetime import date
from operator import attrgetter

from pyroaring import BitMap

from hub_core.gatsby.counting import is_about, unfit
from hub_core.gatsby.facts import Fact
from hub_core.gatsby.measures import LearnersReached
from hub_core.gatsby.windows import Span
from hub_core.reference.activities import ActivityKind
from hub_core.reference.encounters import EvidenceStrength

#: Weakest first: the order in which evidence strengths are declared.
STRENGTHS = tuple(EvidenceStrength)
_WHEN = attrgetter("on", "position")


class InOrder:
    """Facts in order of the day they happened and then of the log."""

    def __init__(self, facts: Iterable[Fact]) -> None:
        self.facts = sorted(facts, key=_WHEN)
        self._days = [fact.on for fact in self.facts]

    def within(self, first: date, last: date) -> list[Fact]:
        """Those from the first day to the last, both included."""
        return self.facts[bisect_left(self._days, first) : bisect_right(self._days, last)]


class Counting:
    """The facts that count for a measure within some days.

    Learners of ``plain`` facts are taken together, however many there are: nothing else tells of the same
    act. The ``others`` are matched or only counted, and are looked at one by one.
    """

    def __init__(self, facts: list[Fact]) -> None:
        self.plain = [one for one in facts if one.learners is not None and one.matched_with is None]
        self.others = [one for one in facts if one.learners is None or one.matched_with is not None]
        self._by_strength: dict[EvidenceStrength, BitMap] | None = None
        self._by_week: dict[date, list[tuple[int, BitMap]]] = {}

    @property
    def facts(self) -> Iterator[Fact]:
        """All of them, in no order."""
        yield from self.plain
        yield from self.others

    def by_strength(self) -> dict[EvidenceStrength, BitMap]:
        """Whom plain facts of each strength name, weakest first."""
        if self._by_strength is None:
            told: dict[EvidenceStrength, list[Fact]] = {}
            for fact in self.plain:
                told.setdefault(fact.strength, []).append(fact)
            self._by_strength = {
                strength: together(told[strength]) for strength in STRENGTHS if strength in told
            }
        return self._by_strength

    def by_week(self, began: date) -> list[tuple[int, BitMap]]:
        """Whom plain facts of each week name, by weeks since that day; what was earlier is in the first."""
        if began not in self._by_week:
            told: dict[int, list[Fact]] = {}
            for fact in self.plain:
                told.setdefault(week_of(fact.on, began), []).append(fact)
            self._by_week[began] = [(week, together(told[week])) for week in sorted(told)]
        return self._by_week[began]


class KnownFacts:
    """Facts as criteria ask for them; each question is answered once."""

    def __init__(self, facts: Iterable[Fact]) -> None:
        self._by_kind: dict[ActivityKind, list[Fact]] = {}
        for fact in facts:
            self._by_kind.setdefault(fact.kind, []).append(fact)
            for kind in fact.also:
                if kind is not fact.kind:
                    self._by_kind.setdefault(kind, []).append(fact)
        self._of: dict[frozenset[ActivityKind], InOrder] = {}
        self._fit: dict[Hashable, InOrder] = {}
        self._counting: dict[Hashable, Counting] = {}

    def of(self, kinds: frozenset[ActivityKind]) -> InOrder:
        """The facts of these kinds, first of all or as well, each once."""
        found = self._of.get(kinds)
        if found is None:
            each = {id(fact): fact for kind in kinds for fact in self._by_kind.get(kind, ())}
            found = self._of[kinds] = InOrder(each.values())
        return found

    def counting(self, measure: LearnersReached, span: Span) -> Counting:
        """The facts that count for a measure within a span."""
        asked = (
            measure.kinds,
            measure.types,
            measure.providers,
            measure.modes_excluded,
            measure.types_excluded,
            measure.checks,
            measure.adviser_level,
            measure.sides,
        )
        found = self._counting.get((asked, span.first, span.last))
        if found is None:
            fit = self._fit.get(asked)
            if fit is None:
                fit = self._fit[asked] = InOrder(
                    fact
                    for fact in self.of(measure.kinds).facts
                    if is_about(fact, measure) and unfit(fact, measure) is None
                )
            found = Counting(fit.within(span.first, span.last))
            self._counting[asked, span.first, span.last] = found
        return found


def together(facts: Iterable[Fact]) -> BitMap:
    """Everybody whom one of these facts names."""
    named = [fact.learners for fact in facts if fact.learners is not None]
    return BitMap.union(*named) if named else BitMap()


def week_of(day: date, began: date) -> int:
    """Whole weeks between the two days; 0 for an earlier day."""
    return max((day - began).days // 7, 0)
