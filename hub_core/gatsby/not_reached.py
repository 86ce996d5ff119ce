"""Whom a figure does not reach yet, learner by learner, and how far from it each is where that can be said.

The rule: it is the figure's own reckoning asked the other way round, so as many are named as the figure
lacks. For the institution alone.
"""

from collections.abc import Mapping

import msgspec
from pyroaring import BitMap

from hub_core.gatsby.edition import Criterion
from hub_core.gatsby.evidence import Evidence
from hub_core.gatsby.figures import Figure, Unit
from hub_core.gatsby.learner_shares import learners_reached
from hub_core.gatsby.measures import LearnersReached, ProviderAccess, WorkplaceHours
from hub_core.gatsby.provider_access import attended_by
from hub_core.gatsby.windows import span_of
from hub_core.gatsby.workplace_hours import (
    HoursReached,
    Short,
    facts_with_hours,
    hours_of,
)
from hub_core.values import YearGroup


class NotReached(msgspec.Struct, frozen=True, kw_only=True):
    """The ``learners`` not reached of so many, by ordinal, and the ``wording`` of what is asked.

    ``short`` says what each of them lacks, where hours are asked for.
    """

    wording: str
    learners: BitMap
    among: int
    short: Mapping[int, Short] = msgspec.field(default_factory=dict)


def not_reached(criterion: Criterion, figure: Figure, evidence: Evidence) -> NotReached | None:
    """Whom a figure of everybody does not reach; None where it is about nobody who is named."""
    year_group = figure.year_group
    learners = None if year_group is None else evidence.learners(year_group)
    if year_group is None or learners is None or figure.unit is not Unit.LEARNERS:
        return None
    match criterion.measure:
        case LearnersReached() as measure:
            found = learners_reached(measure, evidence, year_group)
            return None if found is None else _without(criterion, *found)
        case WorkplaceHours() as measure:
            hours = _hours(measure, evidence, year_group, learners)
            lacking = _without(criterion, hours.learners, learners)
            short = {one: hours.short_of(one) for one in lacking.learners}
            return msgspec.structs.replace(lacking, short=short)
        case ProviderAccess() as measure:
            phase = measure.phase_of(figure.part)
            attended = attended_by(measure, phase, evidence, year_group)
            return _without(criterion, attended, learners)
        case _:
            return None


def _without(criterion: Criterion, reached: BitMap, about: BitMap) -> NotReached:
    return NotReached(wording=criterion.wording, learners=about - reached, among=len(about))


def _hours(
    measure: WorkplaceHours, evidence: Evidence, year_group: YearGroup, learners: BitMap
) -> HoursReached:
    span = span_of(measure, evidence.cohort(year_group), year_group, as_at=evidence.as_at)
    there = [fact for fact in facts_with_hours(measure, evidence) if fact.on in span]
    return hours_of(measure, there, learners)
