"""Provider access: six encounters with providers of approved technical education, in three phases.

The rule: the institution owes each phase; learners must attend the first two. A session outside the
school day or without one of the four parts does not count. Source: provider access legislation, in force
1 January 2023 (domain 2.1).
"""

from collections.abc import Iterator, Sequence

from pyroaring import BitMap

from hub_core.gatsby.counting import UNCONFIRMED, Reached
from hub_core.gatsby.edition import Criterion
from hub_core.gatsby.evidence import Evidence
from hub_core.gatsby.facts import Fact
from hub_core.gatsby.figures import Figure, Status, Unit, status_of
from hub_core.gatsby.learner_shares import history_incomplete, weakest
from hub_core.gatsby.measures import AccessPhase, ProviderAccess
from hub_core.gatsby.windows import Span, span_of_phase
from hub_core.reference.activities import AccessContent
from hub_core.reference.encounters import CheckAnswer
from hub_core.reference.labelled import Labelled
from hub_core.rosters.events import LearnerGroup
from hub_core.values import YearGroup


class AccessFault(Labelled):
    """Why a provider encounter does not count."""

    NOT_A_PROVIDER = "not_approved", "The provider offers no approved technical education"
    OUTSIDE_WINDOW = "outside_window", "Outside the time of the phase"
    UNCONFIRMED = "unconfirmed", "The school has not confirmed it"
    OUTSIDE_SCHOOL_DAY = "outside_school_day", "Not, or not known to be, in the school day"
    CONTENT_MISSING = "content_missing", "One of the four parts is missing"


def access_fault(fact: Fact, span: Span) -> AccessFault | None:
    """Why this provider encounter does not count in this phase; None when it does."""
    if not fact.approved_technical:
        return AccessFault.NOT_A_PROVIDER
    if fact.on not in span:
        return AccessFault.OUTSIDE_WINDOW
    if fact.strength in UNCONFIRMED:
        return AccessFault.UNCONFIRMED
    if fact.in_school_day is not CheckAnswer.YES:
        return AccessFault.OUTSIDE_SCHOOL_DAY
    if fact.content != frozenset(AccessContent):
        return AccessFault.CONTENT_MISSING
    return None


def provider_access(
    criterion: Criterion, measure: ProviderAccess, evidence: Evidence
) -> Iterator[Figure]:
    """For each phase and each year group in it: put on by the institution, attended by its learners.

    ``part`` is the phase's name with ``owed`` (encounters put on, of those owed) or ``attended``
    (learners with all of them, of those who must), which every group is told of too.
    """
    facts = [
        fact
        for fact in evidence.of(measure.kinds)
        if fact.approved_technical and fact.mode not in measure.modes_excluded
    ]
    for phase in measure.phases:
        for year_group in (phase.first_year, phase.first_year + 1):
            if year_group in evidence.setting.year_groups:
                yield from _phase(criterion, phase, evidence, facts, year_group)


def _phase(
    criterion: Criterion,
    phase: AccessPhase,
    evidence: Evidence,
    facts: Sequence[Fact],
    year_group: YearGroup,
) -> Iterator[Figure]:
    cohort = evidence.cohort(year_group)
    whole = span_of_phase(phase, cohort)
    span = Span(whole.first, min(whole.last, evidence.as_at))
    counting = [fact for fact in facts if access_fault(fact, span) is None]
    learners = evidence.learners(year_group)
    put_on = [fact for fact in counting if _was_for(fact, learners, year_group)]
    incomplete = history_incomplete(evidence, cohort, span)
    strength = weakest({fact.strength for fact in put_on})

    def figure(
        part: str,
        number: int,
        of: int,
        status: Status,
        unit: Unit,
        group: LearnerGroup | None = None,
    ) -> Figure:
        return Figure(
            criterion=criterion.code,
            part=f"{phase.name}: {part}",
            year_group=year_group,
            group=group,
            cohort=cohort,
            numerator=number,
            at_most=number,
            denominator=of,
            threshold=100,
            status=status,
            strength=strength,
            unit=unit,
            open_until=whole.last if unit is Unit.ENCOUNTERS else None,
        )

    owed = _owed(phase, len(put_on), evidence, whole, incomplete=incomplete)
    number = min(len(put_on), phase.encounters)
    yield figure("owed", number, phase.encounters, owed, Unit.ENCOUNTERS)
    if phase.mandatory and learners is not None:
        attended = _attended(put_on, learners, phase.encounters)
        everybody: tuple[LearnerGroup | None, BitMap] = None, learners
        for group, members in (everybody, *evidence.members(year_group)):
            there = attended.intersection_cardinality(members)
            status = status_of(
                numerator=there,
                at_most=there,
                denominator=len(members),
                threshold=100,
                supplied=evidence.supplied,
                history_incomplete=incomplete,
            )
            yield figure("attended", there, len(members), status, Unit.LEARNERS, group)


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


def _was_for(fact: Fact, learners: BitMap | None, year_group: YearGroup) -> bool:
    if fact.year_groups:
        return year_group in fact.year_groups
    if fact.learners is not None and learners is not None:
        return bool(fact.learners.intersect(learners))
    return bool(fact.counts.get(year_group))


def _attended(facts: list[Fact], learners: BitMap, encounters: int) -> BitMap:
    reached = Reached(encounters)
    for fact in facts:
        reached.count((fact.learners or BitMap()) & learners, (True,))
    return reached.learners
