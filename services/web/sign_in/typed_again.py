"""A form that nobody could be believed to have sent, kept in the answer to it: to be sent again.

Journey: a careers leader is called away from a form; when they send it their session is over. The answer
holds what they typed and opens signing in beside it; back there they go on, see who they are, and send it.
What cannot be kept is a file: they are told to choose it again.
The rule: nothing is kept but in the answer itself, and only of a form that the browser's own word says came
from a page of this site. Another site cannot put its words into it.
"""

from typing import Any

import msgspec
from litestar import Request

from services.web.sign_in.cookies import Connection

#: Where in a request's state it is.
TYPED = "typed"


class Typed(msgspec.Struct, frozen=True, kw_only=True):
    """What was sent, and where to: a path of this site with its query."""

    address: str
    fields: tuple[tuple[str, str], ...]


async def keep_typed(connection: Connection, *, without: str) -> None:
    """Note what was typed beside the request, for the answer where the form is not taken.

    ``without`` is the field of the form token, which is another once somebody has signed in again.
    """
    kind = connection.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/x-www-form-urlencoded":
        return
    request: Request[Any, Any, Any] = connection  # type: ignore[assignment]
    form = await request.form()
    url = connection.url
    connection.scope["state"][TYPED] = Typed(
        address=url.path + (f"?{url.query}" if url.query else ""),
        fields=tuple((name, value) for name, value in form.multi_items() if name != without),
    )
