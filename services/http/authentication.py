"""Who asks, found out once a request before any handler runs.

The rule: every way in is a door; the first door that knows the caller says who it is, and a request
nobody knows gets no further than a public route. ``/api`` takes no cookies, pages take no keys, so
each has doors of its own.
"""

from collections.abc import Iterable
from typing import Any, Protocol

from litestar import Request
from litestar.connection import ASGIConnection
from litestar.exceptions import NotAuthorizedException
from litestar.handlers import BaseRouteHandler

from hub_core.access import Principal
from services.http.guard_rails.budget_of_principal import spend_budget

Connection = ASGIConnection[Any, Any, Any, Any]

#: The route option that says why a route is for everybody: ``opt={"public": "why"}``.
PUBLIC = "public"


class Door(Protocol):
    """One way in: an API key, a signed token, a session, a link."""

    async def principal(self, connection: Connection) -> Principal | None:
        """Who asks; None when this is not how they came. Raises ``NotAuthorizedException`` when it is
        how they came and it no longer opens (expired, revoked, forged)."""


class KeyNeeded(NotAuthorizedException):
    """Nobody knows who calls the API, or what they showed does not open it (401)."""

    def __init__(self, detail: str = "") -> None:
        super().__init__(
            detail
            or "Send a key that is in use: Authorization: Bearer chk_…. Whoever runs your hub issues "
            "one with “hub keys issue”, and it is shown once.",
            headers={"www-authenticate": 'Bearer realm="careers hub"'},
        )


class SignInNeeded(NotAuthorizedException):
    """A page for people who have signed in, asked for by somebody who has not (or no longer)."""

    def __init__(self) -> None:
        super().__init__("Sign in to see this page.")


async def identified(connection: Connection, handler: BaseRouteHandler) -> None:
    """Guard of the API: nobody unknown passes, unless the route says that and why it is public."""
    connection.scope["state"]["principal"] = None
    if PUBLIC not in handler.opt and await known(connection, connection.app.state.doors) is None:
        raise KeyNeeded


async def signed_in(connection: Connection, handler: BaseRouteHandler) -> None:
    """Guard of pages: the same, and whoever is unknown is to sign in first."""
    connection.scope["state"]["principal"] = None
    doors = connection.app.state.page_doors
    if PUBLIC not in handler.opt and await known(connection, doors) is None:
        raise SignInNeeded


async def known(connection: Connection, doors: Iterable[Door]) -> Principal | None:
    """Who asks, as the first of these doors that knows them says, noted for whoever asks again.

    Public pages that greet whoever is there call it themselves."""
    for door in doors:
        found: Principal | None = await door.principal(connection)
        if found is not None:
            connection.scope["state"]["principal"] = found
            await spend_budget(connection.scope, found)
            return found
    return None


def principal_of_request(request: Request[Any, Any, Any]) -> Principal:
    """For handlers behind ``identified`` or ``signed_in``: who asks."""
    principal: Principal = request.scope["state"]["principal"]
    return principal
