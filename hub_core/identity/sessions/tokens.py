"""Random tokens, what is kept of them, and what follows from them.

The rule: a token has 256 random bits and is never stored; what is derived from it for another purpose
does not lead back to it.
"""

import base64
import binascii
import hashlib
import hmac
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

BYTES = 32
_NONCE = 12


def new_token() -> str:
    """A fresh token, as it stands in a cookie."""
    return secrets.token_urlsafe(BYTES)


def kept(token: str) -> bytes | None:
    """What is kept of a token; None for what cannot be one."""
    return hashlib.sha256(token.encode()).digest() if is_token(token) else None


def is_token(text: str) -> bool:
    """Whether this has the shape of a token."""
    try:
        decoded = base64.b64decode(text.encode("ascii") + b"=", altchars=b"-_", validate=True)
    except (ValueError, binascii.Error):
        return False
    return len(decoded) == BYTES


def derived(token: str, purpose: str) -> str:
    """Another secret for one purpose, the same each time."""
    return base64.urlsafe_b64encode(_derived(token, purpose)).rstrip(b"=").decode()


def sealed(token: str, content: bytes) -> bytes:
    """Content that only who has the token can read."""
    nonce = secrets.token_bytes(_NONCE)
    return nonce + AESGCM(_derived(token, "seal")).encrypt(nonce, content, None)


def unsealed(token: str, content: bytes) -> bytes | None:
    """The content again; None when it was sealed with another token."""
    try:
        return AESGCM(_derived(token, "seal")).decrypt(content[:_NONCE], content[_NONCE:], None)
    except InvalidTag:
        return None


def _derived(token: str, purpose: str) -> bytes:
    return hmac.digest(token.encode(), f"careers hub: {purpose}".encode(), "sha256")
