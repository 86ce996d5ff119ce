"""Doors for tests of what lies behind them: whoever comes is who the test says.

How people and programs prove who they are is tested where the real doors are.
"""

from uuid import UUID

from litestar.handlers import HTTPRouteHandler

from hub_core.access import PLATFORM, Organisation, Principal, Resource, Role
from hub_core.access.resource import NAMING
from services.http.authentication import Connection
from tests.builders.principals import somebody_who_may


class Always:
    """Whoever comes, it is this one; nobody, if None."""

    def __init__(self, who: Principal | None) -> None:
        self.who = who

    async def principal(self, _: Connection) -> Principal | None:
        return self.who


class Auditor(Always):
    """Whoever comes may read every page."""

    def __init__(self) -> None:
        super().__init__(
            Principal(id="system:test", roles=frozenset({Role.AUDITOR}), organisation=PLATFORM)
        )


class WhoeverMay:
    """Whoever comes, it is somebody who may do what they ask, at the organisation the path names."""

    async def principal(self, connection: Connection) -> Principal | None:
        handler = connection.scope["route_handler"]
        assert isinstance(handler, HTTPRouteHandler)
        owners = {
            Organisation(kind, named)
            for field, kind in NAMING.items()
            if isinstance(named := connection.path_params.get(field), UUID)
        }
        return somebody_who_may(handler.name or "", Resource(owners=frozenset(owners)))
