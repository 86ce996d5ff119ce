"""A small town worked out by hand: three members of a hub, and a school that could be one."""

from datetime import UTC, date, datetime
from typing import Any

from hub_core.access.scope import Scope, ScopeKind
from hub_core.disclosure import Policy
from hub_core.reference.employers import Sector
from hub_core.reference.encounters import DeliveryMode, EncounterKind
from hub_core.reference.service_phases import ServicePhase
from projections.hub_dashboard.figures import HubDashboard
from projections.hub_dashboard.fold import PROJECTION
from projections.hub_dashboard.queries import Queries
from projections.runner import Runner

A, B, C, D = "Ashbrook Academy", "Birchwood Primary", "Cove College", "Dale School"
OCTOBER, MARCH, MAY = date(2025, 10, 6), date(2026, 3, 9), date(2026, 5, 4)
AUDITOR = Scope(ScopeKind.AUDITOR)
EVERYTHING = Policy(minimum_learners=1, rounding=1, name="For tests: nothing is withheld")


def mid_march() -> datetime:
    return datetime(2026, 3, 15, 12, tzinfo=UTC)


def told_of(town: Any) -> list[Any]:
    """Three members and a school that could be one; one member says nothing."""
    return [
        town.hub("sea", areas=("202",)),
        town.scope("sea", ("202", "203"), (ServicePhase.PRIMARY, ServicePhase.SECONDARY)),
        town.hub("hill", areas=("204",)),
        town.employer("Hartley Engineering"),
        town.school(A, urn="100001"),
        town.school(B, ServicePhase.PRIMARY, area="203"),
        town.school(C, ServicePhase.FE_AND_SKILLS),
        town.school(D),
        *(town.admitted(name) for name in (A, B, C)),
        town.proposed("talk", A, OCTOBER),
        town.delivered("talk", A, OCTOBER, 62),
        town.confirmed("talk", A, OCTOBER, range(60)),
        town.confirmed(
            "fair", A, MARCH, range(40, 80), kind=EncounterKind.CAREERS_FAIR, sector=Sector.Q
        ),
        town.counted("visit", B, MARCH, {5: 20}, mode=DeliveryMode.VIRTUAL_LIVE, sector=None),
        town.delivered("talk", C, OCTOBER, 33),
        town.accepted("mock", A, MAY),
        town.confirmed("not ours", D, OCTOBER, range(10)),
    ]


def runner(log: Any) -> Runner:
    return Runner(PROJECTION, ledger=log.ledger, pool=log.pool)


async def dashboard(queries: Queries, slug: str = "sea", **asked: Any) -> HubDashboard:
    """In the hub's own scope; an auditor, whom no policy hides a row from, must be told the same."""
    whole = await queries.dashboard(slug, scope=AUDITOR, **asked)
    assert isinstance(whole, HubDashboard)
    own = await queries.dashboard(slug, scope=Scope(ScopeKind.HUB, str(whole.hub.id)), **asked)
    assert own == whole
    return whole
