"""How a key is written: ``chk_<prefix>_<secret><checksum>``, an OAuth2 client's secret ``chc_…``.

The rule: whether a text can be a key at all is told from the text alone, by its checksum. So a slip of
the pen is not taken for a guess, and a scanner that finds a key in a file knows it for one.
"""

import re
import secrets
from hashlib import blake2b, sha256
from typing import Any
from uuid import UUID
from zlib import crc32

import msgspec

from hub_core.reference.labelled import Labelled

_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
#: Letters of a secret: log2(62) * 43 is 256 bits.
SECRET_LETTERS = 43
PREFIX_LETTERS = 10
#: Letters that hold any CRC-32. A checksum against slips and false finds; it protects nothing.
_CHECKSUM_LETTERS = 6

PREFIX_PATTERN = rf"^[0-9A-Za-z]{{{PREFIX_LETTERS}}}$"


class MachineKind(Labelled):
    """How a machine proves itself."""

    KEY = "key", "API key"
    CLIENT = "client", "OAuth2 client"


_MARKS = {MachineKind.KEY: "chk", MachineKind.CLIENT: "chc"}
_KINDS = {mark: kind for kind, mark in _MARKS.items()}
_FORM = re.compile(
    rf"(chk|chc)_([0-9A-Za-z]{{{PREFIX_LETTERS}}})_([0-9A-Za-z]{{{SECRET_LETTERS}}})"
    rf"([0-9A-Za-z]{{{_CHECKSUM_LETTERS}}})"
)

_BEGINNING = re.compile(rf"(?:chk|chc)_([0-9A-Za-z]{{{PREFIX_LETTERS}}})(?:$|_)")


class Presented(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody shows: the open prefix it is found by, and the secret that proves it."""

    kind: MachineKind
    prefix: str
    secret: str

    @property
    def digest(self) -> bytes:
        """All that is kept of the secret. It has 256 bits, so a plain SHA-256 cannot be searched."""
        return sha256(self.secret.encode()).digest()

    @property
    def text(self) -> str:
        """As it is written, to be shown once."""
        body = f"{beginning(self.kind, self.prefix)}_{self.secret}"
        return body + _checksum(body)

    def __repr__(self) -> str:
        """Never the secret: a repr ends up in logs and tracebacks."""
        return f"Presented({beginning(self.kind, self.prefix)}_…)"

    def __rich_repr__(self) -> list[tuple[str, Any]]:
        """The same for rich, which would otherwise read the fields."""
        return [("key", f"{beginning(self.kind, self.prefix)}_…")]


def new_secret(kind: MachineKind, seed: UUID) -> Presented:
    """A fresh secret; its prefix follows from ``seed``, so that a repeated request finds it again."""
    secret = "".join(secrets.choice(_ALPHABET) for _ in range(SECRET_LETTERS))
    return Presented(kind=kind, prefix=prefix_of(seed), secret=secret)


def prefix_of(seed: UUID) -> str:
    """The prefix that follows from a seed."""
    number = int.from_bytes(blake2b(seed.bytes, digest_size=16).digest())
    return _letters(number, PREFIX_LETTERS)


def beginning(kind: MachineKind, prefix: str) -> str:
    """The open part of a secret, by which people tell one from another."""
    return f"{_MARKS[kind]}_{prefix}"


def prefix_in(text: str) -> str | None:
    """The prefix in the beginning of a secret, or in a whole one; None when there is none."""
    found = _BEGINNING.match(text)
    return found[1] if found else None


def read(text: str) -> Presented | None:
    """What a text presents; None when it cannot be a key or a client's secret of ours."""
    found = _FORM.fullmatch(text)
    if found is None:
        return None
    mark, prefix, secret, checksum = found.groups()
    presented = Presented(kind=_KINDS[mark], prefix=prefix, secret=secret)
    # Compared in the open: the checksum follows from what was sent and proves nothing.
    return presented if presented.text.endswith(checksum) else None


def _checksum(body: str) -> str:
    return _letters(crc32(body.encode()), _CHECKSUM_LETTERS)


def _letters(number: int, count: int) -> str:
    """The last ``count`` digits of a number in base 62."""
    found = []
    for _ in range(count):
        number, rest = divmod(number, len(_ALPHABET))
        found.append(_ALPHABET[rest])
    return "".join(reversed(found))
