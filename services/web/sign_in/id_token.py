"""Whether an ID token is what it claims to be (OpenID Connect Core 1.0, section 3.1.3.7).

The rule: signed with a published key by an asymmetric algorithm on our list, by this issuer, for us, for
this attempt, now. Whatever fails, the token says nothing at all.
"""

from typing import Any

from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet
from joserfc.jwt import JWTClaimsRegistry

#: Signatures we believe. Never none, and never one with a shared secret (RFC 8725, 2.1).
ALGORITHMS = ("RS256", "PS256", "ES256")
#: Seconds our clock and the issuer's may differ, and seconds since a token was made.
LEEWAY = 60
FRESH = 600


class NotBelieved(Exception):
    """An ID token that proves nothing; the message is for our log, not for the person."""


class UnknownKey(NotBelieved):
    """It names a key we have not seen; the issuer may have a new one."""


def claims_of(
    token: str, keys: KeySet, *, issuer: str, client_id: str, nonce: str, now: int
) -> dict[str, Any]:
    """What the token says. Raises ``NotBelieved``."""
    try:
        decoded = jwt.decode(token, keys, algorithms=ALGORITHMS)
    except InvalidKeyIdError as problem:
        raise UnknownKey(str(problem)) from problem
    except (JoseError, ValueError) as problem:
        raise NotBelieved(f"signature: {problem!r}") from problem
    claims = decoded.claims
    registry = JWTClaimsRegistry(
        now=now,
        leeway=LEEWAY,
        iss={"essential": True, "value": issuer},
        aud={"essential": True, "value": client_id},
        sub={"essential": True},
        exp={"essential": True},
        iat={"essential": True},
        nonce={"essential": True, "value": nonce},
    )
    try:
        registry.validate(claims)
    except JoseError as problem:
        raise NotBelieved(f"claims: {problem!r}") from problem
    _for_us_alone(claims, client_id)
    if now - claims["iat"] > FRESH:
        raise NotBelieved("it was made too long ago")
    if not isinstance(claims["nonce"], str) or len(claims["sub"]) > 255:
        raise NotBelieved("it names nobody")
    return claims


def _for_us_alone(claims: dict[str, Any], client_id: str) -> None:
    """A token for several must say that it was issued to us, and one that says so must mean us."""
    audience = claims["aud"] if isinstance(claims["aud"], list) else [claims["aud"]]
    if audience != [client_id] and claims.get("azp") is None:
        raise NotBelieved("it is for others too and does not say for whom it was made")
    if claims.get("azp") not in (None, client_id):
        raise NotBelieved("it was made for somebody else")
