"""Why so many learners have their hours at workplaces: what brought them there, and what did not count.

The rule: a fact brings those whose hours it is the first to complete, and whoever has them already is not
brought again.
"""

from collections.abc import Iterator, Mapping, Sequence
from uuid import UUID

from pyroaring import BitMap

from hub_core.gatsby.counting import NotCounted
from hub_core.gatsby.evidence import Evidence
from hub_core.gatsby.explain import (
    LeftOut,
    Step,
    came_or_may_have,
    nobody_named,
    rises,
    steps_of,
    told_of,
)
from hub_core.gatsby.facts import Fact
from hub_core.gatsby.measures import WorkplaceHours
from hub_core.gatsby.windows import span_of
from hub_core.gatsby.workplace_hours import HoursReached, no_hours
from hub_core.values import YearGroup


def hours_explained(
    measure: WorkplaceHours, evidence: Evidence, year_group: YearGroup, left_out: LeftOut
) -> Iterator[Step]:
    """Every experience of a workplace that somebody of the year group had, or may have had, in order."""
    known, cohort = evidence.learners(year_group), evidence.cohort(year_group)
    learners = BitMap() if known is None else known
    span = span_of(measure, cohort, year_group, as_at=evidence.as_at)

    def reason(fact: Fact) -> NotCounted | None:
        if fact.on not in span:
            return NotCounted.OUTSIDE_WINDOW
        return no_hours(fact, measure) or nobody_named(fact, learners, cohort)

    def brought(facts: Sequence[Fact]) -> Mapping[UUID, int]:
        hours = HoursReached(measure, facts)

        def number(fact: Fact) -> int:
            if fact.learners is not None:
                hours.add(fact.learners & learners, fact)
            return len(hours.learners)

        return rises(facts, number)

    about = [
        (fact, why)
        for fact, why in told_of(measure.kinds, evidence, left_out)
        if came_or_may_have(fact, known, cohort)
    ]
    return steps_of(about, reason, brought)
