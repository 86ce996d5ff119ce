"""A county's figures are those published of it, or the sums of all its districts, and never a guess."""

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

import pytest

from hub_core.reference.areas import districts, local_authority_with_gss_code
from hub_core.statistics.mapping import collections
from hub_core.statistics.of_areas import FIRST_TOLD, places_of, rows_of, with_districts
from hub_core.statistics.reading import SYMBOLS, StatisticFigure, read

SHARED = Path(__file__).resolve().parents[4] / "shared" / "data" / "statistics"
DESTINATIONS, NEET = collections()["ks4_destinations"], collections()["neet"]
SUFFOLK = "E10000029"
BABERGH, IPSWICH, MID = "E07000200", "E07000202", "E07000203"
TODAY = {BABERGH: 1, IPSWICH: 2, MID: 3, "E07000244": 4, "E07000245": 5}


def figures(
    cohorts: Mapping[str, int | str], *, period: str = "202223", measure: str = "cohort"
) -> list[StatisticFigure]:
    return [
        StatisticFigure(
            collection="ks4_destinations",
            period=period,
            place=place,
            measure=measure,
            value=None if isinstance(told, str) else Decimal(told),
            symbol=told if isinstance(told, str) else "",
        )
        for place, told in cohorts.items()
    ]


def told(found: list[StatisticFigure]) -> dict[str, tuple[Decimal | None, str]]:
    rows = rows_of(DESTINATIONS, found, [SUFFOLK])
    return {one.period: (one.figures[0].value, one.figures[0].symbol) for one in rows}


def test_a_county_is_the_sum_of_all_its_districts_and_says_of_which() -> None:
    [row] = rows_of(DESTINATIONS, figures(TODAY), [SUFFOLK])
    assert (row.figures[0].value, row.figures[0].place) == (15, SUFFOLK)
    assert row.added_up == ("Babergh", "Ipswich", "Mid Suffolk", "East Suffolk", "West Suffolk")
    assert told(figures(TODAY | {SUFFOLK: 16})) == {"202223": (16, "")}
    [published] = rows_of(DESTINATIONS, figures(TODAY | {SUFFOLK: 16}), [SUFFOLK])
    assert published.added_up == ()


def test_a_district_that_was_taken_over_stands_in_the_years_before() -> None:
    before = {BABERGH: 1, IPSWICH: 2, MID: 3} | dict.fromkeys(
        ("E07000201", "E07000204", "E07000205", "E07000206"), 10
    )
    both = figures(before, period="201819") + figures(TODAY)
    assert told(both) == {"202223": (15, ""), "201819": (46, "")}
    del before["E07000206"]
    assert told(figures(before)) == {}


def test_what_cannot_be_added_up_is_not() -> None:
    assert told(figures(TODAY | {IPSWICH: "c", MID: "z"})) == {"202223": (None, "c")}
    assert set(FIRST_TOLD) == SYMBOLS
    [silent] = rows_of(
        DESTINATIONS,
        figures(TODAY) + figures({BABERGH: 1}, measure="education"),
        [SUFFOLK],
    )
    assert [one.measure for one in silent.figures] == ["cohort"]
    shares = [
        StatisticFigure(
            collection="neet", period="2024", place=place, measure="neet_percent",
            value=Decimal(5), symbol="",
        )
        for place in TODAY
    ]  # fmt: skip
    assert rows_of(NEET, shares, [SUFFOLK]) == []


def test_every_district_lies_in_an_authority_of_today() -> None:
    for one in districts().values():
        place = one
        while place.lies_in in districts():
            place = districts()[place.lies_in]
        assert local_authority_with_gss_code(place.lies_in), one


@pytest.mark.skipif(not SHARED.is_dir(), reason="the published files are not beside this checkout")
def test_the_published_districts_make_up_every_county_in_every_year_and_hold_its_identity() -> None:
    [path] = SHARED.glob("ks4_destinations_lad_*.csv")
    found = read(path.read_text("utf-8-sig").splitlines(), [DESTINATIONS]).figures
    counties = {one.lies_in for one in districts().values()} - districts().keys()
    rows = rows_of(DESTINATIONS, found, counties)
    assert len(rows) == len(counties) * 8
    for row in rows:
        values = {one.measure: one.value for one in row.figures}
        parts = [values[part] for part in DESTINATIONS.identities[0].parts]
        if values["cohort"] is not None and None not in parts:
            assert values["cohort"] == sum(one for one in parts if one is not None), row
    suffolk = places_of(["935"])
    assert set(with_districts(suffolk)) > {SUFFOLK, IPSWICH, "E07000206", "E12000006", "E92000001"}
