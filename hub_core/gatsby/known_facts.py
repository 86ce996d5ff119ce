"""The facts of an institution, put in order once for every criterion, year and edition that reads them.

The rule: what is found here depends on the facts alone, never on who is on roll, so that whatever asks for
the same facts within the same days shares one answer, and one fact more adds to the answers given.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Hashable, Iterable
from datetime import date
from operator import attrgetter

from hub_core.gatsby.accumulated import Counting
from hub_core.gatsby.counting import is_about, unconfirmed, unfit
from hub_core.gatsby.facts import Fact
from hub_core.gatsby.measures import LearnersReached
from hub_core.gatsby.windows import Span
from hub_core.reference.activities import ActivityKind

_WHEN = attrgetter("on", "position")
Kinds = frozenset[ActivityKind]


class InOrder:
    """Facts in order of the day they happened and then of the log."""

    def __init__(self, facts: Iterable[Fact]) -> None:
        self._facts = sorted(facts, key=_WHEN)
        self._days = [fact.on for fact in self._facts]

    def add(self, fact: Fact) -> None:
        """One more, the last in the log."""
        place = bisect_right(self._days, fact.on)
        self._facts.insert(place, fact)
        self._days.insert(place, fact.on)

    def within(self, first: date, last: date) -> list[Fact]:
        """Those from the first day to the last, both included."""
        return self._facts[bisect_left(self._days, first) : bisect_right(self._days, last)]


class Fit:
    """The facts that count for a measure at some time, and what those within each span add up to."""

    def __init__(self, measure: LearnersReached, facts: Iterable[Fact]) -> None:
        self._measure = measure
        self._facts = InOrder(fact for fact in facts if self._counts(fact))
        self._within: dict[tuple[date, date], Counting] = {}

    def add(self, fact: Fact) -> None:
        """One more of the measure's kinds, the last in the log."""
        if self._counts(fact):
            self._facts.add(fact)
            for (first, last), counting in self._within.items():
                if first <= fact.on <= last:
                    counting.add(fact)

    def within(self, span: Span) -> Counting:
        """Those that count within a span."""
        days = span.first, span.last
        found = self._within.get(days)
        if found is None:
            found = self._within[days] = Counting(self._facts.within(*days))
        return found

    def _counts(self, fact: Fact) -> bool:
        return is_about(fact, self._measure) and unfit(fact, self._measure) is None


class KnownFacts:
    """Facts as criteria ask for them; each question is answered once."""

    def __init__(self, facts: Iterable[Fact]) -> None:
        self._by_kind: dict[ActivityKind, list[Fact]] = {}
        for fact in facts:
            self._file(fact)
        self._of: dict[Kinds, InOrder] = {}
        self._confirmed: dict[Kinds, InOrder] = {}
        self._fit: dict[tuple[Kinds, Hashable], Fit] = {}

    def add(self, fact: Fact) -> None:
        """One more, the last in the log, that changes no other."""
        self._file(fact)
        for kinds, facts in self._of.items():
            if fact.is_a(kinds):
                facts.add(fact)
        if unconfirmed(fact) is None:
            for kinds, facts in self._confirmed.items():
                if fact.is_a(kinds):
                    facts.add(fact)
            for (kinds, _), fit in self._fit.items():
                if fact.is_a(kinds):
                    fit.add(fact)

    def of(self, kinds: Kinds) -> InOrder:
        """The facts of these kinds, first of all or as well, each once."""
        found = self._of.get(kinds)
        if found is None:
            found = self._of[kinds] = InOrder(self._each(kinds))
        return found

    def confirmed(self, kinds: Kinds) -> InOrder:
        """Those of them that are evidence."""
        found = self._confirmed.get(kinds)
        if found is None:
            each = self._each(kinds)
            found = self._confirmed[kinds] = InOrder(
                fact for fact in each if unconfirmed(fact) is None
            )
        return found

    def counting(self, measure: LearnersReached, span: Span) -> Counting:
        """The facts that count for a measure within a span."""
        asked = measure.kinds, (
            measure.types,
            measure.providers,
            measure.modes_excluded,
            measure.types_excluded,
            measure.checks,
            measure.workplace,
            measure.content,
            measure.adviser_level,
            measure.sides,
        )  # fmt: skip
        fit = self._fit.get(asked)
        if fit is None:
            fit = self._fit[asked] = Fit(measure, self._each(measure.kinds))
        return fit.within(span)

    def _each(self, kinds: Kinds) -> Iterable[Fact]:
        return {id(fact): fact for kind in kinds for fact in self._by_kind.get(kind, ())}.values()

    def _file(self, fact: Fact) -> None:
        self._by_kind.setdefault(fact.kind, []).append(fact)
        for kind in fact.also:
            if kind is not fact.kind:
                self._by_kind.setdefault(kind, []).append(fact)
