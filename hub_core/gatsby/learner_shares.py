"""The share of a cohort that a criterion about learners reaches, for everybody and for every group.

The rule: named learners count exactly, counted ones as a range around them, unconfirmed ones not at all.
"""

from collections.abc import Iterator, Sequence

from pyroaring import BitMap

from hub_core.gatsby.counted import Range, all_of, reached_by_counts
from hub_core.gatsby.counting import Requirements, is_about, reached_by, unfit, why_not
from hub_core.gatsby.edition import Criterion
from hub_core.gatsby.evidence import Evidence
from hub_core.gatsby.facts import Fact
from hub_core.gatsby.figures import Figure, status_of
from hub_core.gatsby.measures import LearnersReached
from hub_core.gatsby.once import learners_once
from hub_core.gatsby.windows import Span, span_of
from hub_core.reference.encounters import EvidenceStrength
from hub_core.rosters.events import LearnerGroup
from hub_core.values import YearGroup

#: Weakest first: the order in which evidence strengths are declared.
STRENGTHS = tuple(EvidenceStrength)


def learner_shares(
    criterion: Criterion, measure: LearnersReached, evidence: Evidence
) -> Iterator[Figure]:
    """One figure for each year group taught, then one for each group in it that is told of."""
    about = [
        fact
        for fact in evidence.of(measure.kinds)
        if is_about(fact, measure) and unfit(fact, measure) is None
    ]
    for year_group in measure.year_groups:
        if year_group not in evidence.setting.year_groups:
            continue
        span = span_of(measure, evidence.cohort(year_group), year_group, as_at=evidence.as_at)
        counting = [fact for fact in about if span.first <= fact.on <= span.last]
        learners = evidence.learners(year_group)
        if learners is None:
            yield _counted(criterion, measure, evidence, year_group, counting, span)
        else:
            among = _among(learners, measure.among, evidence)
            yield from _named(criterion, measure, evidence, year_group, counting, span, among)


def learners_reached(
    measure: LearnersReached, evidence: Evidence, year_group: YearGroup
) -> tuple[BitMap, BitMap] | None:
    """Whom it reaches in this year group, and whom it is about; None where nobody is named."""
    learners = evidence.learners(year_group)
    if learners is None or year_group not in evidence.setting.year_groups:
        return None
    among = _among(learners, measure.among, evidence)
    cohort = evidence.cohort(year_group)
    span = span_of(measure, cohort, year_group, as_at=evidence.as_at)
    counting = [
        fact
        for fact in evidence.of(measure.kinds)
        if fact.learners is not None
        and is_about(fact, measure)
        and why_not(fact, measure, span) is None
    ]
    once = learners_once(counting, Requirements(measure, cohort).sorts)
    return reached_by(_named_learners(once), measure, cohort) & among, among


def history_incomplete(evidence: Evidence, cohort: int, span: Span) -> bool:
    """Whether some of the time that counts lies before this cohort's activities were recorded."""
    return span.first < evidence.recorded_from.get(cohort, span.first)


def weakest(facts: Sequence[Fact]) -> EvidenceStrength | None:
    """What a figure resting on these facts is worth."""
    return min((fact.strength for fact in facts), key=STRENGTHS.index, default=None)


def _among(learners: BitMap | None, group: LearnerGroup | None, evidence: Evidence) -> BitMap:
    if learners is None or group is None:
        return learners if learners is not None else BitMap()
    return learners & (evidence.roll.in_group(group, day=evidence.as_at) or BitMap())


def _named(
    criterion: Criterion,
    measure: LearnersReached,
    evidence: Evidence,
    year_group: YearGroup,
    counting: Sequence[Fact],
    span: Span,
    among: BitMap,
) -> Iterator[Figure]:
    """Everybody, then every group told of: whom a criterion reaches does not depend on the group.

    Exact, save where some activities were only counted: those could have reached anybody else.
    """
    cohort = evidence.cohort(year_group)
    there = [fact for fact in counting if _touches(fact, among, year_group)]
    there = learners_once(there, Requirements(measure, cohort).sorts)
    reached = reached_by(_named_learners(there), measure, cohort) & among
    some_counted = any(fact.learners is None for fact in there)

    def figure(of: BitMap, group: LearnerGroup | None = None) -> Figure:
        certain = possible = reached.intersection_cardinality(of)
        if some_counted:
            sizes = [_size(fact, of, year_group) for fact in there]
            most = reached_by_counts(sizes, times=measure.at_least, roll=len(of)).at_most
            possible = max(certain, most)
        return share_figure(
            criterion, evidence, year_group, span, there,
            found=Range(certain, possible), denominator=len(of), group=group,
        )  # fmt: skip

    yield figure(among)
    for group in LearnerGroup:
        members = evidence.roll.in_group(group, day=evidence.as_at)
        if members is not None:
            yield figure(among & members, group)


def _counted(
    criterion: Criterion,
    measure: LearnersReached,
    evidence: Evidence,
    year_group: YearGroup,
    counting: Sequence[Fact],
    span: Span,
) -> Figure:
    roll = evidence.roll.roll_of(year_group, day=evidence.as_at)
    requirements = Requirements(measure, evidence.cohort(year_group))
    there = [fact for fact in counting if fact.counts.get(year_group)]
    there = learners_once(there, requirements.sorts)
    found = Range(0, 0)
    if roll is not None:
        found = all_of(
            [
                reached_by_counts(
                    [fact.counts[year_group] for fact in there if requirements.sorts(fact)[place]],
                    times=times,
                    roll=roll,
                )
                for place, times in enumerate(requirements.times)
            ],
            roll=roll,
        )
    return share_figure(criterion, evidence, year_group, span, there, found=found, denominator=roll)


def _named_learners(facts: Sequence[Fact]) -> Iterator[tuple[Fact, BitMap]]:
    return ((fact, fact.learners) for fact in facts if fact.learners is not None)


def _touches(fact: Fact, among: BitMap, year_group: YearGroup) -> bool:
    if fact.learners is None:
        return bool(fact.counts.get(year_group))
    return bool(fact.learners.intersect(among))


def _size(fact: Fact, among: BitMap, year_group: YearGroup) -> int:
    if fact.learners is None:
        return fact.counts.get(year_group, 0)
    return len(fact.learners & among)


def share_figure(
    criterion: Criterion,
    evidence: Evidence,
    year_group: YearGroup,
    span: Span,
    there: Sequence[Fact],
    *,
    found: Range,
    denominator: int | None,
    group: LearnerGroup | None = None,
) -> Figure:
    cohort = evidence.cohort(year_group)
    return Figure(
        criterion=criterion.code,
        year_group=year_group,
        group=group,
        cohort=cohort,
        numerator=found.at_least,
        at_most=found.at_most,
        denominator=denominator,
        threshold=criterion.threshold,
        status=status_of(
            numerator=found.at_least,
            at_most=found.at_most,
            denominator=denominator,
            threshold=criterion.threshold,
            supplied=evidence.supplied,
            history_incomplete=history_incomplete(evidence, cohort, span),
        ),
        strength=weakest(there),
    )
