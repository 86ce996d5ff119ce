"""The indicators of a return, each worked out from what is known. Pure.

The rule: a share of results is of those who have one, a share of posts and reviews of those of whom one is
asked; where nobody told there is no figure, which is not nought.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from uuid import UUID

import msgspec

from hub_core.evaluations.standing import last_measure_date
from hub_core.provider_access.statement import Publication
from hub_core.reporting.codes import FigureName
from hub_core.reporting.events import FrozenFigure
from hub_core.reporting.funders import Funder, FunderPeriod, Indicator
from projections.benchmark_progress.standing import (
    MemberStanding,
    compared,
    mean_achieved,
)
from projections.hub_dashboard.period import EVERY, PeriodMember
from projections.hub_return.known import Known, Staffing

#: A share to one decimal, a mean to two, as official statistics give them.
_PERCENT, _MEAN = 1, 2


class _Worked(msgspec.Struct, frozen=True, kw_only=True):
    """A figure before its target: ``part`` of ``whole`` where it is a share."""

    contributing: int
    eligible: int
    value: float | None = None
    part: int | None = None
    whole: int | None = None
    newest: date | None = None
    withheld: bool = False


def figures_of(known: Known, funder: Funder, period: FunderPeriod) -> tuple[FrozenFigure, ...]:
    """Every indicator of a funder, in its order, with the target of the period."""
    return tuple(_figure(known, one, period) for one in funder.indicator)


def _figure(known: Known, indicator: Indicator, period: FunderPeriod) -> FrozenFigure:
    worked = _WORKED[indicator.figure](known, indicator)
    target = indicator.target_in(period.code)
    return FrozenFigure(
        indicator=indicator.code,
        value=worked.value,
        contributing=worked.contributing,
        eligible=worked.eligible,
        part=worked.part,
        whole=worked.whole,
        newest=worked.newest,
        withheld=worked.withheld,
        target=target,
        met=indicator.met(worked.value, target),
    )


def _coverage(known: Known, indicator: Indicator) -> _Worked:
    eligible = known.period.eligible.get(indicator.phase or EVERY, 0)
    members = len(_members(known, indicator))
    return _share(members, eligible, contributing=members, eligible=eligible)


def _recency(known: Known, _: Indicator) -> _Worked:
    """Since the measure date before the day, of all whom Compass evaluates."""
    since = last_measure_date(known.period.as_at)
    evaluated, told = known.evaluated, known.with_result
    recent = sum(_completed(one) >= since for one in told)
    return _share(
        recent,
        len(evaluated),
        contributing=len(told),
        eligible=len(evaluated),
        newest=_newest(told),
    )


def _mean(known: Known, _: Indicator) -> _Worked:
    told = known.with_result
    return _Worked(
        value=mean_achieved(told),
        contributing=len(told),
        eligible=len(known.evaluated),
        newest=_newest(told),
    )


def _benchmark(known: Known, indicator: Indicator) -> _Worked:
    assert indicator.benchmark is not None  # the file was checked
    return _of_results(known, known.benchmarks[indicator.benchmark - 1].declared_achieved)


def _all_eight(known: Known, _: Indicator) -> _Worked:
    return _of_results(known, sum(one.benchmarks_achieved == 8 for one in known.with_result))


def _none(known: Known, _: Indicator) -> _Worked:
    return _of_results(known, sum(one.benchmarks_achieved == 0 for one in known.with_result))


def _travelled(known: Known, _: Indicator) -> _Worked:
    """Members with a result of one edition on both days; the others say nothing about the change."""
    told = compared(known.with_result, known.year_before)
    changes = [one.change for one in told]
    return _Worked(
        value=round(sum(changes) / len(changes), _MEAN) if changes else None,
        contributing=len(told),
        eligible=len(known.evaluated),
        newest=_newest([one.member for one in told]),
    )


def _encounters(known: Known, indicator: Indicator) -> _Worked:
    members = _members(known, indicator)
    number = sum(one.encounters for one in members)
    behind = sum(one.encounters > 0 for one in members)
    return _Worked(
        value=number if behind else None,
        contributing=behind,
        eligible=len(members),
        newest=known.period.newest,
    )


def _learner_encounters(known: Known, indicator: Indicator) -> _Worked:
    members = _members(known, indicator)
    behind = sum(one.encounters > 0 for one in members)
    counted = known.period.learner_encounters.get(indicator.phase or EVERY)
    return _Worked(
        value=counted.shown if counted is not None and behind else None,
        contributing=behind,
        eligible=len(members),
        newest=known.period.newest,
        withheld=bool(behind and counted is not None and counted.suppressed),
    )


def _with_encounters(known: Known, indicator: Indicator) -> _Worked:
    members = _members(known, indicator)
    behind = sum(one.encounters > 0 for one in members)
    return _share(
        behind,
        len(members),
        contributing=behind,
        eligible=len(members),
        newest=known.period.newest,
    )


def _of_evaluated(
    says: Callable[[Staffing], bool], told: Callable[[Staffing], bool]
) -> Callable[[Known, Indicator], _Worked]:
    """A share of the members Compass evaluates: who has recorded nothing has nothing to show."""

    def worked(known: Known, _: Indicator) -> _Worked:
        return _staffed(known, known.evaluated, says, told)

    return worked


def _statements(known: Known, _: Indicator) -> _Worked:
    asked = [
        one
        for one, staffed in known.staffing.items()
        if staffed.statement is not Publication.NOT_ASKED
    ]
    published = (Publication.PUBLISHED, Publication.REVIEW_DUE, Publication.OVERDUE)
    return _staffed(
        known,
        asked,
        lambda one: one.statement in published,
        lambda one: one.statement in published,
    )


def _staffed(
    known: Known,
    asked: Collection[UUID],
    says: Callable[[Staffing], bool],
    told: Callable[[Staffing], bool],
) -> _Worked:
    found = [known.staffing[one] for one in asked]
    behind = [one for one in found if told(one)]
    return _share(
        sum(map(says, found)),
        len(found),
        contributing=len(behind),
        eligible=len(found),
        newest=max((one.newest for one in behind if one.newest), default=None),
    )


def _of_results(known: Known, part: int) -> _Worked:
    told = known.with_result
    return _share(
        part,
        len(told),
        contributing=len(told),
        eligible=len(known.evaluated),
        newest=_newest(told),
    )


def _share(
    part: int, whole: int, *, contributing: int, eligible: int, newest: date | None = None
) -> _Worked:
    """A share in per cent; none where nobody contributed."""
    told = bool(contributing and whole)
    return _Worked(
        value=round(100 * part / whole, _PERCENT) if told else None,
        contributing=contributing,
        eligible=eligible,
        part=part if told else None,
        whole=whole if told else None,
        newest=newest,
    )


def _members(known: Known, indicator: Indicator) -> list[PeriodMember]:
    return [one for one in known.period.members if indicator.phase in (None, one.phase)]


def _completed(one: MemberStanding) -> date:
    assert one.declared is not None  # of those with a result
    return one.declared.completed_on


def _newest(told: Sequence[MemberStanding]) -> date | None:
    return max(map(_completed, told), default=None)


_WORKED: Mapping[FigureName, Callable[[Known, Indicator], _Worked]] = {
    FigureName.COVERAGE: _coverage,
    FigureName.EVALUATION_RECENCY: _recency,
    FigureName.MEAN_BENCHMARKS: _mean,
    FigureName.BENCHMARK_ACHIEVED: _benchmark,
    FigureName.ALL_EIGHT: _all_eight,
    FigureName.NONE_ACHIEVED: _none,
    FigureName.DISTANCE_TRAVELLED: _travelled,
    FigureName.ENCOUNTERS: _encounters,
    FigureName.LEARNER_ENCOUNTERS: _learner_encounters,
    FigureName.MEMBERS_WITH_ENCOUNTERS: _with_encounters,
    FigureName.LEADER_IN_POST: _of_evaluated(lambda one: one.leader_in_post, lambda one: one.told),
    FigureName.LEADER_TRAINED: _of_evaluated(lambda one: one.leader_trained, lambda one: one.told),
    FigureName.ADVISER_MATCHED: _of_evaluated(
        lambda one: one.adviser_matched, lambda one: one.told
    ),
    FigureName.LEADERSHIP_REVIEWED: _of_evaluated(
        lambda one: one.leadership_reviewed, lambda one: one.review_told
    ),
    FigureName.PEER_REVIEWED: _of_evaluated(
        lambda one: one.peer_reviewed, lambda one: one.review_told
    ),
    FigureName.STATEMENT_PUBLISHED: _statements,
}
