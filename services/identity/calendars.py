"""Private addresses of calendars over the API: an organisation makes its own anew, and withdraws it.

The rule: an address stands in the answer to whoever made it, once, and nowhere else.
"""

from http import HTTPStatus
from typing import Annotated, Any

import msgspec
from litestar import Request, Response
from litestar.handlers import HTTPRouteHandler, post

from hub_core.access import Organisation
from hub_core.calendars.addresses import make
from hub_core.calendars.commands import MakeCalendarFeed, WithdrawCalendarFeed
from hub_core.work import Changed
from services.http.bodies import read_body
from services.http.parts import CurrentPrincipal, OpenPlatform
from services.http.routes import command_route, write_options
from services.http.writing import Position, asked, told_once
from services.identity.links import HolderView

Path = Annotated[
    str,
    msgspec.Meta(
        description="Where calendar programs read it, below the address of the hub. A secret.",
        examples=["/calendars/mRHlZ0T6W3vDqfBuX4yQ1sJ8cKpN7gEoA5tVbiYx2Lk.ics"],
    ),
]


class FeedAsked(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    """Whose calendar: that of a hub, an institution or an employer."""

    organisation: HolderView


class FeedMadeView(Changed, frozen=True, kw_only=True, rename="camel"):
    """The calendar's new private ``address``, told once: null when asked again."""

    address: Path | None
    position: Position


@post(
    "/calendars",
    summary="Let programs read a calendar at a new private address",
    **write_options(MakeCalendarFeed, body=FeedAsked, answer=FeedMadeView, creates=True),
)
async def make_feed(
    request: Request[Any, Any, Any], platform: OpenPlatform, principal: CurrentPrincipal
) -> Response[Any]:
    """The address is told once."""
    sent = await read_body(request, FeedAsked)
    whose = Organisation(sent.organisation.kind, sent.organisation.id)
    made = await make(whose, principal, platform, asked(request))
    return told_once(made.accepted, HTTPStatus.CREATED, address=made.path)


ROUTES: tuple[HTTPRouteHandler, ...] = (
    make_feed,
    command_route("/calendars/withdraw", WithdrawCalendarFeed),
)
