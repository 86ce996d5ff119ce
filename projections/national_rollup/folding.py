"""Many institutions at a measure date, each from its own events as they lie in the log. No I/O.

The rule: an institution's events are together, in the order of the log; so processes side by side fold some
institutions each and find what one process would. Events go to them as they lie, packed.
"""

from datetime import date, datetime
from functools import cache
from uuid import UUID

import msgspec

from hub_core.rollups.register import RollupInstitution
from projections.national_rollup.institution import EVENTS, InstitutionHistory
from projections.projection import Decoders


class Lying(msgspec.Struct, frozen=True, array_like=True):
    """An institution's events in the order of the log: of each its topic, data, position and when it was
    recorded."""

    institution: UUID
    topics: list[str]
    data: list[bytes]
    positions: list[int]
    recorded_at: list[datetime]


pack = msgspec.msgpack.Encoder().encode
_unpack = msgspec.msgpack.Decoder(list[Lying]).decode


def institutions_at(
    packed: bytes, day: date, academic_year: str, edition: str
) -> list[RollupInstitution]:
    """Those of some institutions that were open at a measure date of an academic year, under an edition.

    ``packed`` are their events (``pack`` of ``Lying``). Raises ``UnknownTopic`` for one of a newer release.
    """
    found = (_history(one).at(day, academic_year, edition) for one in _unpack(packed))
    return [institution for institution in found if institution is not None]


def _history(lying: Lying) -> InstitutionHistory:
    decoders = _decoders()
    history = InstitutionHistory(lying.institution)
    of_each = zip(lying.topics, lying.data, lying.positions, lying.recorded_at, strict=True)
    for topic, data, position, recorded_at in of_each:
        if (decoder := decoders[topic]) is not None:
            history.apply(decoder(data), position, recorded_at)
    return history


@cache
def _decoders() -> Decoders:
    return Decoders(EVENTS)
