"""The routes of the pages: each asks one question, works out a view and renders it.

The one rule: handlers hold no figures and no wording of figures; a page that cannot be shown says
why in a sentence.
"""

from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from typing import Annotated
from zoneinfo import ZoneInfo

from jinja2 import Environment
from litestar import MediaType, Response, get
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import (
    FromPath,
    FromQuery,
    HeaderParameter,
    QueryParameter,
    SkipValidation,
)
from litestar.response import ServerSentEvent, ServerSentEventMessage

from hub_core.values import academic_year_of
from projections.hub_dashboard.figures import BeingUpdated, HubDashboard
from services.web import academic_years
from services.web.charts import Table
from services.web.dashboard_queries import DashboardQueries
from services.web.hub_page import charts, hub_page
from services.web.hubs_page import hubs_page, hubs_table
from services.web.live import LiveFeed
from services.web.presentation import render

#: Academic years turn at midnight in England.
ENGLAND = ZoneInfo("Europe/London")

Clock = Callable[[], datetime]
# Given by whoever starts the service; protocols and callables cannot be validated.
Queries = NamedDependency[SkipValidation[DashboardQueries]]
Templates = NamedDependency[SkipValidation[Environment]]
Now = NamedDependency[SkipValidation[Clock]]
Live = NamedDependency[SkipValidation[LiveFeed]]
LastEventId = Annotated[str | None, HeaderParameter(name="Last-Event-ID", required=False)]
AtLeast = Annotated[int | None, QueryParameter(ge=0, required=False)]


def now_in_utc() -> datetime:
    """The clock of the running service."""
    return datetime.now(UTC)


@get("/", media_type=MediaType.HTML, include_in_schema=False)
async def hubs(
    queries: Queries,
    templates: Templates,
    clock: Now,
    show: FromQuery[str] = "reporting",
    search: FromQuery[str] = "",
) -> str:
    """Every hub: the tile map, the totals and the table."""
    now = clock()
    page = hubs_page(
        await queries.hubs(),
        academic_year=academic_year_of(now.astimezone(ENGLAND).date()),
        measure=show,
        search=search.strip()[:80],
        now=now,
    )
    return render(templates, "hubs.html", page=page)


@get("/hubs.csv", include_in_schema=False)
async def hubs_file(queries: Queries) -> Response[str]:
    """The figures of every hub as a file."""
    return _file("hubs.csv", hubs_table(await queries.hubs()))


@get("/hubs/{slug:str}", media_type=MediaType.HTML, include_in_schema=False)
async def hub(
    slug: FromPath[str],
    queries: Queries,
    templates: Templates,
    clock: Now,
    year: FromQuery[str | None] = None,
    at_least: AtLeast = None,
) -> Response[str]:
    """One hub in one academic year."""
    now = clock()
    found = await _dashboard(queries, slug, year, at_least)
    if isinstance(found, BeingUpdated):
        here = f"/hubs/{slug}" + (f"?year={year}" if year else "")
        again = here if at_least is None else f"{here}{'&' if year else '?'}at_least={at_least}"
        text = render(templates, "updating.html", again=again, without=here)
        return Response(text, status_code=503, headers={"Retry-After": "2"})
    page = hub_page(found, current_year=academic_year_of(now.astimezone(ENGLAND).date()), now=now)
    return Response(render(templates, "hub.html", page=page))


@get("/hubs/{slug:str}/figures/{file:str}", include_in_schema=False)
async def hub_file(
    slug: FromPath[str],
    file: FromPath[str],
    queries: Queries,
    year: FromQuery[str | None] = None,
) -> Response[str]:
    """The figures of one chart of a hub as a file."""
    found = await _dashboard(queries, slug, year, None)
    key, _, kind = file.partition(".")
    if isinstance(found, BeingUpdated) or kind != "csv" or key not in (drawn := charts(found)):
        raise NotFoundException(f"This hub has no file called {file[:60]}.")
    chart, _basis = drawn[key]
    return _file(f"{slug}-{key}-{academic_years.in_address(found.academic_year)}.csv", chart.table)


@get("/hubs/{slug:str}/live", include_in_schema=False, opt={"compressed": True})
async def hub_live(
    slug: FromPath[str],
    live: Live,
    templates: Templates,
    after: Annotated[int, QueryParameter(ge=0)] = 0,
    last_event_id: LastEventId = None,
) -> ServerSentEvent:
    """What the hub's members do, as it is recorded: list items for the page's feed.

    A page that was away says the last position it saw and gets what it missed. Messages carry no
    name, because htmx swaps only those.
    """
    if last_event_id is not None and last_event_id.isdigit():
        after = int(last_event_id)
    item_of = templates.get_template("activity.html").module.activity_item  # type: ignore[attr-defined]

    async def messages() -> AsyncIterator[ServerSentEventMessage]:
        # Something at once, so that the page knows the line stands.
        yield ServerSentEventMessage(data=None, comment="listening", retry=2000)
        async for items in live.news(slug, after):
            newest_first = "".join(str(item_of(item)) for item in reversed(items))
            yield ServerSentEventMessage(data=newest_first, id=items[-1].position)

    return ServerSentEvent(messages(), headers={"Cache-Control": "no-store"})


async def _dashboard(
    queries: DashboardQueries, slug: str, year: str | None, at_least: int | None
) -> HubDashboard | BeingUpdated:
    academic_year = None
    if year is not None:
        academic_year = academic_years.from_address(year)
        if academic_year is None:
            raise NotFoundException(
                f"“{year[:20]}” is not an academic year. Write it like 2025-26."
            )
    found = await queries.dashboard(slug, academic_year, at_least)
    if found is None:
        raise NotFoundException(f"There is no hub at the address “{slug[:60]}”.")
    return found


def _file(name: str, table: Table) -> Response[str]:
    return Response(
        # The mark tells a spreadsheet that the text is UTF-8.
        "\ufeff" + table.as_csv(),
        media_type="text/csv",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


ROUTES = (hubs, hubs_file, hub, hub_file, hub_live)
