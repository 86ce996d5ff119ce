"""Official statistics of a hub's area, beside the hub's own figures.

The journey: a hub lead writes to the board. They ask for the context of their hub, and see how many young
people of its areas are NEET or went where, whose figures these are and of which year, next to what the hub
did. Where nothing was imported the list is empty. The rule: the two are side by side and never mixed.
"""

from typing import Annotated

import msgspec
from litestar import Response
from litestar.params import FromPath, QueryParameter

from hub_core.access.scope import scope_of
from hub_core.membership.events import Slug
from hub_core.membership.hub import no_hub_called
from hub_core.statistics.mapping import Collection
from hub_core.statistics.of_areas import places_of, rows_of, with_districts
from hub_core.statistics.reading import StatisticFigure
from hub_core.statistics.store import StatisticsStore
from hub_core.values import AcademicYear
from projections.hub_dashboard.figures import PhasePanel
from projections.hub_dashboard.queries import Queries
from projections.read_model import BeingUpdated
from services.http.parts import CurrentPrincipal, OpenParts
from services.http.permission import hub_in_path
from services.http.routes import read_route
from services.progress.asked import being_updated


class ContextMeasure(msgspec.Struct, frozen=True, kw_only=True):
    """What a figure is. ``unit`` is % or empty for a number."""

    code: str
    label: str
    unit: str


class ContextFigure(msgspec.Struct, frozen=True, kw_only=True):
    """A figure as it was published: ``value``, or the ``symbol`` printed in its place (z not applicable, x
    unavailable, c suppressed, low rounds to nought)."""

    measure: str
    value: float | None
    symbol: str | None


class ContextRow(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """The figures of a place (by its GSS code) and a period. ``addedUp`` are the districts whose published
    numbers were added up to them; empty where they were published of the place itself."""

    place: str
    name: str
    period: str
    figures: tuple[ContextFigure, ...]
    added_up: tuple[str, ...]


class ContextCollection(msgspec.Struct, frozen=True, kw_only=True):
    """A published collection with its rows for the areas of the hub, their regions and England."""

    code: str
    title: str
    source: str
    licence: str
    measures: tuple[ContextMeasure, ...]
    rows: tuple[ContextRow, ...]


class HubContext(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """``hub_figures`` are the hub's own, from the log; ``statistics`` others', of everybody in its areas."""

    hub: str
    academic_year: str
    hub_figures: PhasePanel
    statistics: tuple[ContextCollection, ...]


@read_route("/hubs/{slug:str}/context", operation="progress.hub_context", about=hub_in_path)
async def hub_context(
    parts: OpenParts,
    principal: CurrentPrincipal,
    slug: FromPath[Slug],
    year: Annotated[
        AcademicYear | None,
        QueryParameter(
            description="Academic year of the hub's figures; the current one by default."
        ),
    ] = None,
) -> Response[HubContext]:
    """Official statistics of a hub's areas beside the hub's own figures."""
    found = await Queries(parts.pool).dashboard(slug, year, scope=scope_of(principal))
    if found is None:
        raise no_hub_called(slug)
    if isinstance(found, BeingUpdated):
        return being_updated(found)
    store = StatisticsStore(parts.pool)
    names = places_of(found.hub.areas)
    figures = await store.of_places(list(with_districts(names)))
    told = [_collection(one, figures, names) for one in await store.collections()]
    return Response(
        HubContext(
            hub=found.hub.name,
            academic_year=found.academic_year,
            hub_figures=found.total,
            statistics=tuple(told),
        )
    )


def _collection(
    one: Collection, figures: list[StatisticFigure], names: dict[str, str]
) -> ContextCollection:
    measures = [measure.code for measure in one.measures]
    return ContextCollection(
        code=one.code,
        title=one.title,
        source=one.source,
        licence=one.licence,
        measures=tuple(
            ContextMeasure(code=each.code, label=each.label, unit=each.unit)
            for each in one.measures
        ),
        rows=tuple(
            ContextRow(
                place=row.place,
                name=names[row.place],
                period=row.period,
                added_up=row.added_up,
                figures=tuple(
                    ContextFigure(
                        measure=each.measure,
                        value=None if each.value is None else float(each.value),
                        symbol=each.symbol or None,
                    )
                    for each in sorted(row.figures, key=lambda each: measures.index(each.measure))
                ),
            )
            for row in rows_of(one, figures, names)
        ),
    )
