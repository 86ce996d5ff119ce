"""What others publish about a hub's areas, beside what the hub itself did.

Journey: before the board meets, a hub lead looks up how many young people of the hub's areas are not in
education or training and where they went after Year 11, year by year, with the hub's own figures above, and
takes both along as a file. Where nothing was taken over, the page says who does it and how.
The rule: neither is worked out from the other, and each table names its source.
"""

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from hub_core.academic_years import academic_year_of
from hub_core.statistics.mapping import Collection, Measure
from hub_core.statistics.of_areas import AreaRow, places_of, rows_of, with_districts
from hub_core.statistics.reading import StatisticFigure
from hub_core.statistics.store import StatisticsStore
from projections.hub_dashboard.figures import HubDashboard
from projections.hub_dashboard.queries import Queries
from projections.read_model import BeingUpdated
from services.web.hub_hands import Option
from services.web.hub_page.key_figures import key_figures
from services.web.hub_panels.panel import (
    Field,
    KeyFigure,
    Panel,
    Question,
    Row,
    Section,
    year_field,
)
from services.web.words import counted

#: What is printed in place of a number. Source: symbols of the Government Statistical Service.
SYMBOLS: Mapping[str, str] = {
    "c": "suppressed",
    "~": "too small to show",
    "u": "not reliable",
    "low": "rounds to nought",
    "x": "not available",
    ":": "not available",
    "z": "does not apply",
}
NOT_PUBLISHED = "not published"
NOTHING = (
    "What the Department for Education publishes about NEET and destinations in these areas is not here yet. "
    "Ask whoever runs this service for it; they take its files over with “hub import statistics”."
)
TERMS: Mapping[str, str] = {
    "The hub’s own figures": "The boxes above: what members and employers recorded here in the academic "
    "year chosen. They are about the hub’s members.",
    "Official statistics": "The tables: what others publish, as they published it. They are about everybody "
    "they count in the area, at the hub’s members or not, so the two are never added up or divided.",
    "Sum of its districts": "The numbers are published by district, and this area’s are added up from all "
    "of its districts. Where one is suppressed, the sum is.",
    "Words in place of a number": "What the publisher printed there, such as c for suppressed. None of them "
    "is nought.",
}
_HEAD = ("Source", "Figure", "Unit", "Area", "GSS code", "Period", "As published", "Sum of")


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """A collection, the measure of it that is shown, and its rows about the hub's areas."""

    collection: Collection
    measure: Measure
    rows: tuple[AreaRow, ...]


async def area_panel(question: Question) -> Panel | BeingUpdated:
    """The hub's figures of an academic year, and everything published about its areas."""
    pool = question.parts.pool
    found = await Queries(pool, clock=question.parts.platform.clock).dashboard(
        question.at.removeprefix("/hubs/"), question.academic_year, scope=question.scope
    )
    if found is None:
        return BeingUpdated(position=0)
    if isinstance(found, BeingUpdated):
        return found
    store = StatisticsStore(pool)
    figures = await store.of_places(list(with_districts(places_of(found.hub.areas))))
    return panel_of(question, found, await store.collections(), figures)


def panel_of(
    question: Question,
    hub: HubDashboard,
    collections: Iterable[Collection],
    figures: Sequence[StatisticFigure],
) -> Panel:
    """The panel of these figures."""
    places = places_of(hub.hub.areas)
    told = [
        Told(
            collection=one,
            measure=_chosen(question, one),
            rows=tuple(rows_of(one, figures, places)),
        )
        for one in collections
    ]
    running = hub.academic_year == academic_year_of(question.today)
    areas = counted(len(hub.hub.areas), "local authority", "local authorities")
    return Panel(
        title="The area",
        headline=f"What others publish about {areas}, beside the hub’s own figures",
        figures=tuple(
            KeyFigure(
                label=one.label, amount=one.amount.words, rests_on=f"{one.explanation}. {one.basis}"
            )
            for one in key_figures(hub.total, question.now, running=running)
        ),
        fields=(*map(_field, told), year_field(question)),
        sections=tuple(_section(one, places) for one in told),
        head=_HEAD,
        file=(line for one in told for line in _lines(one, places)),
        terms=TERMS,
        nothing="" if told else NOTHING,
    )


def _chosen(question: Question, collection: Collection) -> Measure:
    """The measure an address asks for; by default the first after that of how many there are."""
    known = {one.code: one for one in collection.measures}
    code = question.chosen(collection.code, known)
    return known[code] if code else collection.measures[:2][-1]


def _field(told: Told) -> Field:
    return Field(
        name=told.collection.code,
        label=told.collection.title,
        options=tuple(
            Option(value=one.code, label=one.label, chosen=one is told.measure)
            for one in told.collection.measures
        ),
    )


def _section(told: Told, places: Mapping[str, str]) -> Section:
    """Areas by periods, the newest first."""
    measure, periods = told.measure, list(dict.fromkeys(one.period for one in told.rows))
    by_place: dict[str, dict[str, AreaRow]] = {}
    for one in told.rows:
        by_place.setdefault(one.place, {})[one.period] = one
    rows = []
    for place, name in places.items():
        if place in by_place:
            there = by_place[place]
            added_up = any(one.added_up for one in there.values())
            cells = (words(_figure(there.get(one), measure), measure) for one in periods)
            about = "Sum of its districts" if added_up else ""
            rows.append(Row(name=name, cells=tuple(cells), about=about))
    return Section(
        key=told.collection.code,
        heading=f"{measure.label}{' (%)' if measure.unit == '%' else ''}",
        says=f"{told.collection.title}. Source: {told.collection.source}. {told.collection.licence}.",
        columns=("Area", *map(period_words, periods)),
        rows=tuple(rows),
        empty="Nothing of the hub’s areas was in the files that were taken over.",
    )


def _lines(told: Told, places: Mapping[str, str]) -> Iterable[tuple[str, ...]]:
    """Every figure, not of the chosen measure alone."""
    measures = {one.code: one for one in told.collection.measures}
    for row in told.rows:
        for one in row.figures:
            measure = measures[one.measure]
            yield (
                told.collection.source,
                measure.label,
                measure.unit,
                places[row.place],
                row.place,
                period_words(row.period),
                one.symbol or str(one.value),
                ", ".join(row.added_up),
            )


def _figure(row: AreaRow | None, measure: Measure) -> StatisticFigure | None:
    figures = () if row is None else row.figures
    return next((one for one in figures if one.measure == measure.code), None)


def words(figure: StatisticFigure | None, measure: Measure) -> str:
    """A figure as people write it: 4,863, 5.9%, or the words of what stands in its place."""
    if figure is None:
        return NOT_PUBLISHED
    if figure.value is None:
        return SYMBOLS[figure.symbol]
    return f"{figure.value:,}{measure.unit}"


def period_words(period: str) -> str:
    """2024 as it stands, an academic year as 2022/23."""
    return f"{period[:4]}/{period[4:]}" if len(period) == 6 else period
