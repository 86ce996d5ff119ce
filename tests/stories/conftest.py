"""Stories run against a whole hub: every part is its own process, and can be killed."""

import socket
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from hub_core.embedded import embedded_servers
from services.platform.schema import bring_up_to_date
from tests.builders.running_hub import RunningHub


@pytest.fixture
async def running_hub(tmp_path: Path) -> AsyncIterator[RunningHub]:
    """Servers with empty databases; the story starts the parts it needs."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    async with (
        embedded_servers(tmp_path / "hub") as servers,
        httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=30) as client,
    ):
        hub = RunningHub(servers, tmp_path / "hub", client)
        await bring_up_to_date(hub.addresses)
        try:
            yield hub
        finally:
            await hub.close()
