"""The whole page of a hub, put together from its parts."""

from collections.abc import Callable
from datetime import datetime
from functools import lru_cache

import msgspec
from markupsafe import Markup

from hub_core.values import listed
from projections.hub_dashboard.figures import ActivityItem, HubDashboard
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
from services.web.words import ENGLAND

#: Hubs and years whose figures are kept at most as they are shown, with their parts of a page: of a large
#: hub 150 kB.
MOST_KEPT = 60


class HubFigures(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """All of a hub's page that follows from its figures and the day. ``live`` is true for the year that
    still runs. ``drawn`` keeps what a template made of it."""

    dashboard: HubDashboard
    areas: str
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
    parts: dict[Callable[..., Markup], Markup] = msgspec.field(default_factory=dict)

    def drawn(self, part: Callable[["HubFigures"], Markup]) -> Markup:
        """A part of the page, made once by a macro that is imported without context."""
        if part not in self.parts:
            self.parts[part] = part(self)
        return self.parts[part]


class HubPage(msgspec.Struct, frozen=True, kw_only=True):
    """Everything the template of a hub needs: its figures, and what else changes with every event."""

    figures: HubFigures
    known_as: str
    position: int
    activity: tuple[ActivityItem, ...]


def hub_page(dashboard: HubDashboard, *, current_year: str, now: datetime) -> HubPage:
    """Work out the page of a hub as it stands at ``now``."""
    figures = msgspec.structs.replace(dashboard, position=0, recorded_at=None, activity=())
    # How old a fact is is said in words that stay true all day.
    noon = now.astimezone(ENGLAND).replace(hour=12, minute=0, second=0, microsecond=0)
    return HubPage(
        figures=_figures(figures, dashboard.academic_year == current_year, noon),
        known_as=basis.known_as(dashboard, now),
        position=dashboard.position,
        activity=dashboard.activity,
    )


@lru_cache(maxsize=MOST_KEPT)
def _figures(dashboard: HubDashboard, running: bool, now: datetime) -> HubFigures:
    total = dashboard.total
    return HubFigures(
        dashboard=dashboard,
        areas=listed(basis.area_names(dashboard.hub.areas)),
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
