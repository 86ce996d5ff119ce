"""What others would publish about the areas of the fictional England: NEET and destinations, all invented.

The rule: they are collections of their own, whose source says that they are invented wherever they are shown;
whatever the Department for Education really publishes stands beside them once it is taken over.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cache

import asyncpg
from msgspec import structs

from hub_core.academic_years import academic_year_of, start_year
from hub_core.reference.areas import ENGLAND, LocalAuthority, districts_in, local_authorities
from hub_core.statistics.mapping import Collection, collections
from hub_core.statistics.reading import FileRead, StatisticFigure
from hub_core.statistics.store import StatisticsStore
from services.platform.england.chance import share
from services.platform.england.tables import rows

SOURCE = "Invented for this fictional England, in the form of the Department for Education’s"
LICENCE = "Not official statistics"
#: Periods that are told, the newest one included.
PERIODS = 3
#: Young people of 16 and 17, and pupils who complete Key Stage 4, for each institution of an area.
_YOUNG_PEOPLE, _PUPILS = 57, 27
#: Fewer than so many of one kind are suppressed.
_FEWEST = 6
#: How the GSS code of a county begins.
_COUNTY = "E10"
#: The month by which a year's figures of December to February are out.
_OUT_BY = 8

#: From how many to how many of a hundred; whoever is left is in full-time education, or stays in education.
_OF_A_HUNDRED: Mapping[str, tuple[float, float]] = {
    "neet_percent": (1.6, 4.8),
    "not_known_percent": (0.6, 3.4),
    "apprenticeship_percent": (3.0, 6.0),
    "other_training_percent": (1.0, 2.6),
    "working_percent": (0.8, 2.2),  # neither in training nor NEET, and told by no measure
    "september_guarantee_percent": (91.0, 98.0),
    "apprenticeship": (2.5, 5.5),
    "employment": (2.0, 4.5),
    "not_sustained": (3.5, 8.0),
    "not_captured": (0.4, 1.5),
}
#: How much of the way from the least to the most follows from the year, and not from the place.
_OF_THE_YEAR = 0.2

_Figures = Mapping[str, Decimal]
#: The figures of a place in a period, of so many young people.
_OfPlace = Callable[[str, str, int], _Figures]


async def publish_statistics(pool: asyncpg.Pool, *, today: date) -> None:
    """Keep what would be out on this day; again it gives the same rows."""
    store = StatisticsStore(pool)
    for collection, figures in invented(today):
        read = FileRead(
            collection=collection.code, figures=tuple(figures), set_aside=(), lacking=()
        )
        await store.keep(collection, read)


def invented(today: date) -> Iterator[tuple[Collection, list[StatisticFigure]]]:
    """Both collections with their figures of the newest periods."""
    newest = today.year - (today.month < _OUT_BY)
    years = [str(newest - ago) for ago in range(PERIODS)]
    yield _told("neet", years, {one.gss_code: _young_people(one) for one in _everywhere()}, _neet)
    # Where somebody went takes two terms to see and a year to publish.
    newest = start_year(academic_year_of(today)) - 2
    years = [f"{newest - ago}{(newest - ago + 1) % 100:02}" for ago in range(PERIODS)]
    pupils = {
        place: number for one in _everywhere() for place, number in _pupils_by_district(one).items()
    }
    yield _told("ks4_destinations", years, pupils, _destinations)


def _told(
    code: str, periods: Iterable[str], places: Mapping[str, int], of_place: _OfPlace
) -> tuple[Collection, list[StatisticFigure]]:
    """The shipped collection of this code as an invented one: each place, each region, and England."""
    shipped = collections()[code]
    collection = structs.replace(
        shipped,
        code=f"invented_{code}",
        title=f"{shipped.title} (invented)",
        source=SOURCE,
        licence=LICENCE,
    )
    figures: list[StatisticFigure] = []
    for period in periods:
        told = {
            place: of_place(place, period, _about(number, 0.03, "cohort", place, period))
            for place, number in places.items()
        }
        wider = {
            area: _together(collection, [told[one] for one in inside])
            for area, inside in _wider(places).items()
        }
        for place, there in (told | wider).items():
            figures += _printed(collection, period, place, there)
    return collection, figures


def _neet(place: str, year: str, cohort: int) -> _Figures:
    neet, unknown, apprentices, others, working, september = (
        _share(measure, place, year) for measure in _OF_A_HUNDRED if measure.endswith("_percent")
    )
    participating = 100 - neet - unknown - working
    return {
        "cohort": Decimal(cohort),
        "neet_or_not_known_percent": neet + unknown,
        "neet_percent": neet,
        "not_known_percent": unknown,
        "participating_percent": participating,
        "full_time_education_percent": participating - apprentices - others,
        "apprenticeship_percent": apprentices,
        "other_training_percent": others,
        "september_guarantee_percent": september,
    }


def _destinations(place: str, year: str, cohort: int) -> _Figures:
    elsewhere = {
        measure: (_share(measure, place, year) * cohort / 100).quantize(Decimal(1))
        for measure in ("apprenticeship", "employment", "not_sustained", "not_captured")
    }
    education = cohort - sum(elsewhere.values(), Decimal(0))
    return {"cohort": Decimal(cohort), "education": education} | elsewhere


def _share(measure: str, place: str, period: str) -> Decimal:
    """So many of a hundred, to one decimal: much as the place was in other years."""
    least, most = _OF_A_HUNDRED[measure]
    of_year = _OF_THE_YEAR * share(measure, place, period)
    found = least + (most - least) * ((1 - _OF_THE_YEAR) * share(measure, place) + of_year)
    return Decimal(f"{found:.1f}")


def _together(collection: Collection, parts: Sequence[_Figures]) -> _Figures:
    """Numbers added up, and shares of them all."""
    cohort = sum((one["cohort"] for one in parts), Decimal(0))
    found = {}
    for measure in collection.measures:
        if measure.unit:
            whole = sum((one[measure.code] * one["cohort"] for one in parts), Decimal(0))
            found[measure.code] = (whole / cohort).quantize(Decimal("0.1"))
        else:
            found[measure.code] = sum((one[measure.code] for one in parts), Decimal(0))
    return found


def _printed(
    collection: Collection, period: str, place: str, told: _Figures
) -> Iterator[StatisticFigure]:
    """As it would be printed: where somebody is among few, so that nothing follows from the rest, all but
    how many there are is suppressed."""
    cohort = told["cohort"]
    people = (told[one.code] * (cohort / 100 if one.unit else 1) for one in collection.measures)
    few = min(people) < _FEWEST
    for measure in collection.measures:
        shown = measure.code == "cohort" or not few
        yield StatisticFigure(
            collection=collection.code,
            period=period,
            place=place,
            measure=measure.code,
            value=told[measure.code] if shown else None,
            symbol="" if shown else "c",
        )


def _wider(places: Iterable[str]) -> dict[str, list[str]]:
    """Regions and England, with those of the places that lie in each."""
    regions = {one.gss_code: one.region_code for one in _everywhere()}
    regions |= {
        district: one.region_code for one in _everywhere() for district in _pupils_by_district(one)
    }
    found: dict[str, list[str]] = {ENGLAND[0]: list(places)}
    for place in places:
        found.setdefault(regions[place], []).append(place)
    return found


def _everywhere() -> Iterable[LocalAuthority]:
    return local_authorities().values()


@cache
def _institutions() -> Mapping[str, int]:
    """How many institutions an authority has, by its three-digit code."""
    return {
        row["local_authority"]: int(row["institutions"]) for row in rows("local_authority_sizes")
    }


def _young_people(authority: LocalAuthority) -> int:
    return _about(_YOUNG_PEOPLE * _institutions()[authority.code], 0.15, authority.gss_code)


def _pupils_by_district(authority: LocalAuthority) -> dict[str, int]:
    """A county's by its districts, as they are published; any other authority's as a whole."""
    pupils = _PUPILS * _institutions()[authority.code]
    inside = districts_in(authority.gss_code) if authority.gss_code.startswith(_COUNTY) else ()
    if not inside:
        return {authority.gss_code: _about(pupils, 0.15, authority.gss_code, "pupils")}
    return {one.code: _about(pupils // len(inside), 0.15, one.code) for one in inside}


def _about(number: int, apart: float, *words: str) -> int:
    """A number not further from this one than so much of it, that belongs to these words."""
    return round(number * (1 + apart * (2 * share(*words) - 1)))
