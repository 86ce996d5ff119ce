"""A sparkline: the shape of a year in the height of a line of text.

The one rule: it decorates a figure that stands beside it in words, so it is hidden from readers of
screens, and a month without data leaves a gap.
"""

from collections.abc import Sequence
from functools import lru_cache

from markupsafe import Markup

from services.web.charts.amount import Amount
from services.web.charts.bars import MOST_KEPT


def sparkline(amounts: Sequence[Amount]) -> Markup:
    """One small column for each amount, the largest filling the height; empty if none is known."""
    return _drawn(tuple(amounts))


@lru_cache(maxsize=MOST_KEPT)
def _drawn(amounts: tuple[Amount, ...]) -> Markup:
    largest = max((amount.value for amount in amounts if amount.state == "known"), default=0)
    if not largest:
        return Markup("")
    slot = 100 / len(amounts)
    marks = Markup("").join(
        Markup('<rect x="{}%" y="{}%" width="{}%" height="{}%"/>').format(
            round(index * slot, 2),
            round(100 - 100 * amount.value / largest, 2),
            round(slot * 0.7, 2),
            round(100 * amount.value / largest, 2),
        )
        for index, amount in enumerate(amounts)
        if amount.state == "known" and amount.value
    )
    return Markup(
        '<svg class="hub-sparkline" width="96" height="22" aria-hidden="true" focusable="false">'
        "{}</svg>"
    ).format(marks)
