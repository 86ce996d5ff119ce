"""The figures of a return in words and signs.

The rule: nobody told, too few to show and nought read differently.
"""

from hub_core.reporting.codes import ReturnUnit
from hub_core.reporting.events import FrozenFigure
from services.web.words import number

NOBODY = "No data supplied"
WITHHELD = "Too few learners to show"
#: In a file: not supplied, withheld, does not apply. As in every file here.
_NOT_SUPPLIED, _WITHHELD, _NONE = "x", "c", "z"


def value(figure: FrozenFigure, unit: ReturnUnit) -> str:
    """A figure as people read it."""
    if figure.withheld:
        return WITHHELD
    return NOBODY if figure.value is None else amount(figure.value, unit)


def amount(given: float, unit: ReturnUnit, *, signed: bool = False) -> str:
    """A number with its unit; a change has its sign."""
    match unit:
        case ReturnUnit.PERCENT:
            words = f"{abs(given):.1f}".removesuffix(".0") + (" points" if signed else "%")
        case ReturnUnit.NUMBER:
            words = number(abs(round(given)))
        case _:
            words = f"{abs(given):.2f}"
    if given < 0:
        return f"−{words}"
    return f"+{words}" if given > 0 and (signed or unit is ReturnUnit.CHANGE) else words


def met(figure: FrozenFigure) -> str:
    """Whether the target is met."""
    if figure.target is None:
        return "No target"
    if figure.met is None:
        return "Not known"
    return "Met" if figure.met else "Not met"


def symbol(figure: FrozenFigure) -> str:
    """A figure in a file."""
    if figure.withheld:
        return _WITHHELD
    return _NOT_SUPPLIED if figure.value is None else plain(figure.value)


def plain(given: float | None) -> str:
    """A number in a file; nothing there is to give does not apply."""
    return _NONE if given is None else f"{given:g}"
