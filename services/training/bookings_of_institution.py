"""An institution's bookings, read from its own events: what it sees is what was decided, no later."""

from uuid import UUID

from hub_core.log.event import Event, decode
from hub_core.log.ledger import PAGE, Ledger
from hub_core.training.bookings import BookingOfInstitution, bookings_from


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
