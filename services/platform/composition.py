"""Every service as an application: each alone, or all in one process.

Rule: mounted together or apart, a service's routes are the same ones.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from litestar import Litestar
from litestar.types import ControllerRouterHandler, ExceptionHandlersMap
from nats.aio.msg import Msg

import services.activities.routes
import services.encounters.routes
import services.identity.routes
import services.membership.routes
import services.progress.routes
from hub_core.embedded import Addresses
from hub_core.messaging.parts import figures_subject
from projections.hub_dashboard.fold import PROJECTION as HUB_DASHBOARD
from projections.hub_dashboard.queries import Queries
from services.http.application import create_application
from services.http.authentication import LocalOperator
from services.http.parts import Parts, open_parts
from services.http.problems import EXCEPTION_HANDLERS
from services.web.app import web_router
from services.web.errors import pages_and_problems
from services.web.live import LiveFeed
from services.web.presentation import environment

#: The services with an API, by name.
APIS: dict[str, ControllerRouterHandler] = {
    "membership": services.membership.routes.ROUTES,
    "encounters": services.encounters.routes.ROUTES,
    "activities": services.activities.routes.ROUTES,
    "progress": services.progress.routes.ROUTES,
    "identity": services.identity.routes.ROUTES,
}
SERVICES = (*APIS, "web")

TITLE = "Careers hub platform"


@asynccontextmanager
async def application(
    addresses: Addresses, *, vault_key: Path, service: str | None, illustrative: bool
) -> AsyncIterator[Litestar]:
    """One service, or every service when ``service`` is None, over parts that are open meanwhile.

    ``app.state.live`` is the live feed: stop it before waiting for open pages. ``illustrative`` says
    on every page that the data is invented.
    """
    async with open_parts(addresses, vault_key=vault_key) as parts:
        live = LiveFeed(Queries(parts.pool))
        app = create_application(
            _routes(parts, live, service, illustrative),
            parts,
            title=TITLE,
            doors=[LocalOperator()],
            page_doors=[LocalOperator()],
            exception_handlers=_refusals(service, illustrative),
        )
        app.state.live = live

        async def awake(_: Msg) -> None:
            live.wake()

        changes = await parts.nats.subscribe(figures_subject(HUB_DASHBOARD.name), cb=awake)
        try:
            yield app
        finally:
            live.stop()
            await changes.unsubscribe()


def _routes(
    parts: Parts, live: LiveFeed, service: str | None, illustrative: bool
) -> list[ControllerRouterHandler]:
    web = web_router(queries=Queries(parts.pool), live=live, illustrative=illustrative)
    if service is None:
        return [*APIS.values(), web]
    return [web] if service == "web" else [APIS[service]]


def _refusals(service: str | None, illustrative: bool) -> ExceptionHandlersMap:
    """Pages for people where there are pages, problem details for programs everywhere."""
    if service in APIS:
        return EXCEPTION_HANDLERS
    return pages_and_problems(environment(illustrative=illustrative), EXCEPTION_HANDLERS)
