"""Commands of institutions, or their hub for them, about who is trained.

The rule: somebody is booked through their institution, whose workforce register knows who they are.
"""

from datetime import date
from typing import ClassVar
from uuid import UUID

from hub_core.access import OrganisationKind
from hub_core.days import FIRST_SCHOOL_DAY, up_to_today
from hub_core.membership.institution import Institution, no_such_institution
from hub_core.membership.keys import membership_stream
from hub_core.membership.membership import Membership
from hub_core.training.codes import BookingEnd, BookingStatus, TrainingKind
from hub_core.training.record import TrainingRecord, training_record_stream
from hub_core.training.training_event import (
    TrainingEvent,
    no_such_booking,
    no_such_training,
)
from hub_core.work import Answer, Changed, Command, Work, handles
from hub_core.workforce.people import PersonSent, entered
from hub_core.workforce.register import Workforce, workforce_stream


class BookPlace(Command, frozen=True, kw_only=True):
    """Book a place on a training for somebody of an institution, or join its waiting list."""

    OPERATION: ClassVar[str] = "training.book_place"
    institution: UUID
    training: UUID
    who: PersonSent


class CancelBooking(Command, frozen=True, kw_only=True):
    """Cancel a booking; whoever waits longest has the place."""

    OPERATION: ClassVar[str] = "training.cancel_booking"
    institution: UUID
    training: UUID
    booking: UUID


class RecordTraining(Command, frozen=True, kw_only=True):
    """Record what somebody of an institution has completed elsewhere."""

    OPERATION: ClassVar[str] = "training.record_training"
    institution: UUID
    who: PersonSent
    kind: TrainingKind
    completed_on: date


class WithdrawTraining(Command, frozen=True, kw_only=True):
    """Take back a training that was recorded by mistake."""

    OPERATION: ClassVar[str] = "training.withdraw_training"
    institution: UUID
    person: UUID
    kind: TrainingKind


class BookingStands(Answer, frozen=True, kw_only=True, rename="camel"):
    """The booking, the version of the training, who it is for, and whether they have a place or wait."""

    id: UUID
    version: int
    person: UUID
    status: BookingStatus


@handles(BookPlace)
async def book_place(command: BookPlace, work: Work) -> BookingStands:
    """Where no place is free, they wait and move up by themselves. A hub's training is for its members."""
    institution = await work.find(
        Institution, command.institution, no_such_institution(command.institution)
    )
    training = await _open_to(command.institution, command.training, work)
    institution.require_open(on=training.details.held_on)
    workforce = await work.load(Workforce, workforce_stream(command.institution))
    person = entered(command.institution, workforce, command.who, work)
    booking = training.book(work.new_id(), command.institution, person, on=work.today, at=work.now)
    return BookingStands(
        id=booking.id, version=training.version, person=person, status=booking.status
    )


@handles(CancelBooking)
async def cancel_booking(command: CancelBooking, work: Work) -> BookingStands:
    """A place that comes free goes at once to whoever has waited longest."""
    # Word for word what is said of a booking there is not: whose training it is stays untold.
    training = await work.find(TrainingEvent, command.training, no_such_booking(command.booking))
    teller = work.principal.organisation
    reason = BookingEnd.BY_ORGANISER if teller == training.organiser else BookingEnd.BY_INSTITUTION
    training.cancel(command.booking, command.institution, reason, on=work.today, at=work.now)
    booking = training.booking_of(command.booking, command.institution)
    return BookingStands(
        id=booking.id, version=training.version, person=booking.person, status=booking.status
    )


@handles(RecordTraining)
async def record_training(command: RecordTraining, work: Work) -> Changed:
    """Counts from that day until it expires; an older one of the same kind changes nothing. ``id`` is the
    person's, ``version`` that of the institution's training record."""
    await work.find(Institution, command.institution, no_such_institution(command.institution))
    on = up_to_today(command.completed_on, work, field="completedOn", earliest=FIRST_SCHOOL_DAY)
    workforce = await work.load(Workforce, workforce_stream(command.institution))
    person = entered(command.institution, workforce, command.who, work)
    record = await work.load(TrainingRecord, training_record_stream(command.institution))
    record.complete(command.institution, person, command.kind, training=None, on=on, at=work.now)
    return Changed(id=person, version=record.version)


@handles(WithdrawTraining)
async def withdraw_training(command: WithdrawTraining, work: Work) -> Changed:
    """Refuses what an organiser has recorded. ``id`` is the person's."""
    await work.find(Institution, command.institution, no_such_institution(command.institution))
    record = await work.load(TrainingRecord, training_record_stream(command.institution))
    work.expect(record)
    record.withdraw(command.institution, command.person, command.kind, on=work.today, at=work.now)
    return Changed(id=command.person, version=record.version)


async def _open_to(institution: UUID, training_id: UUID, work: Work) -> TrainingEvent:
    """The training, if it is the national body's or that of the institution's hub."""
    otherwise = no_such_training(training_id)
    training = await work.find(TrainingEvent, training_id, otherwise)
    if training.organiser.kind is OrganisationKind.HUB:
        membership = await work.load(Membership, membership_stream(institution))
        if not membership.is_member or membership.hub != training.organiser.id:
            raise otherwise
    return training
