"""Types of matching, of the service activities.

Generated from docs/openapi.json: change the API, not this file.
"""

from __future__ import annotations

from datetime import date
from typing import Literal
from uuid import UUID

import msgspec

from careers_hub_client.types.shared import ActivityType, DeliveryMode


class MatchEncounter(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Say that an employer's encounter and an activity are the same."""

    encounter: UUID
    activity: UUID


class MatchList(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Every pair that was decided, the latest first."""

    matches: tuple[MatchView, ...]


#: Where a pair of records stands.
MatchStatus = Literal["matched", "rejected", "split", "undecided"]


class MatchView(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """What was decided about an encounter and an activity; `version` is what If-Match refers to."""

    id: UUID
    encounter: UUID
    activity: UUID
    version: int
    status: MatchStatus
    decided_on: date


#: One thing that two records have in common.
Reason = Literal[
    "as_many_learners",
    "days_apart",
    "same_day",
    "same_employer",
    "same_learners",
    "same_mode",
    "same_sector",
    "same_size_and_sector",
    "same_type",
]


class ReasonView(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """One thing that the two have in common, in words."""

    code: Reason
    label: str


class RecordView(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """One telling of an encounter: the employer's, or the school's own."""

    id: UUID
    on: date
    type: ActivityType
    mode: DeliveryMode | None
    employer: UUID | None


class RejectMatch(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Say that an employer's encounter and an activity are not the same."""

    encounter: UUID
    activity: UUID


class SplitMatch(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Take a match back."""

    encounter: UUID
    activity: UUID
    reason: SplitReason


#: Why a match is split.
SplitReason = Literal["another_activity", "by_mistake", "other", "two_encounters"]


class SuggestionList(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Pairs worth deciding, the likeliest first; `undecided` is how many there are in all."""

    suggestions: tuple[SuggestionView, ...]
    undecided: int


class SuggestionView(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Two records that may be one encounter; `score` is of 100."""

    encounter: RecordView
    activity: RecordView
    score: int
    reasons: tuple[ReasonView, ...]
