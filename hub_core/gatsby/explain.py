"""Why a figure is what it is: the facts that moved it, in order, and those that did not count, with why.

The rule: a fact's contribution is what it first makes certain, in order of the day it happened and then of
the log, so that contributions add up to the numerator.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
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
from hub_core.reference.activities import ActivityKind
from hub_core.values import YearGroup

_when = attrgetter("on", "position")
#: Facts on which no figure rests, each with why.
LeftOut = Sequence[tuple[Fact, NotCounted]]
#: What each fact that counts brought, in the order given.
Brought = Callable[[Sequence[Fact]], Mapping[UUID, int]]


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """One fact: how much of the figure it first made certain, or why it did not count."""

    fact: Fact
    contribution: int = 0
    not_counted: NotCounted | None = None


def explained(
    measure: LearnersReached,
    evidence: Evidence,
    year_group: YearGroup,
    left_out: LeftOut = (),
) -> Iterator[Step]:
    """Every fact of the kind that somebody of the year group came to, or may have, in order."""
    learners = learners_among(measure, evidence, year_group)
    cohort = evidence.cohort(year_group)
    span = span_of(measure, cohort, year_group, as_at=evidence.as_at)
    requirements = Requirements(measure, cohort)

    def reason(fact: Fact) -> NotCounted | None:
        return why_not(fact, measure, span) or nobody_named(fact, learners, cohort)

    def once(facts: Sequence[Fact]) -> Sequence[Fact]:
        return learners_once(facts, requirements.sorts)

    def brought(facts: Sequence[Fact]) -> Mapping[UUID, int]:
        if learners is None:
            return _raised(facts, requirements, evidence, year_group)
        return _brought(facts, requirements, learners)

    about = [
        (fact, why)
        for fact, why in told_of(measure.kinds, evidence, left_out)
        if is_about(fact, measure) and came_or_may_have(fact, learners, cohort)
    ]
    return steps_of(about, reason, brought, once)


def told_of(
    kinds: frozenset[ActivityKind], evidence: Evidence, left_out: LeftOut
) -> list[tuple[Fact, NotCounted | None]]:
    """Every fact of these kinds up to the day, in order, with why no figure rests on it where none does."""
    asked = [
        (fact, why) for fact, why in left_out if fact.is_a(kinds) and fact.on <= evidence.as_at
    ]
    every = [*((fact, None) for fact in evidence.of(kinds)), *asked]
    return sorted(every, key=lambda one: _when(one[0]))


def steps_of(
    about: Iterable[tuple[Fact, NotCounted | None]],
    reason: Callable[[Fact], NotCounted | None],
    brought: Brought,
    once: Callable[[Sequence[Fact]], Sequence[Fact]] = list,
) -> Iterator[Step]:
    """These facts, each with what it brought or why it did not count; of two matched ones (``once``) one."""
    told = [(fact, why or reason(fact)) for fact, why in about]
    moved = brought(once([fact for fact, why in told if why is None]))
    for fact, why in told:
        if fact.activity in moved:
            yield Step(fact=fact, contribution=moved[fact.activity])
        elif fact.matched_with in moved:
            yield Step(fact=fact, not_counted=NotCounted.MATCHED)
        else:
            yield Step(fact=fact, not_counted=why)


def rises(facts: Iterable[Fact], number: Callable[[Fact], int]) -> dict[UUID, int]:
    """By how much each fact raises a number, which is told with that fact added to those before."""
    raised, before = {}, 0
    for fact in facts:
        now = number(fact)
        raised[fact.activity], before = now - before, now
    return raised


def came_or_may_have(fact: Fact, learners: BitMap | None, cohort: int) -> bool:
    """Whether somebody of a cohort came to it, or was to and nobody is known to have come."""
    if fact.learners:
        return learners is not None and bool(fact.learners.intersect(learners))
    if fact.counts:
        return bool(fact.counted(cohort))
    return not fact.year_groups or fact.is_meant_for(cohort)


def nobody_named(fact: Fact, learners: BitMap | None, cohort: int) -> NotCounted | None:
    """Why a fact that counts brings nobody: nobody came, or nobody is named where others are."""
    if fact.learners:
        return None
    if not fact.counted(cohort):
        return NotCounted.NOT_ATTENDED
    return None if learners is None else NotCounted.COUNTED


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
    cohort = evidence.cohort(year_group)
    so_far: list[Fact] = []

    def certain(fact: Fact) -> int:
        so_far.append(fact)
        return 0 if roll is None else reached_of(roll, so_far, requirements, cohort).at_least

    return rises(facts, certain)
