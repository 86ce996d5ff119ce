"""Hours at workplaces: the share of each year group whose hours come to what it is entitled to.

The rule: only hours of named learners count; nobody's hours follow from a count, which tells how many more
may have them.
"""

import math
from collections.abc import Iterator, Sequence

import msgspec
from pyroaring import BitMap

from hub_core.gatsby.counted import Range
from hub_core.gatsby.counting import IN_PERSON, NotCounted, Reached, unconfirmed
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
    about, counted = facts_with_hours(measure, evidence), _only_counted(measure, evidence)
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
        reached = hours_of(measure, there, learners).learners & learners
        perhaps = [fact for fact in counted if fact.on in span and fact.counted(share.cohort)]
        possible = _possibly_reached(measure, there, perhaps, learners) if perhaps else reached
        places = sum(fact.counted(share.cohort) for fact in perhaps)
        everybody: tuple[LearnerGroup | None, BitMap] = None, learners
        for group, of in (everybody, *evidence.members(year_group)):
            number = reached.intersection_cardinality(of)
            most = min(possible.intersection_cardinality(of), number + places)
            yield share.figure(
                found=Range(number, most), denominator=len(of), strength=strength, group=group
            )


def facts_with_hours(measure: WorkplaceHours, evidence: Evidence) -> list[Fact]:
    """The facts that give somebody hours, whatever their day."""
    return [fact for fact in evidence.of(measure.kinds) if no_hours(fact, measure) is None]


def _only_counted(measure: WorkplaceHours, evidence: Evidence) -> list[Fact]:
    """The facts that would give hours if they named somebody."""
    about = evidence.of(measure.kinds)
    return [fact for fact in about if no_hours(fact, measure) is NotCounted.COUNTED]


def _possibly_reached(
    measure: WorkplaceHours, there: Sequence[Fact], counted: Sequence[Fact], learners: BitMap
) -> BitMap:
    """Whom the hours would reach if everybody had been at each activity that is only counted."""
    hours = HoursReached(measure, [*there, *counted])
    for fact in there:
        hours.add((fact.learners or BitMap()) & learners, fact)
    for fact in counted:
        hours.add(learners, fact)
    return hours.learners & learners


def hours_of(measure: WorkplaceHours, there: Sequence[Fact], learners: BitMap) -> "HoursReached":
    """The hours that these facts give, of which at least those of these ``learners`` are whole."""
    hours = HoursReached(measure, there)
    for fact in there:
        if fact.learners is not None and learners.intersect(fact.learners):
            hours.add(fact.learners, fact)
    return hours


def no_hours(fact: Fact, measure: WorkplaceHours) -> NotCounted | None:
    """Why nobody's hours follow from this fact; None when only its day and who came matter."""
    if (why := unconfirmed(fact)) is not None:
        return why
    if fact.type in measure.types_excluded:
        return NotCounted.BESIDE
    if fact.mode in measure.modes_excluded:
        return NotCounted.MODE
    if not fact.minutes:
        return NotCounted.NO_HOURS
    return None if fact.strength.is_evidenced else NotCounted.COUNTED


class Short(msgspec.Struct, frozen=True):
    """What a learner lacks: so many minutes, and to have been there in person so many times more."""

    minutes: int
    in_person: int


class HoursReached:
    """Who has the hours, and was often enough there in person, as facts are added one by one."""

    def __init__(self, measure: WorkplaceHours, facts: Sequence[Fact]) -> None:
        self._enough = 60 * measure.hours
        self._minutes = Minutes(facts)
        self._in_person = Reached(measure.in_person) if measure.in_person else None

    def add(self, learners: BitMap, fact: Fact) -> None:
        """Count one of the facts this was made for, for these of its learners."""
        self._minutes.add(learners, fact.minutes)
        if self._in_person is not None and fact.mode in IN_PERSON:
            self._in_person.count(learners, (True,))

    @property
    def learners(self) -> BitMap:
        """Who has them by now, of all learners there are."""
        enough = self._minutes.at_least(self._enough)
        return enough if self._in_person is None else enough & self._in_person.learners

    def short_of(self, learner: int) -> Short:
        """What one learner still lacks."""
        minutes = math.ceil(self._enough) - self._minutes.of(learner)
        in_person = 0 if self._in_person is None else self._in_person.lacking(learner)[0]
        return Short(minutes=max(minutes, 0), in_person=in_person)


class Minutes:
    """Minutes of each learner, added up for whole sets at a time.

    Sums are kept in binary: the set at place n holds the learners whose sum has the n-th binary digit, in
    units of what all minutes are multiples of. Adding to a set carries over as on paper.
    """

    def __init__(self, facts: Sequence[Fact]) -> None:
        self._unit = math.gcd(*(fact.minutes for fact in facts)) or 1
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

    def of(self, learner: int) -> int:
        """One learner's minutes."""
        digits = enumerate(self._digits)
        return self._unit * sum(1 << place for place, digit in digits if learner in digit)

    def _carry(self, learners: BitMap, place: int) -> None:
        while learners:
            while place >= len(self._digits):
                self._digits.append(BitMap())
            before = self._digits[place]
            self._digits[place], learners = before ^ learners, before & learners
            place += 1
