"""One figure in words: whom it is about, how much of what is asked, and what is missing to the next step.

The rule: of a handful of learners no percentage is told, and of what is withheld nothing.
"""

from hub_core.gatsby.figures import Status, Unit
from hub_core.gatsby.in_words import share_in_words, too_few_for_a_percentage
from hub_core.values import year_group_label
from projections.benchmark_progress.answers import CriterionFigure
from services.web.words import counted


def who_of(figure: CriterionFigure) -> str:
    """Whom a figure is about: Year 8; first phase, attended, Year 8; the whole institution."""
    parts = [figure.part.replace(":", " phase,")] if figure.part else []
    parts += [] if figure.year_group is None else [year_group_label(figure.year_group)]
    return ", ".join(parts) or "The whole institution"


def is_in_words(figure: CriterionFigure) -> bool:
    """Whether its share is told in words: it is of too few learners for a percentage."""
    return figure.unit is Unit.LEARNERS and too_few_for_a_percentage(figure.denominator or 0)


def amount_of(figure: CriterionFigure) -> str:
    """How much of what is asked, as it may be told."""
    if figure.withheld:
        return "Not shown: few learners"
    if figure.unit is Unit.LEADERS:
        return _of_leader(figure)
    if figure.percentage is None:
        return f"{figure.numerator or 0}"
    if is_in_words(figure):
        return _in_words(figure)
    if figure.percentage != figure.percentage_at_most:
        return f"{figure.percentage}% to {figure.percentage_at_most}%, counted"
    return f"{figure.percentage}%, {figure.numerator} of {figure.denominator}"


def _of_leader(figure: CriterionFigure) -> str:
    if figure.numerator:
        return "Yes"
    return "By the institution’s own word" if figure.at_most else "No"


def _in_words(figure: CriterionFigure) -> str:
    whole, certain, most = figure.denominator or 0, figure.numerator or 0, figure.at_most or 0
    words, at_most = share_in_words(certain, whole), share_in_words(most, whole)
    if certain == most:
        return f"{words}, {certain} of {whole}"
    upto = words if words == at_most else f"{words} to {at_most.lower()}"
    return f"{upto}, {certain} to {most} of {whole}, counted"


def next_step(figure: CriterionFigure) -> str:
    """What is missing to the next step."""
    if figure.status is Status.HISTORY_INCOMPLETE:
        return "Records here began later than the time that counts."
    told = [figure.missing] if figure.missing else []
    if can_be_counted(figure):
        told.append(more_of(figure))
    return "; ".join(told)


def more_of(figure: CriterionFigure) -> str:
    """How many more achieve it."""
    more = counted(to_go(figure), f"more {figure.unit.label}", f"more {figure.unit.many}")
    if figure.unit is Unit.LEADERS:
        return more
    goal = "achieve it" if is_in_words(figure) else f"reach {figure.threshold}%"
    return f"{more} to {goal}"


def can_be_counted(figure: CriterionFigure) -> bool:
    """Whether so many more achieve it: of meetings that were held more do not mend those with nobody
    qualified, and of what happened before records began nobody can tell more."""
    of_now = figure.status is not Status.HISTORY_INCOMPLETE
    return of_now and bool(figure.to_threshold) and figure.unit is not Unit.MEETINGS


def to_go(figure: CriterionFigure) -> int:
    """How many are missing."""
    return figure.to_threshold or 0
