"""The bookings of one institution, folded from its own events and nothing else."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

import msgspec

from hub_core.log.event import Event
from hub_core.training.codes import BookingStatus, BursaryState, TrainingKind
from hub_core.training.events import (
    AttendanceNoted,
    BookingCancelled,
    BookingMoved,
    BursaryNoted,
    MovedUp,
    PlaceBooked,
    WaitingListJoined,
)


class BookingOfInstitution(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody of the institution on a training, as it stands."""

    booking: UUID
    training: UUID
    person: UUID
    kind: TrainingKind
    held_on: date
    status: BookingStatus
    bursary: BursaryState | None = None


def bookings_from(events: Iterable[Event]) -> list[BookingOfInstitution]:
    """Every booking, the latest day first; events of other contexts change nothing."""
    found: dict[UUID, BookingOfInstitution] = {}
    for event in events:
        match event:
            case BursaryNoted():
                found[event.booking] = msgspec.structs.replace(
                    found[event.booking], bursary=event.state
                )
                continue
            case PlaceBooked() | MovedUp():
                status = BookingStatus.BOOKED
            case WaitingListJoined():
                status = BookingStatus.WAITING
            case BookingCancelled():
                status = BookingStatus.CANCELLED
            case AttendanceNoted():
                status = BookingStatus.ATTENDED if event.attended else BookingStatus.ABSENT
            case BookingMoved():
                status = found[event.booking].status
            case _:
                continue
        found[event.booking] = BookingOfInstitution(
            booking=event.booking,
            training=event.training,
            person=event.person,
            kind=event.kind,
            held_on=event.held_on,
            status=status,
            bursary=found[event.booking].bursary if event.booking in found else None,
        )
    return sorted(found.values(), key=lambda one: (one.held_on, one.booking), reverse=True)
