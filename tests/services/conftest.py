"""The whole API on real servers, for tests of services that tell a story over HTTP.

api  a client of every service, on databases of this run's own
"""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from hub_core.embedded import Servers
from tests.builders.api_client import ApiClient, api_client
from tests.builders.databases import fresh_addresses


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
