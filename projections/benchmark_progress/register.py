"""An institution's entry: what it is called, what it is, and whose it is now. No I/O.

The rule: a hub's are its active members; one that is suspended or has left is nobody's until it is back.
"""

from typing import Any
from uuid import UUID

from hub_core.access import trust
from hub_core.log.event import Event
from hub_core.membership import events as m

#: The events that change an entry.
_ABOUT = frozenset(
    {
        m.MemberAdmitted,
        m.MemberReinstated,
        m.MemberTransferred,
        m.MemberSuspended,
        m.MemberWithdrawn,
        m.InstitutionRegistered,
        m.InstitutionBecameAcademy,
        m.InstitutionDetailsChanged,
        m.InstitutionReopened,
    }
)


class Entry:
    """One institution's entry, as its events leave it."""

    def __init__(self, institution: UUID) -> None:
        self.changed = True  # its row is not there yet
        self._institution = institution
        self._details = m.InstitutionDetails(name="An institution")
        self._urn: str | None = None
        self._hub: UUID | None = None

    def apply(self, event: Event) -> None:
        """Take one event in; the rest changes nothing."""
        if type(event) not in _ABOUT:
            return
        before = self.row()
        match event:
            case m.MemberAdmitted() | m.MemberReinstated():
                self._hub = event.hub
            case m.MemberTransferred():
                self._hub = event.to_hub
            case m.MemberSuspended() | m.MemberWithdrawn():
                self._hub = None
            case m.InstitutionRegistered() | m.InstitutionBecameAcademy():
                self._details, self._urn = event.details, event.urn
            case m.InstitutionDetailsChanged() | m.InstitutionReopened():
                self._details = event.details
        self.changed = self.changed or self.row() != before

    @property
    def pupils(self) -> int | None:
        """How many pupils it has by the school census."""
        return self._details.pupils

    def row(self) -> tuple[Any, ...]:
        """The row of ``institutions``."""
        details = self._details
        return (
            self._institution,
            details.name,
            self._urn,
            details.phase,
            details.type_code,
            self._hub,
            None if details.trust_id is None else trust(details.trust_id).id,
            details.local_authority,
            details.pupils,
        )
