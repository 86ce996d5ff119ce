"""Access tokens: signed, ten minutes long, for one hub, naming the client they were given to.

The rule: a token says what its client may do, and it opens only while the client itself stands: that
is looked up with every request, so that revoking a client ends its tokens at once. Source: RFC 9068.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import msgspec
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, KeySet

from hub_core.identity.machines.machine import Machine
from hub_core.identity.machines.signing_keys import (
    ALGORITHM,
    TOKEN_LIFE,
    SigningKeys,
    read_signing_keys,
)

#: RFC 9068, section 2.1. A token of another kind, such as one that signs people in, is none.
TYPE = "at+jwt"
#: What clocks may differ by, in seconds.
LEEWAY = 5


class Token(msgspec.Struct, frozen=True, kw_only=True):
    """What a token that was checked says: its client, and the scopes it was asked for."""

    client: UUID
    scopes: tuple[str, ...]
    identifier: str


class Given(msgspec.Struct, frozen=True, kw_only=True):
    """A token as it is given out, with its life in seconds."""

    text: str
    scopes: tuple[str, ...]
    seconds: int

    def __repr__(self) -> str:
        """Never the token."""
        return f"Given(for {' '.join(self.scopes)})"


class NotOurs(Exception):
    """It is no token of ours: forged, for another hub, of another kind, or cut short."""


class TokenExpired(Exception):
    """It was ours, and its ten minutes are over."""


#: Characters of the longest token given and read: with what surrounds it a header stays within the 8 KiB
#: that proxies take.
LONGEST_TOKEN = 7_900


class TooManyScopes(Exception):
    """A token for all these scopes would be longer than anybody takes."""


class Tokens:
    """Gives and checks the tokens of one hub, whose name is ``issuer``: the address it is reached at."""

    def __init__(
        self,
        key_file: Path,
        *,
        issuer: str,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.issuer = issuer
        self.audience = f"{issuer}/api"
        self._file = key_file
        self._clock = clock
        self._read_at: tuple[int, int] | None = None
        self._keys = SigningKeys(keys=())
        self._imported: dict[str, ECKey] = {}
        self._current()

    def give(self, client: Machine, scopes: tuple[str, ...]) -> Given:
        """A token for a client, for scopes it has. Raises ``TooManyScopes``."""
        now = self._clock()
        kid = self._current().signing(now).kid
        claims = {
            "iss": self.issuer,
            "aud": self.audience,
            "sub": str(client.id),
            "client_id": str(client.id),
            "scope": " ".join(scopes),
            "jti": str(uuid4()),
            "iat": int(now.timestamp()),
            "exp": int((now + TOKEN_LIFE).timestamp()),
        }
        header = {"alg": ALGORITHM, "typ": TYPE, "kid": kid}
        text = jwt.encode(header, claims, self._imported[kid], algorithms=[ALGORITHM])
        if len(text) > LONGEST_TOKEN:
            raise TooManyScopes
        return Given(text=text, scopes=scopes, seconds=int(TOKEN_LIFE.total_seconds()))

    def read(self, text: str) -> Token:
        """What a token says; raises ``NotOurs`` or ``TokenExpired``.

        The algorithm and the kind are ours, never the token's word; the key is one of those published.
        """
        now = self._clock()
        try:
            read = jwt.decode(text, self._key_set(now), algorithms=[ALGORITHM])
        except (JoseError, ValueError) as error:
            raise NotOurs from error
        if read.header.get("typ") != TYPE or not read.header.get("kid"):
            raise NotOurs
        return self._checked(read.claims, int(now.timestamp()))

    def published(self) -> dict[str, Any]:
        """The public keys as a JSON Web Key Set (RFC 7517)."""
        found: dict[str, Any] = dict(self._key_set(self._clock()).as_dict(private=False))
        return found

    def _key_set(self, now: datetime) -> KeySet:
        published = self._current().published(now)
        return KeySet([self._imported[key.kid] for key in published])

    def _checked(self, claims: dict[str, Any], now: int) -> Token:
        try:
            told = msgspec.convert(claims, _Claims)
        except msgspec.ValidationError as error:
            raise NotOurs from error
        named = told.iss == self.issuer and told.aud == self.audience and told.sub == told.client_id
        if not named or told.iat > now + LEEWAY or told.nbf > now + LEEWAY:
            raise NotOurs
        if told.exp + LEEWAY <= now:
            raise TokenExpired
        return Token(client=told.client_id, scopes=tuple(told.scope.split()), identifier=told.jti)

    def _current(self) -> SigningKeys:
        """The keys of the file, read again when it has been replaced: `hub keys signing rotate`."""
        seen = _seen(self._file)
        if seen is None or seen != self._read_at:
            self._keys, self._read_at = read_signing_keys(self._file), seen
            self._imported = {key.kid: key.imported() for key in self._keys.keys}
        return self._keys


def _seen(file: Path) -> tuple[int, int] | None:
    """What changes when a file is replaced; None when it is not there."""
    try:
        stat = file.stat()
    except OSError:
        return None
    return stat.st_mtime_ns, stat.st_ino


class _Claims(msgspec.Struct, frozen=True, kw_only=True):
    """Every claim a token of ours has, and its type. ``nbf`` is not ours, and heeded if it is there."""

    iss: str
    aud: str
    sub: UUID
    client_id: UUID
    scope: str
    jti: str
    iat: int
    exp: int
    nbf: int = 0
