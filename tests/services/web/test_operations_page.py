"""The operator's page: for administrators, with what stands in the databases and what to do about it."""

import re
from collections.abc import AsyncIterator
from uuid import UUID, uuid4

import asyncpg
import httpx
import pytest
from msgspec.structs import replace

from hub_core.access import (
    NATIONAL_BODY,
    PLATFORM,
    Organisation,
    OrganisationKind,
    Principal,
    Role,
)
from hub_core.access.roles import HELD_AT
from hub_core.embedded import Addresses, Servers
from hub_core.log.ledger import Append, Ledger, NewEvent
from projections.hub_dashboard.queries import Queries
from projections.operations import operations
from projections.runner import Runner
from services.http.application import create_application
from services.platform.projections import PROJECTIONS
from services.web.app import web_router
from services.web.live import LiveFeed
from services.web.operations_page.page import warnings
from tests.builders.api_client import ApiClient, api_client
from tests.builders.databases import fresh_addresses
from tests.builders.doors import Always
from tests.builders.ledger_events import ENVELOPE

ONLY_ONE = {OrganisationKind.PLATFORM: PLATFORM, OrganisationKind.NATIONAL: NATIONAL_BODY}
PATH = "/operations"


def somebody(role: Role) -> Principal:
    kind = HELD_AT[role]
    organisation = ONLY_ONE.get(kind) or Organisation(kind, UUID(int=9))
    return Principal(id=f"person:{UUID(int=5)}", roles=frozenset({role}), organisation=organisation)


@pytest.fixture(scope="module")
async def addresses(servers: Servers, ledger_template: str, vault_template: str) -> Addresses:
    return await fresh_addresses(servers, ledger_template, vault_template)


@pytest.fixture(scope="module")
async def api(
    addresses: Addresses, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[ApiClient]:
    async with api_client(addresses, folder=tmp_path_factory.mktemp("api")) as client:
        yield client


class Site:
    def __init__(self, http: httpx.AsyncClient, door: Always) -> None:
        self.http = http
        self.door = door

    async def text(self) -> str:
        answer = await self.http.get(PATH)
        assert answer.status_code == 200, answer.text
        assert answer.headers["cache-control"] == "private, no-store"
        return re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", answer.text))


@pytest.fixture
async def site(api: ApiClient) -> AsyncIterator[Site]:
    door, queries = Always(somebody(Role.ADMINISTRATOR)), Queries(api.parts.pool)
    pages = web_router(queries=queries, live=LiveFeed(queries), illustrative=False)
    app = create_application([pages], api.parts, title="Operated", doors=[], page_doors=[door])
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://hub.test") as http:
        yield Site(http, door)


@pytest.mark.parametrize("role", Role)
async def test_administrators_look_and_nobody_else(site: Site, role: Role) -> None:
    site.door.who = somebody(role)
    answer = await site.http.get(PATH)
    assert answer.status_code == (200 if role is Role.ADMINISTRATOR else 403)


async def test_it_tells_how_everything_stands(site: Site, addresses: Addresses) -> None:
    ashbrook = uuid4()
    async with asyncpg.create_pool(addresses.postgres_url, min_size=1, max_size=4) as pool:
        ledger = Ledger(pool)
        empty = await site.text()
        assert "No relay was heard of lately" in empty
        assert "No read model was built yet" in empty

        await Runner(PROJECTIONS["hub_dashboard"], ledger=ledger, pool=pool).catch_up()
        await ledger.note_stream(0)
        assert "Everything is at work" in await site.text()

        events = [
            NewEvent(
                event_id=uuid4(),
                stream_id=uuid4(),
                version=1,
                topic="rosters.RollDeclared.v9",
                data=b"{}",
                institution=ashbrook,
            )
            for _ in range(3)
        ]
        await ledger.append([Append(events=events, envelope=ENVELOPE)])
        behind = await site.text()
        assert "at 0, 3 behind the ledger" in behind
        assert re.search(r"3 events, [0-9.]+ seconds", behind)

        assert "See that" not in behind  # it has waited for moments only
        found = await operations(pool)
        late = [replace(model, lag_seconds=61.0) for model in found.read_models]
        [said] = warnings(replace(found, read_models=tuple(late)))
        assert said.startswith("hub_dashboard is 3 events behind, the oldest for 61 seconds.")
        assert "`hub project hub_dashboard`" in said

        await Runner(PROJECTIONS["hub_dashboard"], ledger=ledger, pool=pool).catch_up()
        await ledger.note_stream(3)
        parked = await site.text()
        assert "One institution is parked" in parked
        assert "hub parked list" in parked
        assert "level with the ledger" in parked
        assert str(ashbrook) not in parked


async def test_a_rebuild_tells_how_far_it_has_come(site: Site, addresses: Addresses) -> None:
    async with asyncpg.create_pool(addresses.postgres_url, min_size=1, max_size=1) as pool:
        await pool.execute(
            "insert into projections.checkpoints "
            "(projection, build, version, incarnation, position, filled, filling_to) "
            "values ('hub_dashboard', 'next', 'abcd1234', gen_random_uuid(), 0, 500, 2000)"
        )
        text = await site.text()
        await pool.execute("delete from projections.checkpoints where build = 'next'")
    assert "Hub dashboard is being built anew" in text
    assert "Version abcd1234: 500 of 2,000 events, 25 %" in text
