"""The client against the whole API on real servers.

api      what tests use to set a story up
hub      the typed client, each of its requests with the key of somebody who may send it
wire     how its requests travel, which a test can cut
"""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from careers_hub_client import AsyncClient, Patience
from hub_core.embedded import Servers
from tests.builders.api_client import ApiClient, api_client
from tests.builders.databases import fresh_addresses
from tests.builders.unreliable_wire import UnreliableWire


@pytest.fixture(scope="session")
async def api(
    servers: Servers,
    ledger_template: str,
    vault_template: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> AsyncIterator[ApiClient]:
    addresses = await fresh_addresses(servers, ledger_template, vault_template)
    folder: Path = tmp_path_factory.mktemp("api")
    async with api_client(addresses, folder=folder) as client:
        yield client


@pytest.fixture
def wire(api: ApiClient) -> UnreliableWire:
    return UnreliableWire(httpx.ASGITransport(api.app, raise_app_exceptions=False))


@pytest.fixture
async def hub(api: ApiClient, wire: UnreliableWire) -> AsyncIterator[AsyncClient]:
    assert api.http.auth is not None
    async with AsyncClient(
        "http://hub.test",
        api.http.auth,
        transport=wire,
        sleep=wire.waited,
        patience=Patience(chance=lambda: 1.0),
    ) as client:
        yield client
