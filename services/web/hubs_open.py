"""Which hubs' dashboards whoever asks may open, so that the overview leads nobody to a closed door.

The rule: the matrix says so, as it does again when the dashboard is opened.
"""

from typing import Any

import msgspec
from litestar import Request

from hub_core.access import OrganisationKind, Principal, Resource, can
from hub_core.access.scope import OVERVIEW, Scope, ScopeKind
from hub_core.authorisation import everywhere
from hub_core.log.repository import load
from hub_core.membership.hub import Hub
from services.http.authentication import principal_of_request
from services.http.permission import ledger_of

_ACTION = "progress.hub_dashboard"


class HubsOpen(msgspec.Struct, frozen=True, kw_only=True):
    """The dashboards that open: every hub's, the one of this slug, or none."""

    every: bool = False
    slug: str | None = None

    def link(self, slug: str) -> str | None:
        """The address of a hub's dashboard, if it opens."""
        return f"/hubs/{slug}" if self.every or slug == self.slug else None


EVERY = HubsOpen(every=True)
NONE = HubsOpen()


async def hubs_open_to(request: Request[Any, Any, Any]) -> HubsOpen:
    """The dashboards that open for whoever asks."""
    scope = alike(request)
    if scope.kind is ScopeKind.AUDITOR:
        return EVERY
    if scope.kind is ScopeKind.HUB:
        own = principal_of_request(request).organisation
        assert own is not None
        return HubsOpen(slug=(await load(ledger_of(request), Hub, own.id)).slug)
    return NONE


def alike(request: Request[Any, Any, Any]) -> Scope:
    """For whom the overview is the same page: those who may open every hub, the people of one hub, and
    all others."""
    principal: Principal = principal_of_request(request)
    if everywhere(principal, _ACTION):
        return Scope(ScopeKind.AUDITOR)
    own = principal.organisation
    if own is None or own.kind is not OrganisationKind.HUB:
        return OVERVIEW
    dashboard = Resource.of(own)
    return Scope(ScopeKind.HUB, str(own.id)) if can(principal, _ACTION, dashboard) else OVERVIEW
