"""``hub import statistics``: files of others are taken over, symbols and all, or not one of them."""

import csv
from importlib.resources import files
from pathlib import Path

import asyncpg
import pytest

from hub_core.settings import Settings
from hub_core.statistics.store import StatisticsStore
from services.platform.commands.running import Failure
from services.platform.statistics_import import import_statistics

GOOD = """time_period,geographic_level,country_code,new_la_code,region_code,Age,NEET_percent,Notknown_percent
2024,National,E92000001,,,16-17,3.2,c
2024,Local authority,E92000001,,,16-17,3.2,2.0
"""


async def test_a_file_is_taken_over_with_its_symbols(chosen: Settings, tmp_path: Path) -> None:
    path = tmp_path / "neet.csv"
    path.write_text("\ufeff" + GOOD, encoding="utf-8")
    for _ in range(2):
        [told] = await import_statistics(chosen, [path], None)
        assert (told.collection, told.figures) == ("neet", 2)
        assert [(row.line, row.why) for row in told.set_aside] == [(3, "The place has no code.")]
        assert "neet_percent" not in told.lacking
    assert chosen.postgres_url is not None
    async with asyncpg.create_pool(chosen.postgres_url, min_size=1, max_size=1) as pool:
        found = await StatisticsStore(pool).of_places(["E92000001"])
    assert {(one.measure, str(one.value), one.symbol) for one in found} == {
        ("neet_percent", "3.2", ""),
        ("not_known_percent", "None", "c"),
    }


async def test_one_file_that_cannot_be_read_leaves_every_file_out(
    chosen: Settings, tmp_path: Path
) -> None:
    good, other, mapping = (tmp_path / name for name in ("neet.csv", "other.csv", "own.toml"))
    good.write_text(GOOD)
    other.write_text("a,b\n1,2\n")
    mapping.write_text("code = 1")
    with pytest.raises(Failure, match=r"other\.csv was not taken over, nor was any other file"):
        await import_statistics(chosen, [good, other], None)
    with pytest.raises(Failure, match=r"own\.toml cannot be used"):
        await import_statistics(chosen, [good], mapping)


async def test_another_year_with_other_columns_is_taken_over_by_its_mapping_alone(
    chosen: Settings, tmp_path: Path
) -> None:
    """Some columns have other names, some are new, one is gone; identities hold and symbols stay."""
    shipped = (files("hub_core.statistics") / "mappings" / "ks4_destinations.toml").read_text()
    mapping, year = tmp_path / "own.toml", tmp_path / "202324.csv"
    renamed = {
        '"appren"': '"appren", "apprenticeships"',
        '"all_unknown"': '"all_unknown", "not_captured_total"',
        '["Number of pupils"]': '["Number of pupils", "Pupils"]',
    }
    for before, after in renamed.items():
        assert before in shipped
        shipped = shipped.replace(before, after)
    mapping.write_text(shipped)
    place = "202324,Local authority district"
    group = "Total,Total,Pupils,State-funded mainstream schools"
    year.write_text(
        "time_period,geographic_level,lad_code,breakdown_topic,breakdown,data_type,institution_group,"
        "version,cohort,education,apprenticeships,all_work,all_notsust,not_captured_total\n"
        f"{place},E07000008,{group},2,100,80,9,6,4,1\n"
        f"{place},E07000009,{group},2,100,80,c,6,c,1\n"
        f"{place},E07000010,{group},2,100,80,9,6,4,2\n"
    )
    with pytest.raises(Failure, match=r"202324\.csv was not taken over"):
        await import_statistics(chosen, [without(year, "breakdown_topic", tmp_path)], mapping)
    [told] = await import_statistics(chosen, [year], mapping)
    assert (told.collection, told.lacking, told.figures) == ("ks4_destinations", (), 12)
    assert [(row.line, row.place) for row in told.set_aside] == [(4, "E07000010")]
    assert chosen.postgres_url is not None
    async with asyncpg.create_pool(chosen.postgres_url, min_size=1, max_size=1) as pool:
        found = await StatisticsStore(pool).of_places(["E07000009"])
    assert {one.measure: one.symbol or int(one.value or 0) for one in found} == {
        "cohort": 100,
        "education": 80,
        "apprenticeship": "c",
        "employment": 6,
        "not_sustained": "c",
        "not_captured": 1,
    }


def without(path: Path, column: str, folder: Path) -> Path:
    """The same file without a column that says what its rows are of."""
    lines = list(csv.reader(path.read_text().splitlines()))
    at = lines[0].index(column)
    less = folder / "less" / path.name
    less.parent.mkdir()
    less.write_text("".join(",".join(row[:at] + row[at + 1 :]) + "\n" for row in lines))
    return less
