"""Builds take each other's place while the services' role keeps reading behind the fence.

The rule: whoever asks in a scope reads its own rows whole at every moment, from the build before or the
one after, and nobody else's; and nobody who reads keeps a build from taking its place.
"""

import asyncio
from datetime import date, timedelta
from typing import Any

import asyncpg
import pytest

from hub_core.access.scope import Scope, ScopeKind
from hub_core.membership import events as m
from projections.hub_dashboard.figures import HubDashboard
from projections.hub_dashboard.fold import PROJECTION
from projections.hub_dashboard.queries import Queries
from projections.rebuild import rebuild
from projections.runner import Runner

MINE, YOURS = "Ashbrook Academy", "Birchwood School"
SEPTEMBER, OCTOBER = date(2025, 9, 2), date(2025, 10, 6)
BUILDS = 4
#: A look may take longer than a build: so many are made at most until enough looks were amid one.
MOST_BUILDS = 60


@pytest.fixture
async def place(shared: Any, town: Any) -> Any:
    """Two hubs, each with a school that met an employer."""
    for hub, area, school in (("sea", "202", MINE), ("hill", "204", YOURS)):
        details = m.InstitutionDetails(name=school, phase="secondary", local_authority=area)
        await shared.log.append(
            m.InstitutionRegistered(
                institution=town.id(school), occurred_on=SEPTEMBER, details=details
            ),
            town.hub(hub, areas=(area,)),
            town.admitted(school, hub),
            town.employer(f"Employer of {school}"),
            town.confirmed("talk", school, OCTOBER, range(40), employer=f"Employer of {school}"),
        )
    await rebuild(PROJECTION, ledger=shared.log.ledger, pool=shared.log.pool)
    return shared


async def _looked(queries: Queries, scope: Scope) -> tuple[set[str], int, int]:
    """Whose acts a question of the pages finds, how many they are, and where the build stands."""
    found = await queries.dashboard("sea", "2025/26", scope=scope)
    assert isinstance(found, HubDashboard)
    told = " ".join(item.heading for item in found.activity)
    return {name for name in (MINE, YOURS) if name in told}, len(found.activity), found.position


async def test_a_scope_reads_its_own_rows_whole_through_every_swap(place: Any, town: Any) -> None:
    log, scope = place.log, Scope(ScopeKind.HUB, str(town.id("sea")))
    looks: list[tuple[set[str], int, int]] = []
    looked, done = asyncio.Event(), asyncio.Event()
    building, amid, builds = False, 0, 0

    async def look() -> None:
        nonlocal amid
        address = place.addresses.for_services().postgres_url
        async with asyncpg.create_pool(address, min_size=1, max_size=2) as services:
            while not done.is_set():
                begun_amid = building
                looks.append(await _looked(Queries(services), scope))
                amid += begun_amid and building
                looked.set()

    async def build() -> None:
        nonlocal building, builds
        try:
            while builds < BUILDS or (amid <= BUILDS and builds < MOST_BUILDS):
                number, builds = builds, builds + 1
                day = OCTOBER + timedelta(days=number + 1)
                for school in (MINE, YOURS):
                    employer = f"Employer of {school}"
                    told = town.confirmed(f"{number}", school, day, range(40), employer=employer)
                    await log.append(told)
                runner = Runner(PROJECTION, ledger=log.ledger, pool=log.pool)
                await runner.catch_up()
                building = True
                await rebuild(PROJECTION, ledger=log.ledger, pool=log.pool)
                building = False
                looked.clear()
                await looked.wait()  # at least one look at what has just taken its place
        finally:
            done.set()

    async with asyncpg.create_pool(
        place.addresses.for_services().postgres_url, min_size=1, max_size=1
    ) as services:
        _, before, _ = await _looked(Queries(services), scope)

    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(look())
        tasks.create_task(build())

    assert all(whose == {MINE} for whose, _, _ in looks), "another hub's rows were seen"
    # Two events a round, one of them mine: what is seen is what the build in use stands for.
    counts = {position: {n for _, n, at in looks if at == position} for _, _, position in looks}
    assert all(len(seen) == 1 for seen in counts.values()), counts
    assert looks[-1][1] == before + builds
    assert [n for _, n, _ in looks] == sorted(n for _, n, _ in looks), "figures went back"
    assert amid > BUILDS, "nobody read while builds were made"


async def test_without_a_scope_a_swap_opens_nothing(place: Any) -> None:
    await rebuild(PROJECTION, ledger=place.log.ledger, pool=place.log.pool)
    connection = await asyncpg.connect(place.addresses.for_services().postgres_url)
    try:
        assert await connection.fetchval("select count(*) from hub_dashboard.encounters") == 0
    finally:
        await connection.close()
