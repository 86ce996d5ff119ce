"""Types of quality, of the service training.

Generated from docs/openapi.json: change the API, not this file.
"""

from __future__ import annotations

from datetime import date
from typing import Literal
from uuid import UUID

import msgspec

#: External awards. Source: domain 3.6.
AwardKind = Literal["matrix", "quality_in_careers"]


#: How far an institution has come with an award.
AwardLevel = Literal["held", "working_towards"]


class AwardView(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """An award as last told. `held` is false for one worked towards and one that has expired."""

    id: UUID
    kind: AwardKind
    level: AwardLevel
    told_on: date
    body: str | None
    expires_on: date | None
    held: bool
    expired: bool


class CompleteLeadershipReview(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """Record an internal leadership review, with what it found where that is shared."""

    completed_on: date | None = None
    overall: int | None = None
    themes: dict[str, int] = {}


class HoldPeerReview(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Record that a trio of a hub's members reviewed each other."""

    trio: tuple[UUID, ...]
    held_on: date | None = None


class HubQuality(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """A hub's members: how many were reviewed by their leaders within twelve months, by peers
    within three years, and hold the Quality in Careers Standard today.
    """

    members: int
    leadership_reviewed: int
    peer_reviewed: int
    standard_held: int
    institutions: tuple[MemberQualityView, ...]


class InstitutionQuality(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """An institution's reviews, the latest first, and its awards."""

    version: int
    reviews: tuple[ReviewView, ...]
    awards: tuple[AwardView, ...]


class MemberQualityView(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """A member's latest reviews and whether it holds the Quality in Careers Standard."""

    institution: UUID
    name: str
    leadership_review_on: date | None
    leadership_review_current: bool
    peer_review_on: date | None
    standard: AwardView | None


#: Why a review or award no longer counts.
QualityCorrection = Literal["other", "recorded_wrongly", "withdrawn_by_body"]


class RecordAward(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Record that an award is held or worked towards; renewing it gives the new day and expiry."""

    kind: AwardKind
    level: AwardLevel = "held"
    body: str | None = None
    awarded_on: date | None = None
    expires_on: date | None = None


#: Reviews of the Careers Impact System. Source: domain 3.6.
ReviewKind = Literal["leadership", "peer"]


class ReviewView(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """A review. `overall` and `themes` of a leadership review where told, `peers` of a peer
    review.
    """

    id: UUID
    kind: ReviewKind
    held_on: date
    current_until: date
    current: bool
    overall: int | None
    themes: tuple[ThemeView, ...]
    peers: tuple[UUID, ...]


class ThemeView(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """A theme of the maturity model by its number, and the level found."""

    theme: int
    level: int


class WithdrawAward(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Say that an award is no longer held, or was recorded by mistake."""

    kind: AwardKind
    reason: QualityCorrection


class WithdrawReview(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Take a review back that was recorded by mistake."""

    reason: QualityCorrection
