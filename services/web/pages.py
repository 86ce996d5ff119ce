"""The routes of the pages: each asks one question, works out a view and renders it.

The one rule: handlers hold no figures and no wording of figures; a page that cannot be shown says
why in a sentence.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Annotated, Any

from jinja2 import Environment
from litestar import HttpMethod, MediaType, Request, Response, route
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException, ServiceUnavailableException
from litestar.params import FromPath, FromQuery, QueryParameter, SkipValidation

from hub_core.academic_years import academic_year_of
from hub_core.access.scope import Scope
from hub_core.files.spreadsheets import UTF_8
from hub_core.log.kept_answers import KeptAnswers
from projections.hub_dashboard.figures import HubDashboard
from projections.read_model import BeingUpdated
from services.http.permission import everybodys, hub_in_path, permitted
from services.http.scopes import overview_of_request, scope_of_request
from services.web import academic_years
from services.web.charts import Table
from services.web.dashboard_queries import DashboardQueries
from services.web.hub_navigation import hub_links
from services.web.hub_page import drawings, hub_page
from services.web.hubs_open import alike, hubs_open_to
from services.web.hubs_page import hubs_page, hubs_table
from services.web.kept_pages import KeptPages, Made, made_of, tag_of
from services.web.presentation import render
from services.web.shell import fills, page
from services.web.words import ENGLAND

Clock = Callable[[], datetime]
# Given by whoever starts the service; protocols and callables cannot be validated.
Queries = NamedDependency[SkipValidation[DashboardQueries]]
Templates = NamedDependency[SkipValidation[Environment]]
Now = NamedDependency[SkipValidation[Clock]]
Kept = NamedDependency[SkipValidation[KeptPages]]
Answers = NamedDependency[SkipValidation[KeptAnswers]]
AtLeast = Annotated[int | None, QueryParameter(ge=0, required=False)]
Asked = Request[Any, Any, Any]

#: Who may see the overview, and who a hub's figures with their files and its live feed.
OVERVIEW = permitted("progress.hubs", about=everybodys)
DASHBOARD = permitted("progress.hub_dashboard", about=hub_in_path)

#: Pages can be asked for without their body.
READ = [HttpMethod.GET, HttpMethod.HEAD]
#: Characters of a search that are looked at.
LONGEST_SEARCH = 80


def now_in_utc() -> datetime:
    """The clock of the running service."""
    return datetime.now(UTC)


@route(
    "/",
    http_method=READ,
    media_type=MediaType.HTML,
    include_in_schema=False,
    guards=[OVERVIEW],
    opt={"compressed": True},
)
async def hubs(
    request: Asked,
    queries: Queries,
    templates: Templates,
    clock: Now,
    kept: Kept,
    show: FromQuery[str] = "reporting",
    search: FromQuery[str] = "",
) -> Response[Any]:
    """Every hub: the tile map, the totals and the table."""
    now, scope = clock(), overview_of_request(request)

    async def make() -> Made:
        shown = hubs_page(
            await queries.hubs(scope=scope),
            academic_year=_year_of(now),
            measure=show,
            search=search.strip()[:LONGEST_SEARCH],
            now=now,
            opens=await hubs_open_to(request),
        )
        return made_of(render(templates, "hubs.html", page=shown))

    if (edition := await queries.edition()) is None:
        return being_updated(request, templates, again="/")
    return await kept.answer(
        request, _tag(edition, now), make, fills(request, templates, ["hubs"]), alike(request)
    )


@route("/hubs.csv", http_method=READ, include_in_schema=False, guards=[OVERVIEW])
async def hubs_file(request: Asked, queries: Queries, clock: Now) -> Response[str]:
    """The figures of every hub as a file."""
    year = academic_years.in_address(_year_of(clock()))
    return _file(
        f"careers-hubs-{year}.csv",
        hubs_table(await queries.hubs(scope=overview_of_request(request))),
    )


@route(
    "/hubs/{slug:str}",
    http_method=READ,
    media_type=MediaType.HTML,
    include_in_schema=False,
    guards=[DASHBOARD],
    opt={"compressed": True},
)
async def hub(
    request: Asked,
    slug: FromPath[str],
    queries: Queries,
    templates: Templates,
    clock: Now,
    kept: Kept,
    year: FromQuery[str | None] = None,
    at_least: AtLeast = None,
) -> Response[Any]:
    """One hub in one academic year, ``at_least`` as it stands at that log position."""
    now, scope = clock(), scope_of_request(request)
    here = f"/hubs/{slug}" + (f"?year={year}" if year else "")
    if at_least is not None and (await queries.reach(at_least)) is not None:
        again = f"{here}{'&' if year else '?'}at_least={at_least}"
        return being_updated(request, templates, again=again, without=here)
    if (edition := await queries.edition()) is None:
        return being_updated(request, templates, again=here)

    async def make() -> Made:
        found = await _dashboard(queries, slug, year, scope)
        shown = hub_page(found, current_year=_year_of(now), now=now)
        links = hub_links(request, templates, found.hub.id, slug, "")
        return made_of(render(templates, "hub.html", page=shown, links=links))

    return await kept.answer(
        request, _tag(edition, now), make, fills(request, templates, [""]), scope
    )


@route(
    "/hubs/{slug:str}/figures/{file:str}",
    http_method=READ,
    include_in_schema=False,
    guards=[DASHBOARD],
)
async def hub_file(
    request: Asked,
    slug: FromPath[str],
    file: FromPath[str],
    queries: Queries,
    year: FromQuery[str | None] = None,
) -> Response[str]:
    """The figures of one chart of a hub as a file."""
    key, _, kind = file.partition(".")
    found = await _dashboard(queries, slug, year, scope_of_request(request))
    if kind != "csv" or key not in (drawn := drawings(found)):
        raise NotFoundException(f"This hub has no file called {file[:60]}.")
    chart, _basis = drawn[key]
    return _file(f"{slug}-{key}-{academic_years.in_address(found.academic_year)}.csv", chart.table)


async def _dashboard(
    queries: DashboardQueries, slug: str, year: str | None, scope: Scope
) -> HubDashboard:
    """What a page or a file shows. Raises ``NotFoundException`` with the reason."""
    academic_year = None if year is None else academic_years.asked_for(year)
    found = await queries.dashboard(slug, academic_year, None, scope=scope)
    if found is None:
        raise NotFoundException(f"There is no hub at the address “{slug[:60]}”.")
    if isinstance(found, BeingUpdated):
        raise ServiceUnavailableException("The figures are being put together.")
    return found


def _year_of(now: datetime) -> str:
    return academic_year_of(now.astimezone(ENGLAND).date())


def _tag(edition: str, now: datetime) -> str:
    return tag_of(edition, now.astimezone(ENGLAND).date())


def being_updated(
    request: Asked, templates: Environment, *, again: str, without: str | None = None
) -> Response[str]:
    text = page(request, templates, "updating.html", again=again, without=without or again)
    headers = {"Retry-After": "2", "Cache-Control": "no-store"}
    return Response(text, status_code=503, media_type=MediaType.HTML, headers=headers)


def _file(name: str, table: Table) -> Response[str]:
    return Response(
        UTF_8 + table.as_csv(),
        media_type="text/csv",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


ROUTES = (hubs, hubs_file, hub, hub_file)
