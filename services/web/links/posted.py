"""A posted form: its fields as text, read strictly, and whether it came from the link's own page.

The rule: plain form fields only, few and short; nothing of a form is trusted to say what it is about.
"""

import hmac
from collections.abc import Mapping
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qsl

from litestar import Request
from litestar.exceptions import ClientException

#: Bytes of the largest form; a full primary return has about 1 thousand.
LARGEST_FORM = 16 * 1024
#: Fields of the largest form; a primary return has about 25.
MOST_FIELDS = 100
FORM = "form"
STEP = "step"


def form_token(token: str) -> str:
    """What the link's own page carries in its form, and no other site can know."""
    return sha256(f"form of a link {token}".encode()).hexdigest()


def is_own(posted: Mapping[str, str], token: str) -> bool:
    """Whether the form came from the link's own page."""
    sent = posted.get(FORM, "")
    return hmac.compare_digest(sent.encode(), form_token(token).encode())


async def posted_of(
    request: Request[Any, Any, Any], *, most_fields: int = MOST_FIELDS
) -> dict[str, str]:
    """The fields of the form. Raises ``ClientException`` for what is none."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/x-www-form-urlencoded":
        raise ClientException("Send the form of the page itself.", status_code=415)
    text = (await request.body()).decode("utf-8", "replace")
    try:
        pairs = parse_qsl(text, keep_blank_values=True, max_num_fields=most_fields)
    except ValueError:
        raise ClientException("This form has too many fields.", status_code=400) from None
    return {name: value.replace("\x00", "") for name, value in pairs}
