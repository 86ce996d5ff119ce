"""The routes of a school's trend: the page, and its table as a file.

Journey: in January a careers leader sees that nothing moved since half-term, looks back from the end of
February to see what the careers fair changed, and takes the table to the governors. Without learners on roll
the page says so. The rule: weeks tell of few learners each, so they are the institution's own to see.
"""

from datetime import date
from uuid import UUID

from litestar import MediaType, Response, route
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, FromQuery, SkipValidation

from hub_core.files.spreadsheets import UTF_8
from hub_core.gatsby.edition import Edition, editions
from projections.benchmark_progress.answers import Progress
from projections.benchmark_progress.learners import learners_in
from projections.benchmark_progress.queries import Queries
from services.http.guard_rails.recording import also_about
from services.http.parts import CurrentPrincipal
from services.http.permission import institution_in_path, permitted
from services.web.answers import answer
from services.web.charts import DrawnChart
from services.web.institution_frame import frame
from services.web.institution_page.asked import day_in, days_offered, edition_in
from services.web.institution_page.trend import trend_page
from services.web.pages import READ, Asked, Now, Templates
from services.web.shell import page
from services.web.words import ENGLAND

EXPLAIN = permitted("progress.explain", about=institution_in_path)
BenchmarkQueries = NamedDependency[SkipValidation[Queries]]


@route(
    "/institutions/{institution:uuid}/trend",
    http_method=READ,
    media_type=MediaType.HTML,
    include_in_schema=False,
    guards=[EXPLAIN],
)
async def institution_trend(
    request: Asked,
    institution: FromPath[UUID],
    principal: CurrentPrincipal,
    benchmark_queries: BenchmarkQueries,
    templates: Templates,
    clock: Now,
    edition: FromQuery[str | None] = None,
    as_at: FromQuery[str | None] = None,
) -> Response[str]:
    """How many learners the headline had reached by the end of each week of the year."""
    today = clock().astimezone(ENGLAND).date()
    day = day_in(as_at, today)
    rules = edition_in(edition, day)
    framed = await frame(request, principal, institution, "benchmarks")
    shown = trend_page(await _progress(request, benchmark_queries, institution, rules, day))
    query = f"?edition={rules.code}&as_at={day.isoformat()}"
    drawn = None
    if shown.chart is not None:
        file = f"{framed.address}/trend.csv{query}"
        drawn = DrawnChart(chart=shown.chart, basis=shown.basis, file=file)
    text = page(
        request,
        templates,
        "institution/trend.html",
        frame=framed,
        page=shown,
        drawn=drawn,
        query=query,
        editions=[(one.code, one.name, one is rules) for one in editions().values()],
        days=days_offered(day, today),
    )
    return answer(text)


@route(
    "/institutions/{institution:uuid}/trend.csv",
    http_method=READ,
    include_in_schema=False,
    guards=[EXPLAIN],
)
async def institution_trend_file(
    request: Asked,
    institution: FromPath[UUID],
    benchmark_queries: BenchmarkQueries,
    clock: Now,
    edition: FromQuery[str | None] = None,
    as_at: FromQuery[str | None] = None,
) -> Response[str]:
    """The table of the page."""
    today = clock().astimezone(ENGLAND).date()
    day = day_in(as_at, today)
    rules = edition_in(edition, day)
    shown = trend_page(await _progress(request, benchmark_queries, institution, rules, day))
    if shown.chart is None:
        raise NotFoundException(f"There is no file: {shown.nothing}.")
    name = f"trend-{rules.code.lower()}-{day.isoformat()}.csv"
    return Response(
        UTF_8 + shown.chart.table.as_csv(),
        media_type="text/csv",
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": "private, no-store",
        },
    )


async def _progress(
    request: Asked, queries: Queries, institution: UUID, rules: Edition, day: date
) -> Progress:
    """The institution's own figures; that they were read is recorded with how many learners they are of."""
    found = await queries.progress(institution, rules, as_at=day)
    also_about(request.scope, learners=learners_in(found))
    return found


ROUTES = (institution_trend, institution_trend_file)
