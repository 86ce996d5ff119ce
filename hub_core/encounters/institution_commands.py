"""Commands of institutions about encounters proposed to them.

The rule: ``institution`` acts, and answers carry the version of its own part, to which If-Match refers.
"""

from datetime import date
from typing import ClassVar
from uuid import UUID

from hub_core.encounters.attendance import AttendanceSent, attendance_of, checks_of
from hub_core.encounters.codes import CancellationReason, CorrectionReason, DisputeReason
from hub_core.encounters.commands import find_part
from hub_core.encounters.part import Part
from hub_core.reference.encounters import CheckAnswer, DeclineReason, MeaningfulCheck
from hub_core.work import Answer, Changed, Command, Work, handles


class AcceptEncounter(Command, frozen=True, kw_only=True):
    """Take an encounter up for the day proposed."""

    OPERATION: ClassVar[str] = "encounters.accept_encounter"
    institution: UUID
    encounter: UUID


class DeclineEncounter(Command, frozen=True, kw_only=True):
    """Not take it up, with a reason."""

    OPERATION: ClassVar[str] = "encounters.decline_encounter"
    institution: UUID
    encounter: UUID
    reason: DeclineReason


class CancelParticipation(Command, frozen=True, kw_only=True):
    """Call one's own part off after accepting it."""

    OPERATION: ClassVar[str] = "encounters.cancel_participation"
    institution: UUID
    encounter: UUID
    reason: CancellationReason


class ConfirmEncounter(Command, frozen=True, kw_only=True):
    """Confirm that it took place, who came, and what made it meaningful.

    ``held_on`` is the day the employer reported, or else the day planned, unless given.
    """

    OPERATION: ClassVar[str] = "encounters.confirm_encounter"
    institution: UUID
    encounter: UUID
    attendance: AttendanceSent
    checks: dict[MeaningfulCheck, CheckAnswer] = {}  # noqa: RUF012 - msgspec copies it
    held_on: date | None = None


class CorrectConfirmation(Command, frozen=True, kw_only=True):
    """Replace a confirmation by the right one."""

    OPERATION: ClassVar[str] = "encounters.correct_confirmation"
    institution: UUID
    encounter: UUID
    attendance: AttendanceSent
    reason: CorrectionReason
    checks: dict[MeaningfulCheck, CheckAnswer] = {}  # noqa: RUF012 - msgspec copies it
    held_on: date | None = None


class WithdrawConfirmation(Command, frozen=True, kw_only=True):
    """Take a confirmation back."""

    OPERATION: ClassVar[str] = "encounters.withdraw_confirmation"
    institution: UUID
    encounter: UUID
    reason: CorrectionReason


class DisputeEncounter(Command, frozen=True, kw_only=True):
    """Dispute what the employer reported."""

    OPERATION: ClassVar[str] = "encounters.dispute_encounter"
    institution: UUID
    encounter: UUID
    reason: DisputeReason


class Confirmed(Answer, frozen=True, kw_only=True, rename="camel"):
    """The encounter, the version of the part, and how many learners are confirmed."""

    id: UUID
    version: int
    learners: int


OwnPart = (
    AcceptEncounter
    | DeclineEncounter
    | CancelParticipation
    | ConfirmEncounter
    | CorrectConfirmation
    | WithdrawConfirmation
    | DisputeEncounter
)


@handles(AcceptEncounter)
async def accept_encounter(command: AcceptEncounter, work: Work) -> Changed:
    """Only what stands proposed can be accepted."""
    part = await _own_part(command, work)
    part.accept(on=work.today, at=work.now)
    return Changed(id=command.encounter, version=part.version)


@handles(DeclineEncounter)
async def decline_encounter(command: DeclineEncounter, work: Work) -> Changed:
    """Only what stands proposed can be declined."""
    part = await _own_part(command, work)
    part.decline(command.reason, on=work.today, at=work.now)
    return Changed(id=command.encounter, version=part.version)


@handles(CancelParticipation)
async def cancel_participation(command: CancelParticipation, work: Work) -> Changed:
    """The offer and other institutions' parts stay as they are."""
    part = await _own_part(command, work)
    part.cancel(command.reason, on=work.today, at=work.now)
    return Changed(id=command.encounter, version=part.version)


@handles(ConfirmEncounter)
async def confirm_encounter(command: ConfirmEncounter, work: Work) -> Confirmed:
    """Refuses a second confirmation, a day to come, and learners who are not on the roster."""
    part = await _own_part(command, work)
    part.require_unconfirmed()
    day = part.day_held(command.held_on)
    part.require_possible(day, today=work.today)
    attendance = await attendance_of(command.attendance, command.institution, day=day, work=work)
    part.confirm(
        attendance=attendance,
        checks=checks_of(command.checks),
        held_on=command.held_on,
        today=work.today,
        at=work.now,
    )
    return Confirmed(id=command.encounter, version=part.version, learners=attendance.total)


@handles(CorrectConfirmation)
async def correct_confirmation(command: CorrectConfirmation, work: Work) -> Confirmed:
    """The whole confirmation is given anew; the one before no longer counts."""
    part = await _own_part(command, work)
    part.require_confirmed()
    day = part.day_held(command.held_on)
    part.require_possible(day, today=work.today)
    attendance = await attendance_of(command.attendance, command.institution, day=day, work=work)
    part.correct(
        attendance=attendance,
        checks=checks_of(command.checks),
        held_on=command.held_on,
        reason=command.reason,
        today=work.today,
        at=work.now,
    )
    return Confirmed(id=command.encounter, version=part.version, learners=attendance.total)


@handles(WithdrawConfirmation)
async def withdraw_confirmation(command: WithdrawConfirmation, work: Work) -> Changed:
    """The part stands again where it stood before it was confirmed."""
    part = await _own_part(command, work)
    part.withdraw_confirmation(command.reason, on=work.today, at=work.now)
    return Changed(id=command.encounter, version=part.version)


@handles(DisputeEncounter)
async def dispute_encounter(command: DisputeEncounter, work: Work) -> Changed:
    """Only what the employer reported can be disputed; confirming it settles the dispute."""
    part = await _own_part(command, work)
    part.dispute(command.reason, on=work.today, at=work.now)
    return Changed(id=command.encounter, version=part.version)


async def _own_part(command: OwnPart, work: Work) -> Part:
    part = await find_part(command.encounter, command.institution, work)
    work.expect(part)
    return part
