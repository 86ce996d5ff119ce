"""Why a figure is what it is: the facts that moved it, in order, and those that did not count, with why.

The rule: a fact's contribution is the learners it first makes certain, in order of the day it happened
and then of the log, so that contributions add up to the numerator.
"""

from collections.abc import Iterable, Iterator, Sequence
from operator import attrgetter
from uuid import UUID

import msgspec
from pyroaring import BitMap

from hub_core.gatsby.counting import NotCounted, Reached, Requirements, is_about, why_not
from hub_core.gatsby.evidence import Evidence
from hub_core.gatsby.facts import Fact
from hub_core.gatsby.learner_shares import learners_among, reached_of
from hub_core.gatsby.measures import LearnersReached
from hub_core.gatsby.once import learners_once
from hub_core.gatsby.windows import span_of
from hub_core.values import YearGroup

_when = attrgetter("on", "position")


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """One fact: how many learners it first made certain, or why it did not count."""

    fact: Fact
    contribution: int = 0
    not_counted: NotCounted | None = None


def explained(
    measure: LearnersReached,
    evidence: Evidence,
    year_group: YearGroup,
    left_out: Sequence[tuple[Fact, NotCounted]] = (),
) -> Iterator[Step]:
    """Every fact of the kind that somebody of the year group came to, or may have, in order.

    ``left_out`` are facts on which no figure rests, each with why.
    """
    learners = learners_among(measure, evidence, year_group)
    cohort = evidence.cohort(year_group)
    span = span_of(measure, cohort, year_group, as_at=evidence.as_at)
    requirements = Requirements(measure, cohort)
    reasons: dict[UUID, NotCounted | None] = {fact.activity: why for fact, why in left_out}
    asked = [fact for fact, _ in left_out if fact.is_a(measure.kinds) and fact.on <= evidence.as_at]
    about = [
        fact
        for fact in sorted((*evidence.of(measure.kinds), *asked), key=_when)
        if is_about(fact, measure) and _is_for(fact, learners, year_group)
    ]
    for fact in about:
        reason = why_not(fact, measure, span) or _nobody_named(fact, learners, year_group)
        reasons.setdefault(fact.activity, reason)
    counting = [fact for fact in about if reasons[fact.activity] is None]
    once = {fact.activity: fact for fact in learners_once(counting, requirements.sorts)}
    moved = (
        _raised(once.values(), requirements, evidence, year_group)
        if learners is None
        else _brought(once.values(), requirements, learners)
    )
    for fact in about:
        if fact.activity in once:
            yield Step(fact=fact, contribution=moved[fact.activity])
        elif fact.matched_with in once:
            yield Step(fact=fact, not_counted=NotCounted.MATCHED)
        else:
            yield Step(fact=fact, not_counted=reasons[fact.activity])


def _brought(
    facts: Iterable[Fact], requirements: Requirements, learners: BitMap
) -> dict[UUID, int]:
    """How many of these learners each fact first brings to the criterion."""
    reached = Reached(*requirements.times)
    return {
        fact.activity: len(
            reached.add((fact.learners or BitMap()) & learners, *requirements.sorts(fact))
        )
        for fact in facts
    }


def _raised(
    facts: Iterable[Fact], requirements: Requirements, evidence: Evidence, year_group: YearGroup
) -> dict[UUID, int]:
    """By how many each fact raises what is certain where learners are only counted."""
    roll = evidence.roll.roll_of(year_group, day=evidence.as_at)
    so_far: list[Fact] = []
    raised, before = {}, 0
    for fact in facts:
        so_far.append(fact)
        certain = 0 if roll is None else reached_of(roll, so_far, requirements, year_group).at_least
        raised[fact.activity], before = certain - before, certain
    return raised


def _is_for(fact: Fact, learners: BitMap | None, year_group: YearGroup) -> bool:
    """Whether somebody of the year group came to it, or was to and nobody is known to have come."""
    if fact.learners:
        return learners is not None and bool(fact.learners.intersect(learners))
    if fact.counts:
        return year_group in fact.counts
    return not fact.year_groups or year_group in fact.year_groups


def _nobody_named(fact: Fact, learners: BitMap | None, year_group: YearGroup) -> NotCounted | None:
    """Why a fact that counts brings nobody: nobody came, or nobody is named where others are."""
    if fact.learners:
        return None
    if not fact.counts.get(year_group):
        return NotCounted.NOT_ATTENDED
    return None if learners is None else NotCounted.COUNTED
