"""An institution's own activities, folded from its events: what it reads is what it recorded, no later."""

from collections import defaultdict
from datetime import datetime
from uuid import UUID

from hub_core.activities.activity import Activity
from hub_core.log.event import Event, decode
from hub_core.log.ledger import PAGE, Ledger

#: Topics of events that make up an activity.
_OF_AN_ACTIVITY = "activities.Activity"


async def activities_of(ledger: Ledger, institution: UUID) -> list[Activity]:
    """Every activity this institution has recorded or synced, the latest held first."""
    streams: dict[UUID, list[tuple[int, datetime, Event]]] = defaultdict(list)
    position = 0
    while rows := await ledger.read(after=position, institution=institution):
        for row in rows:
            if row["topic"].startswith(_OF_AN_ACTIVITY):
                event = decode(row["topic"], row["data"])
                streams[row["stream_id"]].append((row["version"], row["recorded_at"], event))
        position = rows[-1]["position"]
        if len(rows) < PAGE:
            break
    found = [Activity.of(stream_id, events) for stream_id, events in streams.items()]
    return sorted(found, key=lambda one: (one.held_on, str(one.id)), reverse=True)
