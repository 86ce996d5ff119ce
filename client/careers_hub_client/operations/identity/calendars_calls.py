"""Calls of calendars, of the service identity.

Generated from docs/openapi.json: change the API, not this file.
"""

from __future__ import annotations

from careers_hub_client.call import Call
from careers_hub_client.types.identity.calendars import (
    FeedAsked,
    FeedMadeView,
    WithdrawCalendarFeed,
)
from careers_hub_client.types.shared import Changed


def make_feed(body: FeedAsked) -> Call[FeedMadeView]:
    """Let programs read a calendar at a new private address.

    The address is told once. One that there was before opens nothing from then on.
    """
    return Call(
        operation="calendars_make_feed",
        method="POST",
        path="/api/identity/calendars",
        answer=FeedMadeView,
        body=body,
    )


def withdraw_feed(body: WithdrawCalendarFeed, *, if_match: str | None = None) -> Call[Changed]:
    """Let no program read an organisation's calendar any more.

    Withdrawing again, or what never was, changes nothing.
    """
    return Call(
        operation="calendars_withdraw_feed",
        method="POST",
        path="/api/identity/calendars/withdraw",
        answer=Changed,
        headers={"If-Match": if_match},
        body=body,
    )
