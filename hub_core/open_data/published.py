"""A published pair of files read as figures: which measures it has, by what it is broken down, and of whom.

The rule: nothing is known here of any one table. Whatever measures, filters and areas a pair describes are
there to be chosen, in its own words, and a cell stays the text that was published.
"""

import csv
import io
from collections.abc import Iterator, Mapping

import msgspec
from msgspec import Struct

from hub_core.open_data import standard

#: What most tables say of the institutions behind each figure.
ELIGIBLE, CONTRIBUTING = "institutions_eligible", "institutions_contributing"
NATIONAL = "National"
DEFINITIONS, SUMS = "definitions.csv", "SHA256SUMS"
#: Codes of items that may be called otherwise in another release: column, code and item. Releases published
#: before there were codes have none.
CODES = "codes.csv"
#: What describes the tables for programs: CSV on the Web, and a data package.
METADATA, PACKAGE = "csv-metadata.json", "datapackage.json"


class Measure(Struct, frozen=True, kw_only=True):
    """An indicator: its column, its words, its unit (blank or ``%``), decimals, and what it means."""

    col_name: str
    label: str
    grouping: str
    unit: str
    decimals: int
    definition: str


class Breakdown(Struct, frozen=True, kw_only=True):
    """A filter: a column by whose items rows are told apart; ``default`` is the item shown first.
    ``definition`` says what it means, where the release says so."""

    col_name: str
    label: str
    hint: str
    default: str
    definition: str


class Area(Struct, frozen=True, kw_only=True, order=True):
    """A place at a level of the standard; ``within`` is the region of an authority, else empty."""

    level: str
    code: str
    name: str
    within: str = ""


class PublishedRow(Struct, frozen=True, kw_only=True):
    """One row: of which area, of which item of each filter, and its cells as they were printed."""

    area: Area
    items: Mapping[str, str]
    cells: Mapping[str, str]


class PublishedTable(Struct, frozen=True, kw_only=True):
    """A table as it was published; filters and measures by their columns, in their order. ``codes`` has the
    code of an item by its filter's column, where the release gives one."""

    name: str
    title: str
    filters: Mapping[str, Breakdown]
    measures: Mapping[str, Measure]
    rows: tuple[PublishedRow, ...]
    codes: Mapping[str, Mapping[str, str]] = {}

    @property
    def levels(self) -> tuple[str, ...]:
        """The levels of area in the table, in the order of its rows."""
        return tuple(dict.fromkeys(row.area.level for row in self.rows))

    def items(self, col_name: str) -> tuple[str, ...]:
        """The items of a filter, in the order of the rows."""
        return tuple(dict.fromkeys(row.items[col_name] for row in self.rows))


def codes_of(files: Mapping[str, bytes]) -> dict[str, dict[str, str]]:
    """The codes of a release's items, by the column of their filter; none of an earlier release."""
    found: dict[str, dict[str, str]] = {}
    for row in _rows(files.get(CODES, b"")):
        found.setdefault(row["col_name"], {})[row["item"]] = row["code"]
    return found


def table_names(files: Mapping[str, bytes]) -> list[str]:
    """The pairs among the files of a release, by name."""
    data = (name.removesuffix(".csv") for name in sorted(files) if name.endswith(".csv"))
    return [name for name in data if f"{name}.meta.csv" in files]


def published_table(files: Mapping[str, bytes], name: str) -> PublishedTable:
    """One pair of a release. Raises ``KeyError`` where there is no such pair."""
    about = _rows(files[f"{name}.meta.csv"])
    definitions = {row["col_name"]: row["definition"] for row in _rows(files.get(DEFINITIONS, b""))}
    filters = {
        row["col_name"]: Breakdown(
            col_name=row["col_name"],
            label=row["label"],
            hint=row["filter_hint"],
            default=row.get("filter_default") or "Total",
            definition=definitions.get(row["col_name"], ""),
        )
        for row in about
        if row["col_type"] == "Filter"
    }
    measures = {
        row["col_name"]: Measure(
            col_name=row["col_name"],
            label=row["label"],
            grouping=row["indicator_grouping"],
            unit=row["indicator_unit"],
            decimals=int(row["indicator_dp"] or 0),
            definition=definitions.get(row["col_name"], ""),
        )
        for row in about
        if row["col_type"] == "Indicator"
    }
    return PublishedTable(
        name=name,
        title=_titles(files).get(f"{name}.csv", name),
        filters=filters,
        measures=measures,
        rows=tuple(_published(_rows(files[f"{name}.csv"]), filters, measures)),
        codes={name: codes for name, codes in codes_of(files).items() if name in filters},
    )


def _published(
    rows: list[dict[str, str]],
    filters: Mapping[str, Breakdown],
    measures: Mapping[str, Measure],
) -> Iterator[PublishedRow]:
    areas: dict[tuple[str, ...], Area] = {}
    for row in rows:
        key = (row["geographic_level"], *(row[one] for one in _columns(row)))
        if key not in areas:
            areas[key] = _area(row)
        yield PublishedRow(
            area=areas[key],
            items={name: row[name] for name in filters},
            cells={name: row[name] for name in measures},
        )


def _columns(row: Mapping[str, str]) -> tuple[str, ...]:
    """The columns of a row's place that the file has."""
    level = standard.levels().get(row["geographic_level"])
    return () if level is None else tuple(one for one in level.columns if one in row)


def _area(row: Mapping[str, str]) -> Area:
    """The place of a row: the finest code and name of its level; without a code, the name stands for it."""
    columns = _columns(row)
    names = [one for one in columns if one.endswith("_name")]
    codes = [one for one in columns if not one.endswith("_name")]
    name = row[names[-1]] if names else row["geographic_level"]
    region = row.get("region_name", "") if names[-1:] != ["region_name"] else ""
    return Area(
        level=row["geographic_level"],
        code=(row[codes[-1]] if codes else "") or name,
        name=name,
        within=region,
    )


def _titles(files: Mapping[str, bytes]) -> dict[str, str]:
    if METADATA not in files:
        return {}
    document = msgspec.json.decode(files[METADATA])
    return {one["url"]: one.get("dc:title", one["url"]) for one in document["tables"]}


def _rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode())))
