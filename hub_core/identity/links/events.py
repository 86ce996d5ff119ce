"""What happens to links: issued, used, withdrawn.

The rule: no token and nothing of one stands here. What a link's deed did is told by the deed's own
events, whose actor is ``link:`` and the link's id.
"""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

import msgspec

from hub_core.access.organisations import Organisation
from hub_core.identity.links.purposes import LinkOutcome, LinkPurpose
from hub_core.log.event import Event

#: An academic year ("2025/26") or a month ("2026-01").
Period = Annotated[
    str,
    msgspec.Meta(
        pattern=r"^20[0-9]{2}(?:/[0-9]{2}|-(?:0[1-9]|1[0-2]))$",
        min_length=7,
        max_length=7,
        description="The academic year or month a return is about",
        examples=["2025/26", "2026-01"],
    ),
]


class LinkIssued(Event, frozen=True, kw_only=True):
    """Somebody without an account may do one thing until ``expires_at``.

    ``holder`` is the organisation whose deed it is, ``sender`` the one that sends the link.
    """

    TOPIC = "identity.LinkIssued.v1"
    link: UUID
    occurred_on: date
    purpose: LinkPurpose
    holder: Organisation
    sender: Organisation | None = None
    encounter: UUID | None = None
    institutions: tuple[UUID, ...] = ()
    period: Period | None = None
    expires_at: datetime

    def heading(self) -> str:
        return f"A link was sent: {self.purpose.label}"


class LinkUsed(Event, frozen=True, kw_only=True):
    """The link's deed was done; it opens nothing any more."""

    TOPIC = "identity.LinkUsed.v1"
    link: UUID
    occurred_on: date
    outcome: LinkOutcome

    def heading(self) -> str:
        return f"A link was used: {self.outcome.label[0].lower()}{self.outcome.label[1:]}"


class LinkRevoked(Event, frozen=True, kw_only=True):
    """The link was withdrawn before it was used."""

    TOPIC = "identity.LinkRevoked.v1"
    link: UUID
    occurred_on: date

    def heading(self) -> str:
        return "A link was withdrawn before it was used"
