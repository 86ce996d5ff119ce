"""What is shown of training over HTTP, spelt for the outside.

The rule: ids, numbers and days; the one name is that of somebody booked, for the organiser's hub.
"""

from datetime import date
from uuid import UUID

import msgspec

from hub_core.access import OrganisationKind
from hub_core.reference.encounters import DeliveryMode
from hub_core.training.codes import BookingStatus, BursaryState, TrainingKind


class OrganiserView(msgspec.Struct, frozen=True, kw_only=True):
    """Who offers a training."""

    kind: OrganisationKind
    id: UUID


class TrainingView(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A training event; ``version`` is what If-Match refers to."""

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


class TrainingCalendar(msgspec.Struct, frozen=True, kw_only=True):
    """Training events in the order in which they are held."""

    trainings: tuple[TrainingView, ...]


class BookingView(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody on a training. ``name`` is null where it is not to be shown, and once it was forgotten."""

    id: UUID
    institution: UUID
    person: UUID
    name: str | None
    status: BookingStatus
    bursary: BursaryState | None


class BookingList(msgspec.Struct, frozen=True, kw_only=True):
    """Everybody booked on a training, in the order of their bookings, which is that of the waiting list."""

    version: int
    bookings: tuple[BookingView, ...]


class NationalTrainingView(msgspec.Struct, frozen=True, kw_only=True):
    """A training of the national body with everybody booked on it, without names."""

    training: TrainingView
    bookings: tuple[BookingView, ...]


class NationalTrainings(msgspec.Struct, frozen=True, kw_only=True):
    """The national body's training events, in the order in which they are held."""

    trainings: tuple[NationalTrainingView, ...]


class OwnBookingView(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A booking of an institution's own."""

    booking: UUID
    training: UUID
    person: UUID
    kind: TrainingKind
    held_on: date
    status: BookingStatus
    bursary: BursaryState | None


class CompletionView(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What somebody completed. ``expiresOn`` is the last day it counts, null when it stays; ``due`` says
    that this is within 90 days or gone by."""

    person: UUID
    kind: TrainingKind
    completed_on: date
    expires_on: date | None
    current: bool
    due: bool
    training: UUID | None


class InstitutionTraining(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """An institution's bookings, the latest day first, and what its people are trained in."""

    version: int
    careers_leader_trained: bool | None
    bookings: tuple[OwnBookingView, ...]
    completions: tuple[CompletionView, ...]


class MemberTrainingView(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A member's training. ``careersLeaderTrained`` is null where no careers leader is in post."""

    institution: UUID
    name: str
    careers_leader_trained: bool | None
    current: int
    due: int


class HubTraining(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A hub's members: how many have a trained careers leader, one without training, or none told."""

    members: int
    trained: int
    untrained: int
    no_careers_leader: int
    institutions: tuple[MemberTrainingView, ...]
