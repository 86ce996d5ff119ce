"""Commands of those who offer training.

The rule: ``organiser`` acts, on its own training only: a hub, or the national body.
"""

from datetime import date
from typing import Annotated, ClassVar
from uuid import UUID

import msgspec

from hub_core.access import Organisation, OrganisationKind
from hub_core.days import up_to_today
from hub_core.membership.hub import Hub, no_such_hub
from hub_core.refusals import Conflict, Invalid
from hub_core.training.codes import MOST_PLACES, BookingStatus, BursaryState, TrainingCancellation
from hub_core.training.events import TrainingDetails
from hub_core.training.record import TrainingRecord, training_record_stream
from hub_core.training.training_event import (
    Booking,
    TrainingEvent,
    no_such_training,
    training_key,
)
from hub_core.work import Answer, Changed, Command, Work, handles

Bookings = Annotated[tuple[UUID, ...], msgspec.Meta(max_length=MOST_PLACES)]


class AnnounceTraining(Command, frozen=True, kw_only=True):
    """Offer training with so many places."""

    OPERATION: ClassVar[str] = "training.announce_training"
    organiser: Organisation
    details: TrainingDetails


class ChangeTraining(Command, frozen=True, kw_only=True):
    """Give anew, as a whole, what a training is."""

    OPERATION: ClassVar[str] = "training.change_training"
    organiser: Organisation
    training: UUID
    details: TrainingDetails


class CallOffTraining(Command, frozen=True, kw_only=True):
    """Let a training not take place."""

    OPERATION: ClassVar[str] = "training.call_off_training"
    organiser: Organisation
    training: UUID
    reason: TrainingCancellation


class NoteAttendance(Command, frozen=True, kw_only=True):
    """Record who came and who did not, by their bookings."""

    OPERATION: ClassVar[str] = "training.note_attendance"
    organiser: Organisation
    training: UUID
    attended: Bookings = ()
    absent: Bookings = ()


class CompleteTraining(Command, frozen=True, kw_only=True):
    """Record who completed the training, of those who attended it."""

    OPERATION: ClassVar[str] = "training.complete_training"
    organiser: Organisation
    training: UUID
    bookings: Annotated[tuple[UUID, ...], msgspec.Meta(min_length=1, max_length=MOST_PLACES)]
    completed_on: date | None = None


class NoteBursaries(Command, frozen=True, kw_only=True):
    """Record for whom a training's bursary was paid, and for whom it was not, of those who completed it."""

    OPERATION: ClassVar[str] = "training.note_bursaries"
    organiser: Organisation
    training: UUID
    paid: Annotated[tuple[UUID, ...], msgspec.Meta(max_length=MOST_PLACES)] = ()
    refused: Annotated[tuple[UUID, ...], msgspec.Meta(max_length=MOST_PLACES)] = ()


class TrainingStands(Answer, frozen=True, kw_only=True, rename="camel"):
    """The training, its version, how many places are taken and how many people wait."""

    id: UUID
    version: int
    taken: int
    waiting: int


@handles(AnnounceTraining)
async def announce_training(command: AnnounceTraining, work: Work) -> TrainingStands:
    """Refuses an organiser that is neither hub nor national body, and a day gone by."""
    if command.organiser.kind not in (OrganisationKind.HUB, OrganisationKind.NATIONAL):
        raise Invalid.field(
            "organiser",
            f"Training is offered by hubs and the national body, not by “{command.organiser.kind.label}”.",
            "Give the hub that offers it.",
        )
    if command.organiser.kind is OrganisationKind.HUB:
        await work.find(Hub, command.organiser.id, no_such_hub(command.organiser.id))
    training = work.begin(TrainingEvent)
    training.announce(command.organiser, command.details, on=work.today, at=work.now)
    work.claim(training_key(training.id), command.organiser.id)
    return _stands(training)


@handles(ChangeTraining)
async def change_training(command: ChangeTraining, work: Work) -> TrainingStands:
    """Whoever waits moves up into new places; refuses fewer places than are taken."""
    training = await _own(command.organiser, command.training, work)
    training.change(command.details, on=work.today, at=work.now)
    return _stands(training)


@handles(CallOffTraining)
async def call_off_training(command: CallOffTraining, work: Work) -> TrainingStands:
    """Every booking ends with it."""
    training = await _own(command.organiser, command.training, work)
    training.call_off(command.reason, on=work.today, at=work.now)
    return _stands(training)


@handles(NoteAttendance)
async def note_attendance(command: NoteAttendance, work: Work) -> TrainingStands:
    """From the day of the training on, of those who had a place; the latest word counts."""
    if both := set(command.attended) & set(command.absent):
        raise Invalid.field(
            "absent", f"{len(both)} bookings are on both lists.", "Leave each on one."
        )
    training = await _own(command.organiser, command.training, work)
    training.note(command.attended, command.absent, on=work.today, at=work.now)
    return _stands(training)


@handles(CompleteTraining)
async def complete_training(command: CompleteTraining, work: Work) -> Changed:
    """Stands in the training record of each one's institution from then on, until it expires."""
    training = await _own(command.organiser, command.training, work)
    held_on = training.details.held_on
    on = up_to_today(command.completed_on, work, field="completedOn")
    if on < held_on:
        raise Invalid.field(
            "completedOn",
            f"The training was held on {held_on:%-d %B %Y}.",
            "Give that day or a later one.",
        )
    found = [training.bookings.get(one) for one in dict.fromkeys(command.bookings)]
    attended = [one for one in found if one and one.status is BookingStatus.ATTENDED]
    if len(attended) != len(found):
        raise Conflict(
            f"{len(found) - len(attended)} of {len(found)} bookings are not recorded as attended. "
            "Record attendance first.",
            kind="not-attended",
        )
    await work.load_many(
        TrainingRecord, {training_record_stream(one.institution) for one in attended}
    )
    for booking in attended:
        record = await work.load(TrainingRecord, training_record_stream(booking.institution))
        record.complete(
            booking.institution,
            booking.person,
            training.details.kind,
            training=training.id,
            on=on,
            at=work.now,
        )
    return Changed(id=training.id, version=training.version)


@handles(NoteBursaries)
async def note_bursaries(command: NoteBursaries, work: Work) -> Changed:
    """Refuses bookings of people who have not completed the training, and one named both ways."""
    training = await _own(command.organiser, command.training, work)
    every = {*command.paid, *command.refused}
    if not every or len(every) < len(command.paid) + len(command.refused):
        raise Invalid.field(
            "paid",
            "No booking is named, or one is named more than once.",
            "Name each booking once, as paid or as refused.",
        )
    found = [training.bookings[one] for one in every if one in training.bookings]
    await work.load_many(TrainingRecord, {training_record_stream(one.institution) for one in found})
    completed = [one for one in found if await _has_completed(one, training, work)]
    if len(completed) != len(every):
        raise Conflict(
            f"{len(every) - len(completed)} of {len(every)} bookings are not recorded as completed. "
            "Record completion first.",
            kind="not-completed",
        )
    for state, bookings in (
        (BursaryState.PAID, command.paid),
        (BursaryState.REFUSED, command.refused),
    ):
        for booking in bookings:
            training.note_bursary(booking, state, on=work.today, at=work.now)
    return Changed(id=training.id, version=training.version)


async def _has_completed(booking: Booking, training: TrainingEvent, work: Work) -> bool:
    """Whether this training, or a later one of its kind, is completed by whoever was booked."""
    record = await work.load(TrainingRecord, training_record_stream(booking.institution))
    done = record.completions.get((booking.person, training.details.kind))
    return (
        booking.status is BookingStatus.ATTENDED
        and done is not None
        and done.completed_on >= training.details.held_on
    )


async def _own(organiser: Organisation, training_id: UUID, work: Work) -> TrainingEvent:
    otherwise = no_such_training(training_id)
    training = await work.find(TrainingEvent, training_id, otherwise)
    if training.organiser != organiser:
        raise otherwise
    work.expect(training)
    return training


def _stands(training: TrainingEvent) -> TrainingStands:
    return TrainingStands(
        id=training.id,
        version=training.version,
        taken=training.taken,
        waiting=len(training.waiting),
    )
