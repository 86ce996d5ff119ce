"""Institutions at a measure date, each from its own events as they lie in the log. No I/O.

The rule: an institution's figures are a fold of its own events and nothing else; so processes side by side
fold some institutions each and find what one process would. What it is and what it returned is folded first:
only institutions whose activity is summed are asked what took place there.
"""

from datetime import date, datetime
from functools import cache
from uuid import UUID

import msgspec

from hub_core.rare_collections import rare_collections
from hub_core.rollups.register import EVENTS as REGISTER_EVENTS
from hub_core.rollups.register import RegisterEntry, RollupInstitution
from hub_core.rollups.subjects import PHASES, Measures, Subject
from projections.national_rollup.activity import of_year
from projections.national_rollup.took_place import EVENTS as ACTIVITY_EVENTS
from projections.national_rollup.took_place import TookPlace
from projections.projection import Decoders


class Registered(msgspec.Struct, frozen=True):
    """An institution's events of the register in the order of the log: of each its topic and data."""

    institution: UUID
    topics: list[str]
    data: list[bytes]


class Lying(msgspec.Struct, frozen=True, array_like=True):
    """An institution's events of what took place, in the order of the log: of each its topic, data, position
    and when it was recorded."""

    institution: UUID
    topics: list[str]
    data: list[bytes]
    positions: list[int]
    recorded_at: list[datetime]


pack = msgspec.msgpack.Encoder().encode
_unpack = msgspec.msgpack.Decoder(list[Lying]).decode


def registered_at(
    told: Registered, day: date, academic_year: str, edition: str
) -> RollupInstitution | None:
    """An institution at a measure date of an academic year, under an edition, without what took place there;
    None for one that had closed or is in no phase.

    Raises ``UnknownTopic`` for an event of a newer release.
    """
    decoders, entry = register_decoders(), RegisterEntry(told.institution)
    for topic, data in zip(told.topics, told.data, strict=True):
        if (decoder := decoders[topic]) is not None:
            entry.apply(decoder(data))
    return entry.at(day, academic_year, edition)


def is_asked(institution: RollupInstitution) -> bool:
    """Whether what took place there is summed in any table."""
    return institution.phase in PHASES[Subject.ACTIVITY]


def activity_at(packed: bytes, day: date, academic_year: str) -> dict[UUID, Measures]:
    """What some institutions told of an academic year's activity up to a measure date; those that told
    nothing are not there. ``packed`` are their events (``pack`` of ``Lying``)."""
    with rare_collections():
        found = {
            one.institution: of_year(_took_place(one), day, academic_year)
            for one in _unpack(packed)
        }
    return {institution: told for institution, told in found.items() if told is not None}


def with_activity(institution: RollupInstitution, activity: Measures | None) -> RollupInstitution:
    """The institution with what took place there; as it is where it told nothing of it."""
    if activity is None:
        return institution
    told = {**institution.told, Subject.ACTIVITY: activity}
    return msgspec.structs.replace(institution, told=told)


def _took_place(lying: Lying) -> TookPlace:
    decoders, took_place = activity_decoders(), TookPlace(lying.institution)
    of_each = zip(lying.topics, lying.data, lying.positions, lying.recorded_at, strict=True)
    for topic, data, position, recorded_at in of_each:
        if (decoder := decoders[topic]) is not None:
            took_place.apply(decoder(data), position, recorded_at)
    return took_place


@cache
def register_decoders() -> Decoders:
    """How to read what says where an institution is, what it is, and what it returned."""
    return Decoders(REGISTER_EVENTS)


@cache
def activity_decoders() -> Decoders:
    """How to read what says what took place."""
    return Decoders(ACTIVITY_EVENTS)
