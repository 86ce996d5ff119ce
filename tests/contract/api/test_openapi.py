"""What the API says of itself is complete, valid, committed, and true to what the decoders take."""

import re
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
from litestar.handlers import HTTPRouteHandler
from openapi_spec_validator import OpenAPIV31SpecValidator

import hub_core.contexts  # noqa: F401 - every command
from hub_core.work import operations
from services.http.document import examples
from services.platform.composition import APIS
from tests.builders.api_client import ApiClient
from tests.builders.openapi_document import COMMITTED, RENEW, as_text, todays_document

DOCUMENT = todays_document()
OPERATIONS = [
    (f"{method} {path}", operation)
    for path, item in DOCUMENT["paths"].items()
    for method, operation in item.items()
]
WRITES = {
    handler.opt["written"].operation: handler.opt["written"]
    for router in APIS.values()
    for route in router.routes  # type: ignore[union-attr]
    for handler in route.route_handlers
    if isinstance(handler, HTTPRouteHandler) and "written" in handler.opt
}
every_operation = pytest.mark.parametrize(
    "operation", [one for _, one in OPERATIONS], ids=[name for name, _ in OPERATIONS]
)


def test_the_committed_document_is_todays() -> None:
    assert COMMITTED.read_text() == as_text(DOCUMENT), (
        f"The API is not what docs/openapi.json says. If you mean the change, run: {RENEW}"
    )


def test_it_is_valid_openapi() -> None:
    OpenAPIV31SpecValidator(DOCUMENT).validate()


async def test_it_is_what_the_running_service_gives(api: ApiClient) -> None:
    answer = await api.get("schema/openapi.json")
    assert answer.headers["content-type"] == "application/vnd.oai.openapi+json"
    assert answer.json()["paths"] == DOCUMENT["paths"]


def _refusal(reference: dict[str, str]) -> dict[str, Any]:
    """What a refusal says that operations share."""
    found: dict[str, Any] = DOCUMENT["components"]["responses"][
        reference["$ref"].rpartition("/")[2]
    ]
    return found


@every_operation
def test_an_operation_is_described(operation: dict[str, Any]) -> None:
    assert operation["operationId"]
    assert operation["summary"]
    assert operation["tags"][0] in {tag["name"] for tag in DOCUMENT["tags"]}
    assert len(operation["summary"]) <= 100
    for status, given in operation["responses"].items():
        response = _refusal(given) if status >= "400" else given
        assert response["description"]
        if status >= "400":
            [told] = response["content"].values()
            assert told["schema"] == {"$ref": "#/components/schemas/ProblemDetails"}


@every_operation
def test_an_operation_says_how_to_prove_who_asks(operation: dict[str, Any]) -> None:
    schemes = DOCUMENT["components"]["securitySchemes"]
    offered = schemes["client"]["flows"]["clientCredentials"]["scopes"]
    assert {"401", "403"} <= operation["responses"].keys()
    by_key, *by_token = operation["security"]
    assert by_key == {"key": []}
    for one in by_token:
        [scope] = one["client"]
        assert scope in offered or "." in scope


def test_operation_ids_are_unique() -> None:
    ids = [operation["operationId"] for _, operation in OPERATIONS]
    assert len(ids) == len(set(ids))


@every_operation
def test_a_write_tells_its_headers(operation: dict[str, Any]) -> None:
    if "requestBody" not in operation:
        return
    [success] = [one for status, one in operation["responses"].items() if status < "300"]
    assert {"Hub-Position", "Idempotent-Replayed"} <= success["headers"].keys()
    names = {parameter["name"] for parameter in operation["parameters"]}
    assert "Idempotency-Key" in names
    assert ("If-Match" in names) == ("412" in operation["responses"])


#: Commands that nobody may send by the API, and where they are given instead.
WITHOUT_A_ROUTE = {
    "feedback.answer_as_learner": "the page of the class code",
    "identity.record_link_use": "the link's own page, once its deed is done",
    "snapshots.publish_snapshot": "the operator's `hub rollup publish`, once its preview was read",
    "snapshots.restate_snapshot": "the operator's `hub rollup restate`, with its reason",
    "webhooks.disable_subscription": "the worker, when nothing could be delivered for days",
    "identity.expire_invitation": "the operator's `hub people sweep`",
    "identity.register_person": "the platform itself, for personas",
    "identity.grant_role": "the platform itself, for personas",
    "identity.link_sign_in": "the pages, after signing in with the other account",
    "identity.accept_invitation": "the page behind the invitation's link, after signing in",
    "identity.begin_acting_on_behalf": "the pages, for the session it changes",
    "identity.end_acting_on_behalf": "the pages, for the session it changes",
}


def test_every_other_command_has_a_route() -> None:
    assert operations().keys() - WRITES.keys() == WITHOUT_A_ROUTE.keys()


@pytest.mark.parametrize("operation", sorted(examples()))
def test_an_example_is_taken_by_the_decoder(operation: str) -> None:
    msgspec.json.decode(msgspec.json.encode(examples()[operation]), type=WRITES[operation].body)


def test_every_write_has_an_example() -> None:
    assert examples().keys() == WRITES.keys()


def test_everything_is_in_camel_case() -> None:
    slips = {name for name in _names(DOCUMENT) if re.search(r"_[a-z]", name)}
    assert slips == set()


def _names(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        yield from value.get("properties", ())
        yield from (one["name"] for one in value.get("parameters", ()))
        for inner in value.values():
            yield from _names(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _names(inner)
