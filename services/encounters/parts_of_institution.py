"""An institution's encounters, folded from its own events: what it sees is what was decided, no later."""

from collections import defaultdict
from datetime import datetime
from uuid import UUID

from hub_core.encounters.part import Part
from hub_core.log.event import Event, decode
from hub_core.log.ledger import PAGE, Ledger

#: Topics of events that make up a part; invitations stand in the offer's stream.
_CONTEXT = "encounters."
_OF_THE_OFFER = "encounters.InstitutionInvited."


async def parts_of(ledger: Ledger, institution: UUID) -> list[Part]:
    """Every part this institution has in an encounter, the latest planned first."""
    streams: dict[UUID, list[tuple[int, datetime, Event]]] = defaultdict(list)
    position = 0
    while rows := await ledger.read(after=position, institution=institution):
        for row in rows:
            topic = row["topic"]
            if topic.startswith(_CONTEXT) and not topic.startswith(_OF_THE_OFFER):
                event = decode(topic, row["data"])
                streams[row["stream_id"]].append((row["version"], row["recorded_at"], event))
        position = rows[-1]["position"]
        if len(rows) < PAGE:
            break
    parts = [Part.of(stream_id, events) for stream_id, events in streams.items()]
    return sorted(parts, key=lambda part: (part.planned_for, str(part.encounter)), reverse=True)
