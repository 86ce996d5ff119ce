"""Types of training, of the service training.

Generated from docs/openapi.json: change the API, not this file.
"""

from __future__ import annotations

from datetime import date
from typing import Literal
from uuid import UUID

import msgspec

from careers_hub_client.types.shared import DeliveryMode, Organisation, OrganisationKind, PersonSent


class AnnounceTraining(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """Offer training with so many places."""

    organiser: Organisation
    details: TrainingDetails


class BookPlace(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Book a place on a training for somebody of an institution, or join its waiting list."""

    who: PersonSent


class BookingList(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Everybody booked on a training, in the order of their bookings, which is that of the waiting
    list.
    """

    version: int
    bookings: tuple[BookingView, ...]


class BookingStands(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """The booking, the version of the training, who it is for, and whether they have a place or
    wait.
    """

    id: UUID
    version: int
    person: UUID
    status: BookingStatus
    position: int


#: Where a booking stands.
BookingStatus = Literal["absent", "attended", "booked", "cancelled", "waiting"]


class BookingView(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Somebody on a training. `name` is null where it is not to be shown, and once it was
    forgotten.
    """

    id: UUID
    institution: UUID
    person: UUID
    name: str | None
    status: BookingStatus
    bursary: BursaryState | None


#: What became of the bursary of somebody who completed training that has one. Amounts are in
#: the organiser's own ledgers.
BursaryState = Literal["paid", "refused"]


class CallOffTraining(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """Let a training not take place."""

    organiser: Organisation
    reason: TrainingCancellation


class CancelBooking(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Cancel a booking; whoever waits longest has the place."""


class ChangeTraining(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Give anew, as a whole, what a training is."""

    organiser: Organisation
    details: TrainingDetails


class CompleteTraining(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """Record who completed the training, of those who attended it."""

    organiser: Organisation
    bookings: tuple[UUID, ...]
    completed_on: date | None = None


class CompletionView(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """What somebody completed. `expiresOn` is the last day it counts, null when it stays; `due`
    says that this is within 90 days or gone by.
    """

    person: UUID
    kind: TrainingKind
    completed_on: date
    expires_on: date | None
    current: bool
    due: bool
    training: UUID | None


class HubTraining(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """A hub's members: how many have a trained careers leader, one without training, or none told."""

    members: int
    trained: int
    untrained: int
    no_careers_leader: int
    institutions: tuple[MemberTrainingView, ...]


class InstitutionTraining(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """An institution's bookings, the latest day first, and what its people are trained in."""

    version: int
    careers_leader_trained: bool | None
    bookings: tuple[OwnBookingView, ...]
    completions: tuple[CompletionView, ...]


class MemberTrainingView(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """A member's training. `careersLeaderTrained` is null where no careers leader is in post."""

    institution: UUID
    name: str
    careers_leader_trained: bool | None
    current: int
    due: int


class NationalTrainingView(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """A training of the national body with everybody booked on it, without names."""

    training: TrainingView
    bookings: tuple[BookingView, ...]


class NationalTrainings(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """The national body's training events, in the order in which they are held."""

    trainings: tuple[NationalTrainingView, ...]


class NoteAttendance(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Record who came and who did not, by their bookings."""

    organiser: Organisation
    attended: tuple[UUID, ...] = ()
    absent: tuple[UUID, ...] = ()


class NoteBursaries(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Record for whom a training's bursary was paid, and for whom it was not, of those who
    completed it.
    """

    organiser: Organisation
    paid: tuple[UUID, ...] = ()
    refused: tuple[UUID, ...] = ()


class OrganiserView(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Who offers a training."""

    kind: OrganisationKind
    id: UUID


class OwnBookingView(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """A booking of an institution's own."""

    booking: UUID
    training: UUID
    person: UUID
    kind: TrainingKind
    held_on: date
    status: BookingStatus
    bursary: BursaryState | None


class RecordTraining(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Record what somebody of an institution has completed elsewhere."""

    who: PersonSent
    kind: TrainingKind
    completed_on: date


class TrainingCalendar(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """Training events in the order in which they are held."""

    trainings: tuple[TrainingView, ...]


#: Why a training was called off.
TrainingCancellation = Literal["other", "too_few", "trainer_unavailable", "venue_unavailable"]


class TrainingDetails(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """What a training event is. `bursary` says that those who complete it can be paid one."""

    kind: TrainingKind
    held_on: date
    mode: DeliveryMode
    places: int
    bursary: bool = False


#: What a training event is for. Source: domain A.1 (TrainingEvent), section C (F-05, F-32).
TrainingKind = Literal[
    "careers_leader",
    "community_of_practice",
    "enterprise_adviser",
    "governor",
    "primary",
    "staff_cpd",
    "technical_pathways",
]


class TrainingStands(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """The training, its version, how many places are taken and how many people wait."""

    id: UUID
    version: int
    taken: int
    waiting: int
    position: int


class TrainingView(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """A training event; `version` is what If-Match refers to."""

    id: UUID
    version: int
    organiser: OrganiserView
    kind: TrainingKind
    held_on: date
    mode: DeliveryMode
    places: int
    taken: int
    waiting: int
    bursary: bool
    called_off: bool


class WithdrawTraining(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """Take back a training that was recorded by mistake."""

    person: UUID
    kind: TrainingKind
