"""The careers workforce over HTTP: named to the institution and its hub, and each look recorded."""

from hub_core.access import Role
from tests.builders.api_client import ApiClient, refused, taken

PRIYA = {"name": "Priya Nair", "email": "priya.nair@ashbrook.example"}


async def test_names_are_told_to_the_institution_and_its_hub_alone(api: ApiClient) -> None:
    school, hub, other = await api.school(), await api.hub(), await api.hub()
    taken(await api.put(f"membership/hubs/{hub['id']}/members/{school['id']}", {}))
    path = f"training/institutions/{school['id']}"
    body = {"who": PRIYA, "appointedOn": "2025-09-01", "contract": {"endsOn": "2026-08-31"}}
    appointed = taken(await api.post(f"{path}/careers-leader", body), 201)
    taken(
        await api.post(f"{path}/workforce", {"who": {"name": "Ruth"}, "role": "link_governor"}), 201
    )

    ours = await api.key_of(Role.HUB_LEAD, hub["id"])
    seen = taken(await api.get(f"{path}/workforce", **ours))
    assert seen["careersLeader"]["person"] == {"id": appointed["id"], **PRIYA}
    assert seen["careersLeader"]["contractEndsOn"] == "2026-08-31"
    assert [one["role"] for one in seen["colleagues"]] == ["link_governor"]
    theirs = await api.key_of(Role.HUB_LEAD, other["id"])
    refused(await api.get(f"{path}/workforce", **theirs), 404, "not-found")

    recorded = await api.owner.fetchval(
        "select count(*) from audit.accesses where action = 'workforce.workforce'"
    )
    assert recorded >= 1


async def test_a_hub_sees_vacancies_without_names(api: ApiClient) -> None:
    hub = await api.hub()
    filled, left, silent = [await api.school(name) for name in ("A School", "B School", "C School")]
    for school in (filled, left, silent):
        taken(await api.put(f"membership/hubs/{hub['id']}/members/{school['id']}", {}))
    for school in (filled, left):
        path = f"training/institutions/{school['id']}/careers-leader"
        body = {"who": PRIYA, "appointedOn": "2025-09-01", "contract": {"endsOn": "2026-08-31"}}
        taken(await api.post(path, body), 201)
    hartley, ruth = await api.employer(), {"who": {"name": "Ruth"}, "role": "link_governor"}
    path = f"training/institutions/{silent['id']}/workforce"
    taken(await api.post(path, ruth | {"volunteerOf": hartley}), 201)
    [governor] = taken(await api.get(path))["colleagues"]
    assert governor["volunteerOf"] == hartley
    gone = {"reason": "left", "leftOn": "2026-01-31"}
    taken(await api.post(f"training/institutions/{left['id']}/careers-leader/stand-down", gone))

    seen = taken(await api.get(f"training/hubs/{hub['id']}/workforce"))
    assert (seen["members"], seen["inPost"], seen["vacant"], seen["untold"]) == (3, 1, 1, 1)
    assert seen["institutions"][1]["vacantSince"] == "2026-01-31"
    assert seen["renewals"] == [filled["id"]]
    assert (seen["governed"], seen["governedByEmployers"]) == (1, 1)
    assert [one["governorsFrom"] for one in seen["institutions"]] == [[], [], [hartley]]
    assert "Priya" not in str(seen)
