"""The checker of the open data standard: a good pair passes, and each breach is told by its own sentence."""

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest

from hub_core.open_data import standard
from hub_core.open_data.checking import check
from hub_core.open_data.pair import META_COLUMNS, Pair, as_csv, filter_row, indicator_row
from hub_core.reference.areas import local_authorities, regions

Rows = list[dict[str, str]]
Breaking = Callable[[Rows, Rows], None]

BEGIN = {
    "time_period": "202526",
    "time_identifier": "Academic year",
    "geographic_level": "National",
    "country_code": "E92000001",
    "country_name": "England",
    "region_code": "",
    "region_name": "",
    "old_la_code": "",
    "new_la_code": "",
    "la_name": "",
}
NORTH_EAST = {
    "geographic_level": "Regional",
    "region_code": "E12000001",
    "region_name": "North East",
}
HARTLEPOOL = NORTH_EAST | {
    "geographic_level": "Local authority",
    "old_la_code": "805",
    "new_la_code": "E06000001",
    "la_name": "Hartlepool",
}


def good() -> tuple[Rows, Rows]:
    rows = [
        BEGIN
        | place
        | {"institution_type": kind, "mean_benchmarks": mean, "all_eight_count": eight}
        for place in ({}, NORTH_EAST, HARTLEPOOL)
        for kind, mean, eight in (("Total", "5.96", "25"), ("Special schools", "c", "c"))
    ]
    about = [
        filter_row(col_name="institution_type", label="Type", hint="", default="Total"),
        indicator_row(col_name="mean_benchmarks", label="Mean", grouping="", unit="", decimals="2"),
        indicator_row(
            col_name="all_eight_count", label="All eight", grouping="", unit="", decimals="0"
        ),
    ]
    return rows, about


def pair(rows: Rows, about: Rows, name: str = "headline_by_area") -> Pair:
    meta_columns = list(about[0]) if about else META_COLUMNS
    return Pair(name=name, data=as_csv(list(rows[0]), rows), meta=as_csv(meta_columns, about))


def broken(breaking: Breaking) -> list[str]:
    rows, about = good()
    breaking(rows, about)
    return check(pair(rows, about))


def test_a_good_pair_passes():
    assert check(pair(*good())) == []


def every(rows: Rows, **cells: str) -> None:
    for row in rows:
        row.update(cells)


def without(rows: Rows, column: str) -> None:
    for row in rows:
        row.pop(column)


def renamed(rows: Rows, about: Rows, new: str) -> None:
    for row in rows:
        row[new] = row.pop("mean_benchmarks")
    about[1]["col_name"] = new


def without_total(rows: Rows, about: Rows) -> None:
    every(rows[::2], institution_type="All")
    about[0].update(filter_default="")


def without_indicators(rows: Rows, about: Rows) -> None:
    for column in ("mean_benchmarks", "all_eight_count"):
        without(rows, column)
    del about[1:]


def of_one_type(rows: Rows, about: Rows) -> None:
    del rows[1::2]


def also(about: Rows, col_name: str) -> None:
    about.append(about[2] | {"col_name": col_name, "label": col_name})


def undescribed(rows: Rows, about: Rows) -> None:
    del about[2]


BREACHES: list[tuple[str, Breaking]] = [
    ("country_name is missing", lambda rows, _: without(rows, "country_name")),
    ("filter_hint is missing", lambda _, about: without(about, "filter_hint")),
    ("must be lower-case words", lambda rows, about: renamed(rows, about, "Mean benchmarks")),
    ("of at most 50 characters", lambda rows, about: renamed(rows, about, "m" * 51)),
    ("“Half a year” is none", lambda rows, _: every(rows, time_identifier="Half a year")),
    ("are mixed", lambda rows, _: rows[0].update(time_identifier="Tax year")),
    ("must have 6 digits", lambda rows, _: every(rows, time_period="2025/26")),
    ("two years in a row", lambda rows, _: every(rows, time_period="202527")),
    ("“Nation” is none", lambda rows, _: every(rows[:2], geographic_level="Nation")),
    ("la_name is missing for rows", lambda rows, _: without(rows, "la_name")),
    ("region_code is blank", lambda rows, _: every(rows[2:4], region_code="", region_name="")),
    ("old_la_code is blank", lambda rows, _: rows[4].update(old_la_code="")),
    ("region_code must be blank", lambda rows, _: rows[0].update(NORTH_EAST, geographic_level="National")),
    ("is no place of the standard", lambda rows, _: rows[4].update(la_name="hartlepool")),
    ("is no place of the standard", lambda rows, _: every(rows, country_name="Engerland")),
    ("rows are about the same", lambda rows, _: rows[1].update(institution_type="Total")),
    ("“<10” in all_eight_count", lambda rows, _: rows[0].update(all_eight_count="<10")),
    ("“” in all_eight_count", lambda rows, _: rows[0].update(all_eight_count="")),
    ("“~” in all_eight_count", lambda rows, _: rows[0].update(all_eight_count="~")),
    ("“:” in all_eight_count", lambda rows, _: rows[0].update(all_eight_count=":")),
    ("“1,234” in all_eight_count", lambda rows, _: rows[0].update(all_eight_count="1,234")),
    ("“25%” in all_eight_count", lambda rows, _: rows[0].update(all_eight_count="25%")),
    ("“C” in all_eight_count", lambda rows, _: rows[0].update(all_eight_count="C")),
    ("more decimals than the 2", lambda rows, _: rows[0].update(mean_benchmarks="5.961")),
    ("institution_type is blank", lambda rows, _: rows[1].update(institution_type="")),
    ("longer than 120", lambda rows, _: rows[1].update(institution_type="s" * 121)),
    ("the column notes is none", lambda _, about: every(about, notes="")),
    ("all_eight_count of the data is not described", undescribed),
    ("is described 2 times", lambda _, about: about.append(about[2])),
    ("region_code is a column of time or place", lambda _, about: also(about, "region_code")),
    ("is described and not in the data", lambda _, about: also(about, "none_count")),
    ("has the type “Measure”", lambda _, about: about[1].update(col_type="Measure")),
    ("needs a label", lambda _, about: about[1].update(label="")),
    ("needs a label", lambda _, about: about[1].update(label="l" * 101)),
    ("another column has too", lambda _, about: about[1].update(label="All eight")),
    ("has the unit “percent”", lambda _, about: about[1].update(indicator_unit="percent")),
    ("needs a number of decimals", lambda _, about: about[1].update(indicator_dp="")),
    ("leave its filter columns blank", lambda _, about: about[1].update(filter_hint="A hint")),
    ("leave its indicator columns blank", lambda _, about: about[0].update(indicator_unit="%")),
    ("has one value only", of_one_type),
    ("has no Total", without_total),
    ("the default “Whole” of institution_type", lambda _, about: about[0].update(filter_default="Whole")),
    ("grouped by family, which is not", lambda _, about: about[0].update(filter_grouping_column="family")),
    ("there is no indicator", without_indicators),
    ("rows of the level School need a file", lambda rows, _: rows[4].update(geographic_level="School")),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "breaking"), BREACHES, ids=[one for one, _ in BREACHES])
def test_each_breach_is_told(sentence: str, breaking: Breaking):
    assert [one for one in broken(breaking) if sentence in one]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"\xef\xbb\xbftime_period\n202526\n", "begins with a byte-order mark"),
        ("time_period\n2025–26\n".encode("cp1252"), "is not CSV in UTF-8"),
        (b"time_period\n", "has no rows"),
        (b"time_period,time_period\n1,2\n", "time_period stands there twice"),
        (b"time_period,time_identifier\n202526\n", "line 2 has 1 cells"),
    ],
)
def test_what_cannot_be_read_is_told(content: bytes, sentence: str):
    rows, about = good()
    meta = pair(rows, about).meta
    told = check(Pair(name="headline", data=content, meta=meta))
    assert [one for one in told if sentence in one]


def test_a_name_in_capitals_is_told():
    assert "lower-case letters" in check(pair(*good(), name="Headline"))[0]


LISTS = Path(__file__).parents[4] / "shared" / "data" / "ees"


@pytest.mark.skipif(
    not LISTS.exists(), reason="the standard's own lists are not beside the project"
)
def test_our_lists_are_those_of_the_standard():
    def listed(name: str) -> list[dict[str, str]]:
        return list(csv.DictReader(io.StringIO((LISTS / name).read_text("utf-8"))))

    places = {tuple(row.values()) for row in listed("acceptable_las.csv")}
    assert {(one.code, one.gss_code, one.name) for one in local_authorities().values()} <= places
    named = {tuple(row.values()) for row in listed("acceptable_regions.csv")}
    assert {(code, region.name) for code, region in regions().items()} <= named
    identifiers = (LISTS / "acceptable_time_ids.txt").read_text("utf-8").split("\n")
    assert set(standard.time_identifiers()) == {one for one in identifiers if one}
    assert set(standard.levels()) == {row["geographic_level"] for row in listed("geography_df.csv")}
    required = (LISTS / "req_meta_cols.txt").read_text("utf-8").split()
    assert set(standard.META_REQUIRED) == set(required)
