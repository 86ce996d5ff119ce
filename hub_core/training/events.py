"""What happens to a training event and to those booked on it.

The rule: what happens to somebody at an institution names that institution, the kind and the day, so that
its figures are a fold of its own events; who it is stands in the institution's workforce register.
"""

from datetime import date
from typing import Annotated
from uuid import UUID

import msgspec

from hub_core.access.organisations import Organisation
from hub_core.log.event import Event
from hub_core.reference.encounters import DeliveryMode
from hub_core.training.codes import (
    MOST_PLACES,
    BookingEnd,
    BursaryState,
    TrainingCancellation,
    TrainingKind,
)

Places = Annotated[int, msgspec.Meta(ge=1, le=MOST_PLACES, description="Places there are")]


class TrainingDetails(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a training event is. ``bursary`` says that those who complete it can be paid one."""

    kind: TrainingKind
    held_on: date
    mode: DeliveryMode
    places: Places
    bursary: bool = False


class TrainingAnnounced(Event, frozen=True, kw_only=True):
    """A hub or national body offers training."""

    TOPIC = "training.TrainingAnnounced.v1"
    training: UUID
    occurred_on: date
    organiser: Organisation
    details: TrainingDetails

    def heading(self) -> str:
        return f"Training was announced: {self.details.kind.label}, {self.details.places} places"


class TrainingChanged(Event, frozen=True, kw_only=True):
    """The whole of what a training event is, as it stands from now on."""

    TOPIC = "training.TrainingChanged.v1"
    training: UUID
    occurred_on: date
    details: TrainingDetails

    def heading(self) -> str:
        return f"Training was changed: {self.details.kind.label}, {self.details.places} places"


class TrainingCalledOff(Event, frozen=True, kw_only=True):
    """It does not take place."""

    TOPIC = "training.TrainingCalledOff.v1"
    training: UUID
    occurred_on: date
    reason: TrainingCancellation

    def heading(self) -> str:
        return f"Training was called off: {self.reason.label}"


class _OfBooking(Event, frozen=True, kw_only=True):
    """What every event of a booking says, so that an institution's own events tell it whole."""

    institution: UUID
    training: UUID
    booking: UUID
    person: UUID
    occurred_on: date
    kind: TrainingKind
    held_on: date


class PlaceBooked(_OfBooking, frozen=True, kw_only=True):
    """Somebody of an institution has a place."""

    TOPIC = "training.PlaceBooked.v1"

    def heading(self) -> str:
        return f"A place was booked: {self.kind.label}"


class WaitingListJoined(_OfBooking, frozen=True, kw_only=True):
    """There was no place; somebody of an institution waits for one."""

    TOPIC = "training.WaitingListJoined.v1"

    def heading(self) -> str:
        return f"Somebody waits for a place: {self.kind.label}"


class MovedUp(_OfBooking, frozen=True, kw_only=True):
    """A place came free, and whoever had waited longest has it now."""

    TOPIC = "training.MovedUp.v1"

    def heading(self) -> str:
        return f"Somebody moved up from the waiting list: {self.kind.label}"


class BookingMoved(_OfBooking, frozen=True, kw_only=True):
    """The training was moved to another day, and the booking with it."""

    TOPIC = "training.BookingMoved.v1"

    def heading(self) -> str:
        return f"Training was moved to {self.held_on:%-d %B %Y}: {self.kind.label}"


class BookingCancelled(_OfBooking, frozen=True, kw_only=True):
    """A booking ended, with a place or waiting for one."""

    TOPIC = "training.BookingCancelled.v1"
    reason: BookingEnd

    def heading(self) -> str:
        return f"A booking was cancelled: {self.reason.label}"


class AttendanceNoted(_OfBooking, frozen=True, kw_only=True):
    """Whether somebody who had a place came; the latest word counts."""

    TOPIC = "training.AttendanceNoted.v1"
    attended: bool

    def heading(self) -> str:
        return f"Somebody {'attended' if self.attended else 'did not come'}: {self.kind.label}"


class BursaryNoted(_OfBooking, frozen=True, kw_only=True):
    """What became of the bursary for a booking; the latest word counts."""

    TOPIC = "training.BursaryNoted.v1"
    state: BursaryState

    def heading(self) -> str:
        return f"A bursary for training was noted: {self.state.label}"


class TrainingCompleted(Event, frozen=True, kw_only=True):
    """Somebody of an institution completed training. ``occurred_on`` is the day; ``expires_on`` the last
    day on which it is current, None when it stays. ``training`` is None for what was learnt elsewhere."""

    TOPIC = "training.TrainingCompleted.v1"
    institution: UUID
    person: UUID
    occurred_on: date
    kind: TrainingKind
    expires_on: date | None = None
    training: UUID | None = None

    def heading(self) -> str:
        return f"Training was completed: {self.kind.label}"


class CompletionWithdrawn(Event, frozen=True, kw_only=True):
    """A completion no longer counts; it was recorded by mistake."""

    TOPIC = "training.CompletionWithdrawn.v1"
    institution: UUID
    person: UUID
    occurred_on: date
    kind: TrainingKind

    def heading(self) -> str:
        return f"A completed training was withdrawn: {self.kind.label}"
