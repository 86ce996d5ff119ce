"""Two parts of England side by side: every measure of both, and how far apart they are.

The rule: a difference is of the figures as they are printed, and of none that is withheld.
"""

from collections.abc import Iterable

import msgspec

from hub_core.open_data.published import Measure
from services.web.national_page.choice import Choice
from services.web.national_page.figures import Figure, find
from services.web.national_page.words import said
from services.web.words import counted


class Compared(msgspec.Struct, frozen=True, kw_only=True):
    """One measure of two areas, and how far they are apart."""

    label: str
    definition: str
    words: tuple[str, ...]
    apart: str


def compared(choice: Choice) -> Iterable[Compared]:
    """Every measure of the table for the two that were chosen; nothing before two were."""
    if choice.way is None or not choice.other:
        return
    one = find(choice.way, choice.items, choice.area)
    other = find(choice.way, choice.items, choice.other)
    assert one is not None
    assert other is not None
    for measure in choice.way.table.measures.values():
        texts = [each.text(measure.col_name) for each in (one, other)]
        yield Compared(
            label=measure.label,
            definition=measure.definition,
            words=tuple(said(text, measure) for text in texts),
            apart=_apart(one, other, measure),
        )


def _apart(one: Figure, other: Figure, measure: Measure) -> str:
    """How much more the first has, from the figures as they are printed."""
    first, second = one.value(measure.col_name), other.value(measure.col_name)
    if first is None or second is None:
        return "cannot be said"
    apart = round(first - second, measure.decimals)
    if not apart:
        return "the same"
    points = _points(abs(apart), measure)
    return f"{points} {'more' if apart > 0 else 'less'}"


def _points(apart: float, measure: Measure) -> str:
    """A difference: of shares in percentage points."""
    number = f"{apart:,.{measure.decimals}f}"
    if measure.unit != "%":
        return number
    return counted(1, "percentage point") if apart == 1 else f"{number} percentage points"
