"""What others publish in the fictional England: of every area, adding up, and nowhere passed off as real."""

from datetime import date
from decimal import Decimal

import pytest

from hub_core.reference.hub_areas import hub_areas
from hub_core.statistics.mapping import Collection, collections
from hub_core.statistics.of_areas import places_of, rows_of
from hub_core.statistics.reading import StatisticFigure
from services.platform.england.statistics import LICENCE, PERIODS, SOURCE, invented

TODAY = date(2026, 11, 21)
Published = tuple[Collection, list[StatisticFigure]]


@pytest.fixture(scope="module")
def published() -> list[Published]:
    return list(invented(TODAY))


def test_they_are_told_apart_from_what_the_department_publishes(published: list[Published]) -> None:
    for collection, figures in published:
        assert collection.code not in collections()
        assert (collection.source, collection.licence) == (SOURCE, LICENCE)
        assert {one.collection for one in figures} == {collection.code}


def test_every_hub_finds_each_of_its_areas_their_regions_and_england(
    published: list[Published],
) -> None:
    for area in hub_areas().values():
        places = places_of(area.local_authorities)
        for collection, figures in published:
            found = rows_of(collection, figures, places)
            assert {places[row.place] for row in found} == set(places.values()), area.name
            assert len({row.period for row in found}) == PERIODS


def test_the_parts_of_each_row_add_up_to_their_whole(published: list[Published]) -> None:
    for collection, figures in published:
        told: dict[tuple[str, str], dict[str, Decimal]] = {}
        for one in figures:
            if one.value is not None:
                told.setdefault((one.place, one.period), {})[one.measure] = one.value
        whole = [row for row in told.values() if len(row) == len(collection.measures)]
        assert len(whole) > len(told) / 2
        for row in whole:
            for one in collection.identities:
                parts = sum((row[part] for part in one.parts), Decimal(0))
                assert abs(row[one.whole] - parts) <= Decimal(str(one.within))
                assert min(row.values()) > 0


def test_few_people_are_suppressed_with_all_that_would_tell_them(
    published: list[Published],
) -> None:
    for collection, figures in published:
        hidden = {(one.place, one.period) for one in figures if one.symbol}
        assert hidden
        assert {
            one.measure
            for one in figures
            if (one.place, one.period) in hidden and one.value is not None
        } == {"cohort"}
        assert len([one for one in figures if one.symbol]) == len(hidden) * (
            len(collection.measures) - 1
        )


def test_the_same_day_tells_the_same_and_years_differ(published: list[Published]) -> None:
    assert list(invented(TODAY)) == published
    [(_, neet), (_, destinations)] = published
    assert {one.period for one in neet} == {"2026", "2025", "2024"}
    assert {one.period for one in destinations} == {"202425", "202324", "202223"}
