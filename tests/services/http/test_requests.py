"""What every route does with requests, whatever they ask for."""

from tests.builders.api_client import ApiClient, problem_fields, refused, taken

HUB = {
    "name": "Northbank Careers Hub",
    "slug": "northbank",
    "leadOrganisation": "Northbank Skills Partnership",
    "localAuthorities": ["202"],
}


async def test_a_repeated_key_gets_the_first_answer_and_records_nothing(api: ApiClient) -> None:
    body = HUB | {"slug": f"hub-{api.number()}"}
    first = await api.post("membership/hubs", body, key="the-first-time")
    before = await api.head()
    second = await api.post("membership/hubs", body, key="the-first-time")
    assert taken(second, 201) == taken(first, 201)
    assert second.headers["idempotent-replayed"] == "true"
    assert "idempotent-replayed" not in first.headers
    assert second.headers["hub-position"] == first.headers["hub-position"]
    assert second.headers["etag"] == first.headers["etag"] == '"1"'
    assert await api.head() == before


async def test_a_key_used_for_another_request_is_refused(api: ApiClient) -> None:
    key = "used-for-two-hubs"
    taken(await api.post("membership/hubs", HUB | {"slug": f"hub-{api.number()}"}, key=key), 201)
    before = await api.head()
    again = await api.post("membership/hubs", HUB | {"slug": f"hub-{api.number()}"}, key=key)
    refused(again, 422, "idempotency-key-reused")
    assert await api.head() == before
