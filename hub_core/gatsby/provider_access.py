"""Provider access: six encounters with providers of approved technical education, in three phases.

The rule: the institution owes each phase; learners must attend the first two. A session outside the
school day or without one of the four parts does not count. Source: provider access legislation, in force
1 January 2023 (domain 2.1).
"""

from collections.abc import Iterator, Sequence

import msgspec
from pyroaring import BitMap

from hub_core.gatsby.counted import most_reached
from hub_core.gatsby.counting import NotCounted, Reached, unconfirmed
from hub_core.gatsby.edition import Criterion
from hub_core.gatsby.evidence import Evidence
from hub_core.gatsby.facts import Fact
from hub_core.gatsby.figures import Figure, Status, Unit, status_of
from hub_core.gatsby.learner_shares import history_incomplete, weakest
from hub_core.gatsby.measures import AccessPhase, ProviderAccess
from hub_core.gatsby.windows import Span, span_of_phase
from hub_core.reference.activities import AccessContent
from hub_core.reference.encounters import CheckAnswer
from hub_core.rosters.events import LearnerGroup
from hub_core.values import YearGroup

#: The two parts of a figure of a phase: what the institution put on, and who came to all of it.
OWED, ATTENDED = "owed", "attended"


def access_fault(fact: Fact, measure: ProviderAccess, span: Span) -> NotCounted | None:
    """Why this provider encounter does not count within a phase's span; None when it does."""
    if not fact.approved_technical:
        return NotCounted.NOT_APPROVED
    if fact.on not in span:
        return NotCounted.OUTSIDE_WINDOW
    if (why := unconfirmed(fact)) is not None:
        return why
    if fact.mode in measure.modes_excluded:
        return NotCounted.MODE
    if fact.in_school_day is not CheckAnswer.YES:
        return NotCounted.OUTSIDE_SCHOOL_DAY
    if fact.content != frozenset(AccessContent):
        return NotCounted.CONTENT_MISSING
    return None


def provider_access(
    criterion: Criterion, measure: ProviderAccess, evidence: Evidence
) -> Iterator[Figure]:
    """For each phase and each year group in it: put on by the institution, attended by its learners.

    ``part`` is the phase's name with ``owed`` (encounters put on, of those owed) or ``attended``
    (learners with all of them, of those who must), which every group is told of too.
    """
    facts = [fact for fact in evidence.of(measure.kinds) if fact.approved_technical]
    for phase in measure.phases:
        for year_group in (phase.first_year, phase.first_year + 1):
            if year_group in evidence.setting.year_groups:
                put_on = _put_on(measure, phase, evidence, facts, year_group)
                yield from _phase(criterion, phase, evidence, put_on, year_group)


def attended_by(
    measure: ProviderAccess, phase: AccessPhase, evidence: Evidence, year_group: YearGroup
) -> BitMap:
    """The learners of a year group who came to all of a phase."""
    put_on = _put_on(measure, phase, evidence, evidence.of(measure.kinds), year_group)
    return _attended(put_on, evidence.learners(year_group) or BitMap(), phase.encounters)


def _put_on(
    measure: ProviderAccess,
    phase: AccessPhase,
    evidence: Evidence,
    facts: Sequence[Fact],
    year_group: YearGroup,
) -> list[Fact]:
    """Those of these encounters that count for a phase, and were put on for the year group."""
    span, cohort = span_so_far(phase, evidence, year_group), evidence.cohort(year_group)
    learners = evidence.learners(year_group)
    return [
        fact
        for fact in facts
        if access_fault(fact, measure, span) is None and was_for(fact, learners, cohort)
    ]


def span_so_far(phase: AccessPhase, evidence: Evidence, year_group: YearGroup) -> Span:
    """The time of a phase for a year group, up to the day asked for."""
    whole = span_of_phase(phase, evidence.cohort(year_group))
    return Span(whole.first, min(whole.last, evidence.as_at))


def _phase(
    criterion: Criterion,
    phase: AccessPhase,
    evidence: Evidence,
    put_on: Sequence[Fact],
    year_group: YearGroup,
) -> Iterator[Figure]:
    cohort = evidence.cohort(year_group)
    whole = span_of_phase(phase, cohort)
    incomplete = history_incomplete(evidence, cohort, whole)
    number = min(len(put_on), phase.encounters)
    owed = Figure(
        criterion=criterion.code,
        part=f"{phase.name}: {OWED}",
        year_group=year_group,
        cohort=cohort,
        numerator=number,
        at_most=number,
        denominator=phase.encounters,
        threshold=100,
        status=_owed(phase, len(put_on), evidence, whole, incomplete=incomplete),
        strength=weakest({fact.strength for fact in put_on}),
        unit=Unit.ENCOUNTERS,
        open_until=whole.last,
    )
    yield owed
    if phase.mandatory:
        yield from _attendance(owed, phase, evidence, put_on, year_group, incomplete=incomplete)


def _attendance(
    owed: Figure,
    phase: AccessPhase,
    evidence: Evidence,
    put_on: Sequence[Fact],
    year_group: YearGroup,
    *,
    incomplete: bool,
) -> Iterator[Figure]:
    """Everybody of a year group and each group of it, where they are named, beside what was owed to them."""
    learners = evidence.learners(year_group)
    if learners is None:
        return
    attended = _attended(put_on, learners, phase.encounters)
    everybody: tuple[LearnerGroup | None, BitMap] = None, learners
    cohort = evidence.cohort(year_group)
    for group, members in (everybody, *evidence.members(year_group)):
        there = attended.intersection_cardinality(members)
        most = _most_attended(phase, put_on, members, cohort, certain=there)
        status = status_of(
            numerator=there,
            at_most=most,
            denominator=len(members),
            threshold=100,
            supplied=evidence.supplied,
            history_incomplete=incomplete,
        )
        yield msgspec.structs.replace(
            owed,
            part=f"{phase.name}: {ATTENDED}",
            group=group,
            numerator=there,
            at_most=most,
            denominator=len(members),
            status=status,
            unit=Unit.LEARNERS,
            open_until=None,
        )


def _owed(
    phase: AccessPhase, put_on: int, evidence: Evidence, whole: Span, *, incomplete: bool
) -> Status:
    if put_on >= phase.encounters:
        return Status.ACHIEVED
    if not evidence.supplied:
        return Status.NO_DATA
    if incomplete:
        return Status.HISTORY_INCOMPLETE
    # While the window is open there is still time.
    return Status.IN_PROGRESS if evidence.as_at <= whole.last else Status.NOT_ACHIEVED


def was_for(fact: Fact, learners: BitMap | None, cohort: int) -> bool:
    """Whether an encounter was put on for a cohort: as told, or else because somebody of it came."""
    if fact.year_groups:
        return fact.is_meant_for(cohort)
    if fact.learners is not None and learners is not None:
        return bool(fact.learners.intersect(learners))
    return bool(fact.counted(cohort))


def _most_attended(
    phase: AccessPhase, put_on: Sequence[Fact], members: BitMap, cohort: int, *, certain: int
) -> int:
    """How many of these learners may have come to all of a phase, where some encounters were only counted."""
    counted = [fact.counted(cohort) for fact in put_on if fact.learners is None]
    if not any(counted):
        return certain
    named = [
        fact.learners.intersection_cardinality(members)
        for fact in put_on
        if fact.learners is not None
    ]
    most = most_reached([*counted, *named], times=phase.encounters, roll=len(members))
    return max(certain, most)


def _attended(facts: Sequence[Fact], learners: BitMap, encounters: int) -> BitMap:
    reached = Reached(encounters)
    for fact in facts:
        reached.count((fact.learners or BitMap()) & learners, (True,))
    return reached.learners
