"""Types of questions, of the service progress.

Generated from docs/openapi.json: change the API, not this file.
"""

from __future__ import annotations

from datetime import date
from typing import Literal
from uuid import UUID

import msgspec

from careers_hub_client.types.shared import ActivityType, ServicePhase


class HubQuestions(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Whom of a hub's `members` to ask what as at a day, those with the most questions first.

    `seed` is what every member's sample is drawn by.
    """

    hub: UUID
    as_at: date
    seed: str
    members: int
    signals: tuple[SignalOfHub, ...]
    institutions: tuple[MemberQuestions, ...]


class MemberQuestions(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """One member of whom something is worth asking: what it is told itself."""

    name: str
    urn: str | None
    phase: ServicePhase | None
    told: Questions


class Question(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """One signal: `count` of `of` (None where there is no whole), and what to ask; empty below the
    threshold. `count` is a whole percentage for a roll that differs, else a number of records.
    """

    signal: Signal
    label: str
    count: int
    of: int | None
    ask: str
    source: str


class Questions(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """What is worth asking about an academic year as at a day, and `sample`: records drawn by
    chance from all `records` of the year. Whoever draws again with `seed` gets the same.
    """

    institution: UUID
    academic_year: str
    as_at: date
    questions: tuple[Question, ...]
    seed: str
    records: int
    sample: tuple[SampledRecord, ...]


class SampledRecord(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """One record to verify with whoever was there."""

    activity: UUID
    happened_on: date
    type: ActivityType | None
    employer: UUID | None
    provider: UUID | None


#: What a question is about.
Signal = Literal["confirmed_in_seconds", "copied_forward", "roll_differs", "self_ticked"]


class SignalOfHub(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """One signal: how many members it asks something of."""

    signal: Signal
    label: str
    members: int
