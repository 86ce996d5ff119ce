"""Events: immutable facts in the past tense, the only thing the log holds.

An event is a msgspec struct with a versioned topic, stored as JSON that people and other languages can
read. Its fields come from an allow-list of types that cannot hold free text, so no learner and no
person can be named in the log by accident.
"""

import types
import typing
from collections.abc import Callable
from datetime import date, datetime
from enum import Enum
from typing import Annotated, Any, ClassVar, Union, get_args, get_origin
from uuid import UUID

import msgspec

from hub_core.learner_sets import PackedLearners

#: The public name of an organisation (institution, hub, registered company or charity), never of a person.
OrganisationName = Annotated[
    str, msgspec.Meta(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f]+$")
]

MAXIMUM_EVENT_BYTES = 256 * 1024

_TOPICS: dict[str, type["Event"]] = {}
_DECODERS: dict[str, msgspec.json.Decoder[Any]] = {}
_UPCASTERS: dict[str, tuple[str, Callable[[dict[str, Any]], dict[str, Any]]]] = {}
_encoder = msgspec.json.Encoder()


class Event(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A fact about the world. Subclasses set ``TOPIC`` (``context.EventName.v1``) and a ``heading``.

    A field called ``institution`` is special: it names the one institution whose figures this event
    is part of, and is indexed by the ledger.
    """

    TOPIC: ClassVar[str] = ""

    def __init_subclass__(cls, **settings: Any) -> None:
        super().__init_subclass__(**settings)
        # Only a class that states its own topic is an event; the others are shared bases.
        topic = cls.__dict__.get("TOPIC")
        if topic:
            if topic in _TOPICS and _TOPICS[topic].__qualname__ != cls.__qualname__:
                raise TypeError(f"Topic {topic} belongs to {_TOPICS[topic].__qualname__} already")
            _TOPICS[topic] = cls

    def heading(self) -> str:
        """One plain line a hub lead understands, without names of people."""
        raise NotImplementedError(f"{type(self).__name__} needs a heading")


def encode(event: Event) -> bytes:
    """The event's JSON as the ledger keeps it."""
    return _encoder.encode(event)


def decode(topic: str, data: bytes | str) -> Event:
    """The event a ledger row holds, upcast to today's version.

    Raises ``UnknownTopic`` for a topic this release has never shipped.
    """
    decoder = _DECODERS.get(topic)
    if decoder is None:
        if topic in _UPCASTERS:
            newer, upcast = _UPCASTERS[topic]
            return decode(newer, _encoder.encode(upcast(msgspec.json.decode(data))))
        if topic not in _TOPICS:
            raise UnknownTopic(topic)
        decoder = _DECODERS.setdefault(topic, msgspec.json.Decoder(_TOPICS[topic]))
    return typing.cast("Event", decoder.decode(data))


def upcaster(
    *, topic: str, to: str
) -> Callable[
    [Callable[[dict[str, Any]], dict[str, Any]]], Callable[[dict[str, Any]], dict[str, Any]]
]:
    """Register how an event of an earlier topic reads as its successor, one to one."""

    def register(
        upcast: Callable[[dict[str, Any]], dict[str, Any]],
    ) -> Callable[[dict[str, Any]], dict[str, Any]]:
        _UPCASTERS[topic] = (to, upcast)
        return upcast

    return register


def topics() -> dict[str, type[Event]]:
    """Every topic this release writes, with its class."""
    return dict(_TOPICS)


class UnknownTopic(Exception):
    """The log holds an event this release does not know: it was written by a newer one."""

    def __init__(self, topic: str) -> None:
        super().__init__(
            f"The log holds an event of topic {topic!r}, which this release does not know. "
            "It was written by a newer release: upgrade this one."
        )
        self.topic = topic

    def __reduce__(self) -> tuple[type["UnknownTopic"], tuple[str]]:
        # Raised in a process beside this one, it says the same here.
        return UnknownTopic, (self.topic,)


def fields_that_could_hold_free_text(event_class: type[Event]) -> list[str]:
    """Names of fields whose type is outside the allow-list, for the test that walks every event."""
    hints = typing.get_type_hints(event_class, include_extras=True)
    return [
        field.name
        for field in msgspec.structs.fields(event_class)
        if not _cannot_hold_free_text(hints[field.name])
    ]


def _cannot_hold_free_text(kind: Any) -> bool:
    if kind is OrganisationName or kind is PackedLearners:
        return True
    origin = get_origin(kind)
    if origin is Annotated:
        base, *details = get_args(kind)
        if base is str:
            # A pattern of bounded length is a code, not prose.
            return any(isinstance(detail, msgspec.Meta) and detail.pattern for detail in details)
        return _cannot_hold_free_text(base)
    if origin in (Union, types.UnionType, tuple, list, dict, frozenset):
        return all(part is Ellipsis or _cannot_hold_free_text(part) for part in get_args(kind))
    if origin is typing.Literal:
        return True
    if not isinstance(kind, type):
        return False
    if issubclass(kind, msgspec.Struct):
        hints = typing.get_type_hints(kind, include_extras=True)
        return all(_cannot_hold_free_text(hints[f.name]) for f in msgspec.structs.fields(kind))
    if issubclass(kind, Enum):
        return True
    return kind in (int, bool, float, date, datetime, UUID, type(None))
