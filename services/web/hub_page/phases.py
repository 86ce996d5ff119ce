"""The phases of a hub as cards side by side, and as the table that holds the same figures."""

from datetime import datetime

import msgspec
from msgspec.structs import replace

from projections.hub_dashboard.figures import HubDashboard, PhasePanel
from services.web import headlines
from services.web.charts import Amount, Chart, bar_chart, coverage_bar, known, missing
from services.web.charts.bars import CoverageBar
from services.web.hub_page import basis
from services.web.protected import shown
from services.web.words import when

HEAD = (
    "Phase",
    "Members",
    "Eligible",
    "Supplied something",
    "Encounters",
    "Learners named",
    "Learners counted, at least",
    "Learners counted, at most",
    "Learner encounters",
)


class PhaseCard(msgspec.Struct, frozen=True, kw_only=True):
    """One phase beside the others. ``state`` is ``figures``, ``silent`` or ``no-members``.

    ``counted`` says how many learners were counted without names; empty where nobody only counted.
    """

    key: str
    label: str
    state: str
    encounters: Amount
    named: Amount
    counted: str
    learner_encounters: Amount
    planned: int
    members: CoverageBar
    reporting: CoverageBar
    newest: str


def phase_card(panel: PhasePanel, now: datetime) -> PhaseCard:
    """The card of one phase."""
    return PhaseCard(
        key=panel.key,
        label=panel.label,
        state=basis.state(panel),
        encounters=_encounters(panel),
        named=basis.learners_named(panel),
        counted=basis.counted_words(panel),
        learner_encounters=basis.learner_encounters(panel),
        planned=panel.planned,
        members=coverage_bar(panel.members, panel.eligible),
        reporting=coverage_bar(panel.institutions_reporting, panel.members),
        newest=when(panel.rests_on.newest, now) if panel.rests_on.newest else "",
    )


def phase_table(dashboard: HubDashboard) -> Chart:
    """The phases as rows; their picture is the row of cards."""
    panels = (*dashboard.phases, dashboard.total)
    chart = bar_chart(
        key="phases",
        headline=headlines.phases(dashboard.phases, dashboard.academic_year),
        subject=f"Phases side by side, {dashboard.academic_year}",
        dimension="Phase",
        series=("Members",),
        rows=[(panel.label, (known(panel.members),)) for panel in panels],
    )
    rows = tuple((panel.label, _row(panel)) for panel in panels)
    return replace(chart, table=type(chart.table)(HEAD, rows))


def _row(panel: PhasePanel) -> tuple[Amount, ...]:
    counted = panel.counted
    return (
        known(panel.members),
        known(panel.eligible),
        known(panel.institutions_reporting),
        _encounters(panel),
        basis.learners_named(panel),
        shown(counted.at_least) if counted else missing("none counted"),
        shown(counted.at_most) if counted else missing("none counted"),
        basis.learner_encounters(panel),
    )


def _encounters(panel: PhasePanel) -> Amount:
    return known(panel.encounters) if basis.told(panel) else missing()
