"""What happens to a partnership, told to each of the two in an event of its own, in one append.

The rule: ``institution`` is whose event it is, ``partner`` the other; ``gives`` says that learners go on
from ``institution`` to ``partner``.
"""

from datetime import date
from uuid import UUID

from hub_core.log.event import Event
from hub_core.partnerships.codes import EndReason, PartnershipKind


class PartnershipProposed(Event, frozen=True, kw_only=True):
    """One of the two proposes a partnership; ``proposer`` says whether it is this one."""

    TOPIC = "partnerships.PartnershipProposed.v1"
    institution: UUID
    partnership: UUID
    occurred_on: date
    partner: UUID
    kind: PartnershipKind
    gives: bool
    proposer: bool

    def heading(self) -> str:
        return f"A partnership was proposed: {self.kind.label}"


class PartnershipAccepted(Event, frozen=True, kw_only=True):
    """The one that was asked says yes: both are partners from this day on."""

    TOPIC = "partnerships.PartnershipAccepted.v1"
    institution: UUID
    partnership: UUID
    occurred_on: date
    partner: UUID

    def heading(self) -> str:
        return "Two institutions became partners"


class PartnershipDeclined(Event, frozen=True, kw_only=True):
    """The one that was asked says no."""

    TOPIC = "partnerships.PartnershipDeclined.v1"
    institution: UUID
    partnership: UUID
    occurred_on: date
    partner: UUID

    def heading(self) -> str:
        return "An institution declined a partnership"


class PartnershipEnded(Event, frozen=True, kw_only=True):
    """Either of the two ended it, or whoever proposed it took it back."""

    TOPIC = "partnerships.PartnershipEnded.v1"
    institution: UUID
    partnership: UUID
    occurred_on: date
    partner: UUID
    reason: EndReason

    def heading(self) -> str:
        return f"A partnership ended: {self.reason.label}"
