"""The pages over the real queries, before any read model has been built."""

import asyncpg
import httpx
from asgi_lifespan import LifespanManager

from hub_core.audit import AccessLog
from projections.hub_dashboard.queries import Queries
from services.web.app import create_app
from tests.builders.doors import Auditor


async def test_a_platform_that_has_just_been_migrated_has_pages(pool: asyncpg.Pool) -> None:
    app = create_app(queries=Queries(pool), page_doors=[Auditor()], accesses=AccessLog(pool))
    async with (
        LifespanManager(app),
        httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://hub.test") as reader,
    ):
        home = await reader.get("/")
        assert home.status_code == 503
        assert home.headers["retry-after"] == "2"
        assert "The figures are being updated" in home.text
        assert "Illustrative data" not in home.text
        assert (await reader.get("/hubs/norfolk")).status_code == 503
