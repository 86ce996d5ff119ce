"""The value lists of DfE's open data standard for "Explore education statistics".

The rule: lists are data with their source; areas are those of our own reference data.
"""

import csv
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files

from msgspec import Struct

from hub_core.reference.areas import local_authorities, regions

COUNTRIES: Mapping[str, str] = {"E92000001": "England"}
REQUIRED = ("time_period", "time_identifier", "geographic_level", "country_code", "country_name")
META_REQUIRED = (
    "col_name",
    "col_type",
    "label",
    "indicator_grouping",
    "indicator_unit",
    "indicator_dp",
    "filter_hint",
    "filter_grouping_column",
)
META_OPTIONAL = ("filter_default", "parent_filter")
UNITS = frozenset({"", "%", "pp", "£", "£m", "numberstring"})
#: z not applicable, x unavailable, c suppressed, low rounds to nought, u unreliable.
SYMBOLS = frozenset({"z", "x", "c", "low", "u"})
#: Most characters of column names, labels, and items and names of places.
LONGEST_COLUMN, LONGEST_LABEL, LONGEST_ITEM = 50, 100, 120


class GeographicLevel(Struct, frozen=True, kw_only=True):
    """A level with the columns that its rows fill."""

    level: str
    columns: tuple[str, ...]
    file_of_its_own: bool


@cache
def levels() -> Mapping[str, GeographicLevel]:
    """Every level by its name."""
    return {
        row["level"]: GeographicLevel(
            level=row["level"],
            columns=tuple(row["columns"].split()),
            file_of_its_own=row["file_of_its_own"] == "yes",
        )
        for row in _rows("levels")
    }


@cache
def time_identifiers() -> Mapping[str, int]:
    """How many digits a time period has, by its identifier."""
    return {row["identifier"]: int(row["digits"]) for row in _rows("time_identifiers")}


@cache
def place_names() -> Mapping[tuple[str, ...], frozenset[tuple[str, ...]]]:
    """What may stand together in the columns of a place, for the places of England that are listed here."""
    authorities = {(one.code, one.gss_code, one.name) for one in local_authorities().values()}
    return {
        ("country_code", "country_name"): frozenset(COUNTRIES.items()),
        ("region_code", "region_name"): frozenset(
            (code, region.name) for code, region in regions().items()
        ),
        ("old_la_code", "new_la_code", "la_name"): frozenset(authorities),
    }


def _rows(name: str) -> Iterator[dict[str, str]]:
    text = (files("hub_core.open_data") / f"{name}.csv").read_text("utf-8")
    yield from csv.DictReader(line for line in text.splitlines() if not line.startswith("#"))
