"""A delivery's body: a CloudEvents 1.0 document of what the subscriber may see, and nothing else.

The rule: who acted, on whose behalf and by which request is the platform's own business and left out.
"""

from datetime import UTC

import msgspec

from hub_core.log.cloud_event import SOURCE, LogRow
from hub_core.log.event import Event
from hub_core.webhooks.topics import told


def message(row: LogRow, event: Event) -> bytes:
    """The body for an event; the same each time it is sent. Raises ``KeyError`` for what is not told."""
    moment = (
        row.recorded_at.astimezone(UTC).isoformat(timespec="microseconds").removesuffix("+00:00")
    )
    return msgspec.json.encode(
        {
            "specversion": "1.0",
            "id": str(row.event_id),
            "source": SOURCE,
            "type": row.topic,
            "subject": str(row.stream_id),
            "time": f"{moment}Z",
            "datacontenttype": "application/json",
            "sequence": f"{row.position:020}",
            "data": told(event),
        }
    )
