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
from hub_core.values import YearGroup, year_group_label


class NotReached(msgspec.Struct, frozen=True, kw_only=True):
    """The ``learners`` not reached of so many, by ordinal, and the ``wording`` of what is asked.

    ``short`` says what each of them lacks, where hours are asked for. Up to ``perhaps`` of them may have been
    reached by what only says how many came.
    """

    wording: str
    learners: BitMap
    among: int
    short: Mapping[int, Short] = msgspec.field(default_factory=dict)
    perhaps: int = 0


class NobodyNamed(msgspec.Struct, frozen=True, kw_only=True):
    """There is a figure and nobody behind it is named: ``why``, and by what ``remedy``, in sentences."""

    wording: str
    why: str
    remedy: str = ""


def not_reached(
    criterion: Criterion, figure: Figure, evidence: Evidence
) -> NotReached | NobodyNamed:
    """Whom a figure of everybody does not reach, or why it is about nobody who is named."""
    year_group = figure.year_group
    if year_group is None or figure.unit is not Unit.LEARNERS:
        why = f"This figure is of {figure.unit.many}, not of learners: nobody is missing from it."
        return NobodyNamed(wording=criterion.wording, why=why)
    learners = evidence.learners(year_group)
    if learners is None:
        return _nobody_named(criterion, evidence, year_group)
    lacking, short = _lacking(criterion, figure, evidence, learners)
    return NotReached(
        wording=criterion.wording,
        learners=lacking,
        among=figure.denominator or 0,
        short=short,
        perhaps=figure.at_most - figure.numerator,
    )


def _nobody_named(criterion: Criterion, evidence: Evidence, year_group: YearGroup) -> NobodyNamed:
    who = year_group_label(year_group)
    if evidence.roll.roll_of(year_group, day=evidence.as_at) is None:
        told = "nobody has said who they are"
    elif isinstance(criterion.measure, WorkplaceHours):
        told = "only how many there are is told, and nobody’s hours follow from a number"
    else:
        told = "only how many there are is told"
    return NobodyNamed(
        wording=criterion.wording,
        why=f"The learners of {who} are not named: {told}.",
        remedy=f"Send a roster of {who}, and name who came to each activity instead of how many. "
        "From then on whoever is missing is listed here.",
    )


def _lacking(
    criterion: Criterion, figure: Figure, evidence: Evidence, learners: BitMap
) -> tuple[BitMap, Mapping[int, Short]]:
    """Those of these learners of the figure's year group whom it does not reach, and what each lacks."""
    year_group = figure.year_group
    assert year_group is not None
    match criterion.measure:
        case LearnersReached() as measure:
            found = learners_reached(measure, evidence, year_group)
            assert found is not None
            reached, about = found
            return about - reached, {}
        case WorkplaceHours() as measure:
            hours = _hours(measure, evidence, year_group, learners)
            lacking = learners - hours.learners
            return lacking, {one: hours.short_of(one) for one in lacking}
        case ProviderAccess() as measure:
            phase = measure.phase_of(figure.part)
            return learners - attended_by(measure, phase, evidence, year_group), {}
        case _:
            raise TypeError(f"{criterion.code} has no measure that reaches learners")


def _hours(
    measure: WorkplaceHours, evidence: Evidence, year_group: YearGroup, learners: BitMap
) -> HoursReached:
    span = span_of(measure, evidence.cohort(year_group), year_group, as_at=evidence.as_at)
    there = [fact for fact in facts_with_hours(measure, evidence) if fact.on in span]
    return hours_of(measure, there, learners)
