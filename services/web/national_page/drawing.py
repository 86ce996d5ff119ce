"""The tile map and the lines of national figures.

The rule: shades are bands of the figures that are shown, a withheld figure is hatched, and editions of the
benchmarks are never joined by a line.
"""

import itertools
from collections.abc import Callable, Sequence

import msgspec
from markupsafe import Markup

from hub_core.open_data.published import Measure
from hub_core.reference.hub_areas import hub_areas
from hub_core.rollups.layout import HUB
from hub_core.values import listed
from services.web.charts import Amount, Tile, missing, tile_map
from services.web.charts.lines import Line, line_chart
from services.web.national_page.figures import Figure, Point, Way
from services.web.national_page.words import amount, behind, edition_name, said
from services.web.words import long_date

#: Where the regions lie on a map of tiles, by their code: column and row. The platform's own layout.
REGIONS = {
    "E12000001": (2, 0),
    "E12000002": (1, 1),
    "E12000003": (2, 1),
    "E12000005": (1, 2),
    "E12000004": (2, 2),
    "E12000006": (3, 2),
    "E12000009": (1, 3),
    "E12000008": (2, 3),
    "E12000007": (3, 3),
}


class Map(msgspec.Struct, frozen=True, kw_only=True):
    """A tile map, the words of its shades, and how many places have no tile."""

    body: Markup
    key: tuple[tuple[str, str], ...]
    size: str
    left_out: tuple[str, ...]


class Series(msgspec.Struct, frozen=True, kw_only=True):
    """One edition's figures over time: the drawing, what it says, and its rows as a table."""

    key: str
    edition: str
    headline: str
    alternative: str
    body: Markup
    head: tuple[str, ...]
    rows: tuple[tuple[str, str, tuple[tuple[str, str], ...]], ...]


def tiles_of(
    way: Way, found: Sequence[Figure], measure: Measure, href: Callable[[Figure], str]
) -> Map | None:
    """The map of hubs or of regions; None for what has no places on one."""
    places = _places(way)
    if not places:
        return None
    shown = [(one, places[one.key]) for one in found if one.key in places]
    edges = _edges([one.value(measure.col_name) for one, _ in shown])
    tiles = [
        Tile(
            column=column,
            row=row,
            label=label,
            name=one.name,
            href=href(one),
            value=one.value(measure.col_name),
            words=_tile_words(one, measure),
        )
        for one, (label, column, row) in shown
    ]
    hatched = any(one.value(measure.col_name) is None for one, _ in shown)
    return Map(
        body=tile_map(tiles, edges=edges),
        key=_key(edges, measure, hatched=hatched),
        size="hubs" if way.level is None else "regions",
        left_out=tuple(one.name for one in found if one.key not in places),
    )


def series_of(
    lines: Sequence[tuple[str, Sequence[Point]]], measure: Measure, *, key: str
) -> Series:
    """The figures of one edition, each line with a point a release, oldest first."""
    releases = [point.release for point in lines[0][1]]
    drawn = [
        Line(name=name, amounts=tuple(_amount(point, measure) for point in points))
        for name, points in lines
    ]
    rows = []
    for at, release in enumerate(releases):
        figures = tuple(
            (drawn[number].amounts[at].words, _behind(points[at]))
            for number, (_, points) in enumerate(lines)
        )
        version = f"version {release.version}, " if release.version > 1 else ""
        why = f": {release.reason.label.lower()}" if release.reason else ""
        rows.append(
            (
                long_date(release.measure_date),
                f"{version}published {long_date(release.published_on)}{why}",
                figures,
            )
        )
    days = [one.measure_date for one in releases]
    return Series(
        key=key,
        edition=edition_name(releases[0]),
        headline=_headline(lines, drawn),
        alternative=_alternative(measure, drawn, [row[0] for row in rows]),
        body=line_chart(
            days, drawn, scale=10**measure.decimals, most=100 if measure.unit == "%" else None
        ),
        head=tuple(name for name, _ in lines),
        rows=tuple(rows),
    )


def _places(way: Way) -> dict[str, tuple[str, int, int]]:
    """Label, column and row by the key of a part."""
    if way.level == "Regional":
        names = {row.area.code: row.area.name for row in way.table.rows}
        return {code: (names.get(code, ""), *place) for code, place in REGIONS.items()}
    if way.key == HUB.col_name:
        return {
            key: (one.tile_label, one.column, one.row)
            for slug, one in hub_areas().items()
            # By name in releases published before hubs had codes.
            for key in (slug, one.name, f"{one.name} Careers Hub")
        }
    return {}


def _edges(values: Sequence[float | None]) -> list[float]:
    """Where the second, third and last quarter of the figures begin; fewer where figures are alike."""
    told = sorted(value for value in values if value is not None)
    if len(told) < 4:
        return []
    found = {told[len(told) * quarter // 4] for quarter in (1, 2, 3)}
    return sorted(found - {told[0]})


def _key(edges: Sequence[float], measure: Measure, *, hatched: bool) -> tuple[tuple[str, str], ...]:
    words = [said(str(edge), measure) for edge in edges]
    if not words:
        bands = ["every figure shown"]
    else:
        between = [f"{low} to under {high}" for low, high in itertools.pairwise(words)]
        bands = [f"under {words[0]}", *between, f"{words[-1]} or more"]
    key = tuple((str(at), band) for at, band in enumerate(bands, start=1))
    return (*key, ("none", "withheld, or no data supplied")) if hatched else key


def _tile_words(figure: Figure, measure: Measure) -> str:
    count = behind(figure)
    figures = f" ({count} institutions contributing)" if count else ""
    return f"{said(figure.text(measure.col_name), measure)}{figures}"


def _amount(point: Point, measure: Measure) -> Amount:
    if point.figure is None:
        return missing("not published")
    return amount(point.figure.text(measure.col_name), measure)


def _behind(point: Point) -> str:
    return "" if point.figure is None else behind(point.figure)


def _headline(lines: Sequence[tuple[str, Sequence[Point]]], drawn: Sequence[Line]) -> str:
    """From the first number to the last, for each line but that of the total beside others."""
    found = []
    followed = list(zip(lines, drawn, strict=True))[: max(1, len(lines) - 1)]
    for (name, points), line in followed:
        told = [at for at, one in enumerate(line.amounts) if one.state == "known"]
        if len(told) > 1:
            begin, end = told[0], told[-1]
            found.append(
                f"{name}: {line.amounts[begin].words} as at "
                f"{long_date(points[begin].release.measure_date)}, {line.amounts[end].words} as at "
                f"{long_date(points[end].release.measure_date)}"
            )
    return (
        ". ".join(found)
        or f"{listed(tuple(name for name, _ in lines))}: too few figures to compare"
    )


def _alternative(measure: Measure, drawn: Sequence[Line], days: Sequence[str]) -> str:
    told = "; ".join(
        f"{day}: " + ", ".join(f"{line.name} {line.amounts[at].words}" for line in drawn)
        for at, day in enumerate(days)
    )
    return f"{measure.label}. {told}."
