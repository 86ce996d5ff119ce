"""Provider access over the API: refused once, granted later, taken place; and who has published."""

from hub_core.access import Role, trust
from tests.builders.api_client import ApiClient, refused, taken


async def test_the_one_that_stayed_sees_what_a_merged_employer_asked(api: ApiClient) -> None:
    survivor, double, hub = await api.employer(), await api.employer(), await api.hub()
    school = await api.school(lowAge=11, highAge=16)
    asked = {
        "provider": {"kind": "employer", "id": double},
        "school": school["id"],
        "providerKind": "employer_apprenticeship",
        "yearGroups": [10],
        "routes": ["apprenticeship"],
        "dates": ["2026-03-10"],
    }
    asking = await api.key_of(Role.EMPLOYER_USER, double)
    request = taken(await api.post("activities/access-requests", asked, **asking), 201)["id"]
    own = await api.key_of(Role.EMPLOYER_USER, survivor)
    path = f"activities/access-requests/{request}"
    refused(await api.get(path, **own), 404, "not-found")
    merge = f"encounters/hubs/{hub['id']}/employers/{survivor}/merge"
    taken(await api.post(merge, {"merged": double}))
    assert taken(await api.get(path, **own))["employer"] == double


async def test_a_request_is_refused_and_another_granted_and_taken_place(api: ApiClient) -> None:
    school = await api.school(lowAge=11, highAge=16)
    college = await api.school("Northbank College", phase="fe_and_skills")
    leader = await api.key_of(Role.CAREERS_LEADER, college["id"])
    asked = {
        "provider": {"kind": "institution", "id": college["id"]},
        "school": school["id"],
        "providerKind": "fe_college",
        "yearGroups": [10],
        "routes": ["t_level"],
        "dates": ["2026-03-10"],
    }
    at_school = f"activities/institutions/{school['id']}/access-requests"
    first = taken(await api.post("activities/access-requests", asked, **leader), 201)["id"]
    taken(await api.post(f"{at_school}/{first}/refuse", {"reason": "no_suitable_date"}))
    told = taken(await api.get(f"activities/access-requests/{first}", **leader))
    assert (told["status"], told["refusal"], told["daysWaiting"]) == (
        "refused", "no_suitable_date", 0,
    )  # fmt: skip

    second = taken(await api.post("activities/access-requests", asked, **leader), 201)["id"]
    taken(await api.post(f"{at_school}/{second}/another-date", {"possible": ["2026-04-21"]}))
    offer = {"provider": asked["provider"], "dates": ["2026-04-21", "2026-04-22"]}
    moved = await api.post(f"activities/access-requests/{second}/offer-dates", offer, **leader)
    taken(moved)
    listed = taken(await api.get(f"{at_school}?status=waiting"))
    assert [one["id"] for one in listed["requests"]] == [second]
    taken(await api.post(f"{at_school}/{second}/grant", {"agreedFor": "2026-04-22"}))
    activity = {
        "type": "provider_talk",
        "heldOn": "2026-02-10",
        "mode": "in_person",
        "provider": {"kind": "fe_college", "institution": college["id"]},
    }
    path = f"activities/institutions/{school['id']}/activities"
    encounter = taken(await api.post(path, activity), 201)["id"]
    taken(await api.post(f"{at_school}/{second}/link", {"activity": encounter}))
    sent = taken(
        await api.get(f"activities/institutions/{college['id']}/sent-access-requests", **leader)
    )
    by_id = {one["id"]: one for one in sent["requests"]}
    assert by_id[first]["status"] == "refused"
    assert (by_id[second]["status"], by_id[second]["activity"]) == ("took_place", encounter)
    assert sent["waiting"] == 0


async def test_nobody_sees_a_request_they_are_no_part_of(api: ApiClient) -> None:
    school, other = await api.school(), await api.school()
    letter = {
        "providerKind": "university",
        "providerName": "Northbank University",
        "yearGroups": [11],
        "routes": ["htq"],
        "dates": ["2026-03-24"],
    }
    path = f"activities/institutions/{school['id']}/access-requests"
    request = taken(await api.post(path, letter), 201)["id"]
    stranger = await api.key_of(Role.CAREERS_LEADER, other["id"])
    refused(await api.get(f"activities/access-requests/{request}", **stranger), 404, "not-found")


async def test_a_trust_and_an_authority_see_who_has_not_published(api: ApiClient) -> None:
    mine = {"trustId": "7311", "trustName": "Ashbrook Trust", "localAuthority": "304"}
    published = await api.school("Ashbrook Academy", **mine)
    missing = await api.school("Beechwood Academy", **mine)
    await api.school("Ashbrook Primary", **mine | {"phase": "primary"})
    address = "https://www.ashbrook.example/careers/provider-access"
    path = f"activities/institutions/{published['id']}/access-statement"
    taken(await api.put(path, {"address": address, "reviewedOn": "2025-03-01"}))
    one = taken(await api.get(path))
    assert (one["publication"], one["reviewDueOn"], one["remind"]) == (
        "review_due", "2026-03-01", True,
    )  # fmt: skip
    await api.project()
    lead = await api.key_of(Role.TRUST_LEAD, trust("7311"))
    found = taken(await api.get("activities/access-statements", **lead))
    assert (found["schools"], found["published"]) == (2, 1)
    assert {one["institution"]: one["publication"] for one in found["statements"]} == {
        published["id"]: "review_due",
        missing["id"]: "missing",
    }
    taken(await api.post(f"{path}/withdraw"))
    again = taken(await api.get("activities/access-statements", **lead))
    assert again["published"] == 0


async def test_an_address_that_is_none_is_refused(api: ApiClient) -> None:
    school = await api.school()
    path = f"activities/institutions/{school['id']}/access-statement"
    answer = await api.put(path, {"address": "https://head@ashbrook.example/"})
    refused(answer, 422, "invalid-request")
