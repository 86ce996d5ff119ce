"""A school looks up what it recorded and corrects the version it saw; its hub sees campaigns."""

from typing import Any
from uuid import UUID

from hub_core.access import Organisation, OrganisationKind, Role
from tests.builders.api_client import ApiClient, refused, taken
from tests.builders.keyring import new_key

WEEK = "national_apprenticeship_week"
BLOCK = {
    "type": "work_experience_block",
    "heldOn": "2026-02-06",
    "mode": "in_person",
    "minutes": 1500,
    "workplace": ["range_of_people", "task", "employer_feedback"],
    "attendance": {"counts": {"10": 12}},
}
ASSEMBLY = {
    "type": "apprenticeship_assembly",
    "heldOn": "2026-02-10",
    "mode": "in_person",
    "provider": {"kind": "itp", "approvedTechnical": True},
    "campaigns": [WEEK],
}
LAST_YEAR = {"type": "cpd", "heldOn": "2025-06-03", "mode": "in_person"}


async def test_an_activity_is_found_read_and_corrected_in_the_version_that_was_seen(
    api: ApiClient,
) -> None:
    school, other = await api.school(), await api.school("Northbank")
    path = f"activities/institutions/{school['id']}/activities"
    ids = [taken(await api.post(path, one), 201)["id"] for one in (BLOCK, ASSEMBLY, LAST_YEAR)]

    async def listed(asked: str) -> list[str]:
        return [one["id"] for one in taken(await api.get(f"{path}{asked}"))["activities"]]

    assert await listed("") == [ids[1], ids[0], ids[2]]
    assert await listed("?academicYear=2025/26&kind=workplace_experience") == [ids[0]]
    assert await listed(f"?campaign={WEEK}") == [ids[1]]
    first = taken(await api.get(f"{path}?limit=2"))
    assert await listed(f"?cursor={first['next']}") == [ids[2]]
    refused(await api.get(f"{path}?campaign=no_week"), 422, "invalid-request")

    answer = await api.get(f"{path}/{ids[0]}")
    block = taken(answer)
    assert (block["kind"], block["benchmark"], block["learners"]) == ("workplace_experience", 6, 12)
    assert block["workplace"] == BLOCK["workplace"]
    tag = answer.headers["etag"]
    changed = BLOCK | {"workplace": ["task"], "reason": "wrong_details"}
    taken(await api.put(f"{path}/{ids[0]}", changed, if_match=tag))
    refused(await api.put(f"{path}/{ids[0]}", changed, if_match=tag), 412, "stale-version")
    assert taken(await api.get(f"{path}/{ids[0]}"))["workplace"] == ["task"]
    taken(await api.post(f"{path}/{ids[0]}/withdraw", {"reason": "duplicate"}))
    assert taken(await api.get(f"{path}/{ids[0]}"))["withdrawn"]

    theirs = f"activities/institutions/{other['id']}/activities/{ids[0]}"
    refused(await api.get(theirs), 404, "not-found")
    unfit = ASSEMBLY | {"workplace": ["task"]}
    told = refused(await api.post(path, unfit), 422, "invalid-request")
    assert [one["field"] for one in told["errors"]] == ["workplace"]


async def test_a_hub_sees_what_was_held_for_a_campaign_once_however_many_told_of_it(
    api: ApiClient,
) -> None:
    hub, employer = await api.hub(), await api.employer()
    await api.verify(employer)
    schools = [await api.school(name) for name in ("Ashbrook", "Northbank")]
    for school in schools:
        taken(await api.put(f"membership/hubs/{hub['id']}/members/{school['id']}", {}))
    talk = await api.propose(employer, *schools, plannedFor="2026-02-10", campaigns=[WEEK])
    deliver = f"encounters/employers/{employer}/encounters/{talk}/deliver"
    taken(await api.post(deliver, {"at": schools[0]["id"], "heldOn": "2026-02-10"}))
    path = f"activities/institutions/{schools[0]['id']}"
    own = {"type": "employer_talk", "heldOn": "2026-02-10", "mode": "in_person"}
    tagged = own | {"campaigns": [WEEK, "engineers_week"]}
    activity = taken(await api.post(f"{path}/activities", tagged), 201)["id"]
    assert await _held(api, hub) == {WEEK: (2, 1), "engineers_week": (1, 1)}

    taken(await api.post(f"{path}/matches", {"encounter": talk, "activity": activity}))
    assert await _held(api, hub) == {WEEK: (1, 1), "engineers_week": (1, 1)}
    assert await _held(api, hub, "?academicYear=2024/25") == {}
    part = taken(await api.get(f"encounters/institutions/{schools[1]['id']}/encounters/{talk}"))
    assert part["campaigns"] == [WEEK]  # planned there, and not held yet

    _, key = await new_key(
        api.parts.platform,
        Role.CAREERS_LEADER,
        Organisation(OrganisationKind.INSTITUTION, UUID(schools[0]["id"])),
    )
    asked = f"encounters/hubs/{hub['id']}/campaigns"
    refused(await api.get(asked, authorization=f"Bearer {key.text}"), 404, "not-found")


async def _held(api: ApiClient, hub: dict[str, Any], asked: str = "") -> dict[str, tuple[int, int]]:
    found = taken(await api.get(f"encounters/hubs/{hub['id']}/campaigns{asked}"))
    assert found["members"] == 2
    return {
        one["campaign"]: (one["held"], one["institutions"])
        for one in found["campaigns"]
        if one["held"]
    }
