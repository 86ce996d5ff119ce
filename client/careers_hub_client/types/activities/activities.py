"""Types of activities, of the service activities.

Generated from docs/openapi.json: change the API, not this file.
"""

from __future__ import annotations

from datetime import date
from typing import Literal
from uuid import UUID

import msgspec

from careers_hub_client.types.activities.shared import ProviderKind, Subject
from careers_hub_client.types.shared import (
    ActivityKind,
    ActivityType,
    AttendanceSent,
    Campaign,
    CheckAnswer,
    DeliveryMode,
    EmployerSize,
    Pathway,
    Sector,
    WorkplaceContent,
)

#: What each provider encounter must include (provider access legislation, 1 January 2023).
AccessContent = Literal[
    "careers_they_lead_to",
    "learning_experience",
    "provider_and_qualifications",
    "questions_answered",
]


#: Why an activity is corrected or withdrawn.
ActivityCorrection = Literal[
    "changed_at_source",
    "did_not_take_place",
    "duplicate",
    "gone_from_source",
    "other",
    "wrong_date",
    "wrong_details",
    "wrong_learners",
]


class ActivityList(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """A page of activities, the latest held first; `next` is the cursor of the one after, if any."""

    activities: tuple[ActivityView, ...]
    next: str | None = None


class ActivityView(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """An activity as it stands; `version` is what If-Match refers to when it is corrected.

    `benchmark` follows from the kind. `learners` is how many came, None when nobody was named
    or counted.
    """

    id: UUID
    version: int
    held_on: date
    type: ActivityType
    kind: ActivityKind
    benchmark: int
    withdrawn: bool
    learners: int | None
    mode: DeliveryMode | None
    checks: dict[str, CheckAnswer]
    also: tuple[ActivityKind, ...]
    employer_met: UUID | None
    size: EmployerSize | None
    sector: Sector | None
    provider: ProviderSent | None
    minutes: int | None
    workplace: tuple[WorkplaceContent, ...]
    adviser_level: int | None
    subjects: tuple[Subject, ...]
    year_groups: tuple[int, ...]
    pathways: tuple[Pathway, ...]
    stem: bool
    campaigns: tuple[Campaign, ...]


class CorrectActivity(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """Give an activity anew, as a whole."""

    type: ActivityType
    held_on: date
    mode: DeliveryMode | None = None
    attendance: AttendanceSent | None = None
    checks: dict[str, CheckAnswer] = {}
    also: tuple[ActivityKind, ...] = ()
    employer_met: UUID | None = None
    size: EmployerSize | None = None
    sector: Sector | None = None
    provider: ProviderSent | None = None
    minutes: int | None = None
    adviser_level: int | None = None
    subjects: tuple[Subject, ...] = ()
    year_groups: tuple[int, ...] = ()
    pathways: tuple[Pathway, ...] = ()
    stem: bool = False
    workplace: tuple[WorkplaceContent, ...] = ()
    campaigns: tuple[Campaign, ...] = ()
    reason: ActivityCorrection


class ProviderSent(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Who offered further learning, as the institution sends it."""

    kind: ProviderKind
    institution: UUID | None = None
    approved_technical: bool = False
    in_school_day: CheckAnswer = "not_checked"
    content: tuple[AccessContent, ...] = ()


class RecordActivity(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Record an activity that took place."""

    type: ActivityType
    held_on: date
    mode: DeliveryMode | None = None
    attendance: AttendanceSent | None = None
    checks: dict[str, CheckAnswer] = {}
    also: tuple[ActivityKind, ...] = ()
    employer_met: UUID | None = None
    size: EmployerSize | None = None
    sector: Sector | None = None
    provider: ProviderSent | None = None
    minutes: int | None = None
    adviser_level: int | None = None
    subjects: tuple[Subject, ...] = ()
    year_groups: tuple[int, ...] = ()
    pathways: tuple[Pathway, ...] = ()
    stem: bool = False
    workplace: tuple[WorkplaceContent, ...] = ()
    campaigns: tuple[Campaign, ...] = ()


class WithdrawActivity(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """Take an activity back."""

    reason: ActivityCorrection
