"""Whose an institution is now: its hub, its trust, its local authority. No I/O.

The rule: a hub's are its active members; one that is suspended or has left is nobody's until it is back.
"""

from typing import Any
from uuid import UUID

from hub_core.access import trust
from hub_core.log.event import Event
from hub_core.membership import events as m


class Belonging:
    """One institution's place, as its membership events leave it."""

    def __init__(self, institution: UUID) -> None:
        self.changed = True  # its row is not there yet
        self._institution = institution
        self._hub: UUID | None = None
        self._trust: UUID | None = None
        self._local_authority: str | None = None

    def apply(self, event: Event) -> None:
        """Take one event in; what is not about belonging changes nothing."""
        before = self.row()
        match event:
            case m.MemberAdmitted() | m.MemberReinstated():
                self._hub = event.hub
            case m.MemberTransferred():
                self._hub = event.to_hub
            case m.MemberSuspended() | m.MemberWithdrawn():
                self._hub = None
            case m.InstitutionRegistered() | m.InstitutionBecameAcademy():
                self._describe(event.details)
            case m.InstitutionDetailsChanged() | m.InstitutionReopened():
                self._describe(event.details)
            case _:
                return
        self.changed = self.changed or self.row() != before

    def row(self) -> tuple[Any, ...]:
        """The row of ``belongs``."""
        return (self._institution, self._hub, self._trust, self._local_authority)

    def _describe(self, details: m.InstitutionDetails) -> None:
        self._trust = None if details.trust_id is None else trust(details.trust_id).id
        self._local_authority = details.local_authority
