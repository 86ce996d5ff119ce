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
from hub_core.gatsby.learner_shares import learners_among
from hub_core.gatsby.measures import LearnersReached
from hub_core.gatsby.once import learners_once
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
    learners = learners_among(measure, evidence, year_group)
    if learners is None:
        return
    span = span_of(measure, evidence.cohort(year_group), year_group, as_at=evidence.as_at)
    requirements = Requirements(measure, evidence.cohort(year_group))
    reached = Reached(*requirements.times)
    about = [
        fact
        for fact in evidence.of(measure.kinds)
        if is_about(fact, measure) and _is_for(fact, learners)
    ]
    reasons = {fact.activity: why_not(fact, measure, span) for fact in about}
    counting = [fact for fact in about if reasons[fact.activity] is None]
    once = {fact.activity: fact for fact in learners_once(counting, requirements.sorts)}
    for fact in about:
        kept = once.get(fact.activity)
        if kept is not None:
            there = (kept.learners or BitMap()) & learners
            brought = reached.add(there, *requirements.sorts(kept))
            yield Step(fact=fact, contribution=len(brought))
        elif fact.matched_with in once:
            yield Step(fact=fact, not_counted=NotCounted.MATCHED)
        else:
            yield Step(fact=fact, not_counted=reasons[fact.activity])


def _is_for(fact: Fact, learners: BitMap) -> bool:
    """Whether somebody of the year group came to it, or may have."""
    return fact.learners is None or bool(fact.learners.intersect(learners))
