"""An organisation's own keys over the API: told once, its alone, and never more than their issuer has."""

from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from hub_core.access import Organisation, OrganisationKind, Role
from tests.builders.api_client import ApiClient, refused, taken
from tests.builders.keyring import new_key


class Leader:
    """The careers leader of a school, by a key of theirs."""

    def __init__(self, api: ApiClient, school: dict[str, Any], key: str) -> None:
        self.api = api
        self.school = school
        self.key = key

    async def issue(self, *, key: str | None = None, **more: Any) -> httpx.Response:
        body = {
            "organisation": {"kind": "institution", "id": self.school["id"]},
            "role": "careers_leader",
            "scopes": ["encounters:read"],
            "label": "Timetable system",
        }
        return await self.send("keys", body | more, key=key)

    async def send(
        self, path: str, body: Any = None, *, key: str | None = None, **headers: str
    ) -> httpx.Response:
        by = {"authorization": f"Bearer {self.key}"} | headers
        return await self.api.send("POST", f"identity/{path}", body or {}, key=key, **by)

    async def keys(self, school: dict[str, Any] | None = None) -> httpx.Response:
        of = (school or self.school)["id"]
        path = f"identity/organisations/institution/{of}/keys"
        return await self.api.get(path, authorization=f"Bearer {self.key}")


async def leader(api: ApiClient, *scopes: str, role: Role = Role.CAREERS_LEADER) -> Leader:
    school = await api.school()
    organisation = Organisation(OrganisationKind.INSTITUTION, UUID(school["id"]))
    _, secret = await new_key(api.parts.platform, role, organisation, *scopes)
    return Leader(api, school, secret.text)


@pytest.fixture
async def ours(api: ApiClient) -> Leader:
    return await leader(api)


async def test_a_key_is_told_once_and_opens(ours: Leader) -> None:
    answer = await ours.issue()
    made = taken(answer, 201)
    assert answer.headers["cache-control"] == "no-store"
    secret = made["secret"]
    path = f"encounters/institutions/{ours.school['id']}/encounters"
    taken(await ours.api.get(path, authorization=f"Bearer {secret}"))
    listed = await ours.keys()
    assert secret not in listed.text
    newest = taken(listed)["keys"][0]
    assert newest["id"] == made["id"]
    assert secret.startswith(newest["begins"])
    assert (newest["label"], newest["standing"]) == ("Timetable system", "works")
    assert newest["lastUsedAt"] is not None


async def test_a_repeat_is_told_the_key_and_not_its_secret(ours: Leader) -> None:
    again = str(uuid4())
    first = taken(await ours.issue(key=again), 201)
    answer = await ours.issue(key=again)
    assert answer.headers["idempotent-replayed"] == "true"
    assert taken(answer, 201) == first | {"secret": None}
    refused(await ours.issue(key=again, label="Another", scopes=["rosters:read"]), 422, REUSED)


REUSED = "idempotency-key-reused"


async def test_rotating_and_revoking_end_secrets(ours: Leader) -> None:
    made = taken(await ours.issue(), 201)
    path = f"encounters/institutions/{ours.school['id']}/encounters"
    answer = await ours.send(f"keys/{made['id']}/rotate", if_match='"7"')
    refused(answer, 412, "stale-version")
    overlap = taken(await ours.send(f"keys/{made['id']}/rotate", {"formerUntil": "2026-02-12"}))
    for secret in (made["secret"], overlap["secret"]):
        taken(await ours.api.get(path, authorization=f"Bearer {secret}"))
    final = taken(await ours.send(f"keys/{made['id']}/rotate"))
    for secret in (made["secret"], overlap["secret"]):
        ended = await ours.api.get(path, authorization=f"Bearer {secret}")
        refused(ended, 401, "key-expired")
    taken(await ours.send(f"keys/{made['id']}/revoke"))
    ended = await ours.api.get(path, authorization=f"Bearer {final['secret']}")
    refused(ended, 401, "key-revoked")
    refused(await ours.send(f"keys/{made['id']}/rotate"), 409, "key-revoked")


async def test_another_schools_keys_are_not_there(api: ApiClient, ours: Leader) -> None:
    theirs = await leader(api)
    made = taken(await theirs.issue(), 201)
    for deed in ("rotate", "revoke"):
        there = await ours.send(f"keys/{made['id']}/{deed}")
        nowhere = await ours.send(f"keys/{uuid4()}/{deed}")
        refused(there, 404, "not-found")
        assert there.json() == nowhere.json()
    assert (await ours.keys(theirs.school)).status_code == 404
    body = {"organisation": {"kind": "institution", "id": theirs.school["id"]}}
    refused(await ours.issue(**body), 404, "not-found")
    assert taken(await theirs.keys())["keys"][0]["standing"] == "works"


async def test_nobody_gives_more_than_they_have(api: ApiClient, ours: Leader) -> None:
    refused(await ours.issue(role="senior_leader"), 403, "forbidden")
    refused(await ours.issue(role="administrator"), 422, "invalid-request")
    refused(await ours.issue(scopes=["register:write"]), 422, "invalid-request")
    narrow = await leader(api, "keys:write", "keys:read")
    refused(await narrow.issue(scopes=["rosters:read"]), 403, "forbidden")
    reader = await leader(api, "encounters:read")
    refused(await reader.issue(scopes=["encounters:read"]), 403, "forbidden")
    refused(await reader.keys(), 403, "forbidden")


@pytest.mark.parametrize(
    "more",
    [
        {"id": str(uuid4())},
        {"prefix": "0123456789"},
        {"secret": "chk_mine"},
        {"principal": "system:operator"},
        {"label": "x" * 61},
        {"scopes": []},
        {"expiresOn": "2031-01-01"},
    ],
)
async def test_nothing_but_its_own_fields_is_taken(ours: Leader, more: dict[str, Any]) -> None:
    refused(await ours.issue(**more), 422, WRONG)


WRONG = "invalid-request"
