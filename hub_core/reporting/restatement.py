"""What came in after a return was frozen: frozen figure, figure now, difference, and why.

The rule: both are as at the same day, so that whatever differs came in late; what is withheld in either
tells no difference.
"""

from collections.abc import Sequence

from msgspec import Struct

from hub_core.reporting.events import FrozenFigure

_DECIMALS = 2


class Restated(Struct, frozen=True, kw_only=True):
    """One indicator that would be told otherwise today. ``difference`` is None where either is withheld or
    not told."""

    indicator: str
    frozen: FrozenFigure
    now: FrozenFigure
    difference: float | None
    why: str


def restatements(
    frozen: Sequence[FrozenFigure], now: Sequence[FrozenFigure]
) -> tuple[Restated, ...]:
    """Every frozen indicator whose figure or contributors are others by now, in the frozen order."""
    current = {one.indicator: one for one in now}
    return tuple(
        Restated(
            indicator=before.indicator,
            frozen=before,
            now=after,
            difference=_difference(before, after),
            why=why(before, after),
        )
        for before in frozen
        if (after := current.get(before.indicator)) is not None and _told(before) != _told(after)
    )


def why(before: FrozenFigure, after: FrozenFigure) -> str:
    """Why a figure is another by now, as far as its contributors say."""
    more = after.contributing - before.contributing
    if more > 0:
        return f"Late records: {_institutions(more)} more contributed after the freeze."
    if more < 0:
        return (
            f"{_institutions(-more)} fewer contribute: a record was taken back after the freeze, or a "
            "member left the hub."
        )
    if after.eligible != before.eligible:
        return (
            f"The institutions it is asked of were corrected after the freeze, from {before.eligible} to "
            f"{after.eligible}."
        )
    return "Late records: the same institutions added to their records or corrected them."


def _told(one: FrozenFigure) -> tuple[object, ...]:
    return one.value, one.contributing, one.eligible, one.withheld


def _difference(before: FrozenFigure, after: FrozenFigure) -> float | None:
    if before.value is None or after.value is None:
        return None
    return round(after.value - before.value, _DECIMALS)


def _institutions(number: int) -> str:
    return "1 institution" if number == 1 else f"{number} institutions"
