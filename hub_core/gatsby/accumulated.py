"""What the facts that count for a measure add up to, kept up as facts come in.

The rule: one fact more, the last in the log, costs a union or two, and leaves what counting all of them
would. Whoever takes a fact away or changes one counts them anew.
"""

from collections.abc import Hashable, Iterable, Sequence
from datetime import date
from typing import TypeVar

from pyroaring import BitMap

from hub_core.gatsby.counting import Reached, Requirements
from hub_core.gatsby.facts import Fact
from hub_core.gatsby.windows import cohort_in
from hub_core.reference.encounters import EvidenceStrength

Sort = TypeVar("Sort", bound=Hashable)


class Counting:
    """The facts that count for a measure within some days.

    ``plain`` ones name their learners, and nothing else tells of the same act: their learners are taken
    together, however many facts there are. The ``matched`` ones are looked at one by one.
    """

    def __init__(self, facts: Iterable[Fact]) -> None:
        self.plain: list[Fact] = []
        self.matched: list[Fact] = []
        self._counted: dict[int, list[Fact]] = {}
        self._by_strength: dict[EvidenceStrength, BitMap] = {}
        self._by_week: dict[date, dict[int, BitMap]] = {}
        self._reached: dict[Hashable, tuple[Requirements, Reached]] = {}
        for fact in facts:
            self._place(fact)

    def add(self, fact: Fact) -> None:
        """Take in one fact more that counts."""
        self._place(fact)
        if fact.learners is None or fact.matched_with is not None:
            return
        if self._by_strength:
            _join(self._by_strength, fact.strength, fact.learners)
        for began, weeks in self._by_week.items():
            _join(weeks, week_of(fact.on, began), fact.learners)
        for requirements, reached in self._reached.values():
            reached.count(fact.learners, requirements.sorts(fact))

    def counted(self, cohort: int) -> Sequence[Fact]:
        """Those that only say how many of a cohort came, and are not matched."""
        return self._counted.get(cohort, ())

    def by_strength(self) -> dict[EvidenceStrength, BitMap]:
        """Whom plain facts of each strength name."""
        if not self._by_strength:
            told: dict[EvidenceStrength, list[Fact]] = {}
            for fact in self.plain:
                told.setdefault(fact.strength, []).append(fact)
            self._by_strength = {strength: together(facts) for strength, facts in told.items()}
        return self._by_strength

    def by_week(self, began: date) -> dict[int, BitMap]:
        """Whom plain facts of each week name, by weeks since that day; what was earlier is in the first."""
        if began not in self._by_week:
            told: dict[int, list[Fact]] = {}
            for fact in self.plain:
                told.setdefault(week_of(fact.on, began), []).append(fact)
            self._by_week[began] = {week: together(facts) for week, facts in told.items()}
        return self._by_week[began]

    def reached(self, requirements: Requirements) -> Reached:
        """Whom plain facts bring how far; whoever counts more takes a copy."""
        found = self._reached.get(requirements.key)
        if found is None:
            reached = Reached(*requirements.times)
            for fact in self.plain:
                if fact.learners is not None:
                    reached.count(fact.learners, requirements.sorts(fact))
            found = self._reached[requirements.key] = requirements, reached
        return found[1]

    def _place(self, fact: Fact) -> None:
        if fact.matched_with is not None:
            self.matched.append(fact)
        elif fact.learners is not None:
            self.plain.append(fact)
        else:
            for year_group, number in fact.counts.items():
                if number:
                    self._counted.setdefault(cohort_in(year_group, fact.on), []).append(fact)


def together(facts: Iterable[Fact]) -> BitMap:
    """Everybody whom one of these facts names."""
    named = [fact.learners for fact in facts if fact.learners is not None]
    return BitMap.union(*named) if named else BitMap()


def week_of(day: date, began: date) -> int:
    """Whole weeks between the two days; 0 for an earlier day."""
    return max((day - began).days // 7, 0)


def _join(sums: dict[Sort, BitMap], sort: Sort, learners: BitMap) -> None:
    before = sums.get(sort)
    sums[sort] = learners if before is None else before | learners
