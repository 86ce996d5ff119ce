"""A demo's way in on a free port, over one test's own log: for tests that sign in as people in a browser.

The rule: the people are the personas, at the demo's own issuer; hubs, schools and services are the test's.
"""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import uvicorn

from hub_core.settings import read_settings
from projections.hub_dashboard.queries import Queries
from services.http.application import create_application
from services.http.problems import EXCEPTION_HANDLERS
from services.platform.sign_in import people_of
from services.web.app import web_router
from services.web.errors import pages_and_problems
from services.web.live import LiveFeed
from services.web.presentation import environment
from services.web.sign_in import SessionDoor
from services.web.sign_in.cookies import send_cookies
from tests.browser.conftest import Server
from tests.builders.api_client import ApiClient


@asynccontextmanager
async def peopled_site(api: ApiClient) -> AsyncIterator[str]:
    """The address of a site whose personas take their places among what stands in the log by now.

    Its clock is the API's.
    """
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        chosen = read_settings({"HUB_PERSONAS": "yes", "HUB_PORT": str(port)})
        clock = lambda: api.parts.platform.clock()  # noqa: E731 - a test may set another any time
        async with people_of(api.parts, chosen, illustrative=True) as people:
            queries = Queries(api.parts.pool, clock=clock)
            live = LiveFeed(queries)
            app = create_application(
                [
                    web_router(
                        queries=queries,
                        live=live,
                        illustrative=True,
                        clock=clock,
                        sign_in=people.sign_in,
                    ),
                    *people.issuer_routes,
                ],
                api.parts,
                title="People",
                doors=[],
                page_doors=[SessionDoor(people.sign_in)],
                exception_handlers=pages_and_problems(
                    environment(illustrative=True, personas=True), EXCEPTION_HANDLERS
                ),
                before_send=[send_cookies],
            )
            app.state.live = live
            server = Server(uvicorn.Config(app, log_level="warning", lifespan="on"))
            task = asyncio.create_task(server.run_on(listening))
            while not server.started:
                assert not task.done()
                await asyncio.sleep(0.01)
            yield f"http://127.0.0.1:{port}"
            server.stop()
            await task
