"""The description of the API can be read on a machine without the rest of the internet."""

import asyncio
import socket
from collections.abc import AsyncIterator
from typing import cast

import pytest
import uvicorn
from playwright.async_api import Page, expect

from services.http.application import create_application
from services.http.parts import Parts
from services.platform.composition import APIS, TITLE


@pytest.fixture
async def site() -> AsyncIterator[str]:
    """The API on a free port. Nothing is asked of its parts: it only describes itself."""
    app = create_application([*APIS.values()], cast("Parts", None), title=TITLE, doors=[])
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning"))
        serving = asyncio.create_task(server._serve([listening]))
        while not server.started:
            assert not serving.done(), "The API did not start."
            await asyncio.sleep(0.01)
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        server.should_exit = True
        await serving


@pytest.mark.long
async def test_the_page_shows_every_operation_and_asks_nobody_else(site: str, page: Page) -> None:
    await page.goto(f"{site}/api/schema")
    await expect(page).to_have_title(TITLE)
    for operation in (
        "Establish a hub with its areas",
        "Register an employer",
        "All figures of one hub",
    ):
        # The page puts all its operations together first, which is long work for a busy machine.
        await expect(page.get_by_text(operation).first).to_be_attached(timeout=240_000)
