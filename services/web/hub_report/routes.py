"""The route of the report. It only reads."""

from typing import Any

from litestar import MediaType, Response, route
from litestar.exceptions import ServiceUnavailableException
from litestar.params import FromPath

from hub_core.log.repository import Looked
from projections.read_model import BeingUpdated
from services.http.looking import look_again
from services.http.permission import hub_in_path, permitted
from services.http.scopes import scope_of_request
from services.web.hub_navigation import hub_frame, hub_named
from services.web.hub_report.facts import report_facts, report_figures
from services.web.hub_report.view import ReportPage, report_page
from services.web.kept_pages import current
from services.web.pages import READ, Asked, Now, Queries, Templates
from services.web.sign_in.signing_in import SigningIn
from services.web.words import ENGLAND

REPORT = permitted("reporting.hub_report", about=hub_in_path)
HERE = "/report"


@route(
    "/hubs/{slug:str}/report",
    http_method=READ,
    media_type=MediaType.HTML,
    include_in_schema=False,
    guards=[REPORT],
)
async def hub_report(
    request: Asked,
    slug: FromPath[str],
    queries: Queries,
    templates: Templates,
    sign_in: SigningIn,
    clock: Now,
) -> Response[Any]:
    """What the steering group asks, on paper."""
    hub, scope = await hub_named(request, slug), scope_of_request(request)
    today = clock().astimezone(ENGLAND).date()
    figures = await report_figures(sign_in.parts.pool, queries, hub, today=today, scope=scope)
    if isinstance(figures, BeingUpdated):
        raise ServiceUnavailableException("The figures are being put together.")
    looked = await look_again(request)  # and the frame after it, so that this is the only look

    async def work_out(looked: Looked) -> ReportPage:
        return report_page(await report_facts(looked, hub, figures))

    page = await looked.worked_out(("report", hub, today, scope), figures.rests_on, work_out)
    frame = await hub_frame(request, templates, slug, HERE)
    return current(request, templates, "hub/report.html", frame=frame, page=page)


ROUTES = (hub_report,)
