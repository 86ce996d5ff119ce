"""Hours at workplaces: the share of each year group whose hours come to what it is entitled to.

The rule: only hours of named learners count; nobody's hours follow from a count.
"""

from collections.abc import Iterator, Sequence
from math import gcd

from pyroaring import BitMap

from hub_core.gatsby.counted import Range
from hub_core.gatsby.counting import IN_PERSON, Reached
from hub_core.gatsby.edition import Criterion
from hub_core.gatsby.evidence import Evidence
from hub_core.gatsby.facts import Fact
from hub_core.gatsby.figures import Figure
from hub_core.gatsby.learner_shares import Share, weakest
from hub_core.gatsby.measures import WorkplaceHours
from hub_core.gatsby.windows import span_of
from hub_core.rosters.events import LearnerGroup


def hours_reached(
    criterion: Criterion, measure: WorkplaceHours, evidence: Evidence
) -> Iterator[Figure]:
    """The share of each year group, then of each group in it, whose hours come to the measure's."""
    about = [
        fact
        for fact in evidence.of(measure.kinds)
        if fact.minutes
        and fact.strength.is_evidenced
        and fact.mode not in measure.modes_excluded
        and fact.type not in measure.types_excluded
    ]
    for year_group in measure.year_groups:
        if year_group not in evidence.setting.year_groups:
            continue
        learners = evidence.learners(year_group)
        span = span_of(measure, evidence.cohort(year_group), year_group, as_at=evidence.as_at)
        there = [fact for fact in about if span.first <= fact.on <= span.last]
        share = Share(criterion, evidence, year_group, span)
        strength = weakest({fact.strength for fact in there})
        if learners is None:
            yield share.figure(found=Range(0, 0), denominator=None, strength=strength)
            continue
        reached = _with_hours(there, learners, measure)
        everybody: tuple[LearnerGroup | None, BitMap] = None, learners
        for group, of in (everybody, *evidence.members(year_group)):
            number = reached.intersection_cardinality(of)
            yield share.figure(
                found=Range(number, number), denominator=len(of), strength=strength, group=group
            )


def _with_hours(facts: Sequence[Fact], learners: BitMap, measure: WorkplaceHours) -> BitMap:
    """Who of these learners has the hours, and was often enough there in person."""
    minutes = Minutes(facts)
    in_person = Reached(measure.in_person) if measure.in_person else None
    for fact in facts:
        if fact.learners is not None and learners.intersect(fact.learners):
            minutes.add(fact.learners, fact.minutes)
            if in_person is not None and fact.mode in IN_PERSON:
                in_person.count(fact.learners, (True,))
    enough = minutes.at_least(60 * measure.hours) & learners
    return enough if in_person is None else enough & in_person.learners


class Minutes:
    """Minutes of each learner, added up for whole sets at a time.

    Sums are kept in binary: the set at place n holds the learners whose sum has the n-th binary digit, in
    units of what all minutes are multiples of. Adding to a set carries over as on paper.
    """

    def __init__(self, facts: Sequence[Fact]) -> None:
        self._unit = gcd(*(fact.minutes for fact in facts)) or 1
        self._digits: list[BitMap] = []

    def add(self, learners: BitMap, minutes: int) -> None:
        """So many minutes more for each of these learners."""
        units, place = minutes // self._unit, 0
        while units:
            if units & 1:
                self._carry(learners, place)
            units, place = units >> 1, place + 1

    def at_least(self, minutes: float) -> BitMap:
        """Whose minutes come to so many, for a number above naught."""
        units = -int(-minutes // self._unit)
        if units >> len(self._digits):
            return BitMap()
        # From the first digit: those that have more already, and those that are level so far.
        more, level = BitMap(), BitMap.union(BitMap(), *self._digits)
        for place in reversed(range(len(self._digits))):
            digit = self._digits[place]
            if units >> place & 1:
                level = level & digit
            else:
                more |= level & digit
                level = level - digit
        return more | level

    def _carry(self, learners: BitMap, place: int) -> None:
        while learners:
            while place >= len(self._digits):
                self._digits.append(BitMap())
            before = self._digits[place]
            self._digits[place], learners = before ^ learners, before & learners
            place += 1
