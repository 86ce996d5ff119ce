"""The page of national figures as a view: what was chosen, its figures with what is behind each.

The rule: every figure goes with its date, its edition, its definition and how many contributed; a sentence
over figures says only what can be checked in the table below it.
"""

from collections.abc import Iterable, Mapping, Sequence

import msgspec
from markupsafe import Markup

from hub_core.open_data.published import Measure, PublishedTable
from hub_core.snapshots.store import PublishedSnapshot
from services.web.charts.shapes import bar
from services.web.national_page.choice import AREA, BY, OTHER, Choice
from services.web.national_page.comparison import Compared, compared
from services.web.national_page.drawing import Map, Series, series_of, tiles_of
from services.web.national_page.figures import (
    Figure,
    Point,
    Way,
    find,
    in_order,
    measures,
    parts,
    ways,
    whole,
)
from services.web.national_page.forms import Choosing, comparing_of, forms_of
from services.web.national_page.words import (
    EXPLAINED,
    SYMBOLS,
    amount,
    as_at,
    behind,
    edition_name,
    release_name,
    restated,
    said,
)
from services.web.words import long_date

HERE = "/national"
#: What the page shows that can be taken away as a file.
FILES = ("areas", "series", "comparison")


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One row of the table: the bar is drawn on the scale of them all."""

    name: str
    within: str
    href: str
    bar: Markup
    words: str
    known: bool
    behind: str


class KeyFigure(msgspec.Struct, frozen=True, kw_only=True):
    """A figure with what it is of, and how many contributed."""

    label: str
    words: str
    known: bool
    about: str


class NationalPage(msgspec.Struct, frozen=True, kw_only=True):
    """Everything the template needs. ``way`` None: the measure is not published so; ``instead`` leads on."""

    choice: Choice
    measure: Measure
    headline: str
    under: str
    source: str
    restated: str
    newer: str
    forms: tuple[Choosing, ...]
    instead: tuple[tuple[str, str], ...]
    key_figures: tuple[KeyFigure, ...]
    map: Map | None
    of_what: str
    by_what: str
    by_means: str
    has_behind: bool
    lines: tuple[Line, ...]
    symbols: tuple[tuple[str, str], ...]
    series: tuple[Series, ...]
    followed: tuple[str, ...]
    comparing: tuple[Choosing, ...]
    compared: tuple[Compared, ...]
    files: Mapping[str, str]


Over = Sequence[tuple[PublishedSnapshot, Way | None]]


def national_page(
    choice: Choice,
    tables: Sequence[PublishedTable],
    releases: Sequence[PublishedSnapshot],
    over_time: Over,
    newest: PublishedSnapshot,
) -> NationalPage:
    """The page as chosen; ``over_time`` has the same breakdown in each release that stands, oldest first."""
    measure = measures(tables)[choice.measure]
    there = ways(tables, choice.measure)
    way = choice.way
    found = [] if way is None else parts(way, choice.items)
    ordered = in_order(found, measure.col_name) if way and way.of_places else list(found)
    total = None if way is None else whole(way, choice.items)
    followed = _followed(choice, total)
    return NationalPage(
        choice=choice,
        measure=measure,
        headline=_headline(measure, way, found, total),
        under=_under(choice),
        source=source(choice.release),
        restated=restated(choice.release),
        newer=_newer(choice, newest),
        forms=tuple(forms_of(choice, measures(tables).values(), there, releases)),
        instead=() if way else tuple(_ways_there(choice, there)),
        key_figures=tuple(_key_figures(measure, way, found, total)),
        map=None if way is None else tiles_of(way, found, measure, lambda one: _href(choice, one)),
        of_what="" if way is None else way.label,
        by_what="" if way is None else _small(way.label),
        by_means=_means(way),
        has_behind=any(one.eligible for one in found),
        lines=tuple(_lines(choice, measure, ordered)),
        symbols=_symbols_of([one.text(measure.col_name) for one in found]),
        series=tuple(_series(choice, measure, over_time, followed)),
        followed=tuple(name for _, name in followed),
        comparing=tuple(comparing_of(choice, ordered)),
        compared=tuple(compared(choice)),
        files={name: f"{HERE}/{name}.csv?{choice.query()}" for name in FILES},
    )


def _ways_there(choice: Choice, there: Mapping[str, Way]) -> Iterable[tuple[str, str]]:
    """Addresses of the ways in which the figure is broken down, with their names."""
    for one in there.values():
        yield f"{HERE}?{choice.query(**{BY: one.key})}", one.label


def source(release: PublishedSnapshot) -> str:
    """Where the figures of a release come from, and of which day they are."""
    version = f"version {release.version}, " if release.version > 1 else ""
    return (
        f"Source: what institutions, employers and hubs recorded here, as at {as_at(release)}; "
        f"{version}published "
        f"{long_date(release.published_on)}; {edition_name(release)}."
    )


def _headline(
    measure: Measure, way: Way | None, found: Sequence[Figure], total: Figure | None
) -> str:
    """The total, and for places the highest and the lowest; nothing more than the table says."""
    name = measure.col_name
    if way is None:
        return f"{measure.label} is not published broken down so"
    begin = f"{measure.label}"
    if total is not None:
        begin += f": {said(total.text(name), measure)} in {total.name}"
    told = [one for one in found if one.value(name) is not None]
    if not told:
        return f"{begin}. Every figure by {_small(way.label)} is withheld or was not supplied"
    if len(told) < 2:
        return begin
    high = max(told, key=lambda one: one.value(name) or 0)
    low = min(told, key=lambda one: one.value(name) or 0)
    if high.value(name) == low.value(name):
        return f"{begin}, and the same everywhere it is shown"
    return (
        f"{begin}. Highest for {high.name}, {said(high.text(name), measure)}; lowest for "
        f"{low.name}, {said(low.text(name), measure)}"
    )


def _under(choice: Choice) -> str:
    """Under which items of the other filters, in words; nothing where all are totals."""
    return "; ".join(item for item in choice.items.values() if item != "Total")


def _newer(choice: Choice, newest: PublishedSnapshot) -> str:
    """That a release was replaced, or is not the newest."""
    shown = choice.release
    if shown == newest:
        return ""
    return f"These are not the newest figures: those are {release_name(newest)}."


def _key_figures(
    measure: Measure, way: Way | None, found: Sequence[Figure], total: Figure | None
) -> Iterable[KeyFigure]:
    name = measure.col_name
    if way is None:
        return
    if total is not None:
        yield _key_figure(total.name, total, measure)
    told = [one for one in found if one.value(name) is not None]
    if (way.of_places or total is None) and len(told) > 1:
        high = max(told, key=lambda one: one.value(name) or 0)
        low = min(told, key=lambda one: one.value(name) or 0)
        yield _key_figure(f"Highest: {high.name}", high, measure)
        yield _key_figure(f"Lowest: {low.name}", low, measure)
    if found:
        yield KeyFigure(
            label="Shown",
            words=f"{len(told):,} of {len(found):,}",
            known=True,
            about="The rest is withheld, or nobody told"
            if len(told) < len(found)
            else "None withheld",
        )


def _key_figure(label: str, figure: Figure, measure: Measure) -> KeyFigure:
    text, count = figure.text(measure.col_name), behind(figure)
    return KeyFigure(
        label=label,
        words=said(text, measure),
        known=text not in SYMBOLS,
        about=f"{count} institutions contributing" if count else "",
    )


def _lines(choice: Choice, measure: Measure, found: Sequence[Figure]) -> Iterable[Line]:
    amounts = [amount(one.text(measure.col_name), measure) for one in found]
    largest = max((one.value for one in amounts), default=0)
    for one, shown in zip(found, amounts, strict=True):
        yield Line(
            name=one.name,
            within=one.within,
            href=_href(choice, one),
            bar=bar(shown, largest),
            words=shown.words,
            known=shown.state == "known",
            behind=behind(one),
        )


def _href(choice: Choice, figure: Figure) -> str:
    return f"{HERE}?{choice.query(**{AREA: figure.key, OTHER: ''})}#over-time"


def _symbols_of(texts: Iterable[str]) -> tuple[tuple[str, str], ...]:
    there = set(texts)
    return tuple((SYMBOLS[one], EXPLAINED[one]) for one in SYMBOLS if one in there)


def _followed(choice: Choice, total: Figure | None) -> list[tuple[str, str]]:
    """Whose figures are shown over time: those chosen, and beside them the total (its key is empty)."""
    if choice.way is None:
        return []
    named = {one.key: one.name for one in parts(choice.way, choice.items)}
    found = [(key, named[key]) for key in (choice.area, choice.other) if key]
    return [*found, ("", total.name)] if total is not None else found


def _series(
    choice: Choice, measure: Measure, over_time: Over, followed: Sequence[tuple[str, str]]
) -> Iterable[Series]:
    if not followed:
        return
    for edition in dict.fromkeys(release.edition for release, _ in reversed(over_time)):
        of = [(release, way) for release, way in over_time if release.edition == edition]
        lines = [
            (name, [_point(release, way, choice.items, key, name) for release, way in of])
            for key, name in followed
        ]
        yield series_of(lines, measure, key=edition.lower())


def _point(
    release: PublishedSnapshot, way: Way | None, items: Mapping[str, str], key: str, name: str
) -> Point:
    if way is None:
        return Point(release=release, figure=None)
    figure = find(way, items, key, name) if key else whole(way, items)
    return Point(release=release, figure=figure)


def _means(way: Way | None) -> str:
    """What a breakdown means, where the release says so: a place needs no words."""
    return "" if way is None or way.level else way.table.filters[way.key].definition


def _small(label: str) -> str:
    """A label inside a sentence: names and abbreviations stay as they are written."""
    is_name = any(word[0].isupper() for word in label.split()[1:]) or label[:2].isupper()
    return label if is_name else label[0].lower() + label[1:]
