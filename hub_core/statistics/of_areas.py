"""What was published about the areas of a hub, or about all the districts that make one of them up.

The rule: a figure published of the area itself stands. Otherwise the numbers of its districts are added up,
shares never are, and what stands for one district's number stands for the area's: nobody can add it up.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

import msgspec

from hub_core.reference.areas import (
    ENGLAND,
    LocalAuthority,
    districts,
    districts_in,
    local_authorities,
    regions,
)
from hub_core.statistics.mapping import Collection
from hub_core.statistics.reading import StatisticFigure

#: Of several symbols the first one here is told: what somebody withheld, before what there was not.
FIRST_TOLD = ("c", "~", "u", "low", "x", ":", "z")

#: The figures of one period by place.
_Places = Mapping[str, Sequence[StatisticFigure]]


class AreaRow(msgspec.Struct, frozen=True, kw_only=True):
    """An area's figures of a period. ``place`` is a GSS code; ``added_up`` names the districts they are sums
    of, none where they were published of the area itself."""

    place: str
    period: str
    figures: tuple[StatisticFigure, ...]
    added_up: tuple[str, ...]


def places_of(authorities: Iterable[str]) -> dict[str, str]:
    """GSS codes with their names: authorities by their three-digit codes, as they were coded before too,
    their regions, England."""
    known = [local_authorities()[code] for code in authorities if code in local_authorities()]
    names: dict[str, str] = {}
    for one in known:
        names |= dict.fromkeys(_codes(one), one.plain_name)
    names |= {one.region_code: regions()[one.region_code].name for one in known}
    return names | dict([ENGLAND])


def with_districts(places: Iterable[str]) -> Iterator[str]:
    """These codes, and those of every district that lies in one of them or was taken into it."""
    for place in places:
        yield place
        yield from with_districts(one.code for one in districts_in(place))


def rows_of(
    collection: Collection, figures: Iterable[StatisticFigure], places: Iterable[str]
) -> list[AreaRow]:
    """A collection's row of each of the places and each period that tells of it as a whole, the newest
    period first. ``figures`` are of the places ``with_districts``; others are left aside."""
    periods: dict[str, dict[str, list[StatisticFigure]]] = {}
    for one in figures:
        if one.collection == collection.code:
            periods.setdefault(one.period, {}).setdefault(one.place, []).append(one)
    found = []
    for period, there in sorted(periods.items(), reverse=True):
        for place in sorted(places):
            made_of = _made_of(place, there)
            row = _row(collection, place, period, made_of, there) if made_of else None
            if row is not None and row.figures:
                found.append(row)
    return found


def _row(
    collection: Collection, place: str, period: str, made_of: tuple[str, ...], there: _Places
) -> AreaRow:
    if made_of == (place,):
        return AreaRow(place=place, period=period, figures=tuple(there[place]), added_up=())
    return AreaRow(
        place=place,
        period=period,
        figures=tuple(_sums(collection, place, [there[one] for one in made_of])),
        added_up=tuple(districts()[one].name for one in made_of),
    )


def _made_of(place: str, there: _Places) -> tuple[str, ...]:
    """The places with figures that make up the whole of this one; none where one is lacking."""
    if place in there:
        return (place,)
    parts = [_made_of(one.code, there) for one in districts_in(place)]
    return tuple(code for part in parts for code in part) if all(parts) else ()


def _sums(
    collection: Collection, place: str, parts: Sequence[Sequence[StatisticFigure]]
) -> Iterator[StatisticFigure]:
    for measure in collection.measures:
        told = [one for figures in parts for one in figures if one.measure == measure.code]
        if measure.unit or len(told) < len(parts):  # a blank cell says nothing
            continue
        symbols = {one.symbol for one in told} - {""}
        numbers = [one.value for one in told if one.value is not None]
        yield StatisticFigure(
            collection=collection.code,
            period=told[0].period,
            place=place,
            measure=measure.code,
            value=None if symbols else sum(numbers, Decimal(0)),
            symbol=next((one for one in FIRST_TOLD if one in symbols), ""),
        )


def _codes(authority: LocalAuthority) -> list[str]:
    return [code for code in (authority.gss_code, authority.earlier_gss_code) if code]
