"""Hubs are established, institutions join, move and leave, told over HTTP."""

from tests.builders.api_client import ApiClient, problem_fields, refused, taken


async def test_a_hub_admits_a_school_and_lets_it_go_over_to_another(api: ApiClient) -> None:
    school, north, south = await api.school(), await api.hub(), await api.hub("Southbank Hub")
    itself = f"membership/institutions/{school['id']}"
    path = f"{itself}/membership"
    assert taken(await api.get(path))["status"] == "none"

    taken(
        await api.post(
            f"{itself}/request-membership", {"toHub": north["id"], "requestedOn": "2025-07-01"}
        )
    )
    assert taken(await api.get(path))["status"] == "requested"

    member = f"membership/hubs/{north['id']}/members/{school['id']}"
    taken(await api.put(member, {"admittedOn": "2025-09-01"}))
    found = taken(await api.get(path))
    assert (found["status"], found["hub"], found["since"]) == ("active", north["id"], "2025-09-01")

    second = await api.put(f"membership/hubs/{south['id']}/members/{school['id']}")
    refused(second, 409, "member-elsewhere")

    moved = {"toHub": south["id"], "reason": "area_changed"}
    taken(await api.post(f"{member}/transfer", moved))
    assert taken(await api.get(path))["hub"] == south["id"]

    leaving = f"membership/hubs/{south['id']}/members/{school['id']}/withdraw"
    taken(await api.post(leaving, {"reason": "at_own_request"}))
    assert taken(await api.get(path))["hub"] is None


async def test_a_school_outside_the_scope_is_not_admitted_until_it_is_included(
    api: ApiClient,
) -> None:
    hub = await api.hub()
    primary = await api.school("Little Ashbrook Primary", phase="primary")
    member = f"membership/hubs/{hub['id']}/members/{primary['id']}"
    refused(await api.put(member), 409, "out-of-scope")
    named = {"include": [primary["id"]]}
    taken(await api.post(f"membership/hubs/{hub['id']}/scope/adjust", named))
    taken(await api.put(member))
    shown = taken(await api.get(f"membership/hubs/{hub['slug']}"))
    assert shown["included"] == [primary["id"]]
    assert (shown["phases"], shown["localAuthorities"]) == (["secondary"], ["202"])


async def test_two_hubs_cannot_have_one_address(api: ApiClient) -> None:
    hub = await api.hub()
    body = {
        "name": "Another",
        "slug": hub["slug"],
        "leadOrganisation": "Another",
        "localAuthorities": ["202"],
    }
    refused(await api.post("membership/hubs", body), 409, "slug-taken")


async def test_an_unknown_local_authority_is_named_by_its_place(api: ApiClient) -> None:
    body = {
        "name": "Nowhere",
        "slug": "nowhere",
        "leadOrganisation": "Nobody",
        "localAuthorities": ["202", "999"],
    }
    answer = await api.post("membership/hubs", body)
    refused(answer, 422, "invalid-request")
    assert problem_fields(answer) == ["localAuthorities[1]"]


async def test_an_institution_is_found_by_every_urn_it_had(api: ApiClient) -> None:
    former = api.number()
    body = {
        "urn": api.number(),
        "details": {"name": "Northbank Academy", "phase": "secondary", "localAuthority": "202"},
        "formerUrns": [{"urn": former, "until": "2025-12-31"}],
    }
    registered = taken(await api.post("membership/institutions", body), 201)
    found = taken(await api.get(f"membership/institutions?urn={former}"))
    assert (found["id"], found["formerUrns"]) == (registered["id"], [former])


async def test_who_has_the_version_already_is_told_so(api: ApiClient) -> None:
    school = await api.school()
    path = f"membership/institutions/{school['id']}"
    first = await api.get(path)
    again = await api.get(path, **{"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    # A proxy that compresses weakens it; a client may know several.
    known = f'"7", W/{first.headers["etag"]}'
    assert (await api.get(path, **{"if-none-match": known})).status_code == 304

    taken(await api.post(f"{path}/close", {"closedOn": "2026-01-31"}))
    changed = await api.get(path, **{"if-none-match": first.headers["etag"]})
    assert taken(changed)["closedOn"] == "2026-01-31"


async def test_an_id_of_something_else_leads_to_nothing(api: ApiClient) -> None:
    hub = await api.hub()
    refused(await api.get(f"membership/institutions/{hub['id']}"), 404, "not-found")
    refused(await api.get(f"encounters/employers/{hub['id']}"), 404, "not-found")
    refused(await api.get(f"encounters/encounters/{hub['id']}"), 404, "not-found")
    closing = await api.post(
        f"membership/institutions/{hub['id']}/close", {"closedOn": "2026-01-31"}
    )
    refused(closing, 404, "not-found")
