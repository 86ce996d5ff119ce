"""The figures of hubs over HTTP, in camelCase and on the position asked for."""

from typing import Any

from tests.builders.api_client import ApiClient, refused, taken


async def test_a_dashboard_rests_on_the_position_asked_for(api: ApiClient) -> None:
    hub, school = await api.hub(), await api.school()
    member = f"membership/hubs/{hub['id']}/members/{school['id']}"
    admitted = taken(await api.put(member, {"admittedOn": "2025-09-01"}))
    await api.project()

    path = f"progress/hubs/{hub['slug']}/dashboard"
    answer = await api.get(f"{path}?year=2025/26&atLeast={admitted['position']}")
    figures = taken(answer)
    assert figures["hub"]["leadOrganisation"] == "Northbank Skills Partnership"
    assert (figures["total"]["members"], figures["total"]["institutionsSilent"]) == (1, 1)
    assert figures["total"]["distinctLearners"]["shown"] == 0
    assert int(answer.headers["hub-position"]) >= admitted["position"]

    later = await api.get(f"{path}?atLeast={admitted['position'] + 1_000}")
    refused(later, 503, "being-updated")
    assert later.headers["retry-after"] == "1"


async def test_hubs_are_read_page_by_page(api: ApiClient) -> None:
    made = {(await api.hub())["slug"] for _ in range(3)}
    await api.project()
    seen: list[str] = []
    cursor = ""
    while True:
        page = taken(await api.get(f"progress/hubs?limit=2{cursor}"))
        seen += [tile["slug"] for tile in page["hubs"]]
        if page["next"] is None:
            break
        cursor = f"&cursor={page['next']}"
    assert seen == sorted(set(seen))
    assert made <= set(seen)


async def test_a_hub_that_is_not_there_says_where_to_look(api: ApiClient) -> None:
    await api.project()
    told = refused(await api.get("progress/hubs/nowhere/dashboard"), 404, "not-found")
    assert "/api/progress/hubs" in told["detail"]


async def test_what_a_school_records_itself_is_on_its_hubs_dashboard(api: ApiClient) -> None:
    """The journey: a school records its year and offers nothing through the platform; its hub lead sees it;
    an employer tells of the same talk, the school says so, and it is one encounter that both tell of."""
    hub, school, employer = await api.hub(), await api.school(lowAge=11), await api.employer()
    member = f"membership/hubs/{hub['id']}/members/{school['id']}"
    taken(await api.put(member, {"admittedOn": "2025-09-01"}))
    of_school = f"activities/institutions/{school['id']}"
    talk, visit = (
        {"type": kind, "heldOn": "2026-02-04", "mode": "in_person", **more}
        for kind, more in (
            ("employer_talk", {"attendance": {"counts": {"8": 58}}}),
            ("workplace_visit", {"attendance": {"counts": {"10": 24}}, "minutes": 240}),
        )
    )
    activity = taken(await api.post(f"{of_school}/activities", talk), 201)["id"]
    taken(await api.post(f"{of_school}/activities", visit), 201)

    shown = await _shown(api, hub)
    assert (shown["total"]["encounters"], shown["silent"]) == (1, [])
    assert _by_code(shown["evidence"]) == {"school_only": 1}
    assert _by_code(shown["byYearGroup"]) == {"8": 1}
    assert {one["key"]: one["learners"]["shown"] for one in shown["beside"]} == {
        "workplace_experience": 25, "provider_encounter": 0, "guidance_meeting": 0,
    }  # fmt: skip

    await api.verify(employer, hub)
    encounter = await api.propose(employer, school, plannedFor="2026-02-04")
    told = {"at": school["id"], "heldOn": "2026-02-04", "reported": 62}
    taken(await api.post(f"encounters/employers/{employer}/encounters/{encounter}/deliver", told))
    assert _by_code((await _shown(api, hub))["evidence"]) == {
        "school_only": 1, "employer_reported": 1,
    }  # fmt: skip
    pair = {"encounter": encounter, "activity": activity}
    taken(await api.post(f"{of_school}/matches", pair))
    assert _by_code((await _shown(api, hub))["evidence"]) == {"counted": 1}


async def _shown(api: ApiClient, hub: dict[str, Any]) -> dict[str, Any]:
    await api.project()
    found: dict[str, Any] = taken(
        await api.get(f"progress/hubs/{hub['slug']}/dashboard?year=2025/26")
    )
    return found


def _by_code(breakdown: dict[str, Any]) -> dict[str, int]:
    """Encounters by code, those there are."""
    return {one["code"]: one["encounters"] for one in breakdown["slices"] if one["encounters"]}
