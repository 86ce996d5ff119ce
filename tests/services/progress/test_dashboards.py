"""The figures of hubs over HTTP, in camelCase and on the position asked for."""

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
