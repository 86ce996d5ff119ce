"""Which employers a hub's members met: each once a year, and when the newest of it was recorded."""

from datetime import date
from typing import Any

from hub_core.access.scope import Scope, ScopeKind
from hub_core.employers.engagement import Meeting
from projections.hub_dashboard.engaged import EmployersMet, EngagedEmployers
from projections.hub_dashboard.fold import PROJECTION
from projections.runner import Runner

A, B, D = "Ashbrook Academy", "Birchwood Primary", "Dale School"
HARTLEY, QUAY = "Hartley Engineering", "Quay Boats"
JUNE, OCTOBER, MARCH, MAY = (
    date(2025, 6, 2), date(2025, 10, 6), date(2026, 3, 9), date(2026, 5, 4),
)  # fmt: skip


async def met_by(log: Any, town: Any, slug: str) -> EmployersMet:
    hub = town.id(slug)
    found = await EngagedEmployers(log.pool).of_hub(hub, scope=Scope(ScopeKind.HUB, str(hub)))
    assert isinstance(found, EmployersMet)
    return found


async def test_each_employer_counts_once_for_a_member_and_year_with_the_last_day_of_it(
    log: Any, town: Any
) -> None:
    await log.append(
        town.hub("sea"),
        town.hub("hill", areas=("204",)),
        town.employer(HARTLEY),
        town.employer(QUAY),
        *(town.school(name) for name in (A, B, D)),
        *(town.admitted(name) for name in (A, B)),
        town.delivered("before", A, JUNE, 30),
        town.delivered("talk", A, OCTOBER, 30),
        town.delivered("visit", A, MARCH, 30),
        town.accepted("mock", A, MAY),
        town.proposed("none", B, MARCH),
        town.declined("none", B, MARCH),
    )
    runner = Runner(PROJECTION, ledger=log.ledger, pool=log.pool)
    await runner.catch_up()
    for later in (
        town.delivered("boats", B, OCTOBER, 20, employer=QUAY),
        town.delivered("not ours", D, MAY, 10),
    ):
        await log.append(later)
        await runner.catch_up()

    sea = await met_by(log, town, "sea")
    assert sea.members == 2
    assert set(sea.meetings) == {
        Meeting(employer=town.id(employer), institution=town.id(name), day=day, took_place=took)
        for employer, name, day, took in (
            (HARTLEY, A, JUNE, True),
            (HARTLEY, A, MARCH, True),
            (HARTLEY, A, MAY, False),
            (QUAY, B, OCTOBER, True),
        )
    }
    assert len(sea.meetings) == 4
    told = "select max(recorded_at) from ledger.events where institution = $1"
    assert sea.newest == await log.pool.fetchval(told, town.id(B))

    hill = await met_by(log, town, "hill")
    assert hill == EmployersMet(members=0, meetings=(), newest=None)
