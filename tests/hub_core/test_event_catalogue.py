"""The event catalogue: what every event of every context keeps to, and that old ones stay readable.

``golden_events.json`` holds one event of every topic ever shipped, as the ledger keeps it. A line is
added with a new topic and never changed or taken out.
"""

import re
from pathlib import Path
from typing import get_type_hints
from uuid import UUID

import msgspec
import pytest

import hub_core.contexts  # noqa: F401  registers every event
from hub_core.log.event import decode, encode, fields_that_could_hold_free_text, topics

#: Topics of this release; tests of the log define some of their own beside them.
TOPICS = {
    topic: kind for topic, kind in topics().items() if kind.__module__.startswith("hub_core.")
}
GOLDEN = msgspec.json.decode(
    (Path(__file__).parent / "golden_events.json").read_bytes(), type=dict[str, msgspec.Raw]
)


def test_every_topic_has_a_golden_event() -> None:
    assert TOPICS.keys() <= GOLDEN.keys()


@pytest.mark.parametrize("topic", TOPICS)
def test_its_topic_says_context_name_and_version(topic: str) -> None:
    kind = TOPICS[topic]
    context = kind.__module__.split(".")[1]
    assert re.fullmatch(rf"{context}\.{kind.__name__}\.v[0-9]+", topic)


@pytest.mark.parametrize("topic", TOPICS)
def test_no_field_could_hold_free_text(topic: str) -> None:
    assert fields_that_could_hold_free_text(TOPICS[topic]) == []


@pytest.mark.parametrize("topic", TOPICS)
def test_it_names_at_most_one_institution_and_the_day_it_happened(topic: str) -> None:
    hints = get_type_hints(TOPICS[topic])
    assert hints.get("institution", UUID) is UUID
    assert "occurred_on" in hints


@pytest.mark.parametrize("topic", GOLDEN)
def test_a_golden_event_reads_and_writes_as_it_stands(topic: str) -> None:
    event = decode(topic, bytes(GOLDEN[topic]))
    if topic == event.TOPIC:
        assert encode(event) == bytes(GOLDEN[topic])


@pytest.mark.parametrize("topic", GOLDEN)
def test_it_has_one_line_a_person_can_read(topic: str) -> None:
    heading = decode(topic, bytes(GOLDEN[topic])).heading()
    assert heading[0].isupper()
    assert "\n" not in heading
    assert len(heading) <= 160
    assert not re.search(r"[0-9a-f]{8}-[0-9a-f]{4}", heading)
