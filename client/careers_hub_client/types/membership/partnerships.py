"""Types of partnerships, of the service membership.

Generated from docs/openapi.json: change the API, not this file.
"""

from __future__ import annotations

from datetime import date
from typing import Literal
from uuid import UUID

import msgspec


class AcceptPartnership(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """Agree to a partnership."""


class DeclinePartnership(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """Decline a partnership."""


class EndPartnership(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """End a partnership, or take back a proposal."""

    reason: EndReason


#: Why a partnership ends.
EndReason = Literal["closed", "made_in_error", "no_longer_needed", "other"]


#: What the partners do together.
PartnershipKind = Literal["feeder", "to_adult", "to_further"]


class PartnershipList(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """Partnerships, the latest proposed first; `active` of them stand."""

    active: int
    partnerships: tuple[PartnershipView, ...]


#: Where a partnership stands.
PartnershipStatus = Literal["active", "declined", "ended", "proposed"]


class PartnershipView(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """A partnership: learners go on from `source` to `destination`. `version` is what If-Match
    refers to, and `proposer` who asked.
    """

    id: UUID
    version: int
    kind: PartnershipKind
    status: PartnershipStatus
    source: UUID
    source_name: str | None
    destination: UUID
    destination_name: str | None
    proposer: UUID
    proposed_on: date
    since: date | None
    ended_on: date | None


class ProposePartnership(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """Propose a partnership to another institution."""

    partner: UUID
    kind: PartnershipKind
