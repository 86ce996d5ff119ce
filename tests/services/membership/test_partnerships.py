"""Partnerships over the API: both see them, and so does the hub, each once."""

from tests.builders.api_client import ApiClient, refused, taken


async def test_from_proposal_to_the_hub_s_list(api: ApiClient) -> None:
    hub = await api.hub(phases=["secondary", "fe_and_skills"])
    school = await api.school("Ashbrook Academy")
    college = await api.school("Northbank College", phase="fe_and_skills")
    for member in (school, college):
        taken(
            await api.put(
                f"membership/hubs/{hub['id']}/members/{member['id']}", {"admittedOn": "2025-09-01"}
            )
        )
    at_school = f"membership/institutions/{school['id']}/partnerships"
    at_college = f"membership/institutions/{college['id']}/partnerships"
    body = {"partner": school["id"], "kind": "to_further"}
    partnership = taken(await api.post(at_college, body), 201)["id"]
    refused(await api.post(f"{at_college}/{partnership}/accept"), 403, "forbidden")
    taken(await api.post(f"{at_school}/{partnership}/accept"))

    [one] = taken(await api.get(at_school))["partnerships"]
    assert (one["sourceName"], one["destinationName"]) == ("Ashbrook Academy", "Northbank College")
    assert (one["status"], one["proposer"], one["since"]) == ("active", college["id"], "2026-02-11")
    found = taken(await api.get(f"membership/hubs/{hub['id']}/partnerships"))
    assert (found["active"], [each["id"] for each in found["partnerships"]]) == (1, [partnership])

    taken(await api.post(f"{at_college}/{partnership}/end", {"reason": "other"}))
    assert taken(await api.get(at_school))["active"] == 0
