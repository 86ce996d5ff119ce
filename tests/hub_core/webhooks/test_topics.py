"""What subscribers are told: only what is listed, and nothing listed can hold learners."""

import types
import typing
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

import msgspec
import pytest

import hub_core.contexts  # noqa: F401  registers every event
from hub_core.access import OrganisationKind
from hub_core.encounters.events import Attendance
from hub_core.learner_sets import PackedLearners
from hub_core.log.event import decode, topics
from hub_core.webhooks.topics import catalogue, told, topics_for

GOLDEN = msgspec.json.decode(
    (Path(__file__).parents[1] / "golden_events.json").read_bytes(), type=dict[str, msgspec.Raw]
)
#: What is about learners, alone or in numbers.
ABOUT_LEARNERS = ("attendance", "counts", "learners", "reported", "roll", "total", "checks")


def types_within(kind: Any) -> Iterator[Any]:
    """A type and every type in it."""
    yield kind
    if kind is PackedLearners:
        return
    if get_origin(kind) is Annotated:
        yield from types_within(get_args(kind)[0])
    elif get_origin(kind) in (Union, types.UnionType, tuple, list, dict, frozenset):
        for part in get_args(kind):
            yield from types_within(part)
    elif isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        for hint in get_type_hints(kind, include_extras=True).values():
            if get_origin(hint) is not typing.ClassVar:
                yield from types_within(hint)


def type_of(event: type[msgspec.Struct], path: str) -> Any:
    kind: Any = event
    for name in path.split("."):
        while get_origin(kind) in (Union, types.UnionType, Annotated):
            kind = next(one for one in get_args(kind) if one is not type(None))
        kind = get_type_hints(kind, include_extras=True)[name]
    return kind


@pytest.mark.parametrize("topic", catalogue())
def test_every_field_that_is_told_is_one_of_the_event(topic: str) -> None:
    for path in catalogue()[topic].fields:
        assert type_of(topics()[topic], path) is not None


@pytest.mark.parametrize("topic", catalogue())
def test_no_field_that_is_told_can_hold_learners(topic: str) -> None:
    for path in catalogue()[topic].fields:
        found = list(types_within(type_of(topics()[topic], path)))
        assert PackedLearners not in found
        assert Attendance not in found
        assert not set(path.split(".")) & set(ABOUT_LEARNERS)


def test_the_walk_would_find_learners() -> None:
    event = topics()["encounters.EncounterConfirmed.v1"]
    assert PackedLearners in list(types_within(type_of(event, "attendance")))


@pytest.mark.parametrize("topic", catalogue())
def test_what_is_told_of_a_golden_event_is_what_is_listed_and_no_more(topic: str) -> None:
    event = decode(topic, bytes(GOLDEN[topic]))
    listed = {path.split(".")[0] for path in catalogue()[topic].fields}
    shown = told(event)
    assert shown.keys() <= listed
    assert {"occurred_on"} <= shown.keys()
    assert not set(_names(shown)) & set(ABOUT_LEARNERS)


def test_what_is_not_listed_is_told_to_nobody() -> None:
    event = decode("rosters.CohortDeclared.v1", bytes(GOLDEN["rosters.CohortDeclared.v1"]))
    with pytest.raises(KeyError):
        told(event)


def test_employers_are_told_of_no_activity_and_no_return() -> None:
    offered = topics_for(OrganisationKind.EMPLOYER)
    told_of = {topic.partition(".")[0] for topic in offered}
    assert told_of == {"encounters", "employers", "placements", "feedback"}


#: Contexts whose events are told to nobody, and why.
TOLD_TO_NOBODY = {
    "rosters": "rosters are about learners and nothing else",
    "guidance": "a meeting is one learner's; advisers are told by name, to the institution alone",
    "sync": "what an upload came to is the answer to it",
    "identity": "who may do what is no business of other systems",
    "snapshots": "published figures are nobody's in particular: whoever wants them fetches them",
    "calendars": "an address is for whoever made it",
    "webhooks": "a subscription would tell of itself",
    "attention": "who at a hub looks after what is the hub's own list, not a fact about a member",
    "facilitation": "what was noted at a visit and agreed is the hub's own, and its words are the vault's",
}


def test_every_context_is_told_of_or_says_why_not() -> None:
    contexts = {topic.partition(".")[0] for topic in topics()}
    told_of = {topic.partition(".")[0] for topic in catalogue()}
    assert contexts - told_of == TOLD_TO_NOBODY.keys()


def test_nobody_follows_learners_as_they_answer() -> None:
    assert not {name for name in catalogue() if name.startswith("feedback.Learner")}


@pytest.mark.parametrize("kind", OrganisationKind)
def test_only_those_who_take_part_are_told_anything(kind: OrganisationKind) -> None:
    may = {OrganisationKind.INSTITUTION, OrganisationKind.HUB, OrganisationKind.EMPLOYER}
    assert bool(topics_for(kind)) == (kind in may)


def _names(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield name
            yield from _names(inner)
