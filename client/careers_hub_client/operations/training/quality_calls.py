"""Calls of quality, of the service training.

Generated from docs/openapi.json: change the API, not this file.
"""

from __future__ import annotations

from uuid import UUID

from careers_hub_client.call import Call
from careers_hub_client.types.shared import Changed
from careers_hub_client.types.training.quality import (
    CompleteLeadershipReview,
    HoldPeerReview,
    HubQuality,
    InstitutionQuality,
    RecordAward,
    WithdrawAward,
    WithdrawReview,
)


def institution_quality(institution: UUID) -> Call[InstitutionQuality]:
    """An institution's reviews and awards, and which of them are current today."""
    return Call(
        operation="quality_institution_quality",
        method="GET",
        path=f"/api/training/institutions/{institution}/quality",
        answer=InstitutionQuality,
    )


def hub_quality(hub: UUID) -> Call[HubQuality]:
    """Which of a hub's members were reviewed, and which hold the Quality in Careers Standard."""
    return Call(
        operation="quality_hub_quality",
        method="GET",
        path=f"/api/training/hubs/{hub}/quality",
        answer=HubQuality,
    )


def complete_leadership_review(
    institution: UUID, body: CompleteLeadershipReview | None = None
) -> Call[Changed]:
    """Record an internal leadership review, with what it found where that is shared.

    Once a day; the same day again gives it anew. `id` is the review's.
    """
    return Call(
        operation="quality_complete_leadership_review",
        method="POST",
        path=f"/api/training/institutions/{institution}/leadership-reviews",
        answer=Changed,
        body={} if body is None else body,
    )


def hold_peer_review(hub: UUID, body: HoldPeerReview) -> Call[Changed]:
    """Record that a trio of a hub's members reviewed each other.

    Each of the three must be a member of the hub and have reviewed itself before. `id` is the
    review's; `version` is 1.
    """
    return Call(
        operation="quality_hold_peer_review",
        method="POST",
        path=f"/api/training/hubs/{hub}/peer-reviews",
        answer=Changed,
        body=body,
    )


def withdraw_review(
    institution: UUID, review: UUID, body: WithdrawReview, *, if_match: str | None = None
) -> Call[Changed]:
    """Take a review back that was recorded by mistake.

    It no longer counts for this institution; a peer review stays with the other two.
    """
    return Call(
        operation="quality_withdraw_review",
        method="POST",
        path=f"/api/training/institutions/{institution}/reviews/{review}/withdraw",
        answer=Changed,
        headers={"If-Match": if_match},
        body=body,
    )


def record_award(institution: UUID, body: RecordAward) -> Call[Changed]:
    """Record that an award is held or worked towards; renewing it gives the new day and expiry.

    One of each kind; the latest word counts. `id` is the award's.
    """
    return Call(
        operation="quality_record_award",
        method="POST",
        path=f"/api/training/institutions/{institution}/awards",
        answer=Changed,
        body=body,
    )


def withdraw_award(
    institution: UUID, body: WithdrawAward, *, if_match: str | None = None
) -> Call[Changed]:
    """Say that an award is no longer held, or was recorded by mistake.

    What was held stays in the log; an award that merely expires need not be withdrawn.
    """
    return Call(
        operation="quality_withdraw_award",
        method="POST",
        path=f"/api/training/institutions/{institution}/awards/withdraw",
        answer=Changed,
        headers={"If-Match": if_match},
        body=body,
    )
