"""The whole page of a hub, put together from its parts."""

from datetime import datetime

import msgspec
from markupsafe import Markup

from hub_core.values import listed
from projections.hub_dashboard.figures import HubDashboard
from services.web import headlines
from services.web.academic_years import in_address
from services.web.charts import DrawnChart, coverage_bar, known, not_yet, sparkline
from services.web.charts.bars import CoverageBar
from services.web.hub_page import basis
from services.web.hub_page.beside import beside_figures, beside_headline
from services.web.hub_page.drawings import drawings
from services.web.hub_page.key_figures import KeyFigure, heard_from_notes, key_figures
from services.web.hub_page.phases import PhaseCard, phase_card
from services.web.hub_page.silent import SilentPhase, silent_by_phase, silent_headline


class HubPage(msgspec.Struct, frozen=True, kw_only=True):
    """Everything the template of a hub needs. ``live`` is true for the year that still runs."""

    dashboard: HubDashboard
    areas: str
    known_as: str
    state: str
    heard_from_notes: tuple[str, ...]
    key_figures: tuple[KeyFigure, ...]
    beside_headline: str
    beside: tuple[KeyFigure, ...]
    phases_headline: str
    phases: tuple[PhaseCard, ...]
    charts: dict[str, DrawnChart]
    silent: tuple[SilentPhase, ...]
    silent_headline: str
    years: tuple[tuple[str, str, bool], ...]
    live: bool
    coverage: CoverageBar
    trend: Markup


def hub_page(dashboard: HubDashboard, *, current_year: str, now: datetime) -> HubPage:
    """Work out the page of a hub as it stands at ``now``."""
    total, running = dashboard.total, dashboard.academic_year == current_year
    return HubPage(
        dashboard=dashboard,
        areas=listed(basis.area_names(dashboard.hub.areas)),
        known_as=basis.known_as(dashboard, now),
        state=basis.state(total),
        heard_from_notes=heard_from_notes(total),
        key_figures=key_figures(total, now, running=running),
        beside_headline=beside_headline(dashboard),
        beside=beside_figures(dashboard, now),
        phases_headline=headlines.phases(dashboard.phases, dashboard.academic_year),
        phases=tuple(phase_card(panel, now) for panel in dashboard.phases),
        charts=_with_files(dashboard, now),
        silent=silent_by_phase(dashboard.silent),
        silent_headline=silent_headline(dashboard),
        years=tuple(
            (in_address(one), one, one == dashboard.academic_year)
            for one in dashboard.academic_years
        ),
        live=running,
        coverage=coverage_bar(total.institutions_reporting, total.members),
        trend=_trend(dashboard),
    )


def _with_files(dashboard: HubDashboard, now: datetime) -> dict[str, DrawnChart]:
    folder, year = f"/hubs/{dashboard.hub.slug}/figures", in_address(dashboard.academic_year)
    return {
        key: DrawnChart(
            chart=chart,
            basis=basis.of_encounters(rests_on, now),
            file=f"{folder}/{key}.csv?year={year}",
        )
        for key, (chart, rests_on) in drawings(dashboard).items()
    }


def _trend(dashboard: HubDashboard) -> Markup:
    months = dashboard.encounters_by_month.months
    return sparkline([known(one.encounters) if one.begun else not_yet() for one in months])
