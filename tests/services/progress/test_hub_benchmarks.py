"""Where the members of a hub stand, over HTTP: declared beside evidenced, and the second fence."""

from typing import Any
from uuid import UUID

import asyncpg
import pytest

from hub_core.access import Organisation, OrganisationKind, Role
from hub_core.access.scope import NOTHING, Scope, ScopeKind
from hub_core.gatsby.edition import editions
from hub_core.gatsby.figures import Figure
from hub_core.gatsby.progress import figures
from projections.benchmark_progress.fold import PROJECTION
from projections.benchmark_progress.kept import KeptProgress
from projections.benchmark_progress.queries import Queries
from projections.benchmark_progress.standing import HubStanding
from projections.rebuild import rebuild
from tests.builders.api_client import ApiClient, refused, taken
from tests.builders.keyring import new_key

YES = dict.fromkeys(
    ("clear_purpose", "learning_outcomes", "two_way_interaction", "time_to_reflect"), "yes"
)
YEAR = "2025/26"


class Place:
    """A hub with a school that sent its year, one that only has a result, and one that is silent."""

    def __init__(
        self,
        hub: dict[str, Any],
        told: dict[str, Any],
        only: dict[str, Any],
        silent: dict[str, Any],
    ) -> None:
        self.hub, self.told, self.only, self.silent = hub, told, only, silent

    def scope(self) -> Scope:
        return Scope(ScopeKind.HUB, self.hub["id"])


@pytest.fixture(scope="module")
async def place(api: ApiClient) -> Place:
    hub = await api.hub()
    schools = [
        await api.school(name, lowAge=11, highAge=16) for name in ("Alder", "Birch", "Cedar")
    ]
    for school in schools:
        member = f"membership/hubs/{hub['id']}/members/{school['id']}"
        taken(await api.put(member, {"admittedOn": "2025-09-01"}))
    of_school = f"activities/institutions/{schools[0]['id']}"
    roster = [
        {"reference": f"L-{number}", "yearGroup": 8, "groups": ["female"] if number < 9 else []}
        for number in range(20)
    ]
    taken(
        await api.put(
            f"{of_school}/roster", {"learners": roster, "complete": True, "asOf": "2025-09-08"}
        )
    )
    talk = {
        "type": "employer_talk",
        "heldOn": "2026-02-05",
        "mode": "in_person",
        "attendance": {"learners": [f"L-{number}" for number in range(17)]},
        "checks": YES,
    }
    taken(await api.post(f"{of_school}/activities", talk), 201)
    result = {
        "completedOn": "2025-12-03",
        "edition": "GATSBY-2024",
        "source": "compass",
        "benchmarks": {
            str(number): {"percentage": 100 if number < 4 else 60} for number in range(1, 9)
        },
    }
    taken(await api.post(f"progress/institutions/{schools[1]['id']}/compass-results", result), 201)
    await api.project()
    return Place(hub, *schools)


async def test_declared_and_evidenced_stand_side_by_side(api: ApiClient, place: Place) -> None:
    answer = await api.get(f"progress/hubs/{place.hub['slug']}/benchmarks?year={YEAR}")
    told = taken(answer)
    assert [one["name"] for one in told["institutions"]] == ["Alder", "Birch", "Cedar"]
    assert (told["members"], told["declared"], told["supplied"]) == (3, 1, 1)
    assert told["meanAchieved"] == 3.0
    alder, birch, cedar = told["institutions"]
    assert (alder["declared"], cedar["declared"], cedar["evidenced"], birch["evidenced"]) == (
        None,
    ) * 4
    assert {name: alder["evidenced"][4][name] for name in ("achieved", "scored")} == {
        "achieved": 0,
        "scored": 1,
    }
    assert birch["declared"]["percentages"][:4] == [100, 100, 100, 60]
    fifth = told["benchmarks"][4]
    assert (fifth["declaredAchieved"], fifth["declared"]) == (0, 1)
    assert (fifth["evidencedAchieved"], fifth["evidenced"]) == (0, 1)
    assert "L-" not in answer.text


async def test_a_year_without_data_has_none_and_results_hold_until_the_next(
    api: ApiClient, place: Place
) -> None:
    before = taken(await api.get(f"progress/hubs/{place.hub['slug']}/benchmarks?year=2024/25"))
    assert (before["supplied"], before["declared"], before["meanAchieved"]) == (0, 0, None)


async def test_a_past_year_is_told_by_the_edition_of_that_year(
    api: ApiClient, place: Place
) -> None:
    path = f"progress/hubs/{place.hub['slug']}/benchmarks?year=2024/25"
    assert taken(await api.get(path))["edition"] == "GATSBY-2014"
    asked = taken(await api.get(f"{path}&edition=GATSBY-2024"))
    assert asked["edition"] == "GATSBY-2024"


@pytest.mark.parametrize("role", [Role.HUB_LEAD, Role.FACILITATOR])
async def test_a_hub_s_people_see_their_own_hub_alone(
    api: ApiClient, place: Place, role: Role
) -> None:
    other = await api.hub()
    await api.project()
    for hub, status in ((place.hub, 200), (other, 404)):
        organisation = Organisation(OrganisationKind.HUB, UUID(place.hub["id"]))
        _, secret = await new_key(api.parts.platform, role, organisation)
        answer = await api.get(
            f"progress/hubs/{hub['slug']}/benchmarks", authorization=f"Bearer {secret.text}"
        )
        assert answer.status_code == status


async def test_an_unknown_hub_and_edition_are_told(api: ApiClient, place: Place) -> None:
    refused(await api.get("progress/hubs/nowhere/benchmarks"), 404, "not-found")
    path = f"progress/hubs/{place.hub['slug']}/benchmarks"
    refused(await api.get(f"{path}?edition=GATSBY-1999"), 422, "invalid-request")


async def test_what_is_kept_is_what_is_folded_on_demand(api: ApiClient, place: Place) -> None:
    """Through the real ledger and tables, after following and after a rebuild."""
    kept = KeptProgress(api.parts.pool)
    today = api.parts.platform.clock().date()
    school = UUID(place.told["id"])
    history, _ = await Queries(api.parts.pool)._history(school, None)
    own = Scope(ScopeKind.INSTITUTION, str(school))
    for _ in range(2):
        for edition in editions().values():
            found = await kept.institution(school, YEAR, edition, today=today, scope=own)
            demanded = [figure for _, figure in figures(edition, history.evidence(today))]
            assert isinstance(found, tuple)
            assert _sorted(found) == _sorted(demanded)
            assert {figure.group for figure in found} > {None}
        await rebuild(PROJECTION, ledger=api.parts.platform.ledger, pool=api.owner)


async def test_rows_come_in_the_scope_of_whoever_asks(api: ApiClient, place: Place) -> None:
    kept, edition = KeptProgress(api.parts.pool), editions()["GATSBY-2024"]
    today = api.parts.platform.clock().date()
    hub, school = UUID(place.hub["id"]), UUID(place.told["id"])
    seen = {}
    for scope in (
        NOTHING,
        Scope(ScopeKind.NATIONAL),
        Scope(ScopeKind.EMPLOYER, str(UUID(int=1))),
        Scope(ScopeKind.HUB, str(UUID(int=1))),
        Scope(ScopeKind.INSTITUTION, place.silent["id"]),
        place.scope(),
        Scope(ScopeKind.AUDITOR),
    ):
        found = await kept.hub(hub, YEAR, edition, today=today, scope=scope)
        assert isinstance(found, HubStanding)
        seen[scope] = found.members
        cells = await kept.institution(school, YEAR, edition, today=today, scope=scope)
        assert isinstance(cells, tuple | None)
        # Groups are the institution's own, whoever else may see its figures.
        assert cells is None or {figure.group for figure in cells} == {None}
    assert list(seen.values()) == [0, 0, 0, 0, 1, 3, 3]


async def test_a_suspended_member_is_out_of_the_hub_s_sight(api: ApiClient) -> None:
    hub, school = await api.hub(), await api.school()
    member = f"membership/hubs/{hub['id']}/members/{school['id']}"
    taken(await api.put(member, {"admittedOn": "2025-09-01"}))
    taken(await api.post(f"{member}/suspend", {"reason": "no_careers_leader"}))
    await api.project()
    told = taken(await api.get(f"progress/hubs/{hub['slug']}/benchmarks"))
    assert told["members"] == 0


async def test_the_services_cannot_write_what_is_kept(api: ApiClient, place: Place) -> None:
    for table in ("institutions", "results", "progress", "group_progress"):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await api.parts.pool.execute(f"delete from benchmark_progress.{table}")


def _sorted(found: Any) -> list[Figure]:
    return sorted(
        found, key=lambda one: (one.criterion, one.part, one.year_group or 0, one.group or "")
    )
