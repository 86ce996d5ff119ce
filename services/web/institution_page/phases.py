"""The panel of an institution and its partners: how each phase covers its own learners.

The rule: the phases stand beside each other and are never added up, for their learners are others.
"""

import msgspec
from markupsafe import Markup

from hub_core.gatsby.in_words import share_in_words, too_few_for_a_percentage
from projections.benchmark_progress.phases import PhaseCoverage, PhasesAcross
from services.web.charts import coverage_bar
from services.web.words import counted, long_date, number


class PhaseLine(msgspec.Struct, frozen=True, kw_only=True):
    """One phase: who it is, what is asked of it, the bar and its words."""

    label: str
    institutions: str
    wording: str
    bar: Markup
    amount: str
    beside: str


class PhasesPanel(msgspec.Struct, frozen=True, kw_only=True):
    """Everything the panel shows."""

    as_at: str
    different_learners: str
    lines: tuple[PhaseLine, ...]


def phases_panel(across: PhasesAcross) -> PhasesPanel:
    """The panel as at the day of the answer."""
    return PhasesPanel(
        as_at=long_date(across.as_at),
        different_learners=across.different_learners,
        lines=tuple(_line(one) for one in across.phases),
    )


def _line(one: PhaseCoverage) -> PhaseLine:
    return PhaseLine(
        label=one.label,
        institutions=counted(one.institutions, "institution"),
        wording=one.wording or "The benchmarks end before this phase",
        bar=_bar(one),
        amount=_amount(one),
        beside=_beside(one),
    )


def _bar(one: PhaseCoverage) -> Markup:
    if too_few_for_a_percentage(one.learners or 0):
        return Markup("")
    return coverage_bar(one.reached or 0, one.learners or 0).body


def _amount(one: PhaseCoverage) -> str:
    if not one.wording:
        return "Not asked"
    if one.reached is None or one.learners is None:
        return "Not shown: few learners" if one.withheld else "No data supplied"
    if too_few_for_a_percentage(one.learners):
        return f"{share_in_words(one.reached, one.learners)}, {one.reached} of {one.learners}"
    return f"{one.percentage}%, {number(one.reached)} of {number(one.learners)}"


def _beside(one: PhaseCoverage) -> str:
    said = (
        [f"{counted(one.silent, 'institution')} told nothing"] if one.silent and one.wording else []
    )
    if one.withheld and one.reached is not None:
        said.append(f"without {counted(one.withheld, 'year group')} of few learners")
    return "; ".join(said)
