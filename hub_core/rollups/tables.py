"""The tables of a release, ready to print: headline, by benchmark, by number achieved, distance travelled.

The rule: every row says how many institutions contributed of how many were eligible, and where a group is
withheld every figure of it is, alike.
"""

from collections.abc import Callable, Iterator, Sequence

from msgspec import Struct

from hub_core.gatsby.edition import editions
from hub_core.rollups.figures import ACHIEVED, Extent, ResultFigures
from hub_core.rollups.layout import (
    BEHIND,
    CHARACTERISTICS,
    LAYOUTS,
    By,
    Filter,
    Row,
    Table,
    columns,
    time_of,
)
from hub_core.rollups.levels import TOTAL
from hub_core.rollups.printed import (
    NOT_APPLICABLE,
    SUPPRESSED,
    UNAVAILABLE,
    behind,
    count,
    mean,
    share,
)
from hub_core.rollups.release import GroupFigures, Release
from hub_core.rollups.repeaters import RepeaterFigures
from hub_core.rollups.told_tables import told_tables

_DISTANCE = (
    "mean_first", "mean_latest", "mean_change", "more_count", "more_percent", "as_many_count",
    "as_many_percent", "fewer_count", "fewer_percent",
)  # fmt: skip


class _Shape(Struct, frozen=True, kw_only=True):
    """What a table has beside its groups: a filter of its own, and the figures of a group as rows."""

    name: str
    title: str
    filters: tuple[Filter, ...]
    indicators: tuple[str, ...]
    items: Callable[[Release], Sequence[str]]
    figures: Callable[[Release, ResultFigures, int], Row]


def tables(release: Release) -> Iterator[Table]:
    """Every table of a release."""
    for shape in _shapes(release):
        for by in (*LAYOUTS, *CHARACTERISTICS.values()):
            yield _table(release, shape, by)
    for by in (*LAYOUTS, *CHARACTERISTICS.values()):
        yield _distance(release, by)
    yield from told_tables(release)


def _distance(release: Release, by: By) -> Table:
    """Distance travelled by those with two results of the year."""
    of = {one.key: one for one in release.repeaters}
    indicators = (*BEHIND, *_DISTANCE)
    rows = []
    for key in by.in_order(of):
        figures = of[key].figures
        begin = time_of(release.measure_date) | by.of_group(key, release.hubs)
        begin |= behind(of[key].eligible, figures, release.policy)
        if figures is None:
            rows.append(begin | dict.fromkeys(_DISTANCE, SUPPRESSED))
        elif not figures.contributing:
            absent = UNAVAILABLE if figures.eligible else NOT_APPLICABLE
            rows.append(begin | dict.fromkeys(_DISTANCE, absent))
        else:
            rows.append(begin | _travelled(release, figures))
    return Table(
        name=f"distance_by_{by.name}",
        title=f"Distance travelled within the academic year by {by.title}",
        columns=columns(by, by.filters, indicators),
        filters=by.filters,
        indicators=indicators,
        rows=tuple(rows),
    )


def _travelled(release: Release, figures: RepeaterFigures) -> Row:
    row = {
        "mean_first": mean(figures.of_each(figures.first), release.policy),
        "mean_latest": mean(figures.of_each(figures.latest), release.policy),
        "mean_change": mean(figures.of_each(figures.latest - figures.first), release.policy),
    }
    for name, number in (
        ("more", figures.more), ("as_many", figures.same), ("fewer", figures.fewer)
    ):  # fmt: skip
        part = figures.of_each(100 * number)
        row |= {
            f"{name}_count": count(number, release.policy),
            f"{name}_percent": share(part, release.policy),
        }
    return row


def _table(release: Release, shape: _Shape, by: By) -> Table:
    groups = {group.key: group for group in release.groups}
    filters = (*by.filters, *shape.filters)
    indicators = (*BEHIND, *shape.indicators)
    return Table(
        name=f"{shape.name}_by_{by.name}",
        title=f"{shape.title} by {by.title}",
        columns=columns(by, filters, indicators),
        filters=filters,
        indicators=indicators,
        rows=tuple(
            row for key in by.in_order(groups) for row in _rows(release, shape, groups[key], by)
        ),
    )


def _rows(release: Release, shape: _Shape, group: GroupFigures, by: By) -> Iterator[Row]:
    begin = time_of(release.measure_date) | by.of_group(group.key, release.hubs)
    begin |= behind(group.eligible, group.figures, release.policy)
    for at, item in enumerate(shape.items(release)):
        own = {one.col_name: item for one in shape.filters}
        yield begin | own | _own_figures(release, shape, group, at)


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
