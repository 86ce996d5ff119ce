"""A random sample of records for a hub to verify, which anybody can draw again.

The rule: the sample follows from the institution, the seed and the records' ids alone. Who may record
cannot choose what is drawn, and a record that comes later moves the others only by taking a place.
"""

from collections.abc import Iterable
from hashlib import blake2b
from uuid import UUID


def sample_of(records: Iterable[UUID], *, institution: UUID, seed: str, size: int) -> list[UUID]:
    """So many of the records (all, when there are no more), in the order in which they were drawn."""

    def lot(record: UUID) -> bytes:
        drawn = f"{institution}/{seed}/{record}".encode()
        return blake2b(drawn, digest_size=16).digest()

    return sorted(set(records), key=lot)[:size]
