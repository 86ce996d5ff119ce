"""What Prometheus is told is what stands in the databases, in a form its own parser reads."""

from collections.abc import AsyncIterator
from datetime import date
from uuid import uuid4

import asyncpg
import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from hub_core.embedded import Servers
from hub_core.log.event import encode
from hub_core.log.ledger import Append, Ledger, NewEvent
from hub_core.rosters.events import RollDeclared
from projections.runner import Runner
from services.platform.metrics import MetricsApplication
from services.platform.projections import PROJECTIONS
from tests.builders.databases import fresh_addresses
from tests.builders.ledger_events import ENVELOPE


@pytest.fixture
async def pool(
    servers: Servers, ledger_template: str, vault_template: str
) -> AsyncIterator[asyncpg.Pool]:
    addresses = await fresh_addresses(servers, ledger_template, vault_template)
    async with asyncpg.create_pool(addresses.postgres_url, min_size=1, max_size=4) as opened:
        yield opened


@pytest.fixture
async def scraper(pool: asyncpg.Pool) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(MetricsApplication(pool))
    async with httpx.AsyncClient(transport=transport, base_url="http://metrics.test") as client:
        yield client


async def scraped(scraper: httpx.AsyncClient) -> dict[str, dict[str, float]]:
    """Every sample by name, and by its labels' values in one."""
    answer = await scraper.get("/metrics")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/plain")
    found: dict[str, dict[str, float]] = {}
    for family in text_string_to_metric_families(answer.text):
        assert family.documentation
        for sample in family.samples:
            found.setdefault(sample.name, {})[" ".join(sample.labels.values())] = sample.value
    return found


async def test_an_empty_platform_says_so(scraper: httpx.AsyncClient) -> None:
    found = await scraped(scraper)
    assert found["hub_ledger_events_total"] == {"": 0}
    assert found["hub_relay_up"] == {"": 0}
    assert "hub_stream_head" not in found
    assert "hub_projection_position" not in found


async def test_it_tells_heads_lags_versions_and_who_is_parked(
    scraper: httpx.AsyncClient, pool: asyncpg.Pool
) -> None:
    ledger, dashboard = Ledger(pool), PROJECTIONS["hub_dashboard"]
    ashbrook = uuid4()

    async def append(topic: str) -> None:
        roll = RollDeclared(institution=ashbrook, occurred_on=date(2026, 1, 14), roll={7: 5})
        event = NewEvent(
            event_id=uuid4(),
            stream_id=uuid4(),
            version=1,
            topic=topic,
            data=encode(roll),
            institution=ashbrook,
        )
        await ledger.append([Append(events=[event], envelope=ENVELOPE)])

    await append(RollDeclared.TOPIC)
    await Runner(dashboard, ledger=ledger, pool=pool).catch_up()
    await append("rosters.RollDeclared.v9")
    await ledger.note_stream(1)
    found = await scraped(scraper)
    assert found["hub_ledger_events_total"] == {"": 2}
    assert found["hub_stream_head"] == {"": 1}
    assert found["hub_relay_lag_events"] == {"": 1}
    assert found["hub_relay_up"] == {"": 1}
    assert found["hub_projection_version"] == {f"hub_dashboard {dashboard.version}": 1}
    assert found["hub_projection_position"] == {"hub_dashboard": 1}
    assert found["hub_projection_lag_events"] == {"hub_dashboard": 1}
    assert found["hub_projection_lag_seconds"]["hub_dashboard"] > 0
    assert found["hub_projection_parked"] == {"hub_dashboard": 0}
    assert "hub_projection_rebuild_done_events" not in found

    await Runner(dashboard, ledger=ledger, pool=pool).catch_up()
    found = await scraped(scraper)
    assert found["hub_projection_lag_seconds"] == {"hub_dashboard": 0}
    assert found["hub_projection_parked"] == {"hub_dashboard": 1}


async def test_nothing_else_is_there(scraper: httpx.AsyncClient) -> None:
    for method, path in (("GET", "/"), ("POST", "/metrics"), ("GET", "/metrics/x")):
        assert (await scraper.request(method, path)).status_code == 404
