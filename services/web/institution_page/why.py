"""Why one figure is what it is, as lines of a table: what each activity brought, or why it does not count.

The rule: what the lines say they brought adds up to the figure, and a line that brought nothing says why.
"""

import msgspec

from hub_core.gatsby.figures import Unit
from hub_core.reference.encounters import EvidenceStrength
from projections.benchmark_progress.answers import CriterionFigure, ExplainedStep, Explanation
from services.web.institution_page.figure_words import who_of
from services.web.words import long_date

#: What is said of an activity that counts and brought nothing.
_NOTHING_NEW = {
    Unit.LEARNERS: "everybody there was reached before, or needs more than this",
    Unit.ENCOUNTERS: "as many as are owed were there before",
    Unit.SUBJECTS: "its subjects were linked before",
    Unit.KINDS: "no kind of employer that was still missing",
    Unit.ACTIVITIES: "as many as are asked for were there before",
    Unit.STAGES: "no key stage that had nothing before",
    Unit.MEETINGS: "nobody met an adviser then",
    Unit.LEADERS: "the appointment and the training are needed together",
}


class WhyLine(msgspec.Struct, frozen=True, kw_only=True):
    """One activity: its day, what it was, what it brought, and whether it counts."""

    day: str
    what: str
    brought: str
    counts: str


class WhyPage(msgspec.Struct, frozen=True, kw_only=True):
    """Everything the template of an explanation needs."""

    wording: str
    finding: str
    who: str
    units: str
    total: int
    lines: tuple[WhyLine, ...]


def why_page(found: Explanation) -> WhyPage:
    """The page of an explanation."""
    figure = found.figure
    return WhyPage(
        wording=figure.wording,
        finding=f"{who_of(figure)}: {_amount(figure)} as at {long_date(found.as_at)}.",
        who=who_of(figure),
        units=figure.unit.many,
        total=figure.numerator or 0,
        lines=tuple(_line(step, figure) for step in found.steps),
    )


def _amount(figure: CriterionFigure) -> str:
    if figure.denominator is None:
        return f"nobody has said how many {figure.unit.many} there are"
    most = "" if figure.at_most == figure.numerator else f" to {figure.at_most}"
    return f"{figure.numerator}{most} of {figure.denominator} {figure.unit.many}"


def _line(step: ExplainedStep, figure: CriterionFigure) -> WhyLine:
    return WhyLine(
        day=long_date(step.happened_on),
        what=step.heading,
        brought="–" if step.not_counted else str(step.contribution),
        counts=_counts(step, figure),
    )


def _counts(step: ExplainedStep, figure: CriterionFigure) -> str:
    if step.not_counted:
        return f"No: {step.reason[0].lower()}{step.reason[1:]}"
    if step.contribution:
        return "Yes"
    if figure.unit is Unit.LEARNERS and figure.strength is EvidenceStrength.COUNTED:
        return "Yes, but everybody there may have been reached before"
    return f"Yes, but {_NOTHING_NEW[figure.unit]}"
