"""Every service as an application: each alone, or all in one process.

Rule: mounted together or apart, a service's routes are the same ones.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import msgspec
from litestar import Litestar
from litestar.types import ControllerRouterHandler, ExceptionHandlersMap
from nats.aio.msg import Msg

import services.activities.routes
import services.encounters.routes
import services.identity.routes
import services.membership.routes
import services.progress.routes
import services.training.routes
from hub_core.embedded import Addresses
from hub_core.identity.machines.store import Machines
from hub_core.identity.machines.tokens import Tokens
from hub_core.messaging.parts import figures_subject
from hub_core.settings import Settings
from projections.hub_dashboard.fold import PROJECTION as HUB_DASHBOARD
from projections.hub_dashboard.queries import Queries
from services.http.application import create_application
from services.http.machine_doors import machine_doors
from services.http.oauth import oauth_routes
from services.http.parts import Parts, open_parts
from services.http.problems import EXCEPTION_HANDLERS
from services.platform.addresses import erasure_journal
from services.platform.rails import rails_of
from services.platform.sign_in import People, people_of
from services.web.app import web_router
from services.web.errors import pages_and_problems
from services.web.feedback.routes import feedback_router
from services.web.links.routes import link_router
from services.web.live import LiveFeed
from services.web.presentation import environment
from services.web.sign_in import SessionDoor
from services.web.sign_in.cookies import send_cookies

#: The services with an API, by name.
APIS: dict[str, ControllerRouterHandler] = {
    "membership": services.membership.routes.ROUTES,
    "encounters": services.encounters.routes.ROUTES,
    "activities": services.activities.routes.ROUTES,
    "progress": services.progress.routes.ROUTES,
    "identity": services.identity.routes.ROUTES,
    "training": services.training.routes.ROUTES,
}

TITLE = "Careers hub platform"


class Signing(msgspec.Struct, frozen=True, kw_only=True):
    """With which keys the tokens of machines are signed, and who gives them."""

    key_file: Path
    issuer: str


@asynccontextmanager
async def application(
    addresses: Addresses,
    *,
    vault_key: Path,
    service: str | None,
    illustrative: bool,
    settings: Settings,
    signing: Signing | None = None,
) -> AsyncIterator[Litestar]:
    """One service, or every service when ``service`` is None, over parts that are open meanwhile.

    ``app.state.live`` is the live feed: stop it before waiting for open pages. ``illustrative`` says
    on every page that the data is invented. Without ``signing`` no tokens are given or taken.
    """
    async with (
        open_parts(addresses, vault_key=vault_key, erasures=erasure_journal(settings)) as parts,
        people_of(parts, settings, illustrative=illustrative) as people,
    ):
        live = LiveFeed(Queries(parts.pool))
        machines = Machines(parts.pool, clock=parts.platform.clock)
        tokens = Tokens(signing.key_file, issuer=signing.issuer) if signing else None
        given = [oauth_routes(tokens, machines)] if tokens and service in (None, "web") else []
        app = create_application(
            [*_routes(parts, live, service, illustrative, people), *given],
            parts,
            title=TITLE,
            doors=machine_doors(machines, tokens),
            page_doors=[SessionDoor(people.sign_in)],
            exception_handlers=_refusals(service, illustrative, people),
            rails=rails_of(settings, parts.pool),
            before_send=[send_cookies],
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
    parts: Parts, live: LiveFeed, service: str | None, illustrative: bool, people: People
) -> list[ControllerRouterHandler]:
    web = web_router(
        queries=Queries(parts.pool),
        live=live,
        illustrative=illustrative,
        sign_in=people.sign_in,
    )
    pages: list[ControllerRouterHandler] = [
        web,
        link_router(illustrative=illustrative),
        feedback_router(illustrative=illustrative),
        *people.issuer_routes,
    ]
    if service is None:
        return [*APIS.values(), *pages]
    return pages if service == "web" else [APIS[service]]


def _refusals(service: str | None, illustrative: bool, people: People) -> ExceptionHandlersMap:
    """Pages for people where there are pages, problem details for programs everywhere."""
    if service in APIS:
        return EXCEPTION_HANDLERS
    personas = people.sign_in.own_issuer is not None
    templates = environment(illustrative=illustrative, personas=personas)
    return pages_and_problems(templates, EXCEPTION_HANDLERS)
