"""Signatures of deliveries, as Standard Webhooks words them.

The rule: what is signed is id, moment and body together, so that none can be changed or sent again
later unnoticed. Source: the Standard Webhooks specification 1.0, "Signature scheme".
"""

import hmac
from base64 import b64decode, b64encode
from collections.abc import Iterable
from hashlib import sha256

#: How a symmetric secret begins, before its base64.
PREFIX = "whsec_"


def signed(
    body: bytes, *, secrets: Iterable[str], webhook_id: str, timestamp: int
) -> dict[str, str]:
    """The headers that prove a delivery: a signature by each secret that is in use, newest first.

    ``timestamp`` is the moment of this attempt in whole seconds since 1970.
    """
    content = b"%b.%d.%b" % (webhook_id.encode(), timestamp, body)
    signatures = (_signature(content, secret) for secret in secrets)
    return {
        "webhook-id": webhook_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": " ".join(f"v1,{signature}" for signature in signatures),
    }


def _signature(content: bytes, secret: str) -> str:
    key = b64decode(secret.removeprefix(PREFIX))
    return b64encode(hmac.new(key, content, sha256).digest()).decode()
