"""What of a hub's page is kept: as long as its figures and the day are the same, and no longer."""

from datetime import timedelta

import msgspec

from projections.hub_dashboard.figures import HubDashboard
from services.web.hub_page import HubPage, hub_page
from tests.builders.hub_dashboards import NOW, full_dashboard


def _page(dashboard: HubDashboard, days: int = 0, hours: int = 0) -> HubPage:
    now = NOW + timedelta(days=days, hours=hours)
    return hub_page(dashboard, current_year=dashboard.academic_year, now=now)


def test_an_event_elsewhere_changes_the_position_and_the_feed_alone() -> None:
    dashboard = full_dashboard()
    first = _page(dashboard)
    later = msgspec.structs.replace(dashboard, position=dashboard.position + 1, activity=())
    again = _page(later, hours=1)
    assert again.figures is first.figures
    assert again.position == first.position + 1
    assert (again.activity, first.activity) == ((), dashboard.activity)
    assert f"{again.position:,}" in again.known_as


def test_another_figure_or_another_day_makes_it_anew() -> None:
    dashboard = full_dashboard()
    first = _page(dashboard)
    total = msgspec.structs.replace(dashboard.total, encounters=dashboard.total.encounters + 1)
    changed = _page(msgspec.structs.replace(dashboard, total=total))
    amounts = [one.figures.key_figures[0].amount.value for one in (first, changed)]
    assert amounts == [dashboard.total.encounters, dashboard.total.encounters + 1]
    assert "Newest fact today at" in first.figures.key_figures[0].basis
    assert "Newest fact yesterday at" in _page(dashboard, days=1).figures.key_figures[0].basis
    over = hub_page(dashboard, current_year="2031/32", now=NOW)
    assert (first.figures.live, over.figures.live) == (True, False)
