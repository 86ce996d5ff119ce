"""More in a body than was asked for, the same thing twice, or in another spelling.

The rule: a field nobody asked for is refused by its name, and nothing refused stands in the log.
"""

import json
import re
from typing import Any
from uuid import uuid4

import httpx
import pytest

from hub_core.access import OrganisationKind, Role
from services.http.document import examples
from tests.attacks.stage import Stage
from tests.builders.daily import daily
from tests.builders.openapi_document import todays_document

DOCUMENT = todays_document()
WRITES = {
    operation["operationId"].replace("_", ".", 1): (method.upper(), path)
    for path, item in DOCUMENT["paths"].items()
    for method, operation in item.items()
    # What takes a file has no fields to add to.
    if method != "get" and "application/json" in operation["requestBody"]["content"]
}
#: What somebody would like to decide who may only ask.
MORE: dict[str, Any] = {
    "actor": f"person:{uuid4()}",
    "onBehalfOf": {"kind": "hub", "id": str(uuid4())},
    "principal": {"id": "system:test", "roles": ["administrator"]},
    "roles": ["administrator"],
    "id": str(uuid4()),
    "version": 1,
    "position": 1,
    "recordedAt": "2020-01-01T00:00:00Z",
    "occurredAt": "2020-01-01T00:00:00Z",
    "correlation": str(uuid4()),
    "expectedVersion": 0,
    "commandId": str(uuid4()),
    "secret": "chk_mine",
    "__class__": "Administrator",
    "__proto__": {"roles": ["administrator"]},
    "constructor": {"prototype": {}},
}
every_write = pytest.mark.parametrize(
    "operation", daily(sorted(examples().keys() & WRITES.keys()), 4)
)


async def send(stage: Stage, operation: str, content: bytes) -> httpx.Response:
    """One write with somebody's key who may, with this body."""
    method, path = WRITES[operation]
    tenant = stage.ours
    named = {name: tenant.named(name) for name in in_path(operation)}
    headers = {"idempotency-key": str(uuid4()), "content-type": "application/json"}
    return await stage.api.http.request(
        method, path.format(**named), content=content, headers=headers
    )


def in_path(operation: str) -> list[str]:
    return re.findall(r"{(\w+)}", WRITES[operation][1])


@every_write
async def test_a_field_nobody_asked_for_is_refused(stage: Stage, operation: str) -> None:
    body = examples()[operation]
    foreign = {name: stage.theirs.named(name) for name in in_path(operation)}
    before = await stage.api.head()
    for name, value in {**MORE, **foreign}.items():
        if name in body:
            continue
        answer = await send(stage, operation, json.dumps({**body, name: value}).encode())
        if answer.status_code == 422 and not _told(answer, name):
            # An optional field that this operation has: then it is no more than any other.
            assert name in _fields(operation), f"{name}: {answer.text}"
            continue
        assert answer.status_code in (403, 404, 422), f"{operation} {name}: {answer.text}"
        assert answer.status_code != 422 or _told(answer, name)
    assert await stage.api.head() == before


def _told(answer: httpx.Response, name: str) -> bool:
    wrong = {one["field"]: one["reason"] for one in answer.json().get("errors", ())}
    return wrong.get(name) == "There is no such field."


def _fields(operation: str) -> set[str]:
    method, path = WRITES[operation]
    schema = DOCUMENT["paths"][path][method.lower()]["requestBody"]["content"]["application/json"]
    name = schema["schema"]["$ref"].rpartition("/")[2]
    return set(DOCUMENT["components"]["schemas"][name].get("properties", ()))


@every_write
async def test_another_spelling_is_another_field(stage: Stage, operation: str) -> None:
    before = await stage.api.head()
    for name in _fields(operation):
        for other in {
            re.sub(r"[A-Z]", lambda found: "_" + found[0].lower(), name),
            name.upper(),
            name.capitalize(),
            f" {name}",
            f"{name}\u200b",
            name.replace("i", "\u0131"),
        } - {name}:
            body = {**examples()[operation], other: examples()[operation].get(name)}
            answer = await send(stage, operation, json.dumps(body).encode())
            assert answer.status_code in (403, 404, 422), f"{other}: {answer.text}"
            assert answer.status_code != 422 or _told(answer, other), f"{other}: {answer.text}"
    assert await stage.api.head() == before


@every_write
@pytest.mark.parametrize("depth", [500, pytest.param(1_000_000, marks=pytest.mark.long)])
async def test_deep_nesting_is_refused(stage: Stage, operation: str, depth: int) -> None:
    for body in (b"[" * depth + b"]" * depth, b'{"a":' * depth + b"1" + b"}" * depth):
        answer = await send(stage, operation, body)
        assert answer.status_code in (400, 403, 404, 413, 422), answer.text[:300]


async def test_of_the_same_field_twice_what_is_decided_is_what_is_done(stage: Stage) -> None:
    """Ours and theirs in one body, in either order: theirs is never what happens."""
    at = stage.ours.organisation(OrganisationKind.INSTITUTION)
    header = await stage.machine(Role.CAREERS_LEADER, at)
    ours, theirs = (
        json.dumps({"kind": "institution", "id": tenant.institution})
        for tenant in (stage.ours, stage.theirs)
    )
    rest = f'"purpose": "confirm_encounter", "encounter": "{stage.ours.encounter}"'
    listed = f"/api/identity/organisations/institution/{stage.theirs.institution}/links"
    before = (await stage.api.http.get(listed)).json()
    for first, second in ((ours, theirs), (theirs, ours)):
        body = f'{{"holder": {first}, {rest}, "holder": {second}}}'
        headers = {**header, "idempotency-key": str(uuid4()), "content-type": "application/json"}
        answer = await stage.api.http.post("/api/identity/links", content=body, headers=headers)
        assert answer.status_code in ((201, 422) if second is ours else (404, 422)), answer.text
    assert (await stage.api.http.get(listed)).json() == before


@pytest.mark.parametrize(
    "kind",
    [
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/json-patch+json",
        "text/json",
        "",
    ],
)
async def test_a_body_that_does_not_say_it_is_json_is_not_read(stage: Stage, kind: str) -> None:
    """What another site's page can send without asking first."""
    before = await stage.api.head()
    body = json.dumps(examples()["membership.register_institution"])
    headers = {"idempotency-key": str(uuid4()), "content-type": kind}
    answer = await stage.api.http.post(
        "/api/membership/institutions", content=body, headers=headers
    )
    assert answer.status_code == 415, answer.text
    assert await stage.api.head() == before
