"""The journal of erasures: what was erased, written down apart from every backup of the vault.

A backup brings back what was erased after it was made. So each erasure is written here before it is carried
out, and whoever opens the vault carries out again what the vault does not know of. The rule: a line is
on disk before anything is destroyed, and lines are never changed. Lines name nobody: a learner is the HMAC
of a reference, which without the vault's master key tells nothing.
"""

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import msgspec


class ErasedLearner(msgspec.Struct, frozen=True, kw_only=True, tag="learner"):
    """A learner's reference at an institution; ``keyed`` is its HMAC."""

    institution: UUID
    keyed: bytes
    at: datetime


class ErasedSubject(msgspec.Struct, frozen=True, kw_only=True, tag="subject"):
    """A person about whom text was kept."""

    subject: UUID
    at: datetime


Erased = ErasedLearner | ErasedSubject
_decode = msgspec.json.Decoder(Erased).decode
_encode = msgspec.json.Encoder().encode


class JournalUnusable(Exception):
    """The journal cannot be read or written; nothing may be erased or served until it can."""


class ErasureJournal:
    """The journal in one file, made at the first erasure. Any number of processes may add to it."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def add(self, erased: Erased) -> None:
        """Write one erasure down; on disk when this returns. Raises ``JournalUnusable``."""
        line = _encode(erased) + b"\n"
        flags = os.O_RDWR | os.O_CREAT | os.O_APPEND
        try:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            is_new = not self.path.exists()
            descriptor = os.open(self.path, flags, 0o600)
            try:
                # A line that a power cut tore stays alone, so that it spoils no other.
                os.write(descriptor, (b"" if _ends_a_line(descriptor) else b"\n") + line)
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
            if is_new:
                _sync_folder(self.path.parent)
        except OSError as problem:
            raise JournalUnusable(
                f"The journal of erasures in {self.path} cannot be written: {problem.strerror}. Nothing was "
                "erased. Mend the folder or the disk, then erase again."
            ) from problem

    def erased(self) -> Iterator[Erased]:
        """Everything written down, oldest first. Raises ``JournalUnusable``.

        A torn line is passed over where nothing can have been destroyed for it: at the end, and where the
        next line was begun behind it.
        """
        try:
            text = self.path.read_bytes()
        except FileNotFoundError:
            return
        except OSError as problem:
            raise JournalUnusable(
                f"The journal of erasures in {self.path} cannot be read: {problem.strerror}. Give this "
                "process the right to read it: without it, what was erased could come back from a backup."
            ) from problem
        for number, line in enumerate(text.split(b"\n"), start=1):
            if not line or not line.endswith(b"}"):
                continue
            try:
                yield _decode(line)
            except msgspec.DecodeError as problem:
                raise JournalUnusable(
                    f"Line {number} of the journal of erasures in {self.path} is damaged. Put the file back "
                    "from a copy; until then nothing is served that it may have erased."
                ) from problem


def erased_learner(institution: UUID, keyed: bytes) -> ErasedLearner:
    """A learner erased now."""
    return ErasedLearner(institution=institution, keyed=keyed, at=datetime.now(UTC))


def erased_subject(subject: UUID) -> ErasedSubject:
    """A person erased now."""
    return ErasedSubject(subject=subject, at=datetime.now(UTC))


def _ends_a_line(descriptor: int) -> bool:
    size = os.fstat(descriptor).st_size
    return size == 0 or os.pread(descriptor, 1, size - 1) == b"\n"


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
