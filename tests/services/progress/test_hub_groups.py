"""What a hub is told of groups of learners: sums over five members or more, and no school's own figure."""

from typing import Any
from uuid import UUID

from hub_core.access.scope import NOTHING, Scope, ScopeKind
from hub_core.gatsby.edition import editions
from hub_core.rosters.events import LearnerGroup
from projections.benchmark_progress.kept import KeptProgress
from tests.builders.api_client import ApiClient, taken

YEAR = "2025/26"


async def _member(api: ApiClient, hub: dict[str, Any], name: str) -> None:
    """A school with 30 learners in Year 8, 12 of them disadvantaged."""
    school = await api.school(name, lowAge=11, highAge=16)
    taken(await api.put(f"membership/hubs/{hub['id']}/members/{school['id']}", {}))
    roster = [
        {"reference": f"L-{n}", "yearGroup": 8, "groups": ["disadvantaged"] if n < 12 else []}
        for n in range(30)
    ]
    sent = {"learners": roster, "complete": True, "asOf": "2025-09-08"}
    taken(await api.put(f"activities/institutions/{school['id']}/roster", sent))


async def test_groups_leave_a_school_in_sums_over_five_and_to_its_own_hub_alone(
    api: ApiClient,
) -> None:
    hub, other = await api.hub(), await api.hub()
    kept, edition = KeptProgress(api.parts.pool), editions()["GATSBY-2024"]
    own = Scope(ScopeKind.HUB, hub["id"])

    async def told(scope: Scope, of: dict[str, Any] = hub) -> Any:
        return await kept.groups_of_hub(UUID(of["id"]), YEAR, edition, scope=scope)

    for name in ("Alder", "Birch", "Cedar", "Dogwood"):
        await _member(api, hub, name)
    await api.project()
    assert await told(own) == ()
    await _member(api, hub, "Elm")
    await api.project()
    found = {one.criterion: one for one in await told(own)}
    one = found["5.1"]
    assert (one.group, one.institutions) == (LearnerGroup.DISADVANTAGED, 5)
    assert (one.reached, one.learners, one.all_reached, one.all_learners) == (0, 60, 0, 150)
    assert len(await told(Scope(ScopeKind.AUDITOR))) == len(found)
    for stranger in (
        NOTHING,
        Scope(ScopeKind.HUB),
        Scope(ScopeKind.HUB, other["id"]),
        Scope(ScopeKind.ADMINISTRATOR),
        Scope(ScopeKind.NATIONAL),
    ):
        assert await told(stranger) == (), stranger
    assert await told(own, other) == ()
    async with api.parts.pool.acquire() as connection:
        rows = await connection.fetchval("select count(*) from benchmark_progress.group_sums")
    assert rows == 0
