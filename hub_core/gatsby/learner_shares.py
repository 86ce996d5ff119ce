"""The share of a cohort that a criterion about learners reaches, for everybody and for every group.

The rule: named learners count exactly, counted ones as a range around them, unconfirmed ones not at all.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import chain

from pyroaring import BitMap

from hub_core.gatsby.accumulated import Counting
from hub_core.gatsby.counted import Range, all_of, most_reached, reached_by_counts
from hub_core.gatsby.counting import Requirements
from hub_core.gatsby.edition import Criterion
from hub_core.gatsby.evidence import Evidence, Groups
from hub_core.gatsby.facts import Fact
from hub_core.gatsby.figures import Figure, status_of
from hub_core.gatsby.measures import LearnersReached, Variety
from hub_core.gatsby.once import learners_once
from hub_core.gatsby.windows import Span, span_of
from hub_core.reference.encounters import EvidenceStrength
from hub_core.rosters.events import LearnerGroup
from hub_core.values import YearGroup

#: Weakest first: the order in which evidence strengths are declared.
STRENGTHS = tuple(EvidenceStrength)


def learner_shares(
    criterion: Criterion, measure: LearnersReached, evidence: Evidence
) -> Iterator[Figure]:
    """The figures of each year group taught."""
    for year_group in taught(measure, evidence):
        yield from shares_of(criterion, measure, evidence, year_group)


def taught(measure: LearnersReached | Variety, evidence: Evidence) -> list[YearGroup]:
    """The year groups a measure is about that the institution has."""
    return [one for one in measure.year_groups if one in evidence.setting.year_groups]


def shares_of(
    criterion: Criterion, measure: LearnersReached, evidence: Evidence, year_group: YearGroup
) -> Iterator[Figure]:
    """One figure for a whole year group, then one for each group in it that is told of."""
    cohort = evidence.cohort(year_group)
    span = span_of(measure, cohort, year_group, as_at=evidence.as_at)
    counting = evidence.counting(measure, span)
    requirements = Requirements(measure, cohort)
    share = Share(criterion, evidence, year_group, span)
    among = learners_among(measure, evidence, year_group)
    if among is None:
        yield _counted(share, requirements, evidence, counting)
    else:
        groups = _groups(measure, evidence, year_group, among)
        yield from _named(share, Cohort(counting, requirements, among, cohort), groups)


def learners_reached(
    measure: LearnersReached, evidence: Evidence, year_group: YearGroup
) -> tuple[BitMap, BitMap] | None:
    """Whom it reaches in this year group, and whom it is about; None where nobody is named."""
    among = learners_among(measure, evidence, year_group)
    if among is None or year_group not in evidence.setting.year_groups:
        return None
    cohort = evidence.cohort(year_group)
    span = span_of(measure, cohort, year_group, as_at=evidence.as_at)
    requirements = Requirements(measure, cohort)
    counting = evidence.counting(measure, span)
    return Cohort(counting, requirements, among, cohort).reached, among


def learners_among(
    measure: LearnersReached, evidence: Evidence, year_group: YearGroup
) -> BitMap | None:
    """Whom of a year group a measure is about; None where nobody is named."""
    learners = evidence.learners(year_group)
    if learners is None or measure.among is None:
        return learners
    return learners & dict(evidence.groups()).get(measure.among, BitMap())


def history_incomplete(evidence: Evidence, cohort: int, span: Span) -> bool:
    """Whether some of the time that counts lies before this cohort's activities were recorded."""
    return span.first < evidence.recorded_from.get(cohort, span.first)


def weakest(strengths: Iterable[EvidenceStrength]) -> EvidenceStrength | None:
    """What a figure resting on facts of these strengths is worth."""
    return min(strengths, key=STRENGTHS.index, default=None)


class Cohort:
    """A year group's learners before the facts that count for them.

    Plain facts are taken in bulk. Of the others only those are looked at that somebody ``among`` came to,
    or may have, each learner of two ``matched`` ones in one of them.
    """

    def __init__(
        self, counting: Counting, requirements: Requirements, among: BitMap, cohort: int
    ) -> None:
        self.among = among
        self.requirements = requirements
        self._counting = counting
        self._cohort = cohort
        self._counted = counting.counted(cohort)
        self.matched: Sequence[Fact] = ()
        if counting.matched:
            there = [fact for fact in counting.matched if touches(fact, among, cohort)]
            self.matched = learners_once(there, requirements.sorts)

    @property
    def plain(self) -> Iterator[Fact]:
        """The plain facts somebody among them came to."""
        intersect = self.among.intersect
        for fact in self._counting.plain:
            if fact.learners is not None and intersect(fact.learners):
                yield fact

    @property
    def reached(self) -> BitMap:
        """Whom of them the criterion reaches."""
        named = [(fact, fact.learners) for fact in self.matched if fact.learners is not None]
        if self.requirements.once_is_enough:
            plain = self._counting.by_strength().values()
            met: BitMap = BitMap.union(BitMap(), *plain, *(learners for _, learners in named))
            return met & self.among
        reached = self._counting.reached(self.requirements)
        if named:
            reached = reached.copy()
            for fact, learners in named:
                reached.count(learners, self.requirements.sorts(fact))
        return reached.learners & self.among

    @property
    def strength(self) -> EvidenceStrength | None:
        """What a figure about them is worth: the weakest of what it rests on."""
        others = {fact.strength for fact in (*self.matched, *self._counted)}
        plain = (
            strength
            for strength, learners in self._counting.by_strength().items()
            if strength not in others and learners.intersect(self.among)
        )
        return weakest((*plain, *others))

    @cached_property
    def numbers(self) -> list[int]:
        """How many of them came to each activity that only says so."""
        only_counted = (fact for fact in self.matched if fact.learners is None)
        return [fact.counted(self._cohort) for fact in (*self._counted, *only_counted)]

    def at_most(self, of: BitMap) -> int | None:
        """How many of these learners may be reached, where some were only counted."""
        if not self.numbers:
            return None
        named = (
            fact.learners.intersection_cardinality(of)
            for fact in (*self.matched, *self._counting.plain)
            if fact.learners is not None
        )
        times = self.requirements.times[0]
        return most_reached(chain(self.numbers, named), times=times, roll=len(of))


class Share:
    """Figures of one criterion for one year group, which differ by whom they are about alone."""

    def __init__(
        self, criterion: Criterion, evidence: Evidence, year_group: YearGroup, span: Span
    ) -> None:
        self.year_group = year_group
        self.cohort = evidence.cohort(year_group)
        self._criterion = criterion
        self._supplied = evidence.supplied
        self._incomplete = history_incomplete(evidence, self.cohort, span)

    def figure(
        self,
        *,
        found: Range,
        denominator: int | None,
        strength: EvidenceStrength | None,
        group: LearnerGroup | None = None,
    ) -> Figure:
        """The figure of so many learners of so many."""
        return Figure(
            criterion=self._criterion.code,
            year_group=self.year_group,
            group=group,
            cohort=self.cohort,
            numerator=found.at_least,
            at_most=found.at_most,
            denominator=denominator,
            threshold=self._criterion.threshold,
            status=status_of(
                numerator=found.at_least,
                at_most=found.at_most,
                denominator=denominator,
                threshold=self._criterion.threshold,
                supplied=self._supplied,
                history_incomplete=self._incomplete,
            ),
            strength=strength,
        )


def _groups(
    measure: LearnersReached, evidence: Evidence, year_group: YearGroup, among: BitMap
) -> Groups:
    members = evidence.members(year_group)
    if measure.among is None:
        return members
    return [(group, among & learners) for group, learners in members]


def _named(share: Share, cohort: Cohort, groups: Groups) -> Iterator[Figure]:
    """Everybody, then every group told of: whom a criterion reaches does not depend on the group.

    Exact, save where some activities were only counted: those could have reached anybody else.
    """
    reached, strength = cohort.reached, cohort.strength
    everybody: tuple[LearnerGroup | None, BitMap] = None, cohort.among
    for group, of in (everybody, *groups):
        certain = reached.intersection_cardinality(of)
        most = cohort.at_most(of)
        found = Range(certain, certain if most is None else max(certain, most))
        yield share.figure(found=found, denominator=len(of), strength=strength, group=group)


def _counted(
    share: Share, requirements: Requirements, evidence: Evidence, counting: Counting
) -> Figure:
    roll = evidence.roll.roll_of(share.year_group, day=evidence.as_at)
    matched = [fact for fact in counting.matched if fact.counted(share.cohort)]
    there = [*counting.counted(share.cohort), *learners_once(matched, requirements.sorts)]
    found = Range(0, 0) if roll is None else reached_of(roll, there, requirements, share.cohort)
    strength = weakest(fact.strength for fact in there)
    return share.figure(found=found, denominator=roll, strength=strength)


def reached_of(roll: int, facts: Sequence[Fact], requirements: Requirements, cohort: int) -> Range:
    """How many of a cohort's learners these counted facts, of which all count, can have reached."""
    return all_of(
        [
            reached_by_counts(
                [fact.counted(cohort) for fact in facts if requirements.sorts(fact)[place]],
                times=times,
                roll=roll,
            )
            for place, times in enumerate(requirements.times)
        ],
        roll=roll,
    )


def touches(fact: Fact, among: BitMap, cohort: int) -> bool:
    """Whether one of these learners of a cohort was there, or may have been."""
    if fact.learners is None:
        return bool(fact.counted(cohort))
    return bool(fact.learners.intersect(among))
