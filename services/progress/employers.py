"""An employer's own year as JSON: what it offered and what became of it, and how many learners it met.

The rule: an employer is told of itself, and of learners only protected totals.
"""

from typing import Annotated
from uuid import UUID

from litestar import Response
from litestar.params import FromPath, QueryParameter

from hub_core.academic_years import academic_year_of
from hub_core.access.scope import scope_of
from hub_core.execute import ENGLAND
from hub_core.values import AcademicYear
from projections.hub_dashboard.employers import EmployerQueries, EmployerYear
from projections.read_model import BeingUpdated
from services.http.openapi import HUB_POSITION
from services.http.parts import CurrentPrincipal, OpenParts
from services.http.permission import employer_in_path
from services.http.reading import LogPosition
from services.http.routes import read_route
from services.progress.asked import being_updated


@read_route(
    "/employers/{employer:uuid}/encounters",
    operation="employers.year",
    about=employer_in_path,
    headers=(HUB_POSITION,),
)
async def employer_year(
    parts: OpenParts,
    principal: CurrentPrincipal,
    employer: FromPath[UUID],
    year: Annotated[
        AcademicYear | None,
        QueryParameter(description="Academic year; the current one by default."),
    ] = None,
    at_least: Annotated[LogPosition | None, QueryParameter(name="atLeast")] = None,
) -> Response[EmployerYear]:
    """An employer's encounters of one academic year at every institution, and what they amount to."""
    found = await EmployerQueries(parts.pool).year(
        employer,
        academic_year=year or academic_year_of(parts.platform.clock().astimezone(ENGLAND).date()),
        scope=scope_of(principal),
        at_least=at_least or 0,
    )
    if isinstance(found, BeingUpdated):
        return being_updated(found)
    return Response(found, headers={"hub-position": str(found.position)})
