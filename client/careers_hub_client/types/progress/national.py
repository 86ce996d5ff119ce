"""Types of national, of the service progress.

Generated from docs/openapi.json: change the API, not this file.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

import msgspec


class NationalSnapshot(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """National figures as they were published. `reason` says why they replaced those before.

    `tables` are those that can be taken away, `content` is the digest of their figures.
    """

    id: UUID
    measure_date: date
    edition: str
    version: int
    published_on: date
    stands_at: int
    content: str
    reason: str | None
    tables: tuple[str, ...]


class NationalSnapshots(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """A page of snapshots, newest first; `next` is the cursor of the one after, if any."""

    snapshots: tuple[NationalSnapshot, ...]
    next: UUID | None = None
