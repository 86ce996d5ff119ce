"""Commands about returns.

The rule: ``institution`` tells its own numbers, for its own phase: a primary school its year, an adult
service its month.
"""

from typing import ClassVar
from uuid import UUID

from hub_core.academic_years import first_day
from hub_core.membership.institution import Institution, no_such_institution
from hub_core.reference.service_phases import ServicePhase
from hub_core.refusals import Conflict, NotFound
from hub_core.returns.codes import ReturnCorrection
from hub_core.returns.events import Month, MonthOfAdults, PrimaryYear, first_of, month_label
from hub_core.returns.monthly_counts import MonthlyCounts, monthly_counts_stream
from hub_core.returns.primary_return import PrimaryReturn, primary_return_stream
from hub_core.values import AcademicYear
from hub_core.work import Changed, Command, Work, handles


class SendPrimaryReturn(Command, frozen=True, kw_only=True):
    """Send a primary school's return of an academic year."""

    OPERATION: ClassVar[str] = "returns.send_primary_return"
    institution: UUID
    academic_year: AcademicYear
    counts: PrimaryYear


class CorrectPrimaryReturn(Command, frozen=True, kw_only=True):
    """Give a primary school's whole return anew."""

    OPERATION: ClassVar[str] = "returns.correct_primary_return"
    institution: UUID
    academic_year: AcademicYear
    counts: PrimaryYear
    reason: ReturnCorrection


class SendMonthlyCounts(Command, frozen=True, kw_only=True):
    """Send an adult service's counts of a month that is over."""

    OPERATION: ClassVar[str] = "returns.send_monthly_counts"
    institution: UUID
    month: Month
    counts: MonthOfAdults


class CorrectMonthlyCounts(Command, frozen=True, kw_only=True):
    """Give an adult service's whole month anew."""

    OPERATION: ClassVar[str] = "returns.correct_monthly_counts"
    institution: UUID
    month: Month
    counts: MonthOfAdults
    reason: ReturnCorrection


@handles(SendPrimaryReturn)
async def send_primary_return(command: SendPrimaryReturn, work: Work) -> Changed:
    """One return a year; refuses numbers that contradict each other. ``id`` is the institution's."""
    school = await _institution(command.institution, work)
    require_phase(school, ServicePhase.PRIMARY)
    _require_open(school, before_end_of=command.academic_year)
    found = await _primary_return(command, work)
    found.send(
        command.institution, command.academic_year, command.counts, on=work.today, at=work.now
    )
    return Changed(id=command.institution, version=found.version)


@handles(CorrectPrimaryReturn)
async def correct_primary_return(command: CorrectPrimaryReturn, work: Work) -> Changed:
    """What was sent before no longer counts. ``id`` is the institution's, ``version`` the return's."""
    await _institution(command.institution, work)
    found = await _primary_return(command, work)
    if not found.exists:
        raise NotFound(f"No return for {command.academic_year} was sent. Send it first.")
    work.expect(found)
    found.correct(command.institution, command.counts, command.reason, on=work.today, at=work.now)
    return Changed(id=command.institution, version=found.version)


@handles(SendMonthlyCounts)
async def send_monthly_counts(command: SendMonthlyCounts, work: Work) -> Changed:
    """One return a month; refuses numbers that contradict each other. ``id`` is the institution's."""
    service = await _institution(command.institution, work)
    require_phase(service, ServicePhase.ADULT)
    if service.closed_on is not None and service.closed_on <= first_of(command.month):
        raise _closed(service, month_label(command.month))
    found = await _monthly_counts(command, work)
    found.send(command.institution, command.month, command.counts, on=work.today, at=work.now)
    return Changed(id=command.institution, version=found.version)


@handles(CorrectMonthlyCounts)
async def correct_monthly_counts(command: CorrectMonthlyCounts, work: Work) -> Changed:
    """What was sent before no longer counts. ``id`` is the institution's, ``version`` the month's."""
    await _institution(command.institution, work)
    found = await _monthly_counts(command, work)
    if not found.exists:
        raise NotFound(f"No counts for {month_label(command.month)} were sent. Send them first.")
    work.expect(found)
    found.correct(command.institution, command.counts, command.reason, on=work.today, at=work.now)
    return Changed(id=command.institution, version=found.version)


def require_phase(institution: Institution, phase: ServicePhase) -> None:
    """Refuse a return that is another phase's."""
    if institution.details.phase is not phase:
        known = institution.details.phase
        raise Conflict(
            f"{institution.details.name} is registered as "
            f"\u201c{known.label if known else 'outside the five phases'}\u201d; "
            f"this return is for \u201c{phase.label}\u201d.",
            kind="wrong-phase",
        )


async def _institution(institution: UUID, work: Work) -> Institution:
    return await work.find(Institution, institution, no_such_institution(institution))


async def _primary_return(
    command: SendPrimaryReturn | CorrectPrimaryReturn, work: Work
) -> PrimaryReturn:
    stream = primary_return_stream(command.institution, command.academic_year)
    return await work.load(PrimaryReturn, stream)


async def _monthly_counts(
    command: SendMonthlyCounts | CorrectMonthlyCounts, work: Work
) -> MonthlyCounts:
    return await work.load(MonthlyCounts, monthly_counts_stream(command.institution, command.month))


def _require_open(school: Institution, *, before_end_of: str) -> None:
    if school.closed_on is not None and school.closed_on <= first_day(before_end_of):
        raise _closed(school, before_end_of)


def _closed(institution: Institution, period: str) -> Conflict:
    return Conflict(
        f"{institution.details.name} closed on {institution.closed_on:%-d %B %Y}, before {period}.",
        kind="institution-closed",
    )
