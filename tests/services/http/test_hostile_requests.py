"""Whatever stands in a body, a path or a parameter, the answer is a refusal in words or a success.

Never a fault: NUL bytes, odd scripts, huge numbers, days out of range and deep nesting are somebody
else's mistakes, not ours. A quarter of the operations is tried each time, all of them by ``make test-all``.
"""

import json
from collections import defaultdict
from typing import Any
from urllib.parse import quote
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hub_core.access import Organisation, OrganisationKind, Role
from projections.hub_dashboard.fold import PROJECTION as HUB_DASHBOARD
from projections.runner import parked
from services.http.document import examples
from tests.builders.api_client import ApiClient
from tests.builders.daily import daily
from tests.builders.keyring import new_key
from tests.builders.openapi_document import todays_document

DOCUMENT = todays_document()
OPERATIONS = [
    (method.upper(), path, operation)
    for path, item in DOCUMENT["paths"].items()
    for method, operation in item.items()
]
WRITES = {
    operation["operationId"]: (method, path)
    for method, path, operation in OPERATIONS
    # What takes a file is asked about its content elsewhere.
    if method != "GET" and "application/json" in operation["requestBody"]["content"]
}
BODIES = {
    operation["operationId"]: operation["requestBody"]["content"]["application/json"]["schema"][
        "$ref"
    ].rpartition("/")[2]
    for method, _, operation in OPERATIONS
    if operation["operationId"] in WRITES
}
READS = [path for method, path, _ in OPERATIONS if method == "GET"]
every_write = pytest.mark.parametrize(
    "operation", daily(sorted(one for one in examples() if one.replace(".", "_") in WRITES), 4)
)

bounded = settings(
    max_examples=25, deadline=None, database=None, suppress_health_check=list(HealthCheck)
)
text = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        [
            "\x00",
            "a\x00b",
            "Łódź",
            "شركة",
            "株式会社",
            "🏭" * 40,
            "a\u202eb",
            "\ufeffx",
            "Ａｄａ",
            "'; --",
        ]
    ),
)
days = st.sampled_from(
    ["0001-01-01", "9999-12-31", "1999-08-31", "2099-09-01", "2026-02-30", "10000-01-01"]
)
numbers = st.sampled_from([2**31, 2**63, 2**64, -(2**63), 10**30, 1e308, -0.0, 0.5])
hostile = st.one_of(
    text,
    days,
    numbers,
    st.none(),
    st.booleans(),
    st.just([]),
    st.just({}),
    st.lists(text, max_size=3),
    st.dictionaries(text, text | numbers, max_size=2),
    st.uuids().map(str),
    st.integers(1, 600).map(lambda depth: json.loads("[" * depth + "]" * depth)),
)


@pytest.fixture(scope="module")
async def ids(api: ApiClient) -> dict[str, str]:
    """Things that are there, so that requests come far."""
    school, hub, employer = await api.school(), await api.hub(), await api.employer()
    organisation = Organisation(OrganisationKind.INSTITUTION, UUID(school["id"]))
    key, _ = await new_key(api.parts.platform, Role.CAREERS_LEADER, organisation)
    return {
        "institution": school["id"],
        "kind": "institution",
        "organisation": school["id"],
        "key": str(key),
        "hub": hub["id"],
        "slug": hub["slug"],
        "employer": employer,
        "encounter": await api.propose(employer, school),
        # These lead nowhere, which has its own answer.
        **{name: str(uuid4()) for name in ("activity", "invitation", "link", "person")},
    }


@every_write
@bounded
@given(data=st.data())
async def test_no_body_is_our_fault(
    data: st.DataObject, operation: str, api: ApiClient, ids: dict[str, str]
) -> None:
    method, path = WRITES[operation.replace(".", "_")]
    body = _spoilt(examples()[operation], data)
    answer = await api.http.request(
        method,
        path.format_map(defaultdict(lambda: str(uuid4()), ids)),
        content=json.dumps(body),
        headers={"idempotency-key": str(uuid4()), "content-type": "application/json"},
    )
    assert answer.status_code < 500, answer.text


@pytest.mark.parametrize("day", ["0001-01-01", "1999-08-31", "2099-09-01", "9999-12-31"])
@every_write
async def test_no_day_is_our_fault(
    operation: str, day: str, api: ApiClient, ids: dict[str, str]
) -> None:
    method, path = WRITES[operation.replace(".", "_")]
    filled = path.format_map(defaultdict(lambda: str(uuid4()), ids))
    schema = DOCUMENT["components"]["schemas"][BODIES[operation.replace(".", "_")]]
    for name in (name for name, one in schema["properties"].items() if "date" in str(one)):
        body = examples()[operation] | {name: day}
        for key in ("at", "toHub"):
            if key in body:
                body[key] = ids["institution" if key == "at" else "hub"]
        answer = await api.send(method, filled.removeprefix("/api/"), body)
        assert answer.status_code < 500, answer.text


@pytest.mark.parametrize("path", daily(READS, 4))
@bounded
@given(value=text, name=st.sampled_from(["urn", "cursor", "limit", "status", "year", "atLeast"]))
async def test_no_address_is_our_fault(path: str, value: str, name: str, api: ApiClient) -> None:
    filled = path
    for place in ("institution", "hub", "slug", "employer", "encounter"):
        filled = filled.replace(f"{{{place}}}", quote(value, safe="") or "none")
    answer = await api.http.get(f"{filled}?{name}={quote(value, safe='')}")
    assert answer.status_code != 500, answer.text


@bounded
@given(value=st.text(st.characters(max_codepoint=255), max_size=120))
async def test_no_header_is_our_fault(value: str, api: ApiClient, ids: dict[str, str]) -> None:
    for name in ("idempotency-key", "if-match", "if-none-match", "accept", "content-type"):
        headers = {"idempotency-key": str(uuid4()), name: value.encode("latin-1")}
        for method in ("GET", "POST"):
            path = f"/api/membership/institutions/{ids['institution']}"
            answer = await api.http.request(
                method, path if method == "GET" else f"{path}/close", headers=headers
            )
            assert answer.status_code < 500, answer.text


async def test_figures_can_be_made_of_all_that_was_accepted(api: ApiClient) -> None:
    await api.project()
    assert await parked(HUB_DASHBOARD.name, pool=api.owner) == []


def _spoilt(body: dict[str, Any], data: st.DataObject) -> Any:
    """The example with something hostile in one place of it."""
    spoilt = json.loads(json.dumps(body))
    places = list(_places(spoilt))
    if not places:
        return {data.draw(text): data.draw(hostile)}
    container, key = data.draw(st.sampled_from(places))
    container[key] = data.draw(hostile)
    return spoilt


def _places(value: Any) -> Any:
    keys = value.keys() if isinstance(value, dict) else range(len(value))
    for key in list(keys):
        yield value, key
        if isinstance(value[key], dict | list):
            yield from _places(value[key])
