"""Codes the issuer has given out: each is good once, for a minute, for who asked for it.

The rule: a code is gone as soon as anybody shows it, whether they could have used it or not.
"""

import base64
import hashlib
import hmac
import re
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta

import msgspec

from services.issuer.personas import Persona

#: Source: RFC 6749, 4.1.2 lets a code live ten minutes at most; a browser needs seconds.
LASTS = timedelta(seconds=60)
#: A code challenge of method S256 is 32 bytes in base64 (RFC 7636, 4.2).
CHALLENGE = re.compile(r"[A-Za-z0-9_-]{43}\Z")


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """An authorisation request that can be answered."""

    client_id: str
    redirect_uri: str
    state: str
    nonce: str
    code_challenge: str


class Given(msgspec.Struct, frozen=True, kw_only=True):
    """What stands behind a code."""

    asked: Asked
    persona: Persona
    until: datetime


class Codes:
    """The codes under way."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._given: dict[str, Given] = {}

    def give(self, asked: Asked, persona: Persona) -> str:
        """A code for somebody who chose a persona."""
        now = self._clock()
        self._given = {code: one for code, one in self._given.items() if one.until > now}
        code = secrets.token_urlsafe(32)
        self._given[code] = Given(asked=asked, persona=persona, until=now + LASTS)
        return code

    def take(self, code: str, *, client_id: str, redirect_uri: str, verifier: str) -> Given | None:
        """What stands behind a code, once; None when it does not fit."""
        given = self._given.pop(code, None)
        if given is None or given.until <= self._clock():
            return None
        if (given.asked.client_id, given.asked.redirect_uri) != (client_id, redirect_uri):
            return None
        return given if _fits(verifier, given.asked.code_challenge) else None


def _fits(verifier: str, challenge: str) -> bool:
    digest = hashlib.sha256(verifier.encode()).digest()
    found = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
    return hmac.compare_digest(found, challenge)
