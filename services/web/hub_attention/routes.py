"""The route of what needs attention at a hub: the list, by reason and by who has it."""

from typing import Any

from litestar import MediaType, Response, route
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, FromQuery

from hub_core.attention.reasons import Concern
from services.http.permission import ledger_of
from services.http.scopes import scope_of_request
from services.web.hub_attention import matter, view
from services.web.hub_attention.found import found_today
from services.web.hub_attention.matter import ATTENTION, HERE
from services.web.hub_benchmarks.routes import KeptFigures
from services.web.hub_hands import hands_of
from services.web.hub_navigation import hub_frame
from services.web.kept_pages import current
from services.web.pages import READ, Asked, Now, Queries, Templates
from services.web.sign_in.signing_in import SigningIn
from services.web.words import ENGLAND


@route(
    "/hubs/{slug:str}/attention",
    http_method=READ,
    media_type=MediaType.HTML,
    include_in_schema=False,
    guards=[ATTENTION],
)
async def hub_attention(
    request: Asked,
    slug: FromPath[str],
    queries: Queries,
    kept_progress: KeptFigures,
    templates: Templates,
    sign_in: SigningIn,
    clock: Now,
    reason: FromQuery[str] = "",
    who: FromQuery[str] = "",
) -> Response[Any]:
    """Which members need attention, why, what comes next and who has it."""
    if reason and reason not in list(Concern):
        raise NotFoundException(f"There is no reason called “{reason[:30]}”.")
    frame = await hub_frame(request, templates, slug, HERE)
    today = clock().astimezone(ENGLAND).date()
    hands = await hands_of(request, sign_in.parts, frame.id, today)
    if not hands.known(who):
        raise NotFoundException("Nobody of this hub who looks after members is at this address.")
    members, matters = await found_today(
        frame.id,
        ledger_of(request),
        queries,
        kept_progress,
        scope=scope_of_request(request),
        today=today,
    )
    asked = view.Asked(concern=Concern(reason) if reason else None, who=who)
    shown = view.attention_page(members, matters, hands, here=f"/hubs/{slug}", asked=asked)
    return current(request, templates, "hub/attention.html", frame=frame, page=shown)


ROUTES = (hub_attention, *matter.ROUTES)
