"""The web service in this test's own event loop, over built dashboards."""

from collections.abc import AsyncIterator

import httpx
import pytest
from asgi_lifespan import LifespanManager

from services.web.app import create_app
from tests.builders.accesses import AccessesInMemory
from tests.builders.doors import Auditor
from tests.builders.hub_dashboards import NOW, BuiltQueries, built_queries


@pytest.fixture
def queries() -> BuiltQueries:
    """What the pages are filled from."""
    return built_queries()


@pytest.fixture
async def client(queries: BuiltQueries) -> AsyncIterator[httpx.AsyncClient]:
    """A reader of the pages."""
    app = create_app(
        queries=queries,
        page_doors=[Auditor()],
        accesses=AccessesInMemory(),
        illustrative=True,
        clock=lambda: NOW,
    )
    async with (
        LifespanManager(app),
        httpx.AsyncClient(
            transport=httpx.ASGITransport(app, raise_app_exceptions=False),
            base_url="http://hub.test",
        ) as reader,
    ):
        yield reader
