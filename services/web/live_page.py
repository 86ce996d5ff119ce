"""The route of the live feed: what a hub's members do, as it is recorded, over one open answer.

The one rule: messages carry no name, which a browser takes for news; and before each one it is asked
again whether whoever listens still may.
"""

from collections.abc import AsyncIterator
from typing import Annotated, Any

from jinja2 import Environment
from litestar import Request, get
from litestar.di import NamedDependency
from litestar.params import FromPath, HeaderParameter, QueryParameter, SkipValidation
from litestar.response import ServerSentEvent, ServerSentEventMessage

from services.http.scopes import scope_of_request
from services.web.live import LiveFeed
from services.web.pages import DASHBOARD
from services.web.sign_in import SessionDoor, SignIn

LastEventId = Annotated[str | None, HeaderParameter(name="Last-Event-ID", required=False)]

#: How long a browser waits before it comes back, in milliseconds.
COME_BACK = 2000


@get(
    "/hubs/{slug:str}/live",
    include_in_schema=False,
    guards=[DASHBOARD],
    opt={"compressed": True},
)
async def hub_live(
    request: Request[Any, Any, Any],
    slug: FromPath[str],
    live: NamedDependency[SkipValidation[LiveFeed]],
    templates: NamedDependency[SkipValidation[Environment]],
    sign_in: NamedDependency[SkipValidation[SignIn | None]],
    after: Annotated[int, QueryParameter(ge=0)] = 0,
    last_event_id: LastEventId = None,
) -> ServerSentEvent:
    """List items for the page's feed, in the order of the log.

    A page that was away says the last position it saw and gets what it missed.
    """
    if last_event_id is not None and last_event_id.isdigit():
        after = int(last_event_id)
    scope = scope_of_request(request)
    item_of = templates.get_template("activity.html").module.activity_item  # type: ignore[attr-defined]

    async def messages() -> AsyncIterator[ServerSentEventMessage]:
        # Something at once, so that the page knows the line stands.
        yield ServerSentEventMessage(data=None, comment="listening", retry=COME_BACK)
        async for items in live.news(slug, after, scope=scope):
            if sign_in is not None and not await SessionDoor(sign_in).still_opens(request):
                return
            newest_first = "".join(str(item_of(item, new=True)) for item in reversed(items))
            yield ServerSentEventMessage(data=newest_first, id=items[-1].position)

    return ServerSentEvent(messages(), headers={"Cache-Control": "no-store"})
