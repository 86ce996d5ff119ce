"""Why a figure of what took place is what it is: careers in subjects, variety of employers, happenings.

The rule: the same sums that make the figure are told after each fact, so that both are one reckoning.
"""

from collections.abc import Iterator, Mapping, Sequence
from uuid import UUID

from hub_core.academic_years import first_day
from hub_core.gatsby.counting import NotCounted
from hub_core.gatsby.edition import Criterion
from hub_core.gatsby.evidence import Evidence
from hub_core.gatsby.explain import (
    LeftOut,
    Step,
    came_or_may_have,
    rises,
    steps_of,
    told_of,
)
from hub_core.gatsby.facts import Fact
from hub_core.gatsby.guidance_meetings import meetings_of, not_qualified
from hub_core.gatsby.institution_facts import CellsLinked, Happened, is_of_type, not_this_year
from hub_core.gatsby.measures import CurriculumCoverage, HasHappened, QualifiedMeetings, Variety
from hub_core.gatsby.once import acts_once
from hub_core.gatsby.variety import KindsMet, came, not_met, time_of_variety
from hub_core.values import YearGroup


def happened_explained(
    measure: HasHappened, evidence: Evidence, left_out: LeftOut
) -> Iterator[Step]:
    """What took place of what is asked for, up to as many as are asked for."""
    began = first_day(evidence.academic_year)

    def brought(facts: Sequence[Fact]) -> Mapping[UUID, int]:
        happened = Happened(measure, evidence)

        def found(fact: Fact) -> int:
            happened.add(fact)
            return happened.found

        return rises(facts, found)

    about = [
        (fact, why)
        for fact, why in told_of(measure.kinds, evidence, left_out)
        if is_of_type(fact, measure)
    ]
    return steps_of(about, lambda fact: not_this_year(fact, began), brought, acts_once)


def meetings_explained(
    measure: QualifiedMeetings, evidence: Evidence, left_out: LeftOut
) -> Iterator[Step]:
    """Which guidance meetings of the year were with a qualified adviser."""
    began = first_day(evidence.academic_year)

    def reason(fact: Fact) -> NotCounted | None:
        return not_this_year(fact, began) or not_qualified(fact, measure)

    def brought(facts: Sequence[Fact]) -> Mapping[UUID, int]:
        return {fact.activity: meetings_of(fact) for fact in facts}

    return steps_of(told_of(measure.kinds, evidence, left_out), reason, brought)


def variety_explained(
    measure: Variety, evidence: Evidence, year_group: YearGroup | None, left_out: LeftOut
) -> Iterator[Step]:
    """Which encounters brought another kind of employer to a cohort, or to all where none is named."""
    span = time_of_variety(measure, evidence, year_group)

    def reason(fact: Fact) -> NotCounted | None:
        if (why := not_met(fact, measure, span)) is not None:
            return why
        if not came(fact, evidence, year_group):
            return NotCounted.NOT_ATTENDED
        unknown = fact.size is None and fact.sector is None
        return NotCounted.EMPLOYER_UNKNOWN if unknown else None

    def brought(facts: Sequence[Fact]) -> Mapping[UUID, int]:
        kinds = KindsMet(measure)

        def met(fact: Fact) -> int:
            kinds.add(fact)
            return kinds.met

        return rises(facts, met)

    about = [
        (fact, why)
        for fact, why in told_of(measure.kinds, evidence, left_out)
        if year_group is None
        or came_or_may_have(fact, evidence.learners(year_group), evidence.cohort(year_group))
    ]
    return steps_of(about, reason, brought, acts_once)


def curriculum_explained(
    criterion: Criterion,
    measure: CurriculumCoverage,
    evidence: Evidence,
    year_group: YearGroup | None,
    left_out: LeftOut,
) -> Iterator[Step]:
    """Which links filled another subject of the year group, or of all where none is named."""
    began = first_day(evidence.academic_year)
    cells = CellsLinked(criterion, measure, evidence)

    def reason(fact: Fact) -> NotCounted | None:
        if (why := not_this_year(fact, began)) is not None:
            return why
        return None if cells.is_asked(fact, year_group) else NotCounted.NO_SUCH_CELL

    def brought(facts: Sequence[Fact]) -> Mapping[UUID, int]:
        def linked(fact: Fact) -> int:
            cells.add(fact)
            return cells.whole if year_group is None else cells.linked(year_group)

        return rises(facts, linked)

    about = [
        (fact, why)
        for fact, why in told_of(measure.kinds, evidence, left_out)
        if year_group is None or year_group in fact.year_groups
    ]
    return steps_of(about, reason, brought)
