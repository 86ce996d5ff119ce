"""The issuer: its name, its key, its one client, and the tokens it signs.

The rule: key and secret are made at the start and kept nowhere, so that no token outlives the process.
"""

import base64
import binascii
import hmac
import secrets
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import unquote, urlsplit

from joserfc import jwt
from joserfc.jwk import ECKey

from hub_core.settings import is_loopback
from services.issuer.codes import CHALLENGE, Asked, Codes, Given

#: Where it is mounted.
PATH = "/demo-issuer"
CLIENT = "careers-hub"
ALGORITHM = "ES256"
#: Seconds an ID token is good for: it is read at once.
TOKEN_LASTS = 300


class Issuer:
    """One demo's issuer. ``address`` is its name, and where the platform asks it."""

    def __init__(
        self,
        address: str,
        *,
        callback: str,
        signed_out: str,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.address = address
        self.secret = secrets.token_urlsafe(32)
        self.codes = Codes(clock)
        self._callback = callback
        self._signed_out = signed_out
        self._clock = clock
        self._key = ECKey.generate_key("P-256", auto_kid=True)

    def metadata(self) -> dict[str, Any]:
        """The discovery document."""
        return {
            "issuer": self.address,
            "authorization_endpoint": f"{self.address}/authorize",
            "token_endpoint": f"{self.address}/token",
            "jwks_uri": f"{self.address}/keys",
            "end_session_endpoint": f"{self.address}/end-session",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": [ALGORITHM],
            "scopes_supported": ["openid", "profile"],
            "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
            "code_challenge_methods_supported": ["S256"],
            "authorization_response_iss_parameter_supported": True,
            "claims_supported": ["sub", "name", "nonce"],
        }

    def keys(self) -> dict[str, Any]:
        """The published half of its key."""
        return {"keys": [self._key.as_dict(private=False, use="sig", alg=ALGORITHM)]}

    def asked(self, query: Mapping[str, str], *, host: str) -> Asked | str:
        """The authorisation request, or in a sentence why it cannot be answered."""
        wanted = {
            "client_id": CLIENT,
            "response_type": "code",
            "code_challenge_method": "S256",
            "redirect_uri": self.own_address(host, self._callback),
        }
        for name, value in wanted.items():
            if query.get(name) != value:
                return f"The request to sign in is refused: {name} must be {value}."
        if not CHALLENGE.match(query.get("code_challenge", "")):
            return "The request to sign in is refused: it has no code_challenge."
        if not query.get("nonce") or not query.get("state"):
            return "The request to sign in is refused: it needs a nonce and a state."
        if "openid" not in query.get("scope", "").split():
            return "The request to sign in is refused: its scope must have openid."
        return Asked(**{name: query[name] for name in Asked.__struct_fields__})

    def signed_out_address(self, host: str, wanted: str | None) -> str:
        """Where somebody goes who has signed out: back to us, and nowhere else."""
        own = self.own_address(host, self._signed_out)
        return wanted if wanted == own else own

    def own_address(self, host: str, path: str) -> str:
        """An address of this site as the browser knows it; only this machine's names are believed."""
        local = is_loopback(urlsplit(f"//{host}").hostname or "")
        return f"http://{host if local else urlsplit(self.address).netloc}{path}"

    def is_client(self, authorization: str, form: Mapping[str, str]) -> bool:
        """Whether the platform itself asks, by its secret."""
        sent_id, sent_secret = form.get("client_id", ""), form.get("client_secret", "")
        kind, _, credentials = authorization.partition(" ")
        if kind.lower() == "basic":
            try:
                text = base64.b64decode(credentials, validate=True).decode()
            except (binascii.Error, UnicodeDecodeError):
                return False
            sent_id, _, sent_secret = map(unquote, text.partition(":"))
        return sent_id == CLIENT and hmac.compare_digest(sent_secret.encode(), self.secret.encode())

    def tokens(self, given: Given) -> dict[str, Any]:
        """The answer to a good code."""
        now = int(self._clock().timestamp())
        claims = {
            "iss": self.address,
            "sub": given.persona.subject,
            "aud": CLIENT,
            "iat": now,
            "exp": now + TOKEN_LASTS,
            "nonce": given.asked.nonce,
            "name": given.persona.name,
        }
        header = {"alg": ALGORITHM, "kid": self._key.kid}
        return {
            "access_token": secrets.token_urlsafe(32),
            "token_type": "Bearer",
            "expires_in": TOKEN_LASTS,
            "id_token": jwt.encode(header, claims, self._key),
        }
