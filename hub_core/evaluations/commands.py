"""Commands about official Compass results of one institution.

The rule: the institution tells its own; its hub may tell what it has not told itself, and that is marked
as reported by the hub, whatever source was named.
"""

from datetime import date
from typing import ClassVar
from uuid import UUID

from hub_core.access import OrganisationKind
from hub_core.days import up_to_today
from hub_core.evaluations.codes import (
    USUAL_EVALUATION,
    EditionCode,
    EvaluationType,
    ResultCorrection,
    ResultSource,
)
from hub_core.evaluations.events import Benchmarks
from hub_core.evaluations.guards import check_benchmarks, check_edition
from hub_core.evaluations.official_results import OfficialResults, results_stream
from hub_core.evaluations.standing import OfficialResult
from hub_core.membership.institution import Institution, no_such_institution
from hub_core.refusals import Invalid
from hub_core.work import Answer, Changed, Command, Work, handles


class _Told(Command, frozen=True, kw_only=True):
    """What recording and correcting say alike. ``evaluation_type`` is its phase's unless given;
    ``source`` is marked as the hub's where a hub tells it."""

    institution: UUID
    completed_on: date
    edition: EditionCode
    benchmarks: Benchmarks
    source: ResultSource = ResultSource.COMPASS
    evaluation_type: EvaluationType | None = None


class RecordCompassResult(_Told, frozen=True, kw_only=True):
    """Record an official Compass result as it was reported."""

    OPERATION: ClassVar[str] = "evaluations.record_compass_result"


class CorrectCompassResult(_Told, frozen=True, kw_only=True):
    """Give a Compass result anew, as a whole."""

    OPERATION: ClassVar[str] = "evaluations.correct_compass_result"
    result: UUID
    reason: ResultCorrection


class WithdrawCompassResult(Command, frozen=True, kw_only=True):
    """Take a Compass result back."""

    OPERATION: ClassVar[str] = "evaluations.withdraw_compass_result"
    institution: UUID
    result: UUID
    reason: ResultCorrection


class ResultStands(Answer, frozen=True, kw_only=True, rename="camel"):
    """The result, the version of the institution's results, and how many benchmarks are achieved."""

    id: UUID
    version: int
    achieved: int


@handles(RecordCompassResult)
async def record_compass_result(command: RecordCompassResult, work: Work) -> ResultStands:
    """Refuses a result that is incomplete or contradicts itself, and from a hub one that is no newer
    than the institution's own."""
    institution, results = await results_of(command.institution, work)
    told = _told(command, institution, work, result=work.new_id())
    result = results.tell(command.institution, told, at=work.now)
    return ResultStands(id=result, version=results.version, achieved=told.achieved)


@handles(CorrectCompassResult)
async def correct_compass_result(command: CorrectCompassResult, work: Work) -> ResultStands:
    """The whole result is given anew; sent again unchanged it records nothing."""
    institution, results = await results_of(command.institution, work)
    work.expect(results)
    told = _told(command, institution, work, result=command.result)
    results.correct(command.institution, told, command.reason, at=work.now)
    return ResultStands(id=command.result, version=results.version, achieved=told.achieved)


@handles(WithdrawCompassResult)
async def withdraw_compass_result(command: WithdrawCompassResult, work: Work) -> Changed:
    """It no longer counts; what was recorded stays in the log."""
    _, results = await results_of(command.institution, work)
    work.expect(results)
    results.withdraw(
        command.institution,
        command.result,
        command.reason,
        by_hub=told_by_hub(work),
        at=work.now,
    )
    return Changed(id=command.result, version=results.version)


async def results_of(institution: UUID, work: Work) -> tuple[Institution, OfficialResults]:
    """An institution and its results; refuses one there is not."""
    found = await work.find(Institution, institution, no_such_institution(institution))
    return found, await work.load(OfficialResults, results_stream(institution))


def told_by_hub(work: Work) -> bool:
    """Whether it is a hub that tells this."""
    teller = work.principal.organisation
    return teller is not None and teller.kind is OrganisationKind.HUB


def evaluation_of(institution: Institution, given: EvaluationType | None) -> EvaluationType:
    """The evaluation given, or the one usual for the institution's phase."""
    phase = institution.details.phase
    usual = USUAL_EVALUATION.get(phase) if phase else None
    if (found := given or usual) is None:
        raise Invalid.field(
            "evaluationType",
            f"{institution.details.name} is of a phase without an evaluation of its own.",
            f"Say which it completed: {', '.join(EvaluationType)}.",
        )
    return found


def _told(command: _Told, institution: Institution, work: Work, *, result: UUID) -> OfficialResult:
    completed_on = up_to_today(command.completed_on, work, field="completedOn")
    check_edition(command.edition, completed_on)
    check_benchmarks(command.benchmarks)
    return OfficialResult(
        result=result,
        completed_on=completed_on,
        edition=command.edition,
        evaluation_type=evaluation_of(institution, command.evaluation_type),
        source=ResultSource.REPORTED_BY_HUB if told_by_hub(work) else _own(command.source),
        benchmarks=command.benchmarks,
    )


def _own(source: ResultSource) -> ResultSource:
    """An institution speaks for itself, whatever it wrote."""
    return ResultSource.COMPASS if source is ResultSource.REPORTED_BY_HUB else source
