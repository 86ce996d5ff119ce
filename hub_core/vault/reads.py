"""What one request reads of the vault in clear, noticed in the vault itself, whoever asks there.

The rule: nothing comes back in clear unnoticed. Whose it was is noted, never what it says.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from uuid import UUID

import msgspec


class VaultReads(msgspec.Struct):
    """``subjects`` whose texts came back in clear, and learners' references by their institution."""

    subjects: set[UUID] = msgspec.field(default_factory=set)
    learners: dict[UUID, set[int]] = msgspec.field(default_factory=dict)


_READS: ContextVar[VaultReads | None] = ContextVar("vault_reads", default=None)


@contextmanager
def noticing() -> Iterator[VaultReads]:
    """Notice what is read inside, tasks begun there included."""
    reads = VaultReads()
    before = _READS.set(reads)
    try:
        yield reads
    finally:
        _READS.reset(before)


def revealed(subject: UUID) -> None:
    """For the vault: a text about this subject comes back in clear."""
    if (reads := _READS.get()) is not None:
        reads.subjects.add(subject)


def told_apart(institution: UUID, ordinals: Iterable[int]) -> None:
    """For the vault: these learners' references come back in clear."""
    if (reads := _READS.get()) is not None and (found := set(ordinals)):
        reads.learners.setdefault(institution, set()).update(found)
