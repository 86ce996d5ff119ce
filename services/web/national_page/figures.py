"""Published figures as chosen: a measure, broken down one way, of some release, beside its total.

The rule: every table of a release is asked alike, so what a later release measures, and by which areas, can
be chosen without a word of it being written here. Nothing is worked out from figures but their order.
"""

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from hub_core.open_data.published import (
    CONTRIBUTING,
    ELIGIBLE,
    NATIONAL,
    Measure,
    PublishedRow,
    PublishedTable,
)
from hub_core.rollups.layout import HUB
from hub_core.rollups.levels import TOTAL
from hub_core.snapshots.store import PublishedSnapshot

#: What a reader calls an area of these levels; of others the standard's own name will do.
LEVEL_WORDS: Mapping[str, str] = {
    "Regional": "Region",
    "Local skills improvement plan area": "Local skills improvement plan (LSIP) area",
    "English devolved area": "Combined authority",
}


class Way(msgspec.Struct, frozen=True, kw_only=True):
    """A way to break a measure down: by areas of a ``level``, or by a filter's items (``level`` None)."""

    key: str
    label: str
    table: PublishedTable
    level: str | None

    @property
    def of_places(self) -> bool:
        """Whether its parts are places, which have no order of their own."""
        return self.level is not None or self.key == HUB.col_name


class Figure(msgspec.Struct, frozen=True, kw_only=True):
    """One published figure: of what, as it was printed, and how many contributed of how many eligible."""

    key: str
    name: str
    within: str
    cells: Mapping[str, str]

    def text(self, measure: str) -> str:
        """The cell of a measure."""
        return self.cells[measure]

    def value(self, measure: str) -> float | None:
        """The number, or None where a symbol stands for it."""
        return number_of(self.cells[measure])

    @property
    def contributing(self) -> str:
        """How many contributed, as printed; empty where the table does not say."""
        return self.cells.get(CONTRIBUTING, "")

    @property
    def eligible(self) -> str:
        """How many were eligible, as printed; empty where the table does not say."""
        return self.cells.get(ELIGIBLE, "")


class Point(msgspec.Struct, frozen=True, kw_only=True):
    """A figure of one release; None where that release did not have it."""

    release: PublishedSnapshot
    figure: Figure | None


def number_of(text: str) -> float | None:
    """A cell as a number; None for a symbol."""
    try:
        return float(text)
    except ValueError:
        return None


def measures(tables: Iterable[PublishedTable]) -> dict[str, Measure]:
    """Every measure of a release, in the order of its tables."""
    found: dict[str, Measure] = {}
    for table in _simplest_first(tables):
        for name, measure in table.measures.items():
            found.setdefault(name, measure)
    return found


def ways(tables: Iterable[PublishedTable], measure: str) -> dict[str, Way]:
    """The ways a measure is broken down: areas first, then filters; of two tables the simpler one."""
    by_area: dict[str, Way] = {}
    by_filter: dict[str, Way] = {}
    for table in _simplest_first(one for one in tables if measure in one.measures):
        for level in table.levels:
            if level != NATIONAL:
                key, label = level.lower().replace(" ", "_"), LEVEL_WORDS.get(level, level)
                by_area.setdefault(key, Way(key=key, label=label, table=table, level=level))
        for name, one in table.filters.items():
            if len(table.items(name)) > 1:
                way = Way(key=name, label=one.label, table=table, level=None)
                by_filter.setdefault(name, way)
    return by_area | by_filter


def _simplest_first(tables: Iterable[PublishedTable]) -> list[PublishedTable]:
    """Tables of regions before all others: what a reader expects to see first."""
    return sorted(
        tables, key=lambda one: ("Regional" not in one.levels, len(one.filters), one.name)
    )


def choices(way: Way) -> dict[str, tuple[str, ...]]:
    """What is still to be chosen of the filters that are not the way itself: their items, default first."""
    rows = [one for one in way.table.rows if way.level is None or one.area.level == way.level]
    found = {}
    for name, one in way.table.filters.items():
        if name != way.key:
            items = dict.fromkeys(row.items[name] for row in rows)
            first = [item for item in (one.default,) if item in items]
            found[name] = tuple(dict.fromkeys([*first, *items]))
    return found


def parts(way: Way, items: Mapping[str, str]) -> list[Figure]:
    """The figures of every part, without the total, as they were published one after the other."""
    return [
        _figure(way, row)
        for row in way.table.rows
        if _is_part(way, row) and _matches(row, items) and _key(way, row) != TOTAL
    ]


def whole(way: Way, items: Mapping[str, str]) -> Figure | None:
    """The total of the parts: England, or the item called Total; None where there is none."""
    for row in way.table.rows:
        if row.area.level == NATIONAL and _matches(row, items):
            if way.level is not None:
                return _figure(way, row, name=row.area.name)
            if row.items[way.key] == TOTAL:
                return _figure(way, row, name=row.area.name)
    return None


def find(way: Way, items: Mapping[str, str], key: str, name: str = "") -> Figure | None:
    """One part by its key; by its name as well where one of two releases gave no codes yet."""
    every = parts(way, items)
    found = next((one for one in every if one.key == key), None)
    if found is None and (key == name or way.key not in way.table.codes):
        return next((one for one in every if one.name == name), None)
    return found


def in_order(found: Sequence[Figure], measure: str) -> list[Figure]:
    """The highest first, those without a number last, by name."""
    by_name = sorted(found, key=lambda one: one.name)
    told = [one for one in by_name if one.value(measure) is not None]
    told.sort(key=lambda one: one.value(measure) or 0, reverse=True)
    return told + [one for one in by_name if one.value(measure) is None]


def same_way(table: PublishedTable | None, way: Way, measure: str) -> Way | None:
    """The same way in the table of another release; None where that does not have it."""
    if table is None or measure not in table.measures:
        return None
    there = way.level in table.levels if way.level else way.key in table.filters
    return msgspec.structs.replace(way, table=table) if there else None


def _is_part(way: Way, row: PublishedRow) -> bool:
    return row.area.level == (way.level or NATIONAL)


def _matches(row: PublishedRow, items: Mapping[str, str]) -> bool:
    return all(row.items.get(name) == item for name, item in items.items())


def _key(way: Way, row: PublishedRow) -> str:
    """The code of a place or of an item; an item without one goes by its name."""
    if way.level is not None:
        return row.area.code
    return way.table.codes.get(way.key, {}).get(row.items[way.key], row.items[way.key])


def _figure(way: Way, row: PublishedRow, name: str = "") -> Figure:
    return Figure(
        key=_key(way, row),
        name=name or (row.area.name if way.level is not None else row.items[way.key]),
        within=row.area.within if way.level is not None else "",
        cells=row.cells,
    )
