"""Horizontal bars, columns by month and the coverage bar.

The one rule: labels and values are HTML beside small drawings, so that they stay readable at any
width; only the lengths are SVG.
"""

from collections.abc import Sequence
from datetime import date
from functools import cache, lru_cache

import msgspec
from markupsafe import Markup

from services.web.charts.amount import Amount
from services.web.charts.chart import Chart, Table
from services.web.charts.shapes import SERIES_CLASSES, bar, bar_marks

Row = tuple[str, tuple[Amount, ...]]
Month = tuple[date, tuple[Amount, ...]]

#: Pictures kept at most, by the figures they are drawn from: a page is made anew when one figure changed,
#: and hardly any picture on it is another. One is about 5 kB.
MOST_KEPT = 1_000
#: The same of single bars and columns: of a picture that is another most are as they were. One is 500 B.
MOST_LINES = 10_000


def bar_chart(
    *,
    key: str,
    headline: str,
    subject: str,
    dimension: str,
    series: Sequence[str],
    rows: Sequence[Row],
    last_is_rest: bool = False,
) -> Chart:
    """Bars for one or two series, in the order given, each labelled with its own figure.

    ``last_is_rest`` draws the last row paler: it is several things together, not one of them.
    """
    _check(series, rows)
    return Chart(
        key=key,
        headline=headline,
        subject=subject,
        alternative=_alternative(subject, series, rows),
        body=_bars(tuple(series), tuple(rows), last_is_rest) if rows else Markup(""),
        table=Table((dimension, *series), tuple(rows)),
    )


def columns_by_month(
    *,
    key: str,
    headline: str,
    subject: str,
    series: Sequence[str],
    months: Sequence[Month],
) -> Chart:
    """Columns side by side on a wide page and bars on a narrow one, from the same figures."""
    rows: list[Row] = [(f"{month:%B %Y}", amounts) for month, amounts in months]
    _check(series, rows)
    return Chart(
        key=key,
        headline=headline,
        subject=subject,
        alternative=_alternative(subject, series, rows),
        body=_columns(tuple(series), tuple(months)) if months else Markup(""),
        table=Table(("Month", *series), tuple(rows)),
    )


class CoverageBar(msgspec.Struct, frozen=True, kw_only=True):
    """How many of how many, as a bar with its sentence."""

    part: int
    whole: int
    body: Markup


@lru_cache(maxsize=MOST_KEPT)
def coverage_bar(part: int, whole: int) -> CoverageBar:
    """A bar for ``part`` of ``whole``; with nothing to be a part of it is only an outline.

    ``part`` may exceed ``whole`` (a hub may have members outside its declared scope): the bar is
    full.
    """
    if part < 0 or whole < 0:
        raise ValueError(f"{part} of {whole} is not a coverage.")
    length = 0.0 if whole == 0 else round(100 * min(part, whole) / whole, 2)
    body = Markup(
        '<svg class="hub-coverage" width="100%" height="10" aria-hidden="true" focusable="false">'
        '<rect class="hub-coverage__whole" width="100%" height="100%" rx="2"/>'
        '<rect class="hub-coverage__part" width="{}%" height="100%" rx="2"/></svg>'
    ).format(length)
    return CoverageBar(part=part, whole=whole, body=body)


def nice_ceiling(value: int) -> int:
    """The next round number a scale of four equal steps can end at."""
    step = 1
    while True:
        for factor in (4, 8, 12, 16, 20, 24, 32):
            if value <= factor * step:
                return factor * step
        step *= 10


def _check(series: Sequence[str], rows: Sequence[Row]) -> None:
    if not 1 <= len(series) <= 2:
        raise ValueError("A bar chart shows one or two series; more belong in a table.")
    for label, amounts in rows:
        if len(amounts) != len(series):
            raise ValueError(f"{label!r} has {len(amounts)} figures for {len(series)} series.")


def _largest(rows: Sequence[Row]) -> int:
    return max((amount.value for _, amounts in rows for amount in amounts), default=0)


@lru_cache(maxsize=MOST_KEPT)
def _bars(series: tuple[str, ...], rows: tuple[Row, ...], last_is_rest: bool) -> Markup:
    largest, several = _largest(rows), len(series) > 1
    lines = Markup("").join(
        _line(row, largest, several=several, rest=last_is_rest and row is rows[-1]) for row in rows
    )
    return Markup('{}<div class="hub-bars">{}</div>').format(_legend(series), lines)


@lru_cache(maxsize=MOST_KEPT)
def _columns(series: tuple[str, ...], months: tuple[Month, ...]) -> Markup:
    most = max(sum(amount.value for amount in amounts) for _, amounts in months)
    largest = nice_ceiling(max(1, most))
    columns = Markup("").join(_column(month, amounts, largest) for month, amounts in months)
    lines = Markup("").join(_stacked(month, amounts, largest) for month, amounts in months)
    return Markup(
        '{}<div class="hub-columns"><div class="hub-columns__scale">{}</div>'
        '<div class="hub-columns__plot">{}{}</div></div>'
        '<div class="hub-bars hub-bars--narrow-only">{}</div>'
    ).format(_legend(series), _scale(largest), _gridlines(), columns, lines)


@lru_cache(maxsize=MOST_LINES)
def _line(row: Row, largest: int, *, several: bool, rest: bool) -> Markup:
    label, amounts = row
    bars = Markup("").join(
        Markup(
            '<span class="hub-bars__bar">{}</span>'
            '<span class="hub-bars__value hub-bars__value--{}">{}</span>'
        ).format(bar(amount, largest, series=index), amount.state, amount.words)
        for index, amount in enumerate(amounts)
    )
    modifier = Markup(" hub-bars__row--several") if several else Markup("")
    if rest:
        modifier += Markup(" hub-bars__row--rest")
    return Markup(
        '<div class="hub-bars__row{}"><span class="hub-bars__label">{}</span>{}</div>'
    ).format(modifier, label, bars)


@lru_cache(maxsize=MOST_LINES)
def _column(month: date, amounts: tuple[Amount, ...], largest: int) -> Markup:
    """One month: its figures, a stacked drawing and its name."""
    marks, top = Markup(""), 100.0
    for index, amount in enumerate(amounts):
        if amount.state == "known" and amount.value:
            height = round(100 * amount.value / largest, 2)
            top -= height
            marks += Markup(
                '<rect class="hub-mark--{}" x="12%" width="76%" y="{}%" height="{}%"/>'
            ).format(SERIES_CLASSES[index], round(top, 2), height)
    figures = _figures(amounts)
    words = Markup("")
    if figures:
        words = Markup('<text class="hub-columns__value" x="50%" y="{}%" dy="-6">{}</text>').format(
            round(top, 2), figures
        )
    elif amounts[0].state != "known":
        marks = bar_marks(amounts[0], largest)
    return Markup(
        '<div class="hub-columns__column"><svg class="hub-columns__drawing" width="100%" '
        'height="100%" aria-hidden="true" focusable="false">{}{}</svg>'
        '<span class="hub-columns__month">{}</span></div>'
    ).format(marks, words, f"{month:%b}")


@lru_cache(maxsize=MOST_LINES)
def _stacked(month: date, amounts: tuple[Amount, ...], largest: int) -> Markup:
    """One month for a narrow page: the same figures end to end."""
    marks, start = Markup(""), 0.0
    for index, amount in enumerate(amounts):
        if amount.state == "known" and amount.value:
            width = round(100 * amount.value / largest, 2)
            marks += Markup(
                '<rect class="hub-mark--{}" x="{}%" width="{}%" height="100%"/>'
            ).format(SERIES_CLASSES[index], round(start, 2), width)
            start += width
    return Markup(
        '<div class="hub-bars__row"><span class="hub-bars__label">{}</span>'
        '<span class="hub-bars__bar"><svg class="hub-bar" width="100%" height="100%" '
        'aria-hidden="true" focusable="false">{}</svg></span>'
        '<span class="hub-bars__value hub-bars__value--{}">{}</span></div>'
    ).format(f"{month:%b}", marks, amounts[0].state, _figures(amounts) or amounts[0].words)


def _figures(amounts: tuple[Amount, ...]) -> str:
    """What stands at the end of a stack: its parts, without those that are nought."""
    return " + ".join(one.words for one in amounts if one.state == "known" and one.value)


def _scale(largest: int) -> Markup:
    steps = [largest * step // 4 for step in (4, 3, 2, 1, 0)]
    return Markup("").join(Markup("<span>{}</span>").format(f"{step:,}") for step in steps)


@cache
def _gridlines() -> Markup:
    lines = Markup("").join(
        Markup('<line x1="0" x2="100%" y1="{0}%" y2="{0}%"/>').format(at) for at in (0, 25, 50, 75)
    )
    return Markup(
        '<svg class="hub-columns__grid" width="100%" height="100%" aria-hidden="true" '
        'focusable="false">{}<line class="hub-columns__base" x1="0" x2="100%" y1="100%" '
        'y2="100%"/></svg>'
    ).format(lines)


def _legend(series: Sequence[str]) -> Markup:
    if len(series) < 2:
        return Markup("")
    names = Markup("").join(
        Markup(
            '<span class="hub-legend__item"><svg class="hub-legend__swatch" width="16" height="16" '
            'aria-hidden="true" focusable="false"><rect class="hub-legend__{}" width="16" '
            'height="16"/></svg>{}</span>'
        ).format(index + 1, name)
        for index, name in enumerate(series)
    )
    return Markup('<div class="hub-legend">{}</div>').format(names)


def _alternative(subject: str, series: Sequence[str], rows: Sequence[Row]) -> str:
    """The picture in words, from the figures themselves."""
    if not rows:
        return f"{subject}: no figures."

    def told(amounts: tuple[Amount, ...]) -> str:
        if len(series) == 1:
            return amounts[0].words
        return " and ".join(
            f"{amount.words} {name.lower()}" for amount, name in zip(amounts, series, strict=True)
        )

    return f"{subject}. " + "; ".join(f"{label}: {told(amounts)}" for label, amounts in rows) + "."
