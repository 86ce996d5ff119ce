"""The tables of a release, ready to print: by area and by hub, headline, by benchmark, by number achieved.

The rule: every row says how many institutions contributed of how many were eligible, and where a group is
withheld every figure of it is, alike.
"""

from collections.abc import Callable, Iterator, Sequence

from msgspec import Struct

from hub_core.gatsby.edition import editions
from hub_core.rollups.figures import ACHIEVED, Extent, ResultFigures
from hub_core.rollups.groups import Level
from hub_core.rollups.measure_dates import time_period
from hub_core.rollups.places import AREA_COLUMNS, COUNTRY, Place, hub_name, place_of
from hub_core.rollups.printed import (
    NOT_APPLICABLE,
    SUPPRESSED,
    UNAVAILABLE,
    count,
    mean,
    share,
)
from hub_core.rollups.release import GroupFigures, Release

TOTAL = "Total"
#: What every row of every table tells of the institutions behind it.
BEHIND = ("institutions_eligible", "institutions_contributing", "contributing_percent")

Row = dict[str, str]


class Filter(Struct, frozen=True, kw_only=True):
    """A column by which rows are chosen; ``default`` is the item shown first."""

    col_name: str
    label: str
    hint: str
    default: str = TOTAL


class Table(Struct, frozen=True, kw_only=True):
    """A table: its columns in order, and its rows as text by column."""

    name: str
    title: str
    columns: tuple[str, ...]
    filters: tuple[Filter, ...]
    indicators: tuple[str, ...]
    rows: tuple[Row, ...]


class _Shape(Struct, frozen=True, kw_only=True):
    """What a table has beside its groups: a filter of its own, and the figures of a group as rows."""

    name: str
    title: str
    filters: tuple[Filter, ...]
    indicators: tuple[str, ...]
    items: Callable[[Release], Sequence[str]]
    figures: Callable[[Release, ResultFigures, int], Row]


TYPE = Filter(
    col_name="institution_type",
    label="Type of institution",
    hint="Local authorities have figures of all types together only",
)
HUB = Filter(
    col_name="careers_hub",
    label="Careers Hub",
    hint="Active members on the measure date; Total is England",
)


def tables(release: Release) -> Iterator[Table]:
    """Every table of a release."""
    for shape in _shapes(release):
        yield _table(
            release,
            shape,
            by="area",
            levels=(Level.NATIONAL, Level.REGIONAL, Level.LOCAL_AUTHORITY),
        )
        yield _table(release, shape, by="hub", levels=(Level.NATIONAL, Level.HUB))


def _table(release: Release, shape: _Shape, *, by: str, levels: tuple[Level, ...]) -> Table:
    first = TYPE if by == "area" else HUB
    columns = ("time_period", "time_identifier", "geographic_level", *COUNTRY)
    columns += AREA_COLUMNS if by == "area" else ()
    inside = [
        group
        for level in levels
        for group in release.groups
        if group.key.level is level and (by == "area" or group.key.type is None)
    ]
    filters = (first, *shape.filters)
    return Table(
        name=f"{shape.name}_by_{by}",
        title=f"{shape.title} by {'area and type of institution' if by == 'area' else 'Careers Hub'}",
        columns=(*columns, *(one.col_name for one in filters), *BEHIND, *shape.indicators),
        filters=filters,
        indicators=(*BEHIND, *shape.indicators),
        rows=tuple(
            row for group in inside for row in _rows(release, shape, group, by_area=by == "area")
        ),
    )


def _rows(release: Release, shape: _Shape, group: GroupFigures, *, by_area: bool) -> Iterator[Row]:
    period, identifier = time_period(release.measure_date)
    begin: Row = {"time_period": period, "time_identifier": identifier}
    if by_area:
        place: Place = place_of(group.key)
        begin |= place | {TYPE.col_name: group.key.type.label if group.key.type else TOTAL}
    else:
        begin |= {"geographic_level": "National", **COUNTRY}
        begin[HUB.col_name] = (
            TOTAL if group.key.level is Level.NATIONAL else hub_name(group.key, release.hubs)
        )
    begin |= _behind(release, group)
    for at, item in enumerate(shape.items(release)):
        own = {one.col_name: item for one in shape.filters}
        yield begin | own | _own_figures(release, shape, group, at)


def _behind(release: Release, group: GroupFigures) -> Row:
    told = {"institutions_eligible": str(group.eligible)}
    figures = group.figures
    if figures is None:
        return told | dict.fromkeys(BEHIND[1:], SUPPRESSED)
    told["institutions_contributing"] = count(figures.contributing, release.policy)
    told["contributing_percent"] = share(figures.contributing_share, release.policy)
    if not group.eligible:
        told["contributing_percent"] = NOT_APPLICABLE
    return told


def _own_figures(release: Release, shape: _Shape, group: GroupFigures, at: int) -> Row:
    if group.figures is None:
        return dict.fromkeys(shape.indicators, SUPPRESSED)
    if not group.figures.contributing:
        return dict.fromkeys(shape.indicators, UNAVAILABLE if group.eligible else NOT_APPLICABLE)
    return shape.figures(release, group.figures, at)


def _shapes(release: Release) -> Iterator[_Shape]:
    yield _Shape(
        name="headline",
        title="Gatsby Benchmarks achieved",
        filters=(),
        indicators=(
            "mean_benchmarks",
            "all_eight_count",
            "all_eight_percent",
            "none_count",
            "none_percent",
        ),
        items=lambda _: ("",),
        figures=_headline,
    )
    names = benchmark_names(release.edition)
    yield _Shape(
        name="benchmarks",
        title="How far each Gatsby Benchmark is achieved",
        filters=(
            Filter(
                col_name="benchmark",
                label="Benchmark",
                hint="Each benchmark by itself: there is no total of the eight",
                default=names[0],
            ),
        ),
        indicators=tuple(f"{one}_{what}" for one in Extent for what in ("count", "percent")),
        items=lambda _: names,
        figures=_by_extent,
    )
    yield _Shape(
        name="distribution",
        title="Number of Gatsby Benchmarks achieved",
        filters=(
            Filter(
                col_name="benchmarks_achieved",
                label="Number of benchmarks achieved",
                hint="Total is every institution contributing",
            ),
        ),
        indicators=("institution_count", "institution_percent"),
        items=lambda _: (TOTAL, *(str(number) for number in ACHIEVED)),
        figures=_distribution,
    )


def benchmark_names(edition: str) -> tuple[str, ...]:
    """The eight benchmarks as an edition calls them."""
    return tuple(f"Benchmark {one.number}: {one.name}" for one in editions()[edition].benchmarks)


def _headline(release: Release, figures: ResultFigures, at: int) -> Row:
    return {
        "mean_benchmarks": mean(figures.mean, release.policy),
        **_counted(release, figures, "all_eight", figures.all_eight),
        **_counted(release, figures, "none", figures.none),
    }


def _by_extent(release: Release, figures: ResultFigures, at: int) -> Row:
    row: Row = {}
    for one in Extent:
        row |= _counted(release, figures, str(one), figures.extents[at][one])
    return row


def _distribution(release: Release, figures: ResultFigures, at: int) -> Row:
    number = figures.contributing if at == 0 else figures.distribution[at - 1]
    return _counted(release, figures, "institution", number)


def _counted(release: Release, figures: ResultFigures, name: str, number: int) -> Row:
    """A count with its share: where the one goes, the other does."""
    return {
        f"{name}_count": count(number, release.policy),
        f"{name}_percent": share(figures.share(number), release.policy),
    }
