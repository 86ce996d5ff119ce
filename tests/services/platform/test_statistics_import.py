"""``hub import statistics``: files of others are taken over, symbols and all, or not one of them."""

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
