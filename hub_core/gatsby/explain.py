"""Why a figure is what it is: the facts that moved it, in order, and those that did not count, with why.

The rule: a fact's contribution is the learners it first brings to the criterion, in order of the day it
happened and then of the log, so that contributions add up to the numerator.
"""

from collections.abc import Iterator

import msgspec
from pyroaring import BitMap

from hub_core.gatsby.counting import NotCounted, Reached, Requirements, is_about, why_not
from hub_core.gatsby.evidence import Evidence
from hub_core.gatsby.facts import Fact
from hub_core.gatsby.measures import LearnersReached
from hub_core.gatsby.windows import span_of
from hub_core.values import YearGroup


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """One fact: how many learners it first brought to the criterion, or why it did not count."""

    fact: Fact
    contribution: int = 0
    not_counted: NotCounted | None = None


def explained(
    measure: LearnersReached, evidence: Evidence, year_group: YearGroup
) -> Iterator[Step]:
    """Every fact of the kind that somebody of the year group came to, in order.

    Nothing where the institution names no learners: counts move ranges, and no single one moves a figure.
    """
    learners = evidence.learners(year_group)
    if learners is None:
        return
    if measure.among is not None:
        learners = learners & (
            evidence.roll.in_group(measure.among, day=evidence.as_at) or BitMap()
        )
    span = span_of(measure, evidence.cohort(year_group), year_group, as_at=evidence.as_at)
    requirements = Requirements(measure, evidence.cohort(year_group))
    reached = Reached(*requirements.times)
    for fact in sorted(evidence.of(measure.kinds), key=lambda one: (one.on, one.position)):
        if fact.on > evidence.as_at or not is_about(fact, measure):
            continue
        there = (fact.learners or BitMap()) & learners
        if fact.learners is not None and not there:
            continue  # it was for others
        if (reason := why_not(fact, measure, span)) is not None:
            yield Step(fact=fact, not_counted=reason)
        else:
            brought = reached.add(there, *requirements.sorts(fact))
            yield Step(fact=fact, contribution=len(brought))
