"""An institution's progress under one edition: every criterion that the log can evidence, as figures.

The rule: what an edition asks is carried out here by the measure it names and by nothing else, so
two editions over the same evidence differ only by their files.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple, assert_never

import msgspec

from hub_core.gatsby.edition import Criterion, Edition
from hub_core.gatsby.evidence import Evidence
from hub_core.gatsby.figures import Figure, Status
from hub_core.gatsby.guidance_meetings import qualified_meetings
from hub_core.gatsby.institution_facts import curriculum, has_happened
from hub_core.gatsby.leadership import trained_leader
from hub_core.gatsby.learner_shares import learner_shares
from hub_core.gatsby.measures import (
    CurriculumCoverage,
    HasHappened,
    LearnersReached,
    Measure,
    ProviderAccess,
    QualifiedMeetings,
    TrainedLeader,
    Variety,
    WorkplaceHours,
)
from hub_core.gatsby.provider_access import provider_access
from hub_core.gatsby.variety import variety
from hub_core.gatsby.workplace_hours import hours_reached

_UNSCORED = frozenset({Status.NOT_SCORED, Status.NO_DATA})
#: What keeps no criterion from being achieved.
_MET = frozenset({Status.ACHIEVED, Status.NOT_SCORED})


class Coverage(msgspec.Struct, frozen=True, kw_only=True):
    """One benchmark: how many of its criteria that can be scored are achieved. Not "benchmarks achieved":
    only official results say that.

    Of those scored, ``history_incomplete`` rest on years nobody has told of; ``silent`` criteria are not
    scored because nobody supplied data on them.
    """

    benchmark: int
    achieved: int
    scored: int
    history_incomplete: int
    silent: int


def figures(edition: Edition, evidence: Evidence) -> Iterator[tuple[int, Figure]]:
    """Every figure with the number of its benchmark, in the edition's order."""
    for benchmark, criterion in edition.criteria():
        if criterion.measure is not None and criterion.applies(
            evidence.setting, evidence.academic_year
        ):
            for figure in measured(criterion, criterion.measure, evidence):
                yield benchmark.number, figure


def measured(criterion: Criterion, measure: Measure, evidence: Evidence) -> Iterator[Figure]:
    """The figures of one criterion."""
    match measure:
        case LearnersReached():
            yield from learner_shares(criterion, measure, evidence)
        case WorkplaceHours():
            yield from hours_reached(criterion, measure, evidence)
        case ProviderAccess():
            yield from provider_access(criterion, measure, evidence)
        case CurriculumCoverage():
            yield from curriculum(criterion, measure, evidence)
        case Variety():
            yield from variety(criterion, measure, evidence)
        case HasHappened():
            yield has_happened(criterion, measure, evidence)
        case QualifiedMeetings():
            yield qualified_meetings(criterion, measure, evidence)
        case TrainedLeader():
            yield trained_leader(criterion, evidence.leader)
        case _:
            assert_never(measure)


class Outcome(NamedTuple):
    """What one criterion adds to its benchmark: each 1 or 0."""

    achieved: int = 0
    scored: int = 0
    history_incomplete: int = 0
    silent: int = 0


def outcome_of(found: Iterable[Figure]) -> Outcome:
    """What these figures of one criterion come to. Groups show gaps and are not scored, and neither is what
    nobody supplied data on: silence is not failure."""
    met = {figure.status for figure in found if figure.group is None}
    if not met:
        return Outcome()
    if _UNSCORED.issuperset(met):
        return Outcome(silent=int(Status.NO_DATA in met))
    return Outcome(
        scored=1,
        achieved=int(_MET.issuperset(met)),
        history_incomplete=int(Status.HISTORY_INCOMPLETE in met),
    )


def coverage(found: Iterable[tuple[int, Figure]]) -> tuple[Coverage, ...]:
    """Each benchmark's criteria achieved, of those scored."""
    by_criterion: dict[tuple[int, str], list[Figure]] = {}
    for benchmark, figure in found:
        by_criterion.setdefault((benchmark, figure.criterion), []).append(figure)
    return over_benchmarks(
        (benchmark, outcome_of(drawn)) for (benchmark, _), drawn in by_criterion.items()
    )


def over_benchmarks(outcomes: Iterable[tuple[int, Outcome]]) -> tuple[Coverage, ...]:
    """Each benchmark's criteria together."""
    sums = {number: [0, 0, 0, 0] for number in range(1, 9)}
    for benchmark, outcome in outcomes:
        together = sums[benchmark]
        for place, one in enumerate(outcome):
            together[place] += one
    return tuple(
        Coverage(
            benchmark=number,
            **dict(zip(Outcome._fields, together, strict=True)),
        )
        for number, together in sums.items()
    )
