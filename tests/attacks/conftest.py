"""The stage of all attacks, built once: two tenants whose records are real, behind every real door.

stage  the running application, also listening on a port of this machine
"""

import asyncio
import socket
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import uvicorn

from hub_core.embedded import Servers
from tests.attacks.stage import Stage, running
from tests.builders.api_client import api_client
from tests.builders.databases import fresh_addresses
from tests.builders.tenants import new_tenant


@pytest.fixture(scope="session")
async def stage(
    servers: Servers,
    ledger_template: str,
    vault_template: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> AsyncIterator[Stage]:
    addresses = await fresh_addresses(servers, ledger_template, vault_template)
    folder: Path = tmp_path_factory.mktemp("attacks")
    async with api_client(addresses, folder=folder) as api:
        ours = await new_tenant(api, "Ashbrook", authority="202", group="5143")
        theirs = await new_tenant(api, "Beechwood", authority="303", group="6001")
        await api.project()
        with socket.create_server(("127.0.0.1", 0)) as listening:
            port = listening.getsockname()[1]
            async with running(addresses, folder, port) as app:
                server = uvicorn.Server(uvicorn.Config(app, log_level="critical", lifespan="off"))
                serving = asyncio.create_task(server._serve([listening]))
                try:
                    yield Stage(app, api, f"http://127.0.0.1:{port}", ours, theirs)
                finally:
                    server.should_exit = True
                    await serving
