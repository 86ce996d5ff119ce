"""Who asks, found out once a request before any handler runs.

The rule: every way in is a door; the first door that knows the caller says who it is, and a request
nobody knows gets no further than a public route. ``/api`` takes no cookies, pages take no keys.
"""

from typing import Any, Protocol

from litestar import Request
from litestar.connection import ASGIConnection
from litestar.exceptions import NotAuthorizedException
from litestar.handlers import BaseRouteHandler

from hub_core.access import Principal, Role

Connection = ASGIConnection[Any, Any, Any, Any]

#: The route option that says why a route is for everybody: ``opt={"public": "why"}``.
PUBLIC = "public"


class Door(Protocol):
    """One way in: an API key, a signed token, a session, a link."""

    async def principal(self, connection: Connection) -> Principal | None:
        """Who asks; None when this is not how they came. Raises ``NotAuthorizedException`` when it is
        how they came and it no longer opens (expired, revoked, forged)."""


class LocalOperator:
    """Until people can sign in, whoever reaches this machine's loopback is its operator."""

    async def principal(self, connection: Connection) -> Principal | None:
        """The operator."""
        return Principal(id="system:local-operator", roles=frozenset({Role.ADMINISTRATOR}))


async def identified(connection: Connection, handler: BaseRouteHandler) -> None:
    """Guard: nobody unknown passes, unless the route says that and why it is public."""
    connection.scope["state"]["principal"] = found = await _found(connection)
    if found is None and PUBLIC not in handler.opt:
        raise NotAuthorizedException("Sign in first, or send a key that is in use.")


async def _found(connection: Connection) -> Principal | None:
    for door in connection.app.state.doors:
        found: Principal | None = await door.principal(connection)
        if found is not None:
            return found
    return None


def principal_of_request(request: Request[Any, Any, Any]) -> Principal:
    """For handlers behind ``identified``: who asks."""
    principal: Principal = request.scope["state"]["principal"]
    return principal
