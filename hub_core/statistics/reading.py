"""A published file as figures: a number or the symbol that stands for it, of a place and a period.

The rule: symbols survive as they are printed and are never read as nought; a row that contradicts itself is
set aside and told, not mended.
"""

import csv
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal, InvalidOperation

import msgspec

from hub_core.statistics.mapping import Collection

#: z not applicable, x unavailable, c suppressed, low rounds to nought, u unreliable, ~ and : as older files
#: write small and unavailable. Source: symbols of the Government Statistical Service, and domain 4.5.
SYMBOLS = frozenset({"z", "x", "c", "low", "u", "~", ":"})


class CannotRead(ValueError):
    """A file cannot be taken over; the sentence says why and what to do."""


class StatisticFigure(msgspec.Struct, frozen=True, kw_only=True):
    """One figure: ``value`` is None where ``symbol`` stands for it. ``place`` is a GSS code, ``period`` the
    collection's own: 2024 a calendar year, 202223 an academic one."""

    collection: str
    period: str
    place: str
    measure: str
    value: Decimal | None
    symbol: str


class SetAside(msgspec.Struct, frozen=True, kw_only=True):
    """A row that was not taken over: its line in the file, and why."""

    line: int
    place: str
    why: str


class FileRead(msgspec.Struct, frozen=True, kw_only=True):
    """A file's figures, the rows set aside, and the measures it has no column for."""

    collection: str
    figures: tuple[StatisticFigure, ...]
    set_aside: tuple[SetAside, ...]
    lacking: tuple[str, ...]


def collection_of(columns: Iterable[str], among: Iterable[Collection]) -> Collection:
    """The collection a file with these columns is of. Raises ``CannotRead`` where it is of none."""
    there = frozenset(columns)
    for one in among:
        if one.reads(there):
            return one
    raise CannotRead(
        "The columns are those of no collection that is known here. Write a mapping that names them "
        "(docs/statistics.md) and give it with --mapping."
    )


def read(lines: Iterable[str], among: Iterable[Collection]) -> FileRead:
    """The figures of a CSV file, given line by line. Raises ``CannotRead``."""
    rows = csv.DictReader(lines)
    collection = collection_of(rows.fieldnames or (), among)
    columns = {
        one.code: next((name for name in one.columns if name in (rows.fieldnames or ())), None)
        for one in collection.measures
    }
    figures: dict[tuple[str, str], list[StatisticFigure]] = {}
    aside = []
    for row in rows:
        if not _wanted(row, collection):
            continue
        place = (row.get(collection.places[row["geographic_level"]]) or "").strip()
        period = row[collection.period].strip()
        try:
            if not place:
                raise CannotRead("The place has no code.")
            found = list(_figures(row, collection, columns, place, period))
            _hold(found, collection)
            if (place, period) in figures:
                raise CannotRead("The place and period are there already, in an earlier row.")
        except CannotRead as why:
            aside.append(SetAside(line=rows.line_num, place=place, why=str(why)))
        else:
            figures[place, period] = found
    return FileRead(
        collection=collection.code,
        figures=tuple(one for found in figures.values() for one in found),
        set_aside=tuple(aside),
        lacking=tuple(code for code, column in columns.items() if column is None),
    )


def _wanted(row: Mapping[str, str], collection: Collection) -> bool:
    return row["geographic_level"] in collection.places and all(
        row[column] in values for column, values in collection.only.items()
    )


def _figures(
    row: Mapping[str, str],
    collection: Collection,
    columns: Mapping[str, str | None],
    place: str,
    period: str,
) -> Iterator[StatisticFigure]:
    for measure, column in columns.items():
        text = "" if column is None else (row[column] or "").strip()
        if text:  # a blank cell says nothing
            value = None if text in SYMBOLS else _number(text, column or "")
            yield StatisticFigure(
                collection=collection.code,
                period=period,
                place=place,
                measure=measure,
                value=value,
                symbol=text if value is None else "",
            )


def _number(text: str, column: str) -> Decimal:
    try:
        number = Decimal(text)
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite():
        raise CannotRead(f"“{text[:40]}” in {column} is neither a number nor one of the symbols.")
    return number


def _hold(found: Iterable[StatisticFigure], collection: Collection) -> None:
    """Raises ``CannotRead`` where parts do not add up to their whole."""
    values = {one.measure: one.value for one in found if one.value is not None}
    for identity in collection.identities:
        if not values.keys() >= {identity.whole, *identity.parts}:
            continue
        whole = values[identity.whole]
        parts = sum((values[part] for part in identity.parts), Decimal(0))
        if abs(whole - parts) > Decimal(str(identity.within)):
            raise CannotRead(
                f"{' + '.join(identity.parts)} is {parts}, and {identity.whole} {whole}."
            )
