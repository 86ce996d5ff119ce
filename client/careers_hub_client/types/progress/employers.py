"""Types of employers, of the service progress.

Generated from docs/openapi.json: change the API, not this file.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

import msgspec

from careers_hub_client.types.progress.shared import ProtectedCount
from careers_hub_client.types.shared import DeliveryMode, EncounterKind, PartStatus


class AreaReached(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """What an employer did in one area: institutions met, and times a learner took part,
    protected.
    """

    area: str
    institutions: int
    learner_encounters: ProtectedCount


class EmployerYear(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """An employer's academic year, the latest day first, with whatever is open in any year.

    `academicYears` have anything to show. `held` counts parts of encounters that took place,
    `institutions` where, `learnerEncounters` the times a learner took part in one that the
    institution confirmed.
    """

    academic_year: str
    academic_years: tuple[str, ...]
    position: int
    parts: tuple[OwnPart, ...]
    held: int
    institutions: int
    learner_encounters: ProtectedCount
    areas: tuple[AreaReached, ...]


class OwnPart(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """What became of an employer's encounter at one institution; `reported` is its own count.

    What the institution counted stands in the totals only: one by one, numbers could be told
    apart.
    """

    encounter: UUID
    institution: UUID
    name: str
    kind: EncounterKind
    mode: DeliveryMode
    day: date
    status: PartStatus
    reported: int | None
