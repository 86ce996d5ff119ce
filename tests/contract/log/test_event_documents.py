"""The catalogue of events is committed, complete, and true to what is written and read."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from hub_core.log.cloud_event import LogRow, parse, render
from tests.builders.event_documents import (
    ASYNCAPI,
    EVENTS,
    RENEW,
    as_page,
    as_text,
    catalogue,
    golden,
    todays_document,
)

DOCUMENT = todays_document()
MESSAGES: dict[str, Any] = DOCUMENT["components"]["messages"]


def test_the_committed_catalogue_is_todays() -> None:
    said = f"The events are not what docs say. If you mean the change, run: {RENEW}"
    assert ASYNCAPI.read_text() == as_text(DOCUMENT), said
    assert EVENTS.read_text() == as_page(), said


def test_it_is_an_asyncapi_document() -> None:
    """By the specification's own schema, as its authors publish it (see ``vendor/vendor.json``)."""
    schema = json.loads((Path(__file__).parent / "vendor/asyncapi-3.0.0.schema.json").read_text())
    faults = jsonschema.Draft7Validator(schema).iter_errors(DOCUMENT)
    assert [(list(each.absolute_path), each.message) for each in faults] == []


def test_the_schema_takes_nothing_that_is_no_asyncapi_document() -> None:
    schema = json.loads((Path(__file__).parent / "vendor/asyncapi-3.0.0.schema.json").read_text())
    spoilt = {**DOCUMENT, "operations": {"follow": {"action": "look", "channel": {"$ref": "#/"}}}}
    assert not jsonschema.Draft7Validator(schema).is_valid(spoilt)


def test_every_topic_of_this_release_is_in_it() -> None:
    page = EVENTS.read_text()
    assert MESSAGES.keys() == catalogue().keys()
    for topic in catalogue():
        assert f"### {topic}\n" in page


def test_every_reference_leads_somewhere() -> None:
    def references(part: Any) -> list[str]:
        if isinstance(part, dict):
            own = [part["$ref"]] if isinstance(part.get("$ref"), str) else []
            return own + [one for value in part.values() for one in references(value)]
        if isinstance(part, list):
            return [one for value in part for one in references(value)]
        return []

    found = references(DOCUMENT)
    assert len(found) > len(MESSAGES)
    for reference in found:
        place = DOCUMENT
        for step in reference.removeprefix("#/").split("/"):
            place = place[step]


@pytest.mark.parametrize("topic", MESSAGES)
def test_its_example_is_what_the_relay_would_publish(topic: str) -> None:
    """The schema takes it, and rendering the row it stands for gives it back."""
    [example] = MESSAGES[topic]["examples"]
    document = example["payload"]
    _validator(topic).validate(document)
    assert document["data"] == golden()[topic]
    row = parse(json.dumps(document, separators=(",", ":")).encode())
    assert json.loads(render([row])[0]) == document
    assert isinstance(row, LogRow)


@pytest.mark.parametrize("topic", MESSAGES)
def test_its_schema_refuses_what_the_decoder_would(topic: str) -> None:
    [example] = MESSAGES[topic]["examples"]
    with_more = {**example["payload"]["data"], "a_name_of_somebody": "Sam"}
    with pytest.raises(jsonschema.ValidationError):
        _validator(topic).validate({**example["payload"], "data": with_more})


def test_every_number_has_a_unit() -> None:
    numbers = 0
    for name, schema in DOCUMENT["components"]["schemas"].items():
        for field, of_field in schema.get("properties", {}).items():
            text = json.dumps(of_field)
            if '"integer"' in text or '"number"' in text:
                numbers += 1
                assert of_field["x-unit"], f"{name}.{field}"
    assert numbers > 10


def _validator(topic: str) -> jsonschema.Draft202012Validator:
    schema = {**MESSAGES[topic]["payload"], "components": DOCUMENT["components"]}
    return jsonschema.Draft202012Validator(schema)
