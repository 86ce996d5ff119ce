"""What events without an institution amount to on hub dashboards: hubs, and the names of employers.

The rule: a hub is established before anything is said of it; a log that says otherwise is refused, for
nothing after it can be trusted.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from hub_core.employers.events import EmployerDetailsChanged, EmployerRegistered
from hub_core.log.event import Event
from hub_core.membership import events as m
from projections.projection import Rows


class SharedFold:
    """What events without an institution amount to: hubs and the names of employers."""

    def __init__(self) -> None:
        self._hubs: dict[UUID, dict[str, Any]] = {}
        self._changed_hubs: set[UUID] = set()
        self._changed_employers: dict[UUID, str | None] = {}

    def apply(self, event: Event, position: int, recorded_at: datetime) -> None:
        """Take one event in."""
        match event:
            case EmployerRegistered() | EmployerDetailsChanged():
                self._changed_employers[event.employer] = event.details.name
            case m.HubEstablished():
                self._hubs[event.hub] = {
                    "slug": event.slug,
                    "name": event.name,
                    "lead_organisation": event.lead_organisation,
                    "areas": list(event.local_authorities),
                    "scope_areas": None,
                    "scope_phases": None,
                    "established_on": event.occurred_on,
                }
                self._changed_hubs.add(event.hub)
            case m.HubScopeDeclared():
                hub = self._established(event.hub)
                hub["scope_areas"] = list(event.local_authorities)
                hub["scope_phases"] = [str(phase) for phase in event.phases]
                self._changed_hubs.add(event.hub)
            case _:
                pass

    def _established(self, hub: UUID) -> dict[str, Any]:
        found = self._hubs.get(hub)
        if found is None:
            raise ValueError(
                f"The log says what is in the scope of the hub {hub}, and nowhere before that the hub "
                "was established. Whatever wrote it there went past the platform's commands: find out "
                "what it was (/audit names who recorded it) before anything rests on this log"
            )
        return found

    def changes(self, rows: Rows) -> None:
        """Append the rows that changed since the last call."""
        rows["hubs"].extend((hub, *self._hubs[hub].values()) for hub in self._changed_hubs)
        rows["employers"].extend(self._changed_employers.items())
        self._changed_hubs = set()
        self._changed_employers = {}
