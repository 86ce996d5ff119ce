"""What schools and colleges recorded beside encounters with employers, as figures and as a table.

The one rule: workplaces, providers and guidance are told apart and added to nothing, so that no learner at
work for a week is taken for one who heard a talk.
"""

from datetime import datetime

from msgspec.structs import replace

from projections.hub_dashboard.figures import BesidePanel, HubDashboard
from services.web.charts import Amount, Chart, bar_chart, known, missing
from services.web.hub_page import basis
from services.web.hub_page.key_figures import KeyFigure
from services.web.protected import shown
from services.web.words import counted

HEAD = (
    "What took place",
    "Activities",
    "Learners, once for each activity",
    "Different learners named",
    "Learners counted, at least",
    "Learners counted, at most",
    "Recorded by",
)

#: What each kind holds, for whoever does not know our words.
_HOLDS = {
    "workplace_experience": "Visits, work shadowing, work experience and placements",
    "provider_encounter": "With colleges, universities, training providers and apprenticeships",
    "guidance_meeting": "Between a learner and a careers adviser",
}
_LABELS = {
    "workplace_experience": "Experiences of workplaces",
    "provider_encounter": "Encounters with providers of further learning",
    "guidance_meeting": "Personal guidance meetings",
}


def beside_figures(dashboard: HubDashboard, now: datetime) -> tuple[KeyFigure, ...]:
    """One large figure for each kind, with the learners it was for and whom it rests on."""
    return tuple(
        KeyFigure(
            label=_LABELS.get(panel.key, panel.label),
            amount=_activities(panel),
            explanation=_for_whom(panel),
            basis=basis.of_learners(panel.rests_on, "Recorded", panel.rests_on.institutions, now),
        )
        for panel in dashboard.beside
    )


def beside_table(dashboard: HubDashboard) -> Chart:
    """The same figures as rows; their picture is the large figures."""
    year = dashboard.academic_year
    chart = bar_chart(
        key="beside",
        headline=beside_headline(dashboard),
        subject=f"Workplaces, providers and guidance, {year}",
        dimension=HEAD[0],
        series=("Activities",),
        rows=[(_LABELS.get(one.key, one.label), (_activities(one),)) for one in dashboard.beside],
    )
    rows = tuple((_LABELS.get(one.key, one.label), _row(one)) for one in dashboard.beside)
    return replace(chart, table=type(chart.table)(HEAD, rows))


def beside_headline(dashboard: HubDashboard) -> str:
    """Which kind most members recorded, and how many of them."""
    told = [one for one in dashboard.beside if one.rests_on.institutions]
    if not told:
        return f"No member has recorded any of these in {dashboard.academic_year}"
    most = max(told, key=lambda one: one.rests_on.institutions)
    members = counted(most.rests_on.members, "member")
    return (
        f"{_LABELS.get(most.key, most.label)} were recorded most widely, by "
        f"{most.rests_on.institutions:,} of {members}"
    )


def _row(panel: BesidePanel) -> tuple[Amount, ...]:
    nobody = missing("none recorded")
    if not panel.rests_on.institutions:
        return (nobody,) * 5 + (known(0),)
    range_of = panel.counted
    return (
        shown(panel.activities),
        shown(panel.learners),
        shown(panel.distinct_learners) if panel.named_by else missing("none named"),
        shown(range_of.at_least) if range_of else missing("none counted"),
        shown(range_of.at_most) if range_of else missing("none counted"),
        known(panel.rests_on.institutions),
    )


def _activities(panel: BesidePanel) -> Amount:
    return shown(panel.activities) if panel.rests_on.institutions else missing("none recorded")


def _for_whom(panel: BesidePanel) -> str:
    """What the kind is, and how many learners it was for."""
    told = [_HOLDS.get(panel.key, panel.label)]
    if panel.named_by:
        told.append(f"Different learners named: {panel.distinct_learners.text}")
    if panel.counted is not None:
        told.append(f"Learners counted without names: {basis.range_in_words(panel.counted)}")
    return ". ".join(told)
