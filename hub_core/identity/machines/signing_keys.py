"""The keys tokens are signed with: a file of our own, one key in use, its forerunner still published.

The rule: every key is published before it signs and until the last token it signed has expired, so
that no process meets a token it cannot check. ES256 (RFC 7518), which every library knows.
"""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
from joserfc.jwk import ECKey

ALGORITHM = "ES256"
#: How long a token works. Source: issue 3.
TOKEN_LIFE = timedelta(minutes=10)
#: How long a new key is published before it signs: copies of the file reach every process meanwhile
#: (Kubernetes renews mounted secrets within about two minutes).
HEAD_START = timedelta(minutes=5)


class SigningKeyUnusable(Exception):
    """The file with the signing key is missing, unreadable or holds none."""


class SigningKey(msgspec.Struct, frozen=True, kw_only=True):
    """A private key, and from when on it signs."""

    jwk: dict[str, Any]
    signs_from: datetime

    @property
    def kid(self) -> str:
        """By which a token says which key signed it."""
        kid: str = self.jwk["kid"]
        return kid

    def imported(self) -> ECKey:
        """The key, ready for use."""
        return ECKey.import_key(self.jwk)

    def __repr__(self) -> str:
        """Never the private part."""
        return f"SigningKey({self.kid})"


class SigningKeys(msgspec.Struct, frozen=True, kw_only=True):
    """The keys of a file, oldest first."""

    keys: tuple[SigningKey, ...]

    def signing(self, now: datetime) -> SigningKey:
        """The key that signs now; the first signs from the beginning of time."""
        begun = [key for key in self.keys if key.signs_from <= now] or self.keys[:1]
        return begun[-1]

    def published(self, now: datetime) -> tuple[SigningKey, ...]:
        """The keys whose tokens may be met now, or soon."""
        ends = [later.signs_from + TOKEN_LIFE for later in self.keys[1:]]
        return tuple(
            key
            for key, end in zip(self.keys, [*ends, None], strict=True)
            if end is None or end > now
        )

    def rotated(self, now: datetime) -> "SigningKeys":
        """With a new key that signs soon, and without those whose tokens have all expired."""
        return SigningKeys(keys=(*self.published(now), _new_key(signs_from=now + HEAD_START)))

    def __repr__(self) -> str:
        """Never the private parts."""
        return f"SigningKeys({', '.join(key.kid for key in self.keys)})"


def read_signing_keys(path: Path) -> SigningKeys:
    """The keys of a file; raises ``SigningKeyUnusable`` with what to do."""
    try:
        found = msgspec.json.decode(path.read_bytes(), type=SigningKeys)
        for key in found.keys:
            key.imported().check_key_op("sign")
    except OSError as error:
        raise SigningKeyUnusable(
            f"The key that signs tokens could not be read from {path}: {error.strerror}. "
            "Make one with `hub keys signing new FILE`, or put yours there."
        ) from error
    except Exception as error:  # a key can be wrong in as many ways as joserfc has exceptions
        raise SigningKeyUnusable(
            f"{path} holds no key that can sign tokens. Make one with `hub keys signing new FILE`."
        ) from error
    if not found.keys:
        raise SigningKeyUnusable(f"{path} holds no key. Make one with `hub keys signing new FILE`.")
    return found


def make_signing_keys(path: Path) -> SigningKeys:
    """A new file with one key, for its owner only; raises ``FileExistsError`` over an old one."""
    made = SigningKeys(keys=(_new_key(signs_from=datetime.now(UTC)),))
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        _write(file.fileno(), made)
    return made


def rotate_signing_keys(path: Path, now: datetime) -> SigningKeys:
    """Add a new key to the file, which readers meet whole: the old file or the new one."""
    rotated = read_signing_keys(path).rotated(now)
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        _write(file.fileno(), rotated)
    beside.replace(path)
    return rotated


def _write(descriptor: int, keys: SigningKeys) -> None:
    os.write(descriptor, msgspec.json.format(msgspec.json.encode(keys)) + b"\n")
    os.fsync(descriptor)


def _new_key(*, signs_from: datetime) -> SigningKey:
    key = ECKey.generate_key("P-256", {"alg": ALGORITHM, "use": "sig"}, auto_kid=True)
    return SigningKey(jwk=key.as_dict(private=True), signs_from=signs_from)
