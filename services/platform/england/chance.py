"""Chance that falls the same way every time: draws and identifiers hashed from what they are about.

The rule: nothing here depends on the order of asking, on Python's version or on the platform, so an
institution lives the same life at every scale.
"""

from collections.abc import Mapping
from hashlib import blake2b, sha1, shake_128
from typing import TypeVar
from uuid import UUID, uuid5

# The same type with a constructor and a bytes view that cost a tenth; a subclass of uuid.UUID.
from asyncpg.pgproto.pgproto import UUID as FAST_UUID

Choice = TypeVar("Choice")

_NAMESPACE = UUID("6c1c3f0e-5f7b-5d0a-9a55-0d2b7f0e1a44")
#: A byte picks one of so many equal slots.
SLOTS = 256
_VERSION_BITS = 0x8000 << 48 | 8 << 76
_OTHER_BITS = (1 << 128) - 1 & ~(0xC000 << 48) & ~(0xF << 76)


def identity(*words: object) -> UUID:
    """The identifier of something in the fictional England, such as ``("hub", "cumbria")``."""
    return uuid5(_NAMESPACE, "/".join(str(word) for word in words))


def share(*words: object) -> float:
    """A number from 0 up to 1 that belongs to these words alone."""
    text = "/".join(str(word) for word in words)
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest()[:6], "big") / 2**48


def between(low: int, high: int, *words: object) -> int:
    """A whole number from ``low`` to ``high``, both included, that belongs to these words alone."""
    return low + int(share(*words) * (high - low + 1))


def slots(weights: Mapping[Choice, float]) -> tuple[Choice, ...]:
    """256 slots shared out by weight, so that a drawn byte picks a choice."""
    total = sum(weights.values())
    filled: list[Choice] = []
    reached = 0.0
    for choice, weight in weights.items():
        reached += weight
        filled.extend([choice] * (round(reached / total * SLOTS) - len(filled)))
    return tuple(filled)


def pick(weights: Mapping[Choice, float], *words: object) -> Choice:
    """The choice these words fall on."""
    return slots(weights)[int(share(*words) * SLOTS)]


def draws(key: bytes, count: int, identifiers: int) -> tuple[bytes, bytes]:
    """``count`` bytes to decide by, and so many identifiers (see :func:`identifier`), from one hash."""
    digest = shake_128(key).digest(count + 16 * identifiers)
    mask, bits = _masks(identifiers)
    numbers = int.from_bytes(digest[count:], "big") & mask | bits
    return digest[:count], numbers.to_bytes(16 * identifiers, "big")


def identifier(identifiers: bytes, place: int) -> UUID:
    """One of the identifiers that :func:`draws` gave."""
    made: UUID = FAST_UUID(identifiers[16 * place : 16 * place + 16])
    return made


_MASKS: dict[int, tuple[int, int]] = {}


def _masks(identifiers: int) -> tuple[int, int]:
    """What makes every 16 bytes of a digest a UUID of version 8 (RFC 9562: made by own rules)."""
    found = _MASKS.get(identifiers)
    if found is None:
        ones = sum(1 << 128 * place for place in range(identifiers))
        found = _MASKS[identifiers] = (ones * _OTHER_BITS, ones * _VERSION_BITS)
    return found


def named(namespace: bytes, name: str) -> UUID:
    """What ``uuid.uuid5`` answers for this namespace and name, at a fifth of its cost."""
    number = int.from_bytes(sha1(namespace + name.encode(), usedforsecurity=False).digest()[:16])
    return _fast(number & _OTHER_BITS | 0x8000 << 48 | 5 << 76)


def _fast(number: int) -> UUID:
    made: UUID = FAST_UUID(number.to_bytes(16))
    return made
