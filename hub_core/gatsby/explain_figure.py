"""Any figure explained, whatever its criterion measures: one answer for each measure there is.

The rule: there is no figure that cannot be explained, save those of groups, whose steps would tell of few
learners each.
"""

from collections.abc import Iterator, Mapping
from typing import assert_never

from hub_core.gatsby.edition import Criterion
from hub_core.gatsby.evidence import Evidence
from hub_core.gatsby.explain import LeftOut, Step, explained
from hub_core.gatsby.explain_access import access_explained
from hub_core.gatsby.explain_hours import hours_explained
from hub_core.gatsby.explain_institution import (
    curriculum_explained,
    happened_explained,
    meetings_explained,
    variety_explained,
)
from hub_core.gatsby.explain_leader import leader_explained
from hub_core.gatsby.figures import Figure
from hub_core.gatsby.measures import (
    CurriculumCoverage,
    HasHappened,
    LearnersReached,
    ProviderAccess,
    QualifiedMeetings,
    TrainedLeader,
    Variety,
    WorkplaceHours,
)
from hub_core.log.event import Event
from hub_core.values import YearGroup


def figure_explained(
    criterion: Criterion,
    figure: Figure,
    evidence: Evidence,
    *,
    left_out: LeftOut,
    told: Mapping[int, Event],
) -> Iterator[Step]:
    """The steps to one figure of a criterion over this evidence; ``told`` are the events it rests on."""
    match criterion.measure:
        case LearnersReached() as measure:
            return explained(measure, evidence, _year_group(figure), left_out)
        case WorkplaceHours() as measure:
            return hours_explained(measure, evidence, _year_group(figure), left_out)
        case ProviderAccess() as measure:
            return access_explained(measure, evidence, figure, left_out)
        case CurriculumCoverage() as measure:
            return curriculum_explained(criterion, measure, evidence, figure.year_group, left_out)
        case Variety() as measure:
            return variety_explained(measure, evidence, figure.year_group, left_out)
        case HasHappened() as measure:
            return happened_explained(measure, evidence, left_out)
        case QualifiedMeetings() as measure:
            return meetings_explained(measure, evidence, left_out)
        case TrainedLeader():
            return leader_explained(told, evidence.as_at)
        case None:
            raise ValueError(f"{criterion.code} has no figure: only the institution can say.")
        case _:
            assert_never(criterion.measure)


def _year_group(figure: Figure) -> YearGroup:
    if figure.year_group is None:
        raise ValueError(f"{figure.criterion} is asked of year groups, and this figure has none.")
    return figure.year_group
