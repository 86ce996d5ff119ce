"""What every route does with requests, whatever they ask for."""

import pytest

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


@pytest.mark.parametrize("key", [None, "short", "x" * 101, "has a space"])
async def test_a_write_needs_a_usable_key(api: ApiClient, key: str | None) -> None:
    headers = {} if key is None else {"idempotency-key": key}
    answer = await api.http.post("/api/membership/hubs", json=HUB, headers=headers)
    refused(answer, 400, "idempotency-key-missing")


async def test_every_wrong_field_is_listed_at_once(api: ApiClient) -> None:
    answer = await api.post(
        "membership/institutions",
        {
            "urn": "12",
            "details": {"name": "Ashbrook", "phase": "infants", "pupils": -1, "head": "Ms Okafor"},
            "formerUrns": [{"until": "last year"}],
        },
    )
    told = refused(answer, 422, "invalid-request")
    assert set(problem_fields(answer)) == {
        "urn",
        "details.phase",
        "details.pupils",
        "details.head",
        "formerUrns[0].urn",
        "formerUrns[0].until",
    }
    assert told["detail"].startswith("6 fields need mending.")


async def test_numbers_and_words_are_not_taken_for_each_other(api: ApiClient) -> None:
    school = await api.school()
    learners = [{"reference": "L-1", "yearGroup": "8"}, {"reference": 2, "yearGroup": 8}]
    answer = await api.put(
        f"activities/institutions/{school['id']}/roster",
        {"learners": learners, "complete": "yes"},
    )
    refused(answer, 422, "invalid-request")
    assert set(problem_fields(answer)) == {
        "learners[0].yearGroup",
        "learners[1].reference",
        "complete",
    }


async def test_an_empty_body_is_an_empty_object(api: ApiClient) -> None:
    key = {"idempotency-key": "an-empty-body"}
    answer = await api.http.post("/api/membership/hubs", headers=key)
    refused(answer, 422, "invalid-request")
    assert set(problem_fields(answer)) == set(HUB)

    hub, school = await api.hub(), await api.school()
    path = f"/api/membership/hubs/{hub['id']}/members/{school['id']}"
    taken(await api.http.put(path, headers=key))


async def test_fields_nobody_asked_for_are_refused_also_where_none_is_needed(
    api: ApiClient,
) -> None:
    hub, school = await api.hub(), await api.school()
    path = f"membership/hubs/{hub['id']}/members/{school['id']}"
    answer = await api.put(path, {"admittedon": "2025-09-01"})
    told = refused(answer, 422, "invalid-request")
    assert "admittedOn" in told["errors"][0]["remedy"]


@pytest.mark.parametrize("media_type", ["text/plain", "application/x-www-form-urlencoded", ""])
async def test_a_body_that_does_not_say_it_is_json_is_refused(
    api: ApiClient, media_type: str
) -> None:
    headers = {"idempotency-key": "not-said-to-be-json", "content-type": media_type}
    answer = await api.http.post("/api/membership/hubs", content=b"{}", headers=headers)
    refused(answer, 415, "not-json")


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"name=Northbank",
        b'{"name": NaN}',
        b"\xff\xfe",
        b'{"name": "\xff"}',
        b'{"name": "\\ud800"}',
        b'{"name": ' + b"9" * 5_000 + b"}",
        b'{"other": 1e999}',
        b"[" * 100_000,
        b'{"name":' * 100_000,
        b'{"other":' + b"[" * 900 + b"]" * 900 + b"}",
    ],
    ids=lambda body: repr(body[:24]),
)
async def test_what_is_no_json_is_refused_in_words(api: ApiClient, body: bytes) -> None:
    headers = {"idempotency-key": "is-this-json", "content-type": "application/json"}
    answer = await api.http.post("/api/membership/hubs", content=body, headers=headers)
    assert answer.status_code in (400, 422), answer.text
    refused(
        answer, answer.status_code, "unreadable" if answer.status_code == 400 else "invalid-request"
    )


async def test_a_body_too_large_is_refused(api: ApiClient) -> None:
    body = b'{"name": "' + b"a" * (4 * 1024 * 1024) + b'"}'
    headers = {"idempotency-key": "far-too-large", "content-type": "application/json"}
    answer = await api.http.post("/api/membership/hubs", content=body, headers=headers)
    refused(answer, 413, "body-too-large")


@pytest.mark.parametrize(
    "path",
    ["nothing", "membership/nothing", "membership/institutions/not-an-id", "membership/hubs/%20",
     "membership/hubs/NO%20SUCH%20SLUG", "schema/openapi.yaml"],
)  # fmt: skip
async def test_an_address_that_is_none_says_where_to_look(api: ApiClient, path: str) -> None:
    told = refused(await api.get(path), 404, "no-such-address")
    assert "/api/schema" in told["detail"]


async def test_an_address_that_is_not_text_is_refused(api: ApiClient) -> None:
    for path in ("membership/hubs/%00", "membership/institutions?urn=100025&ukprn=%00"):
        told = refused(await api.get(path), 400, "address-not-text")
        assert "%00" in told["detail"]


async def test_a_method_it_does_not_take_is_refused_with_those_it_does(api: ApiClient) -> None:
    answer = await api.send("DELETE", "membership/institutions")
    refused(answer, 405, "method-not-allowed")
    assert set(answer.headers["allow"].split(", ")) == {"GET", "HEAD", "OPTIONS", "POST"}


async def test_head_answers_as_get_does_without_the_body(api: ApiClient) -> None:
    school = await api.school()
    path = f"/api/membership/institutions/{school['id']}"
    head, shown = await api.http.head(path), await api.http.get(path)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["etag"] == shown.headers["etag"]


async def test_options_lists_methods_and_opens_nothing_to_other_origins(api: ApiClient) -> None:
    answer = await api.http.options(
        "/api/membership/hubs",
        headers={"origin": "https://elsewhere.example", "access-control-request-method": "POST"},
    )
    assert set(answer.headers["allow"].split(", ")) == {"OPTIONS", "POST"}
    assert not [name for name in answer.headers if name.startswith("access-control")]


async def test_wrong_parameters_are_listed_at_once(api: ApiClient) -> None:
    answer = await api.get("membership/institutions?urn=12&ukprn=none")
    told = refused(answer, 422, "invalid-request")
    assert problem_fields(answer) == ["urn", "ukprn"]
    assert "100025" in told["errors"][0]["remedy"]
    refused(await api.get("progress/hubs?limit=many"), 422, "invalid-request")
    refused(await api.get("progress/hubs?limit=201"), 422, "invalid-request")
    refused(await api.get("progress/hubs/x1/dashboard?atLeast=-1"), 422, "invalid-request")
    refused(await api.get(f"progress/hubs/x1/dashboard?atLeast={2**63}"), 422, "invalid-request")


async def test_what_is_no_etag_of_ours_is_refused(api: ApiClient) -> None:
    school = await api.school()
    path = f"membership/institutions/{school['id']}/close"
    answer = await api.post(path, {"closedOn": "2026-01-31"}, if_match="latest")
    refused(answer, 422, "invalid-request")
    assert problem_fields(answer) == ["If-Match"]


async def test_no_cookie_is_set(api: ApiClient) -> None:
    answers = [await api.get("progress/hubs"), await api.post("membership/hubs", HUB)]
    assert not [one for one in answers if "set-cookie" in one.headers]
