"""The route of what needs attention at a hub. It only reads; what is done about it is done elsewhere."""

from typing import Any

from litestar import MediaType, Response, route
from litestar.exceptions import NotFoundException, ServiceUnavailableException
from litestar.params import FromPath, FromQuery

from hub_core.academic_years import academic_year_of
from hub_core.attention.reasons import Concern
from hub_core.gatsby.edition import edition_in_use
from projections.read_model import BeingUpdated
from services.http.permission import hub_in_path, ledger_of, permitted
from services.http.scopes import scope_of_request
from services.web.hub_attention.facts import facts_of
from services.web.hub_attention.view import attention_page
from services.web.hub_benchmarks.routes import KeptFigures
from services.web.hub_navigation import hub_frame
from services.web.pages import READ, Asked, Now, Queries, Templates
from services.web.shell import page
from services.web.words import ENGLAND

ATTENTION = permitted("attention.hub_attention", about=hub_in_path)
HERE = "/attention"


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
    clock: Now,
    reason: FromQuery[str] = "",
) -> Response[Any]:
    """Which members need attention, why, and what comes next."""
    if reason and reason not in list(Concern):
        raise NotFoundException(f"There is no reason called “{reason[:30]}”.")
    frame = await hub_frame(request, templates, slug, HERE)
    scope, today = scope_of_request(request), clock().astimezone(ENGLAND).date()
    members = await queries.pressing(frame.id, scope=scope)
    standing = await kept_progress.hub(
        frame.id, academic_year_of(today), edition_in_use(today), today=today, scope=scope
    )
    if isinstance(members, BeingUpdated) or isinstance(standing, BeingUpdated):
        raise ServiceUnavailableException("The figures are being put together.")
    facts = await facts_of(ledger_of(request), members, standing, today=today)
    shown = attention_page(
        members,
        facts,
        here=f"/hubs/{slug}/members",
        today=today,
        reason=Concern(reason) if reason else None,
    )
    text = page(request, templates, "hub/attention.html", frame=frame, page=shown)
    headers = {"Cache-Control": "private, no-cache"}
    return Response(text, media_type=MediaType.HTML, headers=headers)


ROUTES = (hub_attention,)
