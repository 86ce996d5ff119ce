"""How many learners a criterion had reached by the end of each week of an academic year.

The rule: the last week's number is the sum of the year groups' numerators, where learners are named.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate

import msgspec
from pyroaring import BitMap

from hub_core.academic_years import first_day
from hub_core.gatsby.accumulated import week_of
from hub_core.gatsby.counting import Reached, Requirements
from hub_core.gatsby.edition import Criterion
from hub_core.gatsby.evidence import Evidence
from hub_core.gatsby.figures import Figure
from hub_core.gatsby.learner_shares import Cohort, learners_among
from hub_core.gatsby.measures import LearnersReached
from hub_core.gatsby.windows import span_of
from hub_core.values import YearGroup

#: A year of 366 days has 53 weeks from its first day on, the last of one or two days.
WEEKS = 53


#: A week of the year, and how many learners were reached for the first time in it.
First = tuple[int, int]


class Headline(msgspec.Struct, frozen=True, kw_only=True):
    """A headline criterion: how many of its ``learners`` it had reached by the end of each week."""

    criterion: str
    reached: list[int]
    learners: int


def headline_of(criterion: Criterion, drawn: Sequence[Figure], evidence: Evidence) -> Headline:
    """The headline that a criterion's figures amount to, all year groups together."""
    measure = criterion.measure
    if not isinstance(measure, LearnersReached):
        raise TypeError(f"{criterion.code} is no share of learners, and cannot be the headline")
    about = [one for one in drawn if one.group is None and one.year_group is not None]
    reached = [one.year_group for one in about if one.year_group is not None and one.numerator]
    return Headline(
        criterion=criterion.code,
        reached=reached_by_week(measure, evidence, reached),
        learners=sum(one.denominator or 0 for one in about),
    )


def reached_by_week(
    measure: LearnersReached, evidence: Evidence, year_groups: Iterable[YearGroup]
) -> list[int]:
    """Learners of these year groups reached up to the end of each week."""
    return up_to_each_week(
        first for year_group in year_groups for first in firsts(measure, evidence, year_group)
    )


def up_to_each_week(found: Iterable[First]) -> list[int]:
    """All of these taken together, up to the end of each week."""
    brought = [0] * WEEKS
    for week, learners in found:
        brought[week] += learners
    return list(accumulate(brought))


def firsts(measure: LearnersReached, evidence: Evidence, year_group: YearGroup) -> Iterator[First]:
    """How many learners of the year group are reached for the first time in a week."""
    among = learners_among(measure, evidence, year_group)
    if not among:
        return
    cohort_year = evidence.cohort(year_group)
    counting = evidence.counting(
        measure, span_of(measure, cohort_year, year_group, as_at=evidence.as_at)
    )
    requirements = Requirements(measure, cohort_year)
    cohort = Cohort(counting, requirements, among, cohort_year)
    began = first_day(evidence.academic_year)
    if requirements.once_is_enough:
        named = [
            (week_of(fact.on, began), fact.learners)
            for fact in cohort.matched
            if fact.learners is not None
        ]
        weeks = sorted((*counting.by_week(began).items(), *named), key=lambda one: one[0])
        yield from _once(weeks, among)
        return
    reached, before = Reached(*requirements.times), 0
    for fact in sorted((*cohort.plain, *cohort.matched), key=lambda one: one.on):
        if fact.learners is not None:
            reached.count(fact.learners, requirements.sorts(fact))
            now = reached.learners.intersection_cardinality(among)
            yield week_of(fact.on, began), now - before
            before = now


def _once(weeks: Iterable[tuple[int, BitMap]], among: BitMap) -> Iterator[First]:
    missing = among
    for week, learners in weeks:
        if met := missing.intersection_cardinality(learners):
            missing = missing - learners
            yield week, met
