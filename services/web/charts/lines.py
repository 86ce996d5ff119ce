"""A line chart over dates: a few lines, each with its points, on a scale that begins at nought.

The one rule: a date without a number breaks the line, and what is not joined is never drawn as joined.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise

import msgspec
from markupsafe import Markup

from services.web.charts.amount import Amount
from services.web.charts.bars import nice_ceiling
from services.web.charts.shapes import SERIES_CLASSES
from services.web.words import short_date

#: Dates that are named below the chart at most; a phone has no room for more.
MOST_DATES = 6
#: Dates less far apart are named by their day: months would be named twice.
CLOSE = timedelta(days=60)
#: Points that are marked at most: more would stand on one another on a phone, and the line alone is read.
MOST_MARKS = 20
#: The part of the width, in per cent, in which points lie: words stand beside the last ones.
LEFT, RIGHT = 4.0, 84.0
#: How far apart, in per cent of the height, the words beside two lines must stand to be read.
APART = 8.0

#: Where a point lies, in per cent from the left and from the top, and its words.
Point = tuple[float, float, str]


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One line: what it is of, and its amount at each date, in the same order as the dates."""

    name: str
    amounts: tuple[Amount, ...]


def line_chart(
    days: Sequence[date], lines: Sequence[Line], *, scale: int, most: int | None = None
) -> Markup:
    """Draw the lines over these dates; ``scale`` is what amounts were multiplied by to be whole.

    ``most`` is where the scale ends at the latest: 100 for shares. Raises ``ValueError`` for more lines
    than there are colours, or a line of other dates.
    """
    if not 1 <= len(lines) <= len(SERIES_CLASSES):
        raise ValueError(f"A line chart shows one to {len(SERIES_CLASSES)} lines.")
    if any(len(line.amounts) != len(days) for line in lines):
        raise ValueError("Each line needs an amount for each date.")
    largest = max((one.value for line in lines for one in line.amounts), default=0)
    top = nice_ceiling(max(1, -(-largest // scale)))
    top = min(top, most) if most is not None else top
    places = [_place(day, days) for day in days]
    points = [_points(line, places, top * scale) for line in lines]
    drawn = Markup("").join(
        _line(found, SERIES_CLASSES[at]) for at, found in enumerate(points)
    ) + _values(points)
    return Markup(
        '{}<div class="hub-lines-chart"><div class="hub-columns__scale">{}</div>'
        '<div class="hub-lines-chart__plot"><svg class="hub-lines-chart__drawing" width="100%" '
        'height="100%" aria-hidden="true" focusable="false">{}{}</svg></div>'
        '<svg class="hub-lines-chart__dates" width="100%" height="24" aria-hidden="true" '
        'focusable="false">{}</svg></div>'
    ).format(_legend(lines), _scale(top), _grid(), drawn, _dates(days, places))


def _place(day: date, days: Sequence[date]) -> float:
    """Where a date lies across the chart, in per cent."""
    whole = (days[-1] - days[0]).days
    return round(LEFT + (RIGHT - LEFT) * (day - days[0]).days / whole, 2) if whole else 50.0


def _points(line: Line, places: Sequence[float], top: int) -> list[Point | None]:
    return [
        (place, round(100 - 100 * one.value / top, 2), one.words) if one.state == "known" else None
        for place, one in zip(places, line.amounts, strict=True)
    ]


def _line(points: Sequence[Point | None], series: str) -> Markup:
    found = Markup("")
    for before, after in pairwise(points):
        if before is not None and after is not None:
            found += Markup(
                '<line class="hub-line-of--{}" x1="{}%" y1="{}%" x2="{}%" y2="{}%"/>'
            ).format(series, *before[:2], *after[:2])
    for at, point in enumerate(points):
        if point is not None and _is_marked(at, points):
            found += Markup('<circle class="hub-mark--{}" cx="{}%" cy="{}%" r="5"/>').format(
                series, *point[:2]
            )
    return found


def _is_marked(at: int, points: Sequence[Point | None]) -> bool:
    """Every point where there is room, and else where a line ends; one without neighbours is all there is."""
    return len(points) <= MOST_MARKS or at + 1 == len(points) or points[at + 1] is None


def _values(lines: Sequence[Sequence[Point | None]]) -> Markup:
    """The last number of each line beside it, moved apart where they would stand on one another."""
    last = [next((one for one in reversed(points) if one is not None), None) for points in lines]
    found, below = Markup(""), -APART
    for x, y, words in sorted((one for one in last if one is not None), key=lambda one: one[1]):
        below = max(y, below + APART)
        found += Markup(
            '<text class="hub-lines-chart__value" x="{}%" y="{}%" dx="10" dy="5">{}</text>'
        ).format(x, round(below, 2), words)
    return found


def _scale(top: int) -> Markup:
    return Markup("").join(
        Markup("<span>{}</span>").format(f"{top * step / 4:,g}") for step in (4, 3, 2, 1, 0)
    )


def _grid() -> Markup:
    lines = Markup("").join(
        Markup('<line class="hub-lines-chart__grid" x1="0" x2="100%" y1="{0}%" y2="{0}%"/>').format(
            at
        )
        for at in (0, 25, 50, 75)
    )
    base = '<line class="hub-lines-chart__base" x1="0" x2="100%" y1="100%" y2="100%"/>'
    return lines + Markup(base)  # noqa: S704 - a mark of ours


def _dates(days: Sequence[date], places: Sequence[float]) -> Markup:
    every = -(-len(days) // MOST_DATES)
    named = [
        (place, day)
        for at, (day, place) in enumerate(zip(days, places, strict=True))
        if (len(days) - 1 - at) % every == 0
    ]
    close = any(after - before < CLOSE for before, after in pairwise(days))
    return Markup("").join(
        Markup(
            '<text class="hub-lines-chart__date" x="{}%" y="18" text-anchor="{}">{}</text>'
        ).format(
            place,
            "start" if place == LEFT else "middle",
            short_date(day) if close else f"{day:%b %Y}",
        )
        for place, day in named
    )


def _legend(lines: Sequence[Line]) -> Markup:
    if len(lines) < 2:
        return Markup("")
    names = Markup("").join(
        Markup(
            '<span class="hub-legend__item"><svg class="hub-legend__swatch" width="16" height="16" '
            'aria-hidden="true" focusable="false"><circle class="hub-mark--{}" cx="8" cy="8" r="6"/>'
            "</svg>{}</span>"
        ).format(SERIES_CLASSES[at], line.name)
        for at, line in enumerate(lines)
    )
    return Markup('<div class="hub-legend">{}</div>').format(names)
