"""The SVG marks all charts are made of. Colours come as classes, so that print, forced colours and
the palette are decided in one style sheet.

The one rule: no style attributes (the content security policy forbids them) and no text inside a
scaled drawing (it would shrink on a phone).
"""

from markupsafe import Markup

from services.web.charts.amount import Amount

#: Classes of the series, first to fourth: the Analysis Function's categorical palette.
SERIES_CLASSES = ("series-1", "series-2", "series-3", "series-4")
#: A mark this wide (per cent) says "too small to show" without claiming a length.
SUPPRESSED_WIDTH = 4.0


def percentage(value: int, largest: int) -> float:
    """How long a bar is, in hundredths of the longest; something is never drawn as nothing."""
    if value <= 0 or largest <= 0:
        return 0.0
    return max(0.5, round(100 * value / largest, 2))


def bar(amount: Amount, largest: int, *, series: int = 0) -> Markup:
    """One horizontal bar as a drawing of its own: a length, a hatched stub, or an empty outline."""
    return Markup(
        '<svg class="hub-bar" width="100%" height="100%" aria-hidden="true" focusable="false">'
        "{}</svg>"
    ).format(bar_marks(amount, largest, series=series))


def bar_marks(amount: Amount, largest: int, *, series: int = 0) -> Markup:
    """The marks inside a bar's drawing."""
    if amount.state == "suppressed":
        return Markup(
            '<rect class="hub-mark--suppressed" x="0.5" y="0.5" width="{}%" height="95%"/>'
        ).format(SUPPRESSED_WIDTH)
    if amount.state == "missing":
        return Markup('<line class="hub-mark--missing" x1="0" y1="50%" x2="100%" y2="50%"/>')
    if amount.state == "not-yet":
        return Markup("")
    return Markup('<rect class="hub-mark--{}" width="{}%" height="100%"/>').format(
        SERIES_CLASSES[series], percentage(amount.value, largest)
    )
