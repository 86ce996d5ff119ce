"""Real keys for tests of the API: each request is sent with the key of somebody who may do what it asks.

The one rule: keys are issued as an operator issues them, sent as a partner sends them and checked by
the doors of a running hub. A request that brings an Authorization header of its own keeps it.
"""

import asyncio
import re
from collections.abc import AsyncGenerator
from uuid import UUID

import httpx
from litestar import Litestar
from litestar.handlers import HTTPRouteHandler
from litestar.routes import HTTPRoute

from hub_core.access import PLATFORM, Organisation, Principal, Resource, Role
from hub_core.access.matrix import matrix
from hub_core.access.resource import NAMING
from hub_core.execute import Platform, Request
from hub_core.identity.machines.issuing import Wanted, issue
from hub_core.identity.machines.spelling import MachineKind, Presented
from hub_core.identity.machines.store import Machines
from hub_core.refusals import NotFound
from services.platform.keeping_keys import OPERATOR
from tests.builders.principals import somebody_who_may


async def new_key(
    platform: Platform,
    role: Role,
    organisation: Organisation,
    *scopes: str,
    kind: MachineKind = MachineKind.KEY,
) -> tuple[UUID, Presented]:
    """A key for a machine in this role there; for everything the role may do, unless scopes are given."""
    wanted = Wanted(
        kind=kind, organisation=organisation, role=role, scopes=scopes or _everything(role)
    )
    machines = Machines(platform.ledger.pool, clock=platform.clock)
    shown = await issue(wanted, OPERATOR, platform, machines, Request())
    assert shown.secret is not None
    return shown.key.id, shown.secret


class Keyring(httpx.Auth):
    """Signs requests with the key of whoever may send them, issued when first needed."""

    def __init__(self, app: Litestar, platform: Platform) -> None:
        self._platform = platform
        self._routes = [
            (re.compile(re.sub(r"{\w+}", "([^/]+)", route.path_format)), route)
            for route in app.routes
            if isinstance(route, HTTPRoute)
        ]
        self._issuing = asyncio.Lock()
        self._keys: dict[tuple[frozenset[Role], Organisation | None], str] = {}

    async def async_auth_flow(
        self, request: httpx.Request
    ) -> AsyncGenerator[httpx.Request, httpx.Response]:
        if "authorization" not in request.headers and request.url.path.startswith("/api/"):
            sender = self._sender(request)
            request.headers["authorization"] = f"Bearer {await self.key_of(sender)}"
        yield request

    async def key_of(self, sender: Principal) -> str:
        """This sender's key; the administrator's when there is no such organisation.

        One key a sender, also for requests sent at once: another key is another caller.
        """
        async with self._issuing:
            found = self._keys.get((sender.roles, sender.organisation))
            if found is None:
                found = await self._issued(sender)
                self._keys[sender.roles, sender.organisation] = found
            return found

    async def _issued(self, sender: Principal) -> str:
        (role,) = sender.roles
        assert sender.organisation is not None
        try:
            _, secret = await new_key(self._platform, role, sender.organisation)
        except NotFound:
            _, secret = await new_key(self._platform, Role.ADMINISTRATOR, PLATFORM)
        return secret.text

    def _sender(self, request: httpx.Request) -> Principal:
        for pattern, route in self._routes:
            handler = route.route_handler_map.get(request.method, (None,))[0]  # type: ignore[call-overload]
            found = pattern.fullmatch(request.url.path)
            if found and isinstance(handler, HTTPRouteHandler):
                named = dict(zip(route.path_parameters, found.groups(), strict=False))
                return somebody_who_may(handler.name or "", _about(named))
        return somebody_who_may("", Resource())


def _about(named: dict[str, str]) -> Resource:
    owners = set()
    for field, kind in NAMING.items():
        try:
            owners.add(Organisation(kind, UUID(named.get(field, ""))))
        except ValueError:
            continue
    return Resource(owners=frozenset(owners))


def _everything(role: Role) -> tuple[str, ...]:
    return tuple(action for action, roles in matrix().items() if role in roles)
