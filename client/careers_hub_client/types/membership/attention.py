"""Types of attention, of the service membership.

Generated from docs/openapi.json: change the API, not this file.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

import msgspec

from careers_hub_client.types.membership.shared import Concern


class AssignMatter(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Give a matter to one of the hub's people; to nobody in particular without `person`."""

    reason: Concern
    person: UUID | None = None


class CloseMatter(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Close a matter that nothing more need be done about."""

    reason: Concern
    done: str
    on: date | None = None
    count: int = 1


class ReopenMatter(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Put a matter back on the list that was set aside or closed."""

    reason: Concern


class SnoozeMatter(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Set a matter aside until a day."""

    reason: Concern
    until: date
    because: str
    on: date | None = None
    count: int = 1
