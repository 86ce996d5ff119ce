"""Where a hub's members stand against the benchmarks: official results beside what the log shows.

The rule: no learner is counted here. What is told of a member are its results as reported and how many
criteria have evidence; whoever wants the numbers behind them asks the institution.
"""

from typing import Annotated
from uuid import UUID

from litestar import Response
from litestar.params import FromPath, QueryParameter

from hub_core.academic_years import academic_year_of, last_day
from hub_core.access.scope import scope_of
from hub_core.log.ledger import Ledger
from hub_core.membership.events import Slug
from hub_core.membership.hub import no_hub_called
from hub_core.membership.keys import hub_slug_key
from hub_core.values import AcademicYear
from projections.benchmark_progress.kept import KeptProgress
from projections.benchmark_progress.standing import HubStanding
from projections.read_model import BeingUpdated
from services.http.openapi import HUB_POSITION
from services.http.parts import CurrentPrincipal, OpenParts
from services.http.permission import hub_in_path
from services.http.reading import LogPosition
from services.http.routes import read_route
from services.progress.asked import EditionCode, asked_edition, being_updated, today_of


async def hub_of(ledger: Ledger, slug: str) -> UUID:
    """The id of the hub with this slug; raises ``NotFound``."""
    key = hub_slug_key(slug)
    found = (await ledger.holders([key])).get(key)
    if found is None:
        raise no_hub_called(slug)
    return found


@read_route(
    "/hubs/{slug:str}/benchmarks",
    operation="progress.hub_benchmarks",
    about=hub_in_path,
    headers=(HUB_POSITION,),
)
async def hub_benchmarks(
    parts: OpenParts,
    principal: CurrentPrincipal,
    slug: FromPath[Slug],
    year: Annotated[
        AcademicYear | None,
        QueryParameter(description="Academic year; the current one by default."),
    ] = None,
    edition: EditionCode = None,
    at_least: Annotated[LogPosition | None, QueryParameter(name="atLeast")] = None,
) -> Response[HubStanding]:
    """The present members' benchmarks: the latest official result, and criteria with evidence."""
    hub = await hub_of(parts.platform.ledger, slug)
    today = today_of(parts)
    academic_year = year or academic_year_of(today)
    found = await KeptProgress(parts.pool).hub(
        hub,
        academic_year,
        asked_edition(edition, min(last_day(academic_year), today)),
        today=today,
        scope=scope_of(principal),
        at_least=at_least or 0,
    )
    if isinstance(found, BeingUpdated):
        return being_updated(found)
    return Response(found, headers={"hub-position": str(found.position)})
