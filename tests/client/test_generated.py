"""The client can do what the API can do: its operations are those of today's description."""

import importlib
import inspect
import json
import re
from dataclasses import fields

import msgspec
import pytest

from careers_hub_client import operations
from careers_hub_client.call import Call
from tests.builders.client_operations import (
    DOCUMENT,
    RENEW,
    committed_sources,
    sources,
    todays_sources,
)

DESCRIBED = json.loads(DOCUMENT.read_text())
OPERATIONS = {
    described["operationId"]: (method.upper(), path, described)
    for path, item in DESCRIBED["paths"].items()
    for method, described in item.items()
}


def every_function() -> list[object]:
    packages = (
        importlib.import_module(f"careers_hub_client.operations.{one}")
        for one in operations.__all__
    )
    return [
        function
        for package in packages
        for name in package.__all__
        if inspect.isfunction(function := getattr(package, name))
    ]


def test_the_committed_client_is_todays() -> None:
    assert committed_sources() == todays_sources(), (
        f"The API's description has changed since the client was generated. Run: {RENEW}"
    )


def test_a_module_stays_readable_and_names_each_thing_once() -> None:
    made = {name: text for name, text in todays_sources().items() if "__init__" not in name}
    long = {name: lines for name, text in made.items() if (lines := text.count("\n")) > 500}
    assert not long, f"Name a part of its own for some of these operations: {long}"
    defined = re.findall(r"^class (\w+)|^(\w+) = ", "\n".join(made.values()), re.MULTILINE)
    names = sorted(first or second for first, second in defined)
    assert names == sorted(importlib.import_module("careers_hub_client.types").__all__)


def test_what_one_service_uses_is_found_in_its_package_of_types() -> None:
    types = importlib.import_module("careers_hub_client.types")
    found = dict.fromkeys(types.__all__, 0)
    for service in operations.__all__:
        package = importlib.import_module(f"careers_hub_client.types.{service}")
        for name in package.__all__:
            assert getattr(package, name) is getattr(types, name)
            found[name] += 1
    shared = importlib.import_module("careers_hub_client.types.shared")
    for name, times in found.items():
        assert times == (0 if hasattr(shared, name) else 1), name


def test_every_operation_is_a_call_that_goes_where_it_is_described() -> None:
    made: dict[str, Call[object]] = {}
    for function in every_function():
        assert callable(function)
        named = {
            name: f"<{name}>"
            for name, one in inspect.signature(function).parameters.items()
            if one.default is inspect.Parameter.empty
        }
        call: Call[object] = function(**named)
        made[call.operation] = call
    assert made.keys() == OPERATIONS.keys()
    for operation, call in made.items():
        method, path, _ = OPERATIONS[operation]
        assert call.method == method
        assert re.sub(r"<(\w+)>", r"{\1}", call.path) == re.sub(
            r"{(\w+)}", lambda found: "{" + _pythonic(found[1]) + "}", path
        )


@pytest.mark.parametrize("operation", sorted(OPERATIONS))
def test_an_example_passes_through_the_clients_types_unchanged(operation: str) -> None:
    _, _, described = OPERATIONS[operation]
    content = described.get("requestBody", {}).get("content", {}).get("application/json", {})
    if "$ref" not in content.get("schema", {}):
        return
    types = importlib.import_module("careers_hub_client.types")
    name = content["schema"]["$ref"].rpartition("/")[2]
    kind = getattr(types, name)
    sent = msgspec.json.encode(msgspec.convert(content["example"], kind))
    assert msgspec.json.decode(sent) == _without_defaults(content["example"], name)


def test_an_added_operation_needs_no_hand() -> None:
    added = json.loads(DOCUMENT.read_text())
    added["paths"]["/api/membership/rolls/{rollNumber}"] = {
        "put": {
            "operationId": "membership_send_roll",
            "tags": ["membership"],
            "summary": "Send a roll as a file",
            "parameters": [
                {"name": "rollNumber", "in": "path", "schema": {"type": "integer"}},
                {"name": "from", "in": "query", "schema": {"type": "string", "format": "date"}},
            ],
            "requestBody": {"required": True, "content": {"text/csv": {}}},
            "responses": {"200": {"content": {"text/csv": {}}}},
        }
    }
    every = sources(added)
    made = every["operations/membership/membership_calls.py"]
    assert "def send_roll(" in made
    assert '"send_roll",' in every["operations/membership/__init__.py"]
    assert "roll_number: int, body: bytes, *, from_: date | None = None" in made
    assert 'content_type="text/csv"' in made


def test_a_call_is_a_value_with_a_key_of_its_own() -> None:
    assert {"key", "operation", "method", "path"} <= {one.name for one in fields(Call)}
    first = Call[bytes](operation="a", method="POST", path="/", answer=bytes)
    second = Call[bytes](operation="a", method="POST", path="/", answer=bytes)
    assert first.key != second.key
    assert first.under("booking-0451").key == "booking-0451"


def _pythonic(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


def _without_defaults(value: object, name: str) -> object:
    """An example without fields that say what goes without saying."""
    schema = DESCRIBED["components"]["schemas"][name]
    if not isinstance(value, dict):
        return value
    kept = {}
    for field, said in value.items():
        one = schema["properties"][field]
        if "default" in one and one["default"] == said:
            continue
        kept[field] = _inner(said, one)
    return kept


def _inner(said: object, schema: dict[str, object]) -> object:
    for one in (schema, *schema.get("anyOf", ())):  # type: ignore[misc]
        if "$ref" in one and isinstance(said, dict):
            return _without_defaults(said, str(one["$ref"]).rpartition("/")[2])
        if "items" in one and isinstance(said, list):
            return [_inner(item, one["items"]) for item in said]
    return said
