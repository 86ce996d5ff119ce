"""A bulletin over the API: published by a hub and an employer, read by schools, used, taken back."""

from hub_core.access import Role
from tests.builders.api_client import ApiClient, refused, taken

WELDERS = {
    "headline": "Forty welders wanted by September",
    "text": "Three firms on the canal take apprentices.",
    "until": "2026-07-31",
    "about": {"sectors": ["C"], "pathways": ["apprenticeship"], "yearGroups": [10, 11]},
}
CARE = {"headline": "The clinic hires", "text": "All year round.", "until": "2026-03-31"}


async def test_a_school_reads_what_is_current_uses_it_and_the_hub_sees_that(api: ApiClient) -> None:
    hub, school, employer = await api.hub(), await api.school(), await api.employer()
    await api.verify(employer, hub)
    taken(await api.put(f"membership/hubs/{hub['id']}/members/{school['id']}", {}))
    own = f"activities/employers/{employer}/bulletins"
    welders = taken(await api.post(own, WELDERS | {"toHub": hub["id"]}), 201)["id"]
    care = taken(await api.post(f"activities/hubs/{hub['id']}/bulletins", CARE), 201)["id"]

    read = f"activities/institutions/{school['id']}/bulletins"
    assert await _ids(api, read) == [care, welders]
    assert await _ids(api, f"{read}?yearGroup=8") == [care]
    assert await _ids(api, f"{read}?sector=C") == [care, welders]
    assert await _ids(api, f"{read}?sector=Q&yearGroup=10") == [care]
    [_, shown] = taken(await api.get(read))["bulletins"]
    assert (shown["employer"], shown["employerName"]) == (employer, "Hartley Engineering Limited")
    assert (shown["headline"], shown["text"]) == (WELDERS["headline"], WELDERS["text"])

    session = {"mode": "in_person", "yearGroups": [10], "attendance": {"counts": {}}}
    refused(await api.post(f"{read}/{welders}/use", session), 422, "invalid-request")
    used = taken(await api.post(f"{read}/{welders}/use", {"yearGroups": [10]}), 201)
    path = f"activities/institutions/{school['id']}/activities/{used['id']}"
    activity = taken(await api.get(path))
    assert (activity["type"], activity["kind"]) == ("lmi_session", "labour_market_information")
    assert (activity["pathways"], activity["yearGroups"]) == (["apprenticeship"], [10])

    taken(await api.post(f"{own}/{welders}/withdraw", {"toHub": hub["id"]}))
    assert await _ids(api, read) == [care]
    assert taken(await api.get(path))["withdrawn"] is False
    board = taken(await api.get(f"activities/hubs/{hub['id']}/bulletins"))["bulletins"]
    told = {
        one["id"]: (one["current"], one["headline"], one["schools"], one["uses"]) for one in board
    }
    assert told == {care: (True, "The clinic hires", 0, 0), welders: (False, None, 1, 1)}
    [theirs] = taken(await api.get(own))["bulletins"]
    assert (theirs["id"], theirs["hub"], theirs["uses"]) == (welders, hub["id"], 1)


async def test_one_hubs_bulletins_are_not_there_for_another_nor_for_those_of_no_hub(
    api: ApiClient,
) -> None:
    hub, other, school = await api.hub(), await api.hub("Eastbridge Hub"), await api.school()
    care = taken(await api.post(f"activities/hubs/{hub['id']}/bulletins", CARE), 201)["id"]
    read = f"activities/institutions/{school['id']}/bulletins"
    assert taken(await api.get(read)) == {"hub": None, "bulletins": []}
    taken(await api.put(f"membership/hubs/{other['id']}/members/{school['id']}", {}))
    assert await _ids(api, read) == []
    refused(await api.post(f"{read}/{care}/use", {}), 404, "not-found")
    lead = await api.key_of(Role.HUB_LEAD, other["id"])
    answer = await api.post(f"activities/hubs/{hub['id']}/bulletins/{care}/withdraw", {}, **lead)
    refused(answer, 404, "not-found")


async def _ids(api: ApiClient, path: str) -> list[str]:
    return [one["id"] for one in taken(await api.get(path))["bulletins"]]
