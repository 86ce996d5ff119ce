"""The hub page as a view: every sentence, chart and state worked out before a template sees it.

The one rule: the page says for each figure on how many institutions it rests and how old it is, and
keeps "no members", "no data supplied" and "too few to show" apart.
"""

from collections.abc import Sequence
from datetime import datetime

import msgspec
from markupsafe import Markup
from msgspec.structs import replace

from hub_core.disclosure import ProtectedCount
from projections.hub_dashboard.figures import (
    Basis,
    Breakdown,
    HubDashboard,
    PhasePanel,
    SilentInstitution,
)
from services.web import headlines
from services.web.academic_years import in_address
from services.web.charts import (
    Amount,
    Chart,
    bar_chart,
    columns_by_month,
    coverage_bar,
    known,
    missing,
    not_yet,
    sparkline,
)
from services.web.charts.bars import CoverageBar
from services.web.protected import shown
from services.web.words import age, counted, listed, long_date, number

#: Bars in one picture; the table has every row.
MOST_BARS = 9

#: The strengths of evidence in words that need no glossary.
EVIDENCE_WORDS = {
    "school_confirmed": "School or college confirmed who came",
    "counted": "School or college counted who came",
    "employer_reported": "Employer reported, not confirmed yet",
}


class KeyFigure(msgspec.Struct, frozen=True, kw_only=True):
    """One large number with its plain words and what it rests on."""

    label: str
    amount: Amount
    explanation: str
    basis: str


class PhaseCard(msgspec.Struct, frozen=True, kw_only=True):
    """One phase beside the others. ``state`` is ``figures``, ``silent`` or ``no-members``."""

    key: str
    label: str
    state: str
    encounters: Amount
    distinct_learners: Amount
    learner_encounters: Amount
    planned: int
    members: CoverageBar
    reporting: CoverageBar
    basis: str


class DrawnChart(msgspec.Struct, frozen=True, kw_only=True):
    """A chart with the basis of its figures and the address of its file."""

    chart: Chart
    basis: str
    file: str


class SilentPhase(msgspec.Struct, frozen=True, kw_only=True):
    """The members of one phase that have supplied nothing."""

    label: str
    institutions: tuple[SilentInstitution, ...]


class HubPage(msgspec.Struct, frozen=True, kw_only=True):
    """Everything the template of a hub needs."""

    dashboard: HubDashboard
    areas: str
    as_known: str
    state: str
    key_figures: tuple[KeyFigure, ...]
    phases_headline: str
    phases: tuple[PhaseCard, ...]
    phases_file: str
    charts: dict[str, DrawnChart]
    silent: tuple[SilentPhase, ...]
    silent_headline: str
    years: tuple[tuple[str, str, bool], ...]
    live: bool
    coverage: CoverageBar
    trend: Markup


def hub_page(dashboard: HubDashboard, *, current_year: str, now: datetime) -> HubPage:
    """Work out the page of a hub as it stands at ``now``."""
    total = dashboard.total
    address = f"/hubs/{dashboard.hub.slug}/figures"
    year = in_address(dashboard.academic_year)
    return HubPage(
        dashboard=dashboard,
        areas=listed(dashboard.hub.areas),
        as_known=_as_known(dashboard, now),
        state=_state(total),
        key_figures=key_figures(total, now),
        phases_headline=headlines.phases(dashboard.phases),
        phases=tuple(_phase_card(panel, now) for panel in dashboard.phases),
        phases_file=f"{address}/phases.csv?year={year}",
        charts={
            key: DrawnChart(
                chart=chart, basis=basis_words(basis, now), file=f"{address}/{key}.csv?year={year}"
            )
            for key, (chart, basis) in charts(dashboard).items()
        },
        silent=_silent_by_phase(dashboard.silent),
        silent_headline=_silent_headline(dashboard),
        years=tuple(
            (in_address(one), one, one == dashboard.academic_year)
            for one in dashboard.academic_years
        ),
        live=dashboard.academic_year == current_year,
        coverage=coverage_bar(total.institutions_reporting, total.members),
        trend=sparkline(
            [
                known(one.encounters) if one.begun else not_yet()
                for one in dashboard.encounters_by_month.months
            ]
        ),
    )


def key_figures(total: PhasePanel, now: datetime) -> tuple[KeyFigure, ...]:
    """The hub's figures in large type; members first, because everything else rests on them."""
    basis = basis_words(total.rests_on, now)
    told = _told(total)
    return (
        KeyFigure(
            label="Encounters delivered",
            amount=known(total.encounters) if told else missing(),
            explanation=(
                f"{number(total.planned)} more agreed for dates to come"
                if total.planned
                else "None agreed for dates to come"
            ),
            basis=basis,
        ),
        KeyFigure(
            label="Learners met",
            amount=_learners(total.distinct_learners, told=told),
            explanation="Each learner counted once, where schools and colleges named who came",
            basis=basis,
        ),
        KeyFigure(
            label="Learner encounters",
            amount=_learners(total.learner_encounters, told=told),
            explanation="A learner counts once for each encounter",
            basis=basis,
        ),
    )


def charts(dashboard: HubDashboard) -> dict[str, tuple[Chart, Basis]]:
    """Every chart of the page by its key, with the basis of its figures."""
    year = dashboard.academic_year
    return {
        "by-month": (_by_month(dashboard), dashboard.encounters_by_month.rests_on),
        "by-kind": (
            _breakdown(
                "by-kind", "Kind", dashboard.by_kind, f"Encounters by kind, {year}",
                headlines.largest(
                    dashboard.by_kind, rank="the most common kind", none="No kinds to compare"
                ),
            ),
            dashboard.by_kind.rests_on,
        ),
        "by-sector": (
            _breakdown(
                "by-sector", "Sector of the employer", dashboard.by_sector,
                f"Encounters by the employer’s sector, {year}",
                headlines.largest(
                    dashboard.by_sector, rank="the largest sector", none="No sectors to compare"
                ),
            ),
            dashboard.by_sector.rests_on,
        ),
        "by-mode": (
            _breakdown(
                "by-mode", "How it was delivered", dashboard.by_mode,
                f"Encounters by how they were delivered, {year}",
                headlines.largest(
                    dashboard.by_mode, rank="the most common way",
                    none="No ways of delivery to compare",
                ),
            ),
            dashboard.by_mode.rests_on,
        ),
        "evidence": (
            _breakdown(
                "evidence", "Strength of evidence", dashboard.evidence,
                f"Encounters by who confirmed them, {year}",
                headlines.evidence(dashboard.evidence.slices), sort=False,
            ),
            dashboard.evidence.rests_on,
        ),
        "phases": (_phase_table(dashboard), dashboard.total.rests_on),
    }  # fmt: skip


def basis_words(basis: Basis, now: datetime) -> str:
    """What a figure rests on and its age, in one line."""
    if not basis.members:
        return "No members to rest on"
    rests = f"Rests on {number(basis.institutions)} of {counted(basis.members, 'institution')}"
    if basis.newest is None:
        return rests
    return f"{rests}, newest fact recorded {age(basis.newest, now)}"


def _by_month(dashboard: HubDashboard) -> Chart:
    figures = dashboard.encounters_by_month
    anything = any(one.encounters or one.planned for one in figures.months)
    planned = any(month.planned for month in figures.months)
    series = ("Delivered", "Agreed for dates to come") if planned else ("Delivered",)
    return columns_by_month(
        key="by-month",
        headline=headlines.by_month(figures, dashboard.academic_year),
        subject=f"Encounters by month, {dashboard.academic_year}",
        series=series,
        months=[
            (
                one.month,
                (known(one.encounters) if one.begun else not_yet(), known(one.planned))[
                    : len(series)
                ],
            )
            for one in figures.months
            if anything
        ],
    )


def _breakdown(
    key: str, dimension: str, figures: Breakdown, subject: str, headline: str, *, sort: bool = True
) -> Chart:
    slices = list(figures.slices)
    if sort:
        slices.sort(key=lambda one: (-one.encounters, one.label))
    if not any(one.encounters for one in slices):
        slices = []
    slices = [replace(one, label=EVIDENCE_WORDS.get(one.code, one.label)) for one in slices]
    chart = bar_chart(
        key=key,
        headline=headline,
        subject=subject,
        dimension=dimension,
        series=("Encounters",),
        rows=_drawn([(one.label, one.encounters) for one in slices]),
    )
    # The table says more than the picture: how many learner encounters each row held.
    table = replace(
        chart.table,
        head=(dimension, "Encounters", "Learner encounters"),
        rows=tuple(
            (one.label, (known(one.encounters), shown(one.learner_encounters))) for one in slices
        ),
    )
    return replace(chart, table=table)


def _drawn(rows: list[tuple[str, int]]) -> list[tuple[str, tuple[Amount, ...]]]:
    """The rows a reader can take in at a glance; the others together, as the last."""
    if len(rows) > MOST_BARS:
        others = rows[MOST_BARS - 1 :]
        together = (f"{len(others)} others", sum(encounters for _, encounters in others))
        rows = [*rows[: MOST_BARS - 1], together]
    return [(label, (known(encounters),)) for label, encounters in rows]


def _phase_table(dashboard: HubDashboard) -> Chart:
    """The phases as rows; their picture is the row of cards."""
    rows = tuple(
        (
            panel.label,
            (
                known(panel.members),
                known(panel.eligible),
                known(panel.institutions_reporting),
                known(panel.encounters) if _told(panel) else missing(),
                _learners(panel.distinct_learners, told=_told(panel)),
                _learners(panel.learner_encounters, told=_told(panel)),
            ),
        )
        for panel in (*dashboard.phases, dashboard.total)
    )
    chart = bar_chart(
        key="phases",
        headline=headlines.phases(dashboard.phases),
        subject=f"Phases side by side, {dashboard.academic_year}",
        dimension="Phase",
        series=("Members",),
        rows=[(label, amounts[:1]) for label, amounts in rows],
    )
    head = ("Phase", "Members", "Eligible", "Supplied something", "Encounters", "Learners met",
            "Learner encounters")  # fmt: skip
    return replace(chart, table=type(chart.table)(head, rows))


def _phase_card(panel: PhasePanel, now: datetime) -> PhaseCard:
    told = _told(panel)
    return PhaseCard(
        key=panel.key,
        label=panel.label,
        state=_state(panel),
        encounters=known(panel.encounters) if told else missing(),
        distinct_learners=_learners(panel.distinct_learners, told=told),
        learner_encounters=_learners(panel.learner_encounters, told=told),
        planned=panel.planned,
        members=coverage_bar(panel.members, panel.eligible),
        reporting=coverage_bar(panel.institutions_reporting, panel.members),
        basis="" if panel.rests_on.newest is None else age(panel.rests_on.newest, now),
    )


def _learners(count: ProtectedCount, *, told: bool) -> Amount:
    return shown(count) if told else missing()


def _state(panel: PhasePanel) -> str:
    if not panel.members:
        return "no-members"
    return "figures" if _told(panel) else "silent"


def _told(panel: PhasePanel) -> bool:
    """Whether anybody has said anything, be it only an employer."""
    return panel.institutions_reporting > 0 or panel.encounters > 0


def _as_known(dashboard: HubDashboard, now: datetime) -> str:
    if dashboard.recorded_at is None:
        return f"As at {long_date(dashboard.as_at)}."
    recorded = age(dashboard.recorded_at, now)
    return (
        f"As at {long_date(dashboard.as_at)}. The newest fact was recorded {recorded} "
        f"(log position {number(dashboard.position)})."
    )


def _silent_by_phase(silent: Sequence[SilentInstitution]) -> tuple[SilentPhase, ...]:
    by_label: dict[str, list[SilentInstitution]] = {}
    for institution in silent:
        by_label.setdefault(institution.phase_label, []).append(institution)
    return tuple(
        SilentPhase(label=label, institutions=tuple(institutions))
        for label, institutions in by_label.items()
    )


def _silent_headline(dashboard: HubDashboard) -> str:
    total = dashboard.total
    if not total.members:
        return "No members yet"
    if not dashboard.silent:
        return "Every member has told us something this year"
    return (
        f"{number(len(dashboard.silent))} of {counted(total.members, 'member')} "
        f"{'has' if len(dashboard.silent) == 1 else 'have'} told us nothing this year"
    )
