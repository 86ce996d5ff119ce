"""The route of the report. It only reads."""

from typing import Any

from litestar import MediaType, Response, route
from litestar.exceptions import ServiceUnavailableException
from litestar.params import FromPath

from projections.read_model import BeingUpdated
from services.http.permission import hub_in_path, ledger_of, permitted
from services.http.scopes import scope_of_request
from services.web.hub_navigation import hub_frame
from services.web.hub_report.facts import report_facts
from services.web.hub_report.view import report_page
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
    frame = await hub_frame(request, templates, slug, HERE)
    facts = await report_facts(
        ledger_of(request),
        sign_in.parts.pool,
        queries,
        frame.id,
        slug,
        today=clock().astimezone(ENGLAND).date(),
        scope=scope_of_request(request),
    )
    if isinstance(facts, BeingUpdated):
        raise ServiceUnavailableException("The figures are being put together.")
    return current(request, templates, "hub/report.html", frame=frame, page=report_page(facts))


ROUTES = (hub_report,)
