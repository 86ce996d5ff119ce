"""A day's page of the log: the events that are recorded on it, in order, and the keys they take.

The rule: a key belongs to the event that takes or gives it up, so that a page can be cut anywhere.
"""

from uuid import UUID

from hub_core.log.event import Event, encode
from hub_core.log.ledger import Claim, NewEvent


class Page:
    """What one day brings."""

    __slots__ = ("events", "released", "taken")

    def __init__(self) -> None:
        self.events: list[NewEvent] = []
        self.taken: list[tuple[int, Claim]] = []
        self.released: list[tuple[int, Claim]] = []

    def write(self, event: Event, *, event_id: UUID, stream: UUID, version: int) -> None:
        """Add an event, encoded as the log does."""
        self.events.append(
            NewEvent(
                event_id=event_id,
                stream_id=stream,
                version=version,
                topic=event.TOPIC,
                data=encode(event),
                institution=getattr(event, "institution", None),
            )
        )

    def take(self, key: str, holder: UUID) -> None:
        """Let the event last written take a key."""
        self.taken.append((len(self.events) - 1, Claim(key, holder)))

    def release(self, key: str, holder: UUID) -> None:
        """Let the event last written give up a key."""
        self.released.append((len(self.events) - 1, Claim(key, holder)))

    def extend(self, other: "Page") -> None:
        """Add all of a later page."""
        before = len(self.events)
        self.events.extend(other.events)
        self.taken.extend((before + at, claim) for at, claim in other.taken)
        self.released.extend((before + at, claim) for at, claim in other.released)
