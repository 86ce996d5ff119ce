"""The progress API: the figures of hubs as JSON, the same ones the pages show."""

from typing import Annotated

import msgspec
from litestar import Response
from litestar.params import FromPath, QueryParameter

from hub_core.access.scope import overview_of, scope_of
from hub_core.membership.events import Slug
from hub_core.membership.hub import no_hub_called
from hub_core.values import AcademicYear
from projections.hub_dashboard.figures import HubDashboard, HubTile
from projections.hub_dashboard.queries import Queries
from projections.read_model import BeingUpdated
from services.http.application import api
from services.http.openapi import HUB_POSITION
from services.http.parts import CurrentPrincipal, OpenParts
from services.http.permission import everybodys, hub_in_path
from services.http.reading import Limit, LogPosition
from services.http.routes import read_route
from services.progress import editions, hub_returns, institutions, national, questions, results
from services.progress.asked import being_updated
from services.progress.context import hub_context
from services.progress.employers import employer_year
from services.progress.hubs import hub_benchmarks
from services.progress.phases import phases
from services.progress.trusts import trust_schools


class HubList(msgspec.Struct, frozen=True, kw_only=True):
    """A page of hubs by slug; ``next`` is the cursor of the one after, if any."""

    hubs: tuple[HubTile, ...]
    next: str | None = None


@read_route("/hubs", operation="progress.hubs", about=everybodys)
async def hubs(
    parts: OpenParts,
    principal: CurrentPrincipal,
    cursor: Annotated[
        Slug | None, QueryParameter(description="Where the page before ended.")
    ] = None,
    limit: Limit = 50,
) -> Response[HubList]:
    """Every hub with the key figures of the current academic year."""
    found = await Queries(parts.pool).hubs(scope=overview_of(principal))
    tiles = sorted(found, key=lambda tile: tile.slug)
    following = [tile for tile in tiles if cursor is None or tile.slug > cursor]
    shown = tuple(following[:limit])
    return Response(HubList(hubs=shown, next=shown[-1].slug if len(following) > limit else None))


@read_route(
    "/hubs/{slug:str}/dashboard",
    operation="progress.hub_dashboard",
    about=hub_in_path,
    headers=(HUB_POSITION,),
)
async def hub_dashboard(
    parts: OpenParts,
    principal: CurrentPrincipal,
    slug: FromPath[Slug],
    year: Annotated[
        AcademicYear | None,
        QueryParameter(description="Academic year; the current one by default."),
    ] = None,
    at_least: Annotated[LogPosition | None, QueryParameter(name="atLeast")] = None,
) -> Response[HubDashboard]:
    """All figures of one hub in one academic year, each with what it rests on."""
    found = await Queries(parts.pool).dashboard(slug, year, at_least, scope=scope_of(principal))
    if found is None:
        raise no_hub_called(slug)
    if isinstance(found, BeingUpdated):
        return being_updated(found)
    return Response(found, headers={"hub-position": str(found.position)})


ROUTES = api(
    "progress",
    [
        hubs,
        hub_dashboard,
        hub_benchmarks,
        hub_context,
        employer_year,
        phases,
        trust_schools,
        *questions.ROUTES,
        *editions.ROUTES,
        *institutions.ROUTES,
        *results.ROUTES,
        *national.ROUTES,
        *hub_returns.ROUTES,
    ],
    tag="progress",
)
