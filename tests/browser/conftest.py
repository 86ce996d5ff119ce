"""A real Chromium on a real server: what every browser test stands on.

    site      the address of the web service on a free port, over built dashboards
    queries   what it answers from; a test may add to it
    browser   Chromium, started once a run
    page      a tab of this test's own that fails the test on a console error or a foreign request

Rule: nothing is mocked between the server and the screen. If Chromium is missing the tests fail with
the sentence that tells how to install it.
"""

import asyncio
import shutil
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
import uvicorn
from playwright.async_api import Browser, Page, ViewportSize, async_playwright, expect

from services.web.app import create_app
from tests.builders.accesses import AccessesInMemory
from tests.builders.doors import Auditor
from tests.builders.hub_dashboards import NOW, BuiltQueries, built_queries

FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
#: How long a page may take on a machine that has other work, in milliseconds: nothing is timed by it.
PATIENCE = 30_000
expect.set_options(timeout=PATIENCE)

DESKTOP: ViewportSize = {"width": 1280, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}
NARROW: ViewportSize = {"width": 320, "height": 700}
#: A page is looked at on a phone each time, where it is tightest, and at a desk by ``make test-all``.
both_sizes = pytest.mark.parametrize(
    "size", [pytest.param(DESKTOP, marks=pytest.mark.long), PHONE], ids=["desktop", "phone"]
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here drives a browser."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


class Server(uvicorn.Server):
    """Tells the live feed to stop before waiting for open pages, as the platform does."""

    address = ""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ended = asyncio.Event()

    async def run_on(self, listening: socket.socket) -> None:
        # Without the signal handlers of serve(): the test run keeps its own.
        await self._serve([listening])
        self.ended.set()

    def stop(self) -> None:
        self.config.app.state.live.stop()  # type: ignore[union-attr]
        self.should_exit = True


@pytest.fixture
def queries() -> BuiltQueries:
    """What the pages are filled from."""
    return built_queries()


@pytest.fixture
async def server(queries: BuiltQueries) -> AsyncIterator[Server]:
    """The web service on a free port of the loopback interface."""
    app = create_app(
        queries=queries,
        page_doors=[Auditor()],
        accesses=AccessesInMemory(),
        illustrative=True,
        clock=lambda: NOW,
    )
    with socket.create_server(("127.0.0.1", 0)) as listening:
        running = Server(uvicorn.Config(app, log_level="warning", lifespan="on"))
        running.address = f"http://127.0.0.1:{listening.getsockname()[1]}"
        task = asyncio.create_task(running.run_on(listening))
        while not running.started:
            assert not task.done(), "The web service did not start."
            await asyncio.sleep(0.01)
        yield running
        running.stop()
        await task


@pytest.fixture
async def site(server: Server) -> str:
    """The address of the web service."""
    return server.address


class ChromiumMissing(Exception):
    """There is no Chromium on this machine."""


def chromium() -> str:
    """Where Debian's Chromium is. Raises ``ChromiumMissing`` with how to get it."""
    executable = shutil.which("chromium") or shutil.which("chromium-browser")
    if executable is None:
        raise ChromiumMissing(
            "The browser tests need Chromium and it is not installed. "
            "On Debian or Ubuntu: apt-get install --yes chromium"
        )
    return executable


@pytest.fixture(scope="session")
async def browser() -> AsyncIterator[Browser]:
    """Debian's Chromium."""
    async with async_playwright() as playwright:
        opened = await playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield opened
        await opened.close()


@asynccontextmanager
async def watched_tab(browser: Browser, site: str) -> AsyncIterator[Page]:
    """A tab that must see no console error and ask nobody but the site."""
    context = await browser.new_context(viewport=DESKTOP)
    # A page that is right is quick; one that is wrong should not hold up the run.
    context.set_default_timeout(PATIENCE)
    tab = await context.new_page()
    complaints: list[str] = []
    tab.on("console", lambda message: complaints.append(message.text)
           if message.type in ("error", "warning") else None)  # fmt: skip
    tab.on("pageerror", lambda error: complaints.append(str(error)))
    tab.on("request", lambda request: complaints.append(f"asked {request.url}")
           if not request.url.startswith((site, "data:")) else None)  # fmt: skip
    yield tab
    await context.close()
    assert complaints == []


@pytest.fixture
async def page(browser: Browser, site: str) -> AsyncIterator[Page]:
    """A tab of this test's own."""
    async with watched_tab(browser, site) as tab:
        yield tab
