"""Published files become figures: whichever name a column has, symbols as printed, identities held."""

from decimal import Decimal
from pathlib import Path

import pytest

from hub_core.statistics.mapping import BadMapping, collections, parsed
from hub_core.statistics.reading import CannotRead, FileRead, read

SHARED = Path(__file__).resolve().parents[4] / "shared" / "data" / "statistics"
NEET = (
    "time_period,geographic_level,country_code,region_code,new_la_code,la_name,Age,"
    "NEET_not_known_percent,NEET_percent,Notknown_percent,September_guarantee_Offer_made_percent"
)
DERBY = "2024,Local authority,E92000001,E12000004,E06000015,Derby,16-17"
KNOWN = list(collections().values())


def taken(*lines: str, header: str = NEET) -> FileRead:
    return read([header, *lines], KNOWN)


def test_numbers_are_exact_and_symbols_are_kept_as_printed() -> None:
    found = taken(f"{DERBY},4.2,3.9,0.3,c")
    assert found.collection == "neet"
    assert {one.measure: (one.value, one.symbol) for one in found.figures} == {
        "neet_or_not_known_percent": (Decimal("4.2"), ""),
        "neet_percent": (Decimal("3.9"), ""),
        "not_known_percent": (Decimal("0.3"), ""),
        "september_guarantee_percent": (None, "c"),
    }
    assert {one.place for one in found.figures} == {"E06000015"}
    assert "participating_percent" in found.lacking


@pytest.mark.parametrize("symbol", ["z", "c", "x", "low", "~"])
def test_a_symbol_is_no_nought_and_breaks_no_identity(symbol: str) -> None:
    found = taken(f"{DERBY},4.2,{symbol},0.3,95")
    assert found.set_aside == ()
    assert [one.symbol for one in found.figures if one.measure == "neet_percent"] == [symbol]


def test_a_blank_cell_says_nothing() -> None:
    assert "neet_percent" not in {one.measure for one in taken(f"{DERBY},4.2,,0.3,95").figures}


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (f"{DERBY},4.2,3.0,0.3,95", "neet_percent + not_known_percent is 3.3"),
        (f"{DERBY},4.2,many,0.3,95", "“many” in NEET_percent is neither a number"),
        (f"{DERBY},4.2,NaN,0.3,95", "“NaN” in NEET_percent is neither a number"),
        ("2024,Local authority,E92000001,E12000004,,Demo,16-17,4.2,3.9,0.3,95", "has no code"),
    ],
)
def test_a_row_that_cannot_be_true_is_set_aside_and_told(line: str, why: str) -> None:
    found = taken(line, "2024,National,E92000001,,,,16-17,5.4,3.2,2.2,94.6")
    assert [(one.line, why in one.why) for one in found.set_aside] == [(2, True)]
    assert {one.place for one in found.figures} == {"E92000001"}


def test_other_ages_and_levels_are_left_aside() -> None:
    assert taken("2024,National,E92000001,,,,16,5.4,3.2,2.2,94.6").figures == ()
    assert taken("2024,Ward,E92000001,,,,16-17,5.4,3.2,2.2,94.6").figures == ()


def test_another_years_columns_need_a_word_in_a_mapping_and_no_code() -> None:
    header = NEET.replace("NEET_percent", "neet_share")
    text = """
code = "neet"
title = "NEET"
source = "A newer file"
licence = "Open Government Licence v3.0"
period = "time_period"
places = { "Local authority" = "new_la_code" }
[[measures]]
code = "neet_percent"
label = "NEET"
unit = "%"
columns = ["NEET_percent", "neet_share"]
"""
    found = read([header, f"{DERBY},4.2,3.9,0.3,95"], [parsed(text, "own.toml")])
    assert [one.value for one in found.figures] == [Decimal("3.9")]
    with pytest.raises(BadMapping, match=r"own\.toml cannot be used"):
        parsed(text.replace("columns", "colums"), "own.toml")


def test_the_cohort_is_the_sum_of_where_its_pupils_went() -> None:
    header = (
        "time_period,geographic_level,lad_code,breakdown_topic,breakdown,data_type,institution_group,"
        "cohort,education,appren,all_work,all_notsust,all_unknown"
    )
    place = "201718,Local authority district,E06000004,Total,Total,Number of pupils"
    group = "State-funded mainstream schools"
    found = taken(
        f"{place},{group},1847,1557,99,59,124,8",
        f"{place.replace('201718', '201819')},{group},1848,1557,99,59,124,8",
        header=header,
    )
    assert {one.period for one in found.figures} == {"201718"}
    assert [one.line for one in found.set_aside] == [3]


def test_a_file_of_something_else_is_refused_in_a_sentence() -> None:
    with pytest.raises(CannotRead, match="Write a mapping"):
        taken("1,2", header="time_period,geographic_level")


@pytest.mark.skipif(not SHARED.is_dir(), reason="the published files are not beside this checkout")
def test_the_published_files_of_four_years_whose_columns_differ() -> None:
    for year in (2021, 2022, 2023, 2024):
        [path] = SHARED.glob(f"UD_NEETNK_LA_dashboard_{year}*.csv")
        found = read(path.read_text("utf-8-sig").splitlines(), KNOWN)
        assert found.lacking == ()
        # 2021 has rows of places that are none, such as "Region demo".
        why = {"The place has no code."} if year == 2021 else set()
        assert {one.why for one in found.set_aside} == why
        assert len({one.place for one in found.figures}) > 150
    [path] = SHARED.glob("ks4_destinations_lad_*.csv")
    found = read(path.read_text("utf-8-sig").splitlines(), KNOWN)
    assert found.set_aside == ()
    assert len({(one.place, one.period) for one in found.figures}) == 2548
