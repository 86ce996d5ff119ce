"""Our side of OpenID Connect: where to send a browser, and what to make of what it brings back.

The rule: the code flow with PKCE (S256), a nonce and a state that is used once, at any issuer; whatever
does not fit together is nobody.
"""

import base64
import hashlib
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

import msgspec

from hub_core.identity.sessions import Attempt
from hub_core.settings import OpenId
from services.web.sign_in.client_authentication import DEFAULT, authentication
from services.web.sign_in.discovery import Discovery, IssuerAway
from services.web.sign_in.id_token import NotBelieved, UnknownKey, claims_of
from services.web.sign_in.organisations import NAMINGS, Naming


class Proven(msgspec.Struct, frozen=True, kw_only=True):
    """Who somebody is at the issuer: its claims, and the token that says so."""

    claims: dict[str, Any]
    id_token: str

    @property
    def subject(self) -> str:
        """The issuer's name for the account."""
        return str(self.claims["sub"])

    @property
    def name(self) -> str:
        """What the issuer calls the person; empty when it tells no name."""
        given = (self.claims.get("given_name"), self.claims.get("family_name"))
        whole = self.claims.get("name") or " ".join(str(one) for one in given if one)
        return " ".join(str(whole).split())[:200]


class OpenIdClient:
    """The platform as a client of one issuer."""

    def __init__(
        self,
        settings: OpenId,
        *,
        known_as: str | None = None,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        """``known_as`` is what people's accounts remember instead of the issuer's address."""
        self.settings = settings
        self.known_as = known_as or settings.issuer
        self.naming: Naming = NAMINGS[settings.organisation]
        self._clock = clock
        self._discovery = Discovery(settings.issuer)

    @property
    def issuer(self) -> str:
        """Its name."""
        return self.settings.issuer

    async def address(self, attempt: Attempt, *, callback: str) -> str:
        """Where the browser goes to sign in. Raises ``IssuerAway``."""
        metadata = await self._discovery.metadata()
        known = metadata.get("scopes_supported")
        wanted = [one for one in self.naming.scopes if not known or one in known]
        challenge = hashlib.sha256(attempt.verifier.encode()).digest()
        query = {
            "response_type": "code",
            "client_id": self.settings.client_id,
            "redirect_uri": callback,
            "scope": " ".join(wanted),
            "state": attempt.state,
            "nonce": attempt.nonce,
            "code_challenge": base64.urlsafe_b64encode(challenge).rstrip(b"=").decode(),
            "code_challenge_method": "S256",
        }
        return _with_query(metadata["authorization_endpoint"], query)

    async def prove(
        self, attempt: Attempt, *, code: str, issuer: str | None, callback: str
    ) -> Proven:
        """Who came back. ``issuer`` is what the answer says of itself (RFC 9207).

        Raises ``NotBelieved`` and ``IssuerAway``.
        """
        metadata = await self._discovery.metadata()
        announced = metadata.get("authorization_response_iss_parameter_supported") is True
        if issuer != self.issuer and (announced or issuer is not None):
            raise NotBelieved(f"the answer comes from {issuer!r}")
        answer = await self._exchange(metadata, attempt, code, callback)
        token = answer.get("id_token")
        if not isinstance(token, str):
            raise NotBelieved("there is no ID token")
        claims = await self._claims(token, attempt.nonce)
        return Proven(claims=await self._more(claims, answer, metadata), id_token=token)

    async def leaving(self, id_token: str, *, back: str) -> str | None:
        """Where the browser signs out at the issuer too; None when it offers nothing of the kind."""
        try:
            endpoint = (await self._discovery.metadata()).get("end_session_endpoint")
        except IssuerAway:
            return None
        query = {"client_id": self.settings.client_id, "post_logout_redirect_uri": back}
        if id_token:
            query["id_token_hint"] = id_token
        return _with_query(endpoint, query) if isinstance(endpoint, str) else None

    async def close(self) -> None:
        """Let go of its connections."""
        await self._discovery.close()

    async def _exchange(
        self, metadata: dict[str, Any], attempt: Attempt, code: str, callback: str
    ) -> dict[str, Any]:
        headers, fields = authentication(
            self.settings.client_id,
            self.settings.client_secret,
            offered=metadata.get("token_endpoint_auth_methods_supported") or DEFAULT,
            endpoint=metadata["token_endpoint"],
            now=self._now(),
        )
        return await self._discovery.answer(
            "POST",
            metadata["token_endpoint"],
            headers=headers,
            data={
                "grant_type": "authorization_code",
                "code": code,
                "redirect_uri": callback,
                "code_verifier": attempt.verifier,
                **fields,
            },
        )

    async def _claims(self, token: str, nonce: str) -> dict[str, Any]:
        wanted = {"issuer": self.issuer, "client_id": self.settings.client_id, "nonce": nonce}
        try:
            return claims_of(token, await self._discovery.keys(), now=self._now(), **wanted)
        except UnknownKey:
            keys = await self._discovery.keys(anew=True)
            return claims_of(token, keys, now=self._now(), **wanted)

    async def _more(
        self, claims: dict[str, Any], answer: dict[str, Any], metadata: dict[str, Any]
    ) -> dict[str, Any]:
        """What the issuer tells only when asked for it with the access token."""
        endpoint, token = metadata.get("userinfo_endpoint"), answer.get("access_token")
        complete = "name" in claims and (self.naming.claim or "sub") in claims
        if complete or not isinstance(endpoint, str) or not isinstance(token, str):
            return claims
        told = await self._discovery.document(endpoint, authorization=f"Bearer {token}")
        if told.get("sub") != claims["sub"]:
            raise NotBelieved("the issuer tells of somebody else")
        return {**told, **claims}

    def _now(self) -> int:
        return int(self._clock().timestamp())


def _with_query(address: str, query: dict[str, str]) -> str:
    return f"{address}{'&' if '?' in address else '?'}{urlencode(query)}"
