"""What an issuer says of itself: its endpoints and its keys, asked for once and again when needed.

The rule: an issuer is believed only under the name we know it by (OpenID Connect Discovery 1.0, 4.3),
and spoken to over TLS unless it is on this machine.
"""

import time
from typing import Any
from urllib.parse import urlsplit

import httpx
import structlog
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from hub_core.settings import is_loopback

#: Seconds an issuer may take to answer, and seconds what it said of itself stands.
PATIENCE = 10
STANDS = 3600

ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")


class IssuerAway(Exception):
    """The issuer does not answer, or not as an issuer would."""


class IssuerRefuses(IssuerAway):
    """The issuer answers with a refusal: a code that was used before, a secret that is wrong."""


class Discovery:
    """One issuer's metadata and keys, kept."""

    def __init__(self, issuer: str) -> None:
        self.issuer = issuer
        # On this machine no proxy is between us.
        local = is_loopback(urlsplit(issuer).hostname or "")
        self.http = httpx.AsyncClient(timeout=PATIENCE, trust_env=not local)
        self._local = local
        self._metadata: dict[str, Any] | None = None
        self._asked = 0.0
        self._keys: KeySet | None = None

    async def metadata(self) -> dict[str, Any]:
        """The issuer's discovery document. Raises ``IssuerAway``."""
        if self._metadata is None or time.monotonic() - self._asked > STANDS:
            found = await self.document(
                self.issuer.rstrip("/") + "/.well-known/openid-configuration"
            )
            self._check(found)
            self._metadata, self._asked = found, time.monotonic()
        return self._metadata

    async def keys(self, *, anew: bool = False) -> KeySet:
        """The keys it signs with; ``anew`` after a token named one we do not know."""
        if self._keys is None or anew:
            found = await self.document((await self.metadata())["jwks_uri"])
            try:
                self._keys = KeySet.import_key_set(found)  # type: ignore[arg-type]
            except (JoseError, KeyError, TypeError, ValueError) as problem:
                raise IssuerAway(f"{self.issuer} publishes keys we cannot read") from problem
        return self._keys

    async def document(self, address: str, **headers: str) -> dict[str, Any]:
        """A JSON object from the issuer."""
        return await self.answer("GET", address, headers=headers)

    async def answer(self, method: str, address: str, **more: Any) -> dict[str, Any]:
        """A JSON object in answer to a request. Raises ``IssuerAway``, or ``IssuerRefuses``."""
        try:
            answer = await self.http.request(method, address, **more)
            found = answer.json()
        except (httpx.HTTPError, ValueError) as problem:
            raise IssuerAway(f"{address} does not answer as it should: {problem!r}") from problem
        if answer.status_code != httpx.codes.OK or not isinstance(found, dict):
            said = found.get("error") if isinstance(found, dict) else None
            structlog.get_logger(__name__).warning(
                "the issuer refuses", address=address, status=answer.status_code, error=said
            )
            away = IssuerAway if answer.is_server_error else IssuerRefuses
            raise away(f"{address} answered {answer.status_code}: {said}")
        return found

    async def close(self) -> None:
        """Let go of its connections."""
        await self.http.aclose()

    def _check(self, found: dict[str, Any]) -> None:
        if found.get("issuer") != self.issuer:
            raise IssuerAway(f"{self.issuer} calls itself {str(found.get('issuer'))[:200]}")
        for name in ENDPOINTS:
            scheme = urlsplit(str(found.get(name, ""))).scheme
            if scheme != "https" and not (scheme == "http" and self._local):
                raise IssuerAway(f"{self.issuer} names no {name} over TLS")
