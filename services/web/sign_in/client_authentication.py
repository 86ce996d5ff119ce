"""How we prove to an issuer who we are: with the shared secret, or with a key of ours (RFC 7523).

The rule: of the ways an issuer offers, the one the configured secret is made for. A private key in PEM
means private_key_jwt, which GOV.UK One Login asks for; otherwise the secret travels in the header, and
in the body only where the issuer offers nothing else.
"""

import base64
import secrets
from collections.abc import Collection
from typing import Any
from urllib.parse import quote

from joserfc import jwt
from joserfc.errors import InvalidKeyTypeError
from joserfc.jwk import ECKey, RSAKey

_ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
#: Seconds an assertion of ours may be used.
_LASTS = 300
#: By the first offered when nothing is said (OpenID Connect Discovery 1.0, section 3).
DEFAULT = ("client_secret_basic",)


def authentication(
    client_id: str, secret: str, *, offered: Collection[str], endpoint: str, now: int
) -> tuple[dict[str, str], dict[str, str]]:
    """Headers and form fields that prove who we are at the token endpoint."""
    if "PRIVATE KEY-----" in secret:
        return {}, {
            "client_id": client_id,
            "client_assertion_type": _ASSERTION,
            "client_assertion": _assertion(client_id, secret, endpoint, now),
        }
    if "client_secret_basic" in offered or "client_secret_post" not in offered:
        both = f"{quote(client_id, safe='')}:{quote(secret, safe='')}".encode()
        return {"authorization": f"Basic {base64.b64encode(both).decode()}"}, {}
    return {}, {"client_id": client_id, "client_secret": secret}


def _assertion(client_id: str, pem: str, endpoint: str, now: int) -> str:
    key: Any
    try:
        key, algorithm = RSAKey.import_key(pem), "RS256"
    except (ValueError, InvalidKeyTypeError):
        key, algorithm = ECKey.import_key(pem), "ES256"
    claims = {
        "iss": client_id,
        "sub": client_id,
        "aud": endpoint,
        "jti": secrets.token_urlsafe(16),
        "iat": now,
        "exp": now + _LASTS,
    }
    return jwt.encode({"alg": algorithm, "kid": key.thumbprint()}, claims, key)
