"""What happens to the address at which an organisation's calendar is read by programs.

The rule: the address never stands here. Its digest does: 256 bits of chance cannot be found from it.
"""

from datetime import date
from typing import Annotated
from uuid import UUID

import msgspec

from hub_core.access.organisations import Organisation
from hub_core.log.event import Event

#: SHA-256 in hexadecimal digits.
Digest = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}$(?!\n)", min_length=64, max_length=64)]


class CalendarFeedMade(Event, frozen=True, kw_only=True):
    """An organisation's calendar is read at a new address; one it was read at before is over."""

    TOPIC = "calendars.CalendarFeedMade.v1"
    feed: UUID
    occurred_on: date
    organisation: Organisation
    digest: Digest

    def heading(self) -> str:
        return "An organisation's calendar was given a new private address"


class CalendarFeedWithdrawn(Event, frozen=True, kw_only=True):
    """The calendar is read at no address any more."""

    TOPIC = "calendars.CalendarFeedWithdrawn.v1"
    feed: UUID
    occurred_on: date
    organisation: Organisation

    def heading(self) -> str:
        return "The private address of an organisation's calendar was withdrawn"
