"""The message: frozen bytes, valid CloudEvents, and the ledger's row again when read."""

import json
import re
from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hub_core.log.aggregate import Envelope
from hub_core.log.cloud_event import (
    LogRow,
    envelope_version,
    identity,
    parse,
    render,
    subject_of,
)

ROW = LogRow(
    position=42,
    event_id=UUID("0f0e0d0c-0b0a-4908-8706-050403020100"),
    stream_id=UUID("11111111-2222-4333-8444-555555555555"),
    version=3,
    topic="encounters.EncounterDelivered.v1",
    institution=UUID("66666666-7777-4888-9999-aaaaaaaaaaaa"),
    recorded_at=datetime(2026, 3, 4, 10, 30, 5, tzinfo=UTC),
    data=b'{"learners":62}',
    envelope=msgspec.json.encode(
        Envelope(
            actor="employer:1",
            correlation="c",
            on_behalf_of="hub:2",
            causation="e",
            command_id='a "quoted" id',
            operation="encounters.deliver_encounter",
            trace="00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        )
    ),
)

#: Never edit: messages like this one stand in streams. A change is a new envelope version.
VERSION_1 = (
    b'{"specversion":"1.0","id":"0f0e0d0c-0b0a-4908-8706-050403020100",'
    b'"source":"/careers-hub/ledger","type":"encounters.EncounterDelivered.v1",'
    b'"subject":"11111111-2222-4333-8444-555555555555","time":"2026-03-04T10:30:05.000000Z",'
    b'"datacontenttype":"application/json","sequence":"00000000000000000042","streamversion":3,'
    b'"institution":"66666666-7777-4888-9999-aaaaaaaaaaaa","actor":"employer:1",'
    b'"correlation":"c","onbehalfof":"hub:2","causation":"e","commandid":"a \\"quoted\\" id",'
    b'"operation":"encounters.deliver_encounter",'
    b'"trace":"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01","envelopeversion":1,'
    b'"data":{"learners":62}}'
)

text = st.text(min_size=1, max_size=40)
envelopes = st.builds(
    Envelope,
    actor=text,
    correlation=text,
    on_behalf_of=st.none() | text,
    causation=st.none() | text,
    command_id=st.none() | text,
    operation=st.none() | text,
    trace=st.none() | text,
).map(msgspec.json.encode)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)
rows = st.builds(
    LogRow,
    position=st.integers(1, 2**63 - 1),
    event_id=st.uuids(),
    stream_id=st.uuids(),
    version=st.integers(1, 2**31 - 1),
    topic=st.from_regex(r"[a-z]{1,10}\.[A-Z][A-Za-z]{0,20}\.v[1-9]", fullmatch=True),
    institution=st.none() | st.uuids(),
    recorded_at=st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    data=json_values.map(lambda value: json.dumps(value).encode()),
    envelope=envelopes,
)


def test_version_1_is_frozen():
    assert render([ROW], version=1) == [VERSION_1]


def test_the_frozen_message_still_reads_as_its_row():
    assert parse(VERSION_1) == ROW


@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=50, deadline=None)
@given(st.lists(rows, max_size=4))
def test_a_message_reads_as_the_row_it_was_made_from(several):
    assert [parse(message) for message in render(several)] == several


@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=50, deadline=None)
@given(rows)
def test_a_message_does_not_depend_on_its_neighbours(row):
    assert render([ROW, row, row])[1:] == render([row]) * 2


@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=50, deadline=None)
@given(rows)
def test_a_message_is_a_cloud_event(row):
    """Against the specification, CloudEvents 1.0.2, sections 'required attributes' and 'naming'."""
    document = json.loads(render([row])[0])
    assert document["specversion"] == "1.0"
    assert {"id", "source", "type"} <= document.keys()
    for name, value in document.items():
        assert name == "data" or re.fullmatch("[a-z0-9]{1,20}", name)
        assert value is not None or name == "data"
    assert datetime.fromisoformat(document["time"]) == row.recorded_at
    assert document["data"] == json.loads(row.data)
    assert document["datacontenttype"] == "application/json"


def test_sequences_sort_as_text_the_way_positions_do():
    """The CloudEvents extension 'sequence' asks for it."""
    nine, ten = (parse_sequence(ROW._replace(position=n)) for n in (9, 10))
    assert nine < ten


def parse_sequence(row: LogRow) -> str:
    return json.loads(render([row])[0])["sequence"]


def test_identity_and_version_are_read_without_the_rest():
    assert identity(VERSION_1) == (ROW.event_id, 1)
    assert envelope_version(VERSION_1) == 1
    assert envelope_version(b"not ours") is None


def test_an_unknown_envelope_version_is_refused():
    with pytest.raises(KeyError):
        render([ROW], version=999)


@pytest.mark.parametrize(
    ("topic", "subject"),
    [
        ("encounters.EncounterDelivered.v1", "log.encounters.EncounterDelivered"),
        ("encounters.EncounterDelivered.v12", "log.encounters.EncounterDelivered"),
        ("odd topic.*.>.v1", "log.odd_topic._._"),
        ("..", "log._._._"),
        ("", "log._"),
    ],
)
def test_every_topic_has_a_subject_nats_takes(topic, subject):
    assert subject_of(topic) == subject


def test_times_are_written_in_utc():
    with_offset = ROW._replace(recorded_at=ROW.recorded_at.astimezone(timezone(timedelta(hours=1))))
    assert json.loads(render([ROW])[0])["time"].endswith("Z")
    assert render([with_offset]) == render([ROW])
