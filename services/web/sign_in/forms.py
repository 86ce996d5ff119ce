"""Whether a form was posted from a page of ours by whoever has the session.

The rule: everything but reading, on every page route, needs to come from this site by the browser's own
word, and from a session's page it needs the session's form token too.
"""

import hmac
from typing import Any

from litestar import Request
from litestar.exceptions import PermissionDeniedException
from litestar.handlers import BaseRouteHandler

from hub_core.identity.sessions import Session
from services.http.authentication import PUBLIC
from services.web.sign_in.cookies import Connection
from services.web.sign_in.signing_in import SignIn
from services.web.sign_in.typed_again import keep_typed

#: Methods that change nothing.
READING = frozenset({"GET", "HEAD", "OPTIONS"})
FIELD = "form_token"
#: The option of a route that reads its form as it comes, and looks for the token itself before it takes
#: anything else (``posted_file``).
STREAMED = "streamed"


class PostedFromElsewhere(PermissionDeniedException):
    """Another site, or nobody knows who, posted this."""

    def __init__(self) -> None:
        super().__init__(
            "This did not come from a page of this site, or from one that is too old. Go back, open "
            "the page again and send it once more. Nothing was changed."
        )


class FormGuard:
    """The guard of all page routes; it comes after the one that finds out who asks, and ``keep`` before."""

    def __init__(self, sign_in: SignIn | None) -> None:
        self._sign_in = sign_in

    def __deepcopy__(self, _: dict[int, Any]) -> "FormGuard":
        """The framework copies a router's guards for each route; what this one stands on is open."""
        return self

    async def keep(self, connection: Connection, handler: BaseRouteHandler) -> None:
        """A guard that refuses nothing: what a form of ours holds is kept for whoever is refused next."""
        if connection.scope.get("method") in READING or PUBLIC in handler.opt:
            return
        if self._sign_in is not None and self._from_here(connection):
            await keep_typed(connection, without=FIELD)

    async def __call__(self, connection: Connection, handler: BaseRouteHandler) -> None:
        """Raises ``PostedFromElsewhere``."""
        if connection.scope.get("method") in READING:
            return
        if self._sign_in is None or not self._from_here(connection):
            raise PostedFromElsewhere
        if PUBLIC in handler.opt or STREAMED in handler.opt:
            return
        if not await _carries_token(connection):
            raise PostedFromElsewhere

    def _from_here(self, connection: Connection) -> bool:
        """By the browser's own word: no page can make it lie about these."""
        assert self._sign_in is not None
        site, origin = (connection.headers.get(name) for name in ("sec-fetch-site", "origin"))
        if site is not None and site not in ("same-origin", "none"):
            return False
        if origin is not None:
            return origin == self._sign_in.origin(connection)
        return site is not None


async def _carries_token(connection: Connection) -> bool:
    session: Session | None = connection.scope["state"].get("session")
    request: Request[Any, Any, Any] = connection  # type: ignore[assignment]
    sent = (await request.form()).get(FIELD)
    return (
        session is not None
        and isinstance(sent, str)
        and hmac.compare_digest(sent.encode(), session.form_token.encode())
    )
