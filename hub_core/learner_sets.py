"""Sets of learners as compressed bitmaps of ordinals.

An ordinal is a number an institution's vault gives a learner once and never again, so a set names
nobody. Within one institution, unions and intersections of sets are exact; between institutions they
mean nothing and are never taken.
"""

from collections.abc import Iterable
from typing import Annotated

import msgspec
from pyroaring import BitMap

#: A set of learners as it travels in an event: the roaring portable format, base64 in JSON.
PackedLearners = Annotated[bytes, msgspec.Meta(max_length=192 * 1024)]


def pack(ordinals: Iterable[int]) -> bytes:
    """The smallest bytes for this set. Equal sets of the same ordinals give equal bytes."""
    learners = BitMap(ordinals)
    learners.run_optimize()
    packed: bytes = learners.serialize()
    return packed


def unpack(packed: bytes) -> BitMap:
    """The set of ordinals; raises ``ValueError`` when the bytes are not a roaring bitmap."""
    return BitMap.deserialize(packed)
