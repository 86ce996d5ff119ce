"""Calls of training, of the service training.

Generated from docs/openapi.json: change the API, not this file.
"""

from __future__ import annotations

from uuid import UUID

from careers_hub_client.call import Call
from careers_hub_client.types.shared import Changed
from careers_hub_client.types.training.training import (
    AnnounceTraining,
    BookingList,
    BookingStands,
    BookPlace,
    CallOffTraining,
    ChangeTraining,
    CompleteTraining,
    HubTraining,
    InstitutionTraining,
    NationalTrainings,
    NoteAttendance,
    NoteBursaries,
    RecordTraining,
    TrainingCalendar,
    TrainingStands,
    WithdrawTraining,
)


def hub_calendar(hub: UUID) -> Call[TrainingCalendar]:
    """Every training a hub offers or has offered, by day."""
    return Call(
        operation="training_hub_calendar",
        method="GET",
        path=f"/api/training/hubs/{hub}/events",
        answer=TrainingCalendar,
    )


def open_trainings(institution: UUID) -> Call[TrainingCalendar]:
    """What an institution can book from today on: its hub's training, and the national body's."""
    return Call(
        operation="training_open_trainings",
        method="GET",
        path=f"/api/training/institutions/{institution}/events",
        answer=TrainingCalendar,
    )


def bookings(training: UUID) -> Call[BookingList]:
    """Who is booked on a hub's training, by name."""
    return Call(
        operation="training_bookings",
        method="GET",
        path=f"/api/training/events/{training}/bookings",
        answer=BookingList,
    )


def national_trainings() -> Call[NationalTrainings]:
    """The national body's training with its bookings, by institution and id; never by name."""
    return Call(
        operation="training_national_trainings",
        method="GET",
        path="/api/training/national/events",
        answer=NationalTrainings,
    )


def institution_training(institution: UUID) -> Call[InstitutionTraining]:
    """An institution's bookings, and what its people are trained in and until when."""
    return Call(
        operation="training_institution_training",
        method="GET",
        path=f"/api/training/institutions/{institution}/training",
        answer=InstitutionTraining,
    )


def record_training(institution: UUID, body: RecordTraining) -> Call[Changed]:
    """Record what somebody of an institution has completed elsewhere.

    Counts from that day until it expires; an older one of the same kind changes nothing. `id`
    is the person's, `version` that of the institution's training record.
    """
    return Call(
        operation="training_record_training",
        method="POST",
        path=f"/api/training/institutions/{institution}/training",
        answer=Changed,
        body=body,
    )


def hub_training(hub: UUID) -> Call[HubTraining]:
    """Which members have a trained careers leader, and where training is due to expire."""
    return Call(
        operation="training_hub_training",
        method="GET",
        path=f"/api/training/hubs/{hub}/training",
        answer=HubTraining,
    )


def announce_training(body: AnnounceTraining) -> Call[TrainingStands]:
    """Offer training with so many places.

    Refuses an organiser that is neither hub nor national body, and a day gone by.
    """
    return Call(
        operation="training_announce_training",
        method="POST",
        path="/api/training/events",
        answer=TrainingStands,
        body=body,
    )


def change_training(
    training: UUID, body: ChangeTraining, *, if_match: str | None = None
) -> Call[TrainingStands]:
    """Give anew, as a whole, what a training is.

    Whoever waits moves up into new places; refuses fewer places than are taken.
    """
    return Call(
        operation="training_change_training",
        method="PUT",
        path=f"/api/training/events/{training}",
        answer=TrainingStands,
        headers={"If-Match": if_match},
        body=body,
    )


def call_off_training(
    training: UUID, body: CallOffTraining, *, if_match: str | None = None
) -> Call[TrainingStands]:
    """Let a training not take place.

    Every booking ends with it.
    """
    return Call(
        operation="training_call_off_training",
        method="POST",
        path=f"/api/training/events/{training}/call-off",
        answer=TrainingStands,
        headers={"If-Match": if_match},
        body=body,
    )


def note_attendance(
    training: UUID, body: NoteAttendance, *, if_match: str | None = None
) -> Call[TrainingStands]:
    """Record who came and who did not, by their bookings.

    From the day of the training on, of those who had a place; the latest word counts.
    """
    return Call(
        operation="training_note_attendance",
        method="POST",
        path=f"/api/training/events/{training}/attendance",
        answer=TrainingStands,
        headers={"If-Match": if_match},
        body=body,
    )


def complete_training(
    training: UUID, body: CompleteTraining, *, if_match: str | None = None
) -> Call[Changed]:
    """Record who completed the training, of those who attended it.

    Stands in the training record of each one's institution from then on, until it expires.
    """
    return Call(
        operation="training_complete_training",
        method="POST",
        path=f"/api/training/events/{training}/complete",
        answer=Changed,
        headers={"If-Match": if_match},
        body=body,
    )


def note_bursaries(
    training: UUID, body: NoteBursaries, *, if_match: str | None = None
) -> Call[Changed]:
    """Record for whom a training's bursary was paid, and for whom it was not, of those who
    completed it.

    Refuses bookings of people who have not completed the training, and one named both ways.
    """
    return Call(
        operation="training_note_bursaries",
        method="POST",
        path=f"/api/training/events/{training}/bursaries",
        answer=Changed,
        headers={"If-Match": if_match},
        body=body,
    )


def book_place(institution: UUID, training: UUID, body: BookPlace) -> Call[BookingStands]:
    """Book a place on a training for somebody of an institution, or join its waiting list.

    Where no place is free, they wait and move up by themselves. A hub's training is for its
    members.
    """
    return Call(
        operation="training_book_place",
        method="POST",
        path=f"/api/training/institutions/{institution}/events/{training}/bookings",
        answer=BookingStands,
        body=body,
    )


def cancel_booking(
    institution: UUID, training: UUID, booking: UUID, *, if_match: str | None = None
) -> Call[BookingStands]:
    """Cancel a booking; whoever waits longest has the place.

    A place that comes free goes at once to whoever has waited longest.
    """
    return Call(
        operation="training_cancel_booking",
        method="POST",
        path=f"/api/training/institutions/{institution}/events/{training}/bookings/{booking}/cancel",
        answer=BookingStands,
        headers={"If-Match": if_match},
        body={},
    )


def withdraw_training(
    institution: UUID, body: WithdrawTraining, *, if_match: str | None = None
) -> Call[Changed]:
    """Take back a training that was recorded by mistake.

    Refuses what an organiser has recorded. `id` is the person's.
    """
    return Call(
        operation="training_withdraw_training",
        method="POST",
        path=f"/api/training/institutions/{institution}/training/withdraw",
        answer=Changed,
        headers={"If-Match": if_match},
        body=body,
    )
