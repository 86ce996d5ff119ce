"""Events by the hundred for tests that care how many there are, and not what they say."""

from uuid import uuid4

import msgspec

from hub_core.log.aggregate import Envelope
from hub_core.log.ledger import Append, Ledger, NewEvent

ENVELOPE = msgspec.json.encode(Envelope(actor="employer:1", correlation="a-request"))


async def append_events(ledger: Ledger, count: int) -> None:
    """Append this many events of streams of their own, all or none."""
    events = [
        NewEvent(
            event_id=uuid4(),
            stream_id=uuid4(),
            version=1,
            topic="encounters.EncounterDelivered.v1",
            data=b'{"learners":62}',
            institution=None,
        )
        for _ in range(count)
    ]
    await ledger.append([Append(events=events, envelope=ENVELOPE)])
