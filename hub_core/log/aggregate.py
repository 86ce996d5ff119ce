"""Aggregates: what a stream's events amount to when a command must be decided.

Built on the ``eventsourcing`` package's aggregate model: it checks identity and version of every event
and collects the new ones. The events themselves stay plain facts; :class:`Recorded` carries one for
the package. Aggregates serve commands only; projections never go through them.
"""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, Self
from uuid import UUID

import msgspec
from eventsourcing.domain import BaseAggregate, CanMutateAggregate

from hub_core.log.event import Event

_BEFORE_ALL = datetime.min.replace(tzinfo=UTC)


class AnotherKind(TypeError):
    """A stream was loaded as something it is not: its events are of another kind of thing."""


class Recorded(CanMutateAggregate[UUID]):
    """An event at its place in a stream, as the ``eventsourcing`` package sees it."""

    __slots__ = ("event", "originator_id", "originator_version", "timestamp")

    def __init__(
        self, *, originator_id: UUID, originator_version: int, timestamp: datetime, event: Event
    ) -> None:
        self.originator_id = originator_id
        self.originator_version = originator_version
        self.timestamp = timestamp
        self.event = event

    def apply(self, aggregate: Any) -> None:
        aggregate.evolve(self.event)


class Aggregate(BaseAggregate[UUID]):
    """Base of our aggregates. A stream without events is an aggregate of version 0.

    Subclasses set their empty state in ``begin`` and change it in ``evolve`` only.
    """

    @classmethod
    def of(cls, stream_id: UUID, events: Iterable[tuple[int, datetime, Event]] = ()) -> Self:
        """The aggregate these (version, recorded_at, event) amount to."""
        aggregate = cls.__new__(cls)
        aggregate.__base_init__(stream_id, 0, _BEFORE_ALL)
        aggregate.begin()
        for version, recorded_at, event in events:
            Recorded(
                originator_id=stream_id,
                originator_version=version,
                timestamp=recorded_at,
                event=event,
            ).mutate(aggregate)
        return aggregate

    @property
    def exists(self) -> bool:
        """Whether anything has ever happened to it."""
        return self.version > 0

    def begin(self) -> None:
        """Set the state before any event."""

    def evolve(self, event: Event) -> None:
        """Change state as this event says; never refuses, for it has happened."""
        raise NotImplementedError

    def record(self, event: Event, *, at: datetime) -> None:
        """Let this event happen: state follows at once, the ledger when the command is accepted."""
        recorded = Recorded(
            originator_id=self.id,
            originator_version=self.version + 1,
            timestamp=at,
            event=event,
        )
        recorded.mutate(self)
        self.pending_events.append(recorded)


class Envelope(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Who and what caused an event. Identifiers only: no name of a person travels here."""

    actor: str
    correlation: str
    on_behalf_of: str | None = None
    causation: str | None = None
    command_id: str | None = None
    operation: str | None = None
    trace: str | None = None
