"""Somebody else's program reads the log: it knows NATS and CloudEvents, and imports nothing of ours."""

import asyncio
import json
import subprocess
import sys
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg
import jsonschema
import pytest

from hub_core.log.aggregate import Envelope
from hub_core.log.cloud_event import render
from hub_core.log.ledger import Append, Ledger, NewEvent
from hub_core.log.relay import Relay
from hub_core.log.stream import LogStream
from tests.builders.event_documents import golden

CLOUD_EVENTS = json.loads((Path(__file__).parent / "cloudevents.schema.json").read_text())
ENVELOPES = (
    Envelope(actor="person:1", correlation="a-request"),
    Envelope(
        actor="machine:2",
        correlation="another",
        on_behalf_of="institution:3",
        causation="event:4",
        command_id="key-5",
        operation="activities.record_activity",
        trace="00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
    ),
)

#: Plain nats-py, as anybody would write it. It makes sure that nothing of ours was loaded for it.
CONSUMER = """
import asyncio, json, sys
import nats

async def main(url, stream, count):
    client = await nats.connect(url)
    messages = await client.jetstream().subscribe("", stream=stream, ordered_consumer=True)
    for _ in range(count):
        message = await messages.next_msg(timeout=20)
        event = json.loads(message.data)
        print(json.dumps([message.metadata.sequence.stream, message.subject, event]))
    await client.close()

asyncio.run(main(sys.argv[1], sys.argv[2], int(sys.argv[3])))
assert not any(name.startswith(("hub_core", "projections", "services")) for name in sys.modules)
"""


@pytest.fixture
def stream(stream_name: str) -> LogStream:
    return LogStream(name=stream_name, prefix=f"log-{stream_name}")


async def test_it_replays_every_kind_of_event_in_order(
    pool: asyncpg.Pool, nats_url: str, stream: LogStream, tmp_path: Path
) -> None:
    ledger = Ledger(pool)
    for number, (topic, data) in enumerate(golden().items()):
        event = NewEvent(
            event_id=UUID(int=number + 1),
            stream_id=UUID(int=1_000 + number),
            version=1,
            topic=topic,
            data=json.dumps(data, separators=(",", ":"), ensure_ascii=False).encode(),
            institution=UUID(data["institution"]) if "institution" in data else None,
        )
        envelope = json.dumps(
            {
                name: getattr(ENVELOPES[number % 2], name)
                for name in ENVELOPES[0].__struct_fields__
                if getattr(ENVELOPES[number % 2], name) is not None
            }
        ).encode()
        await ledger.append([Append(events=[event], envelope=envelope)])
    relay = Relay(ledger, nats_url, stream)
    relaying = asyncio.create_task(relay.run())
    try:
        got = await _consume(nats_url, stream.name, len(golden()), tmp_path)
    finally:
        relaying.cancel()
        await asyncio.gather(relaying, return_exceptions=True)

    rows = await ledger.read(after=0)
    assert [sequence for sequence, _, _ in got] == list(range(1, len(rows) + 1))
    assert [event for _, _, event in got] == [json.loads(one) for one in render(rows)]
    assert [event["data"] for _, _, event in got] == list(golden().values())
    validator = jsonschema.Draft7Validator(
        CLOUD_EVENTS, format_checker=jsonschema.Draft7Validator.FORMAT_CHECKER
    )
    for sequence, subject, event in got:
        validator.validate(event)
        assert int(event["sequence"]) == sequence
        assert subject == f"{stream.prefix}.{event['type'].rpartition('.v')[0]}"


def test_the_schema_refuses_what_is_no_cloud_event() -> None:
    good = {"specversion": "1.0", "id": "1", "source": "/a", "type": "b"}
    jsonschema.validate(good, CLOUD_EVENTS)
    for bad in (
        {**good, "specversion": "0.3"},
        {**good, "type": ""},
        {**good, "on_behalf_of": "x"},
        {**good, "extension": {"nested": 1}},
        {name: value for name, value in good.items() if name != "source"},
    ):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(bad, CLOUD_EVENTS)


async def _consume(url: str, stream: str, count: int, folder: Path) -> list[Any]:
    """Run the consumer once the stream is there; in a folder where nothing of ours can be found."""
    script = folder / "consumer.py"
    script.write_text(CONSUMER)
    for _ in range(100):
        done = await asyncio.to_thread(
            subprocess.run,
            [sys.executable, "-P", str(script), url, stream, str(count)],
            cwd=folder,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode == 0:
            return [json.loads(line) for line in done.stdout.splitlines()]
        if "NotFoundError" not in done.stderr:
            pytest.fail(done.stderr)
    pytest.fail("The stream never came to be.")
