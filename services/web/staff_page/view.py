"""Staff and their training in words: what stands, what runs out, what is booked, what can be booked.

The rule: what runs out is said with its day before it has, and somebody who was forgotten is no name.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

import msgspec

from hub_core.access import OrganisationKind
from hub_core.training.bookings import BookingOfInstitution
from hub_core.training.codes import BookingStatus
from hub_core.training.record import TrainingRecord, leader_trained
from hub_core.training.training_event import TrainingEvent
from hub_core.training_on_offer import is_due
from hub_core.workforce.register import Workforce
from services.web.words import counted, long_date

_CAN_BE_CANCELLED = (BookingStatus.BOOKED, BookingStatus.WAITING)


class Trained(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody's completed training; ``due`` says that it runs out soon or has."""

    who: str
    kind: str
    completed: str
    until: str
    due: bool


class Booked(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody on a training; the ids are those its cancelling asks for."""

    who: str
    kind: str
    day: str
    status: str
    training: UUID
    booking: UUID
    can_be_cancelled: bool


class OnOffer(msgspec.Struct, frozen=True, kw_only=True):
    """A training that can be booked."""

    training: UUID
    kind: str
    day: str
    how: str
    organiser: str
    places: str


def leader_in_words(
    posts: Workforce, record: TrainingRecord, names: Mapping[UUID, str], today: date
) -> str:
    """Who leads careers since when, and whether they are trained for it."""
    if posts.leader is None:
        vacant = posts.vacant_since
        return f"The post is vacant since {long_date(vacant)}." if vacant else "Nobody is named."
    trained = leader_trained(posts.leader, record, today)
    said = f"{names[posts.leader.person]}, since {long_date(posts.leader.since)}"
    return f"{said}. {'Training is recorded.' if trained else 'No training for it is recorded.'}"


def trained(record: TrainingRecord, names: Mapping[UUID, str], today: date) -> list[Trained]:
    """Who is trained in what: what runs out first leads, what stays comes last."""
    found = sorted(
        record.completions.values(),
        key=lambda one: (one.expires_on is None, one.expires_on or one.completed_on, one.kind),
    )
    return [
        Trained(
            who=names[one.person],
            kind=one.kind.label,
            completed=long_date(one.completed_on),
            until=_until(one.expires_on, today),
            due=is_due(one, today),
        )
        for one in found
    ]


def booked(found: Sequence[BookingOfInstitution], names: Mapping[UUID, str]) -> list[Booked]:
    """Bookings as they stand, the latest day first; what was cancelled is left out."""
    return [
        Booked(
            who=names[one.person],
            kind=one.kind.label,
            day=long_date(one.held_on),
            status=one.status.label,
            training=one.training,
            booking=one.booking,
            can_be_cancelled=one.status in _CAN_BE_CANCELLED,
        )
        for one in found
        if one.status is not BookingStatus.CANCELLED
    ]


def on_offer(found: Sequence[TrainingEvent]) -> list[OnOffer]:
    """What can be booked, the soonest first."""
    return [
        OnOffer(
            training=one.id,
            kind=one.details.kind.label,
            day=long_date(one.details.held_on),
            how=one.details.mode.label,
            organiser="Your hub"
            if one.organiser.kind is OrganisationKind.HUB
            else "The national body",
            places=_places(one),
        )
        for one in found
    ]


def _places(one: TrainingEvent) -> str:
    free = one.details.places - one.taken
    if free > 0:
        return f"{counted(free, 'place')} free"
    return f"Full, {len(one.waiting)} waiting"


def _until(expires_on: date | None, today: date) -> str:
    if expires_on is None:
        return "Stays"
    return f"{'Ran out on' if expires_on < today else 'Until'} {long_date(expires_on)}"
