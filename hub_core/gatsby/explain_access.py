"""Why a phase of provider access is put on so far, or attended by so many: encounter by encounter.

The rule: what is owed is counted up to what is owed; beyond that an encounter counts and brings nothing.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import count
from uuid import UUID

from pyroaring import BitMap

from hub_core.gatsby.counting import NotCounted, Reached
from hub_core.gatsby.evidence import Evidence
from hub_core.gatsby.explain import LeftOut, Step, nobody_named, rises, steps_of, told_of
from hub_core.gatsby.facts import Fact
from hub_core.gatsby.figures import Figure, Unit
from hub_core.gatsby.measures import AccessPhase, ProviderAccess
from hub_core.gatsby.provider_access import access_fault, span_so_far, was_for


def access_explained(
    measure: ProviderAccess, evidence: Evidence, figure: Figure, left_out: LeftOut
) -> Iterator[Step]:
    """Every encounter with a provider that was for the figure's year group, in order."""
    if figure.year_group is None:
        raise ValueError("Provider access is a year group's.")
    phase = measure.phase_of(figure.part)
    cohort = evidence.cohort(figure.year_group)
    learners = evidence.learners(figure.year_group)
    span = span_so_far(phase, evidence, figure.year_group)
    attended = figure.unit is Unit.LEARNERS

    def reason(fact: Fact) -> NotCounted | None:
        if (fault := access_fault(fact, measure, span)) is not None:
            return fault
        if attended:
            return nobody_named(fact, learners, cohort)
        return NotCounted.NOT_ATTENDED if _is_for_nobody(fact) else None

    def brought(facts: Sequence[Fact]) -> Mapping[UUID, int]:
        if attended and learners is not None:
            return _attended(facts, phase, learners)
        put_on = count(1)
        return rises(facts, lambda _: min(next(put_on), phase.encounters))

    about = [
        (fact, why)
        for fact, why in told_of(measure.kinds, evidence, left_out)
        if was_for(fact, learners, cohort) or _is_for_nobody(fact)
    ]
    return steps_of(about, reason, brought)


def _is_for_nobody(fact: Fact) -> bool:
    """Whether nobody said whom it was for, nor who came."""
    return not (fact.year_groups or fact.learners or fact.counts)


def _attended(facts: Sequence[Fact], phase: AccessPhase, learners: BitMap) -> dict[UUID, int]:
    """How many learners each encounter is the last of all that they must attend for."""
    reached = Reached(phase.encounters)
    return {
        fact.activity: len(reached.add((fact.learners or BitMap()) & learners, True))
        for fact in facts
    }
