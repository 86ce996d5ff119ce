"""What training organisers offer, what an institution can book of it, and what it has booked.

The rule: what is read so is what was decided, no later; it serves whoever asks and guards no decision.
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from uuid import UUID

from hub_core.access import NATIONAL_BODY
from hub_core.log.event import Event, decode
from hub_core.log.ledger import PAGE, Ledger
from hub_core.log.repository import load_many
from hub_core.membership.keys import active_hub_key
from hub_core.training.bookings import BookingOfInstitution, bookings_from
from hub_core.training.record import Completion
from hub_core.training.training_event import TrainingEvent, training_of_key

#: What runs out within so many days is told as due.
DUE = timedelta(days=90)


def is_due(one: Completion, today: date) -> bool:
    """Whether a completed training runs out soon, or has."""
    return one.expires_on is not None and one.expires_on <= today + DUE


async def named_by(ledger: Ledger, organisers: Iterable[UUID]) -> list[UUID]:
    """Everything these organisers offer or have offered, by its id."""
    keys = [key for one in organisers for key in await ledger.claims_of(one)]
    return [found for key in keys if (found := training_of_key(key)) is not None]


async def offered_by(ledger: Ledger, organisers: Iterable[UUID]) -> list[TrainingEvent]:
    """The same as they stand, by day."""
    return by_day(await load_many(ledger, TrainingEvent, await named_by(ledger, organisers)))


def by_day(events: Mapping[UUID, TrainingEvent]) -> list[TrainingEvent]:
    """Trainings in the order in which they are held."""
    return sorted(events.values(), key=lambda one: (one.details.held_on, one.id))


async def open_to(ledger: Ledger, institution: UUID, today: date) -> list[TrainingEvent]:
    """What an institution can book from today on: its hub's training, and the national body's."""
    key = active_hub_key(institution)
    hub = (await ledger.holders([key])).get(key)
    organisers = [one for one in (hub, NATIONAL_BODY.id) if one is not None]
    return [
        one
        for one in await offered_by(ledger, organisers)
        if one.details.held_on >= today and not one.called_off
    ]


async def bookings_of(ledger: Ledger, institution: UUID) -> list[BookingOfInstitution]:
    """Every booking this institution has made, the latest day first."""
    events: list[Event] = []
    position = 0
    while rows := await ledger.read(after=position, institution=institution):
        events += [
            decode(row["topic"], row["data"])
            for row in rows
            if row["topic"].startswith("training.")
        ]
        position = rows[-1]["position"]
        if len(rows) < PAGE:
            break
    return bookings_from(events)
