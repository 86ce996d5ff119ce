"""The catalogue of events, for people (docs/events.md) and for programs (docs/asyncapi.json).

Both are made from the event classes and their golden samples, so they say what the log holds and nothing
else. Renew the committed ones with: .venv/bin/python -m tests.builders.event_documents
"""

import inspect
import json
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, cast

import msgspec

import hub_core.contexts  # noqa: F401 - registers every event
from hub_core.log.cloud_event import ENVELOPE_VERSION, SOURCE, subject_of
from hub_core.log.event import Event, decode, topics
from hub_core.log.stream import LogStream

ROOT = Path(__file__).parents[2]
ASYNCAPI = ROOT / "docs" / "asyncapi.json"
EVENTS = ROOT / "docs" / "events.md"
GOLDEN = ROOT / "tests" / "hub_core" / "golden_events.json"
RENEW = ".venv/bin/python -m tests.builders.event_documents"

#: What numbers are counted in, by struct and field. A number that is not listed counts people or things.
UNITS = {
    "CohortDeclared.cohort": "calendar year",
    "Details.adviser_level": "level of the regulated qualifications framework",
    "Details.minutes": "minutes each learner spent",
    "Details.year_groups": "year group, 0 is Reception",
    "InstitutionDetails.free_school_meals_percent": "per cent of pupils",
    "InstitutionDetails.high_age": "years of age",
    "InstitutionDetails.low_age": "years of age",
}
#: The public form of what msgspec writes for a set of learners.
LEARNERS = "set of learner ordinals (roaring portable format, base64)"
FORMATS = {"uuid": "id", "date": "day", "date-time": "moment, UTC"}

_REFERENCE = "#/components/schemas/"
_BEGINNING = f"""# Events

Every kind of event the log holds, made from the event classes. Programs read the same in
[asyncapi.json](asyncapi.json). To renew both: `{RENEW}`.

An event is a CloudEvents 1.0 JSON document in the JetStream stream `{LogStream().name}`. Its `type` is the
topic, its `data` the fields below, its sequence in the stream the position in the ledger. Nobody is named:
learners are ordinals that only their institution can resolve, people are references into the vault.
A topic never changes; a new shape is a new topic with the next number, and older ones read as it.

"""


def golden() -> dict[str, Any]:
    """One event of every topic ever shipped, as the ledger keeps it."""
    return cast("dict[str, Any]", json.loads(GOLDEN.read_text()))


@cache
def catalogue() -> dict[str, type[Event]]:
    """Topics of this release by name; tests of the log define some of their own beside them."""
    ours = {t: kind for t, kind in topics().items() if kind.__module__.startswith("hub_core.")}
    return dict(sorted(ours.items()))


def todays_document() -> dict[str, Any]:
    """The stream as AsyncAPI 3.0 describes it."""
    names, schemas = _schemas()
    since = _since()
    samples = golden()
    if missing := names.keys() - samples.keys():
        raise SystemExit(f"Add a golden sample of {', '.join(sorted(missing))} to {GOLDEN.name}.")
    channels: dict[str, Any] = {
        "everything": {"address": "log.>", "title": "The whole log, in order", "messages": {}}
    }
    for topic in names:
        subject = subject_of(topic)
        channel = channels.setdefault(
            subject.removeprefix("log."), {"address": subject, "messages": {}}
        )
        for each in (channels["everything"], channel):
            each["messages"][topic] = {"$ref": f"#/components/messages/{topic}"}
    return {
        "asyncapi": "3.0.0",
        "id": "urn:careers-hub:log",
        "info": {
            "title": "Careers hub platform: the log",
            "version": _version(),
            "description": "Every fact the platform knows, in order, on NATS JetStream. Readers follow "
            "the stream from any sequence and acknowledge nothing.",
            "license": {
                "name": "Apache-2.0",
                "url": "https://www.apache.org/licenses/LICENSE-2.0",
            },
        },
        "defaultContentType": "application/cloudevents+json",
        "channels": channels,
        "operations": {
            "followTheLog": {
                "action": "receive",
                "channel": {"$ref": "#/channels/everything"},
                "summary": "Follow the whole log from a sequence on; a filter by subject keeps the order.",
                "x-jetstream": {
                    "stream": LogStream().name,
                    "subjects": "log.>",
                    "acknowledgement": "none",
                    "sequence": "equals the position in the ledger; dense from 1",
                },
            }
        },
        "components": {
            "messages": {
                topic: _message(topic, name, since[topic], samples[topic])
                for topic, name in names.items()
            },
            "schemas": {"CloudEvent": _CLOUD_EVENT, **schemas},
        },
    }


def as_text(found: dict[str, Any]) -> str:
    """The document as it is committed."""
    return json.dumps(found, indent=1, ensure_ascii=False) + "\n"


def as_page() -> str:
    """The page for people, as it is committed."""
    return _BEGINNING + "".join(_page()).rstrip("\n") + "\n"


def _message(topic: str, name: str, since: str, sample: Any) -> dict[str, Any]:
    event = decode(topic, json.dumps(sample))
    return {
        "name": topic,
        "title": event.heading(),
        "summary": _sentence(catalogue()[topic]),
        "contentType": "application/cloudevents+json",
        "x-since": since,
        "payload": {
            "allOf": [
                {"$ref": f"{_REFERENCE}CloudEvent"},
                {
                    "type": "object",
                    "properties": {
                        "type": {"const": topic},
                        "data": {"$ref": f"{_REFERENCE}{name}"},
                    },
                },
            ]
        },
        "examples": [{"name": "golden", "payload": _example(topic, sample)}],
    }


def _example(topic: str, sample: Any) -> dict[str, Any]:
    place = {"institution": sample["institution"]} if "institution" in sample else {}
    return {
        "specversion": "1.0",
        "id": "3f0e6a7c-5d1b-4b39-9a57-0c8f4f3f2a10",
        "source": SOURCE,
        "type": topic,
        "subject": "77777777-7777-4777-8777-777777777777",
        "time": "2026-01-14T09:30:00.000000Z",
        "datacontenttype": "application/json",
        "sequence": f"{1:020}",
        "streamversion": 1,
        **place,
        "actor": "person:0d9c4f5e-7a52-4c58-8d4c-6b1f3a7c9e21",
        "correlation": "req-0001",
        "envelopeversion": ENVELOPE_VERSION,
        "data": sample,
    }


@cache
def _schemas() -> tuple[dict[str, str], dict[str, Any]]:
    """The name of each topic's schema; and all schemas, with the unit of every field."""
    kinds = catalogue()
    references, found = msgspec.json.schema_components(
        kinds.values(), ref_template=_REFERENCE + "{name}"
    )
    names = [each["$ref"].removeprefix(_REFERENCE) for each in references]
    for name, schema in found.items():
        if "description" in schema:
            schema["description"] = _plain(schema["description"])
        for field, of_field in schema.get("properties", {}).items():
            if unit := _unit(name, field, of_field):
                of_field["x-unit"] = unit
    return dict(zip(kinds, names, strict=True)), found


def _unit(struct: str, field: str, schema: dict[str, Any]) -> str:
    kinds = {str(part.get("type")) for part in _parts(schema)}
    encodings = {part.get("contentEncoding") for part in _parts(schema)}
    if "base64" in encodings:
        return LEARNERS
    if kinds & {"integer", "number"}:
        return UNITS.get(f"{struct.rpartition('.')[2]}.{field}", "count")
    return ""


def _parts(schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """A field's schema and those within it."""
    yield schema
    for key in ("items", "additionalProperties"):
        if isinstance(schema.get(key), dict):
            yield from _parts(schema[key])
    for one in schema.get("anyOf", ()):
        yield from _parts(one)


def _page() -> Iterator[str]:
    document = todays_document()
    schemas = document["components"]["schemas"]
    context = ""
    for topic, message in document["components"]["messages"].items():
        name = topic.partition(".")[0]
        if name != context:
            context = name
            yield f"## {context.capitalize()}\n\n"
        yield from _entry(topic, message, schemas)
    yield "## What fields are made of\n\n"
    events = set(_schemas()[0].values())
    for name, schema in sorted(schemas.items()):
        if name not in events and name != "CloudEvent":
            yield from _component(name, schema)


def _entry(topic: str, message: dict[str, Any], schemas: dict[str, Any]) -> Iterator[str]:
    yield f"### {topic}\n\n{message['summary']} Since {message['x-since']}.\n\n"
    yield f"Its heading reads: “{message['title']}”\n\n"
    yield from _fields(schemas[_schemas()[0][topic]])
    example = json.dumps(message["examples"][0]["payload"]["data"], ensure_ascii=False)
    yield f"```json\n{example}\n```\n\n"


def _component(name: str, schema: dict[str, Any]) -> Iterator[str]:
    yield f"### {name}\n\n"
    if "description" in schema:
        yield f"{schema['description']}\n\n"
    if "enum" in schema:
        yield ", ".join(f"`{value}`" for value in schema["enum"]) + "\n\n"
    if "properties" in schema:
        yield from _fields(schema)


def _fields(schema: dict[str, Any]) -> Iterator[str]:
    yield "| Field | Type | Unit | |\n|---|---|---|---|\n"
    for field, of_field in schema["properties"].items():
        needed = "" if field in schema.get("required", ()) else "optional"
        yield f"| `{field}` | {_typed(of_field)} | {of_field.get('x-unit', '')} | {needed} |\n"
    yield "\n"


def _typed(schema: dict[str, Any]) -> str:
    """A type in the words of the page."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return f"[{name}](#{name.lower()})"
    if "anyOf" in schema:
        some = [_typed(one) for one in schema["anyOf"] if one.get("type") != "null"]
        return " or ".join(some)
    if "enum" in schema:
        return ", ".join(f"`{value}`" for value in schema["enum"])
    match schema.get("type"):
        case "array" if "items" in schema and isinstance(schema["items"], dict):
            return f"list of {_typed(schema['items'])}"
        case "object" if isinstance(schema.get("additionalProperties"), dict):
            return f"by key: {_typed(schema['additionalProperties'])}"
        case "string" if schema.get("contentEncoding") == "base64":
            return "learners"
        case "string" if "format" in schema:
            return FORMATS.get(schema["format"], schema["format"])
        case "string" if "pattern" in schema:
            return f"code `{schema['pattern']}`".replace("|", "\\|")
        case kind:
            return {"integer": "whole number", "boolean": "yes or no", None: "value"}.get(
                kind, str(kind)
            )


def _sentence(kind: type[Event]) -> str:
    text = _plain(inspect.getdoc(kind) or "")
    return text if text.endswith(".") else f"{text}."


def _plain(text: str) -> str:
    """A docstring as running text."""
    return re.sub(r"\s+", " ", text.replace("``", "`")).strip()


def _since() -> dict[str, str]:
    """With which release each topic came: what was written down stays, a new one comes with this one."""
    known: dict[str, str] = {}
    if ASYNCAPI.exists():
        messages = json.loads(ASYNCAPI.read_text())["components"]["messages"]
        known = {topic: message["x-since"] for topic, message in messages.items()}
    return {topic: known.get(topic, _version()) for topic in catalogue()}


def _version() -> str:
    version: str = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    return version


_TEXT = {"type": "string", "minLength": 1}
_UUID = {"type": "string", "format": "uuid"}
_CLOUD_EVENT: dict[str, Any] = {
    "type": "object",
    "description": "What surrounds the data of every event: who and what caused it, and where it stands.",
    "required": [
        "specversion",
        "id",
        "source",
        "type",
        "subject",
        "time",
        "datacontenttype",
        "sequence",
        "streamversion",
        "actor",
        "correlation",
        "envelopeversion",
        "data",
    ],
    "properties": {
        "specversion": {"const": "1.0"},
        "id": {**_UUID, "description": "The event's own id."},
        "source": {"const": SOURCE},
        "type": {**_TEXT, "description": "The topic."},
        "subject": {**_UUID, "description": "The stream: the thing this happened to."},
        "time": {"type": "string", "format": "date-time", "description": "When it was recorded."},
        "datacontenttype": {"const": "application/json"},
        "sequence": {
            "type": "string",
            "pattern": "^[0-9]{20}$",
            "description": "The position in the ledger, padded so that text sorts as numbers do.",
        },
        "streamversion": {"type": "integer", "minimum": 1, "x-unit": "events of this stream"},
        "institution": {**_UUID, "description": "The one institution whose figures it is part of."},
        "actor": {**_TEXT, "description": "Who did it, by pseudonym."},
        "onbehalfof": {**_TEXT, "description": "The organisation it was done for."},
        "correlation": {**_TEXT, "description": "The request it belongs to."},
        "causation": {**_TEXT, "description": "What caused it."},
        "commandid": {**_TEXT, "description": "The id its command was given."},
        "operation": {**_TEXT, "description": "The command's name."},
        "trace": {**_TEXT, "description": "The trace it belongs to."},
        "envelopeversion": {"type": "integer", "minimum": 1, "x-unit": "version of this envelope"},
        "data": {"type": "object", "description": "The fields of the topic."},
    },
    "additionalProperties": False,
}


if __name__ == "__main__":
    ASYNCAPI.write_text(as_text(todays_document()))
    EVENTS.write_text(as_page())
    print(
        f"Wrote {ASYNCAPI.name} and {EVENTS.name}. Read the difference: consumers will notice it."
    )
