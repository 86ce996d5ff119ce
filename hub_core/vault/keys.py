"""The vault's keys: one master key in a file, and a key derived from it for each purpose.

The rule: the master key itself encrypts nothing; HKDF (RFC 5869) gives each purpose a key of its own,
so that no two uses can be played against each other.
"""

import hmac
import os
from hashlib import sha256
from pathlib import Path
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES = 32
_NONCE_BYTES = 12


class MasterKeyUnusable(Exception):
    """The file with the master key is missing, unreadable or not a key."""


class NotOurs(Exception):
    """A sealed value was made with another key, or for another place."""


def read_master_key(path: Path) -> bytes:
    """The 32 bytes of the master key; raises ``MasterKeyUnusable`` with what to do."""
    try:
        key = path.read_bytes()
    except OSError as error:
        raise MasterKeyUnusable(
            f"The vault's master key could not be read from {path}: {error.strerror}. "
            "Put the key's file there, or point the vault's key setting at it."
        ) from error
    if len(key) != KEY_BYTES:
        raise MasterKeyUnusable(
            f"The vault's master key in {path} has {len(key)} bytes; it must have exactly {KEY_BYTES}. "
            "Restore the file from your backup of it."
        )
    return key


def make_master_key(path: Path) -> bytes:
    """Make a new master key, readable by its owner only; raises ``FileExistsError`` over an old one."""
    key = os.urandom(KEY_BYTES)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(key)
        file.flush()
        os.fsync(file.fileno())
    return key


def new_data_key() -> bytes:
    """A fresh key for one subject."""
    return os.urandom(KEY_BYTES)


class VaultKeys:
    """The keys derived from a master key of 32 bytes."""

    def __init__(self, master: bytes) -> None:
        if len(master) != KEY_BYTES:
            raise ValueError(f"A master key has {KEY_BYTES} bytes, not {len(master)}")
        self._references = _derive(master, "learner references are keyed with this")
        self._texts = _derive(master, "texts are recognised with this")
        self._sealing = AESGCM(_derive(master, "learner references are sealed with this"))
        self._wrapping = AESGCM(_derive(master, "data keys are wrapped with this"))

    def keyed_reference(self, institution: UUID, reference: str) -> bytes:
        """What a learner's reference is found by; nobody without the key can tell which it is."""
        return hmac.digest(self._references, institution.bytes + reference.encode(), "sha256")

    def fingerprint(self, text: str) -> str:
        """What a text about a person is recognised by, in 32 hexadecimal digits."""
        return hmac.digest(self._texts, text.encode(), "sha256")[:16].hex()

    def seal_reference(self, institution: UUID, keyed: bytes, reference: str) -> bytes:
        """The reference encrypted, bound to its institution and place."""
        return _seal(self._sealing, reference.encode(), place=institution.bytes + keyed)

    def open_reference(self, institution: UUID, keyed: bytes, sealed: bytes) -> str:
        """The reference in clear; raises ``NotOurs``."""
        return _unseal(self._sealing, sealed, place=institution.bytes + keyed).decode()

    def wrap(self, data_key: bytes, *, subject: UUID) -> bytes:
        """A subject's data key, encrypted for keeping."""
        return _seal(self._wrapping, data_key, place=subject.bytes)

    def unwrap(self, wrapped: bytes, *, subject: UUID) -> bytes:
        """A subject's data key in clear; raises ``NotOurs``."""
        return _unseal(self._wrapping, wrapped, place=subject.bytes)


def seal(key: bytes, clear: bytes, *, place: bytes) -> bytes:
    """AES-256-GCM under a random nonce, bound to ``place`` so that values cannot be swapped."""
    return _seal(AESGCM(key), clear, place=place)


def unseal(key: bytes, sealed: bytes, *, place: bytes) -> bytes:
    """The clear bytes; raises ``NotOurs`` when key or place are others."""
    return _unseal(AESGCM(key), sealed, place=place)


def _seal(cipher: AESGCM, clear: bytes, *, place: bytes) -> bytes:
    nonce = os.urandom(_NONCE_BYTES)
    return nonce + cipher.encrypt(nonce, clear, place)


def _unseal(cipher: AESGCM, sealed: bytes, *, place: bytes) -> bytes:
    try:
        return cipher.decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], place)
    except InvalidTag:
        raise NotOurs from None


def _derive(master: bytes, purpose: str) -> bytes:
    info = b"careers hub vault v1: " + purpose.encode()
    salt = sha256(b"careers hub vault").digest()
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=salt, info=info).derive(master)
