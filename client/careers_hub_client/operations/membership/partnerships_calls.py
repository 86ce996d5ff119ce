"""Calls of partnerships, of the service membership.

Generated from docs/openapi.json: change the API, not this file.
"""

from __future__ import annotations

from uuid import UUID

from careers_hub_client.call import Call
from careers_hub_client.types.membership.partnerships import (
    EndPartnership,
    PartnershipList,
    ProposePartnership,
)
from careers_hub_client.types.shared import Changed


def partnerships(institution: UUID) -> Call[PartnershipList]:
    """An institution's partnerships with others, and what was proposed to it."""
    return Call(
        operation="partnerships_partnerships",
        method="GET",
        path=f"/api/membership/institutions/{institution}/partnerships",
        answer=PartnershipList,
    )


def propose_partnership(institution: UUID, body: ProposePartnership) -> Call[Changed]:
    """Propose a partnership to another institution.

    Refuses phases that the kind does not join, and partners that are so already.
    """
    return Call(
        operation="partnerships_propose_partnership",
        method="POST",
        path=f"/api/membership/institutions/{institution}/partnerships",
        answer=Changed,
        body=body,
    )


def hub_partnerships(hub: UUID) -> Call[PartnershipList]:
    """The partnerships of a hub's members, each once, from primary school to adult service."""
    return Call(
        operation="partnerships_hub_partnerships",
        method="GET",
        path=f"/api/membership/hubs/{hub}/partnerships",
        answer=PartnershipList,
    )


def accept_partnership(
    institution: UUID, partnership: UUID, *, if_match: str | None = None
) -> Call[Changed]:
    """Agree to a partnership.

    Only the one that was asked can.
    """
    return Call(
        operation="partnerships_accept_partnership",
        method="POST",
        path=f"/api/membership/institutions/{institution}/partnerships/{partnership}/accept",
        answer=Changed,
        headers={"If-Match": if_match},
        body={},
    )


def decline_partnership(
    institution: UUID, partnership: UUID, *, if_match: str | None = None
) -> Call[Changed]:
    """Decline a partnership.

    Only the one that was asked can; it may be proposed again.
    """
    return Call(
        operation="partnerships_decline_partnership",
        method="POST",
        path=f"/api/membership/institutions/{institution}/partnerships/{partnership}/decline",
        answer=Changed,
        headers={"If-Match": if_match},
        body={},
    )


def end_partnership(
    institution: UUID, partnership: UUID, body: EndPartnership, *, if_match: str | None = None
) -> Call[Changed]:
    """End a partnership, or take back a proposal.

    Either of the two can; it may be proposed again.
    """
    return Call(
        operation="partnerships_end_partnership",
        method="POST",
        path=f"/api/membership/institutions/{institution}/partnerships/{partnership}/end",
        answer=Changed,
        headers={"If-Match": if_match},
        body=body,
    )
