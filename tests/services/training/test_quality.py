"""Reviews and awards over HTTP, for an institution and across its hub."""

from tests.builders.api_client import ApiClient, refused, taken


async def test_a_hub_sees_what_is_current(api: ApiClient) -> None:
    hub = await api.hub()
    schools = [await api.school(name) for name in ("A School", "B School", "C School")]
    for school in schools:
        taken(await api.put(f"membership/hubs/{hub['id']}/members/{school['id']}", {}))
    trio = {"trio": [one["id"] for one in schools], "heldOn": "2026-02-03"}
    peers = f"training/hubs/{hub['id']}/peer-reviews"
    refused(await api.post(peers, trio), 409, "no-leadership-review")
    for school in schools:
        path = f"training/institutions/{school['id']}"
        body = {"completedOn": "2025-01-20", "themes": {"1": 3}}
        taken(await api.post(f"{path}/leadership-reviews", body), 201)
    taken(await api.post(peers, trio), 201)
    own = f"training/institutions/{schools[0]['id']}"
    taken(await api.post(f"{own}/leadership-reviews", {"completedOn": "2026-01-21"}), 201)
    standard = {
        "kind": "quality_in_careers",
        "body": "Northbank Quality Awards",
        "awardedOn": "2023-02-10",
        "expiresOn": "2026-02-10",
    }
    taken(await api.post(f"{own}/awards", standard), 201)

    seen = taken(await api.get(f"{own}/quality"))
    assert [one["kind"] for one in seen["reviews"]] == ["peer", "leadership", "leadership"]
    assert [one["current"] for one in seen["reviews"]] == [True, True, False]
    assert (seen["awards"][0]["held"], seen["awards"][0]["expired"]) == (False, True)

    across = taken(await api.get(f"training/hubs/{hub['id']}/quality"))
    assert (across["members"], across["leadershipReviewed"], across["peerReviewed"]) == (3, 1, 3)
    assert across["standardHeld"] == 0
