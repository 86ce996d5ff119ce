"""What is missing to a criterion, said in a sentence: "14 learners in Year 8 have met no employer this year".

The rule: the words are the edition's own, the number is of those not reached for certain, what is missing is
named where it can be, and nothing is said where nobody supplied data or the figure is of a group.
"""

from hub_core.gatsby.edition import Criterion
from hub_core.gatsby.evidence import Evidence
from hub_core.gatsby.figures import Figure, Status
from hub_core.gatsby.institution_facts import stages_lacking
from hub_core.gatsby.measures import HasHappened, Variety
from hub_core.gatsby.variety import kinds_lacking
from hub_core.values import listed, year_group_label

#: How what an edition says of many is said of one.
_OF_ONE = {"have ": "has ", "are ": "is ", "this year are ": "this year is "}


def what_is_missing(criterion: Criterion, figure: Figure, evidence: Evidence) -> str:
    """The sentence for a figure of this criterion over this evidence; empty when nothing is missing or nobody
    can say."""
    words = criterion.unmet.get(figure.unit)
    unmet = figure.unmet
    if words is None or not unmet or figure.group is not None or figure.status is Status.NO_DATA:
        return ""
    possibly = figure.numerator != figure.at_most and figure.denominator is not None
    fewest = figure.denominator - figure.at_most if possibly and figure.denominator else unmet
    who = figure.unit.label if unmet == 1 else figure.unit.many
    where = "" if figure.year_group is None else f" in {year_group_label(figure.year_group)}"
    if unmet == 1:
        for many, one in _OF_ONE.items():
            if words.startswith(many):
                words = one + words.removeprefix(many)
    amount = f"{unmet:,}" if fewest == unmet else f"{fewest:,} to {unmet:,}"
    said = f"{amount} {who}{where} {words}"
    names = _lacking(criterion, figure, evidence)
    return f"{said}: {listed(names)}" if names else said


def _lacking(criterion: Criterion, figure: Figure, evidence: Evidence) -> list[str]:
    """What is missing by name: kinds of employer, and key stages. Learners are named to nobody here."""
    match criterion.measure:
        case Variety() as measure:
            return kinds_lacking(measure, evidence, figure.year_group)
        case HasHappened() as measure:
            return stages_lacking(measure, evidence)
        case _:
            return []
