"""Types of agreements, of the service activities.

Generated from docs/openapi.json: change the API, not this file.
"""

from __future__ import annotations

from datetime import date
from typing import Literal
from uuid import UUID

import msgspec

from careers_hub_client.types.activities.shared import DataClass

#: How an agreement stands on a day.
AgreementState = Literal["current", "ended", "expired", "never_signed", "not_started"]


class AgreementStateView(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """Whether an institution has an agreement, what it covers today and how long; no documents."""

    institution: UUID
    state: AgreementState
    covers: tuple[DataClass, ...]
    expires_on: date | None


class AgreementView(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """The agreement that stands, or stood last; `version` is what If-Match refers to.

    `terms` is null and `version` 0 where none was ever signed.
    """

    institution: UUID
    version: int
    state: AgreementState
    signed_on: date | None
    ended_on: date | None
    terms: Terms | None


class AmendAgreement(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Give the whole terms of the agreement anew."""

    terms: Terms


class EndAgreement(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """End the agreement before its day."""

    reason: EndingReason


#: Why an agreement ends before its day.
EndingReason = Literal["left_the_hub", "no_longer_needed", "objection", "replaced"]


#: Why it may be processed at all. Source: UK GDPR article 6(1), points (a) to (f).
LawfulBasis = Literal[
    "consent",
    "contract",
    "legal_obligation",
    "legitimate_interests",
    "public_task",
    "vital_interests",
]


#: What the data is used for; nothing else.
Purpose = Literal["benchmark_progress", "careers_activities", "hub_totals", "targeted_support"]


class SignAgreement(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Sign a data-sharing agreement."""

    terms: Terms


#: Why special categories may be processed. Source: UK GDPR article 9(2), as far as it can
#: apply.
SpecialCondition = Literal[
    "explicit_consent", "health_or_social_care", "social_protection", "substantial_public_interest"
]


class Terms(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """What was agreed. `expiresOn` is the last day on which data may be sent under it.

    `specialCondition` goes with sensitive groups; `impactAssessment` with anything about single
    learners; `document` is the signed agreement itself, where the institution files it.
    """

    covers: tuple[DataClass, ...]
    purposes: tuple[Purpose, ...]
    lawful_basis: LawfulBasis
    starts_on: date
    expires_on: date
    special_condition: SpecialCondition | None = None
    impact_assessment: str | None = None
    document: str | None = None
