"""``/employers/{employer}``: an employer's year on one page.

Journey: somebody at an employer signs in on a phone, sees first what waits for their word, tells how it went
in two answers, and sees what their year amounts to. With nothing recorded the page leads to the first offer.
The rule: it shows the employer itself, and of learners only protected totals.
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from litestar import MediaType, Response, route
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, FromQuery

from hub_core.academic_years import academic_year_of
from hub_core.access.scope import scope_of
from hub_core.employers.checks import Checks, checks_stream
from hub_core.log.repository import load
from projections.hub_dashboard.employers import EmployerQueries
from projections.read_model import BeingUpdated
from services.http.parts import CurrentPrincipal
from services.http.permission import employer_in_path, ledger_of, permitted
from services.web import academic_years
from services.web.employer_page.view import employer_page
from services.web.kept_pages import current
from services.web.links.deeds import employer_name
from services.web.pages import READ, Asked, AtLeast, Templates, being_updated
from services.web.words import ENGLAND

OWN_YEAR = permitted("employers.year", about=employer_in_path)
#: What was just done, by the word in the address.
SAID = {
    "offered": "Your offer is on its way. Each school or college answers it here.",
    "told": "Thank you. The school or college confirms it with its own numbers.",
}


@route(
    "/employers/{employer:uuid}",
    http_method=READ,
    media_type=MediaType.HTML,
    include_in_schema=False,
    guards=[OWN_YEAR],
)
async def employer_year_page(
    request: Asked,
    employer: FromPath[UUID],
    principal: CurrentPrincipal,
    templates: Templates,
    year: FromQuery[str | None] = None,
    said: FromQuery[str | None] = None,
    at_least: AtLeast = None,
) -> Response[Any]:
    """What waits for the employer's word, what is to come, what was, and what it amounts to."""
    today = today_in(request)
    chosen = academic_years.from_address(year) if year else academic_year_of(today)
    if chosen is None:
        raise NotFoundException("There is no such academic year. Choose one from the list.")
    queries, scope = EmployerQueries(request.app.state.parts.pool), scope_of(principal)
    found = await queries.year(employer, academic_year=chosen, scope=scope, at_least=at_least or 0)
    if isinstance(found, BeingUpdated):
        here = f"/employers/{employer}"
        return being_updated(request, templates, again=f"{here}?{request.url.query}", without=here)
    ledger = ledger_of(request)
    shown = employer_page(
        found,
        employer=employer,
        name=await employer_name(ledger, employer, unnamed="Your business"),
        checks=await load(ledger, Checks, checks_stream(employer)),
        today=today,
    )
    return current(request, templates, "employer/year.html", page=shown, said=SAID.get(said or ""))


def today_in(request: Asked) -> date:
    """The day in England by the platform's clock, by which commands are decided too."""
    now: datetime = request.app.state.parts.platform.clock()
    return now.astimezone(ENGLAND).date()


ROUTES = (employer_year_page,)
