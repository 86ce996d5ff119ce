"""Types of calendars, of the service identity.

Generated from docs/openapi.json: change the API, not this file.
"""

from __future__ import annotations

from uuid import UUID

import msgspec

from careers_hub_client.types.identity.shared import HolderView
from careers_hub_client.types.shared import Organisation


class FeedAsked(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Whose calendar: that of a hub, an institution or an employer."""

    organisation: HolderView


class FeedMadeView(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """The calendar's new private `address`, told once: null when asked again."""

    id: UUID
    version: int
    address: str | None
    position: int


class WithdrawCalendarFeed(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """Let no program read an organisation's calendar any more."""

    organisation: Organisation
