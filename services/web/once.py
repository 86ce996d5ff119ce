"""How a page's form asks for a command, and a form's own id: sent twice, it is one act.

The rule: the id was made with the form; a form that comes without one is a new act each time.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from litestar import Request

from hub_core.execute import Request as CommandRequest
from services.http.correlation import correlation_of

#: The hidden field of a form that holds its id.
FIELD = "once"


def new_form() -> str:
    """The id of a form that is about to be shown."""
    return str(uuid4())


async def posted_of(request: Request[Any, Any, Any]) -> dict[str, str]:
    """The fields of a form as they were typed, the last of each name; files are none of them."""
    return {name: value for name, value in (await request.form()).items() if isinstance(value, str)}


def asked_by(
    request: Request[Any, Any, Any], posted: Mapping[str, Any] | None = None, *, about: str = ""
) -> CommandRequest:
    """The request of a command that a form asks for; of several, each says what it is ``about``."""
    command_id = None
    if posted is not None:
        command_id = _id_of(posted) + (f":{about}" if about else "")
    return CommandRequest(command_id=command_id, correlation=correlation_of(request.scope))


def _id_of(posted: Mapping[str, Any]) -> str:
    try:
        return str(UUID(str(posted.get(FIELD, ""))))
    except ValueError:
        return new_form()
