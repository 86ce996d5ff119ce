"""Signing in, changing, leaving and being refused, in a real Chromium, with and without JavaScript.

The people are a demo's, at the demo's own issuer; the hub, school, service and employer are this test's.
"""

import asyncio
import re
import socket
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import uvicorn
from playwright.async_api import Browser, expect

from hub_core.access import Role
from hub_core.embedded import Servers
from hub_core.settings import read_settings
from projections.hub_dashboard.queries import Queries
from services.http.application import create_application
from services.http.problems import EXCEPTION_HANDLERS
from services.issuer.personas import personas
from services.platform.sign_in import people_of
from services.web.app import web_router
from services.web.errors import pages_and_problems
from services.web.live import LiveFeed
from services.web.presentation import environment
from services.web.sign_in import SessionDoor
from services.web.sign_in.cookies import send_cookies
from tests.browser.conftest import DESKTOP, PHONE, Server, both_sizes, watched_tab
from tests.browser.tab import Tab, is_right
from tests.builders.api_client import ApiClient, api_client, taken
from tests.builders.databases import fresh_addresses
from tests.builders.personas import become

#: Where each role begins, as an address.
FIRST_PAGE = {
    Role.HUB_LEAD: r"/hubs/hub-\d+$",
    Role.FACILITATOR: r"/hubs/hub-\d+$",
    Role.NATIONAL_ANALYST: r"/national$",
    Role.AUDITOR: r"/$",
    Role.ADMINISTRATOR: r"/$",
    Role.ENTERPRISE_ADVISER: r"/organisation$",  # holds two roles, so chooses
}
ELSEWHERE = r"/(?:organisations|institutions|employers|trusts)/[0-9a-f-]{36}$"


@pytest.fixture(scope="module")
async def peopled(
    servers: Servers,
    ledger_template: str,
    vault_template: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> AsyncIterator[tuple[str, ApiClient, dict[str, str]]]:
    """A site with everybody in it: its address, its API, and the school everybody at school is at."""
    addresses = await fresh_addresses(servers, ledger_template, vault_template)
    folder: Path = tmp_path_factory.mktemp("peopled")
    async with api_client(addresses, folder=folder) as api:
        hub = await api.hub(phases=["secondary", "adult"])
        school = await api.school(trustId="5143", trustName="Vale Trust")
        service = await api.school("Northbank Adult Careers Service", phase="adult")
        for member in (school, service):
            path = f"membership/hubs/{hub['id']}/members/{member['id']}"
            taken(await api.put(path))
        await api.employer()
        await api.project()
        with socket.create_server(("127.0.0.1", 0)) as listening:
            port = listening.getsockname()[1]
            chosen = read_settings({"HUB_PERSONAS": "yes", "HUB_PORT": str(port)})
            async with people_of(api.parts, chosen, illustrative=True) as people:
                live = LiveFeed(Queries(api.parts.pool))
                app = create_application(
                    [
                        web_router(
                            queries=Queries(api.parts.pool),
                            live=live,
                            illustrative=True,
                            sign_in=people.sign_in,
                        ),
                        *people.issuer_routes,
                    ],
                    api.parts,
                    title="People",
                    doors=[],
                    page_doors=[SessionDoor(people.sign_in)],
                    exception_handlers=pages_and_problems(
                        environment(illustrative=True, personas=True), EXCEPTION_HANDLERS
                    ),
                    before_send=[send_cookies],
                )
                app.state.live = live
                server = Server(uvicorn.Config(app, log_level="warning", lifespan="on"))
                task = asyncio.create_task(server.run_on(listening))
                while not server.started:
                    assert not task.done()
                    await asyncio.sleep(0.01)
                yield f"http://127.0.0.1:{port}", api, school
                server.stop()
                await task


@pytest.mark.parametrize("persona", personas(), ids=lambda one: one.subject)
async def test_everybody_signs_in_with_one_click_and_begins_where_their_work_does(
    browser: Browser, peopled: tuple[str, ApiClient, dict[str, str]], persona: object
) -> None:
    site, _, _ = peopled
    async with watched_tab(browser, site) as page:
        await page.goto(site)
        await become(page, persona.role.label)  # type: ignore[attr-defined]
        expected = FIRST_PAGE.get(persona.role, ELSEWHERE)  # type: ignore[attr-defined]
        await expect(page).to_have_url(re.compile(re.escape(site) + expected))
        await expect(page.get_by_text(persona.name)).to_be_visible()  # type: ignore[attr-defined]
        await expect(page.get_by_text("Demo sign-in")).to_be_visible()
        await page.get_by_role("button", name="Sign out", exact=True).click()
        await expect(page.locator("h1")).to_have_text("You are signed out")
        await page.goto(site)
        await expect(page.locator("h1")).to_have_text("Who would you like to be?")


@both_sizes
async def test_axe_finds_nothing_on_the_pages_of_signing_in(
    browser: Browser, peopled: tuple[str, ApiClient, dict[str, str]], size: dict[str, int]
) -> None:
    site, _, _ = peopled
    async with watched_tab(browser, site) as page:
        await page.set_viewport_size(size)  # type: ignore[arg-type]
        await page.goto(site)
        await is_right(page)
        await become(page, "Hub lead")
        await is_right(page)
        for path in ("/organisation", "/home"):
            await page.goto(site + path)
            await is_right(page)
        await page.goto(f"{site}/organisation")
        await Tab(page, site).press("Sign out everywhere")
        await is_right(page)


async def test_without_javascript_on_a_phone_one_acts_for_another_and_back(
    browser: Browser, peopled: tuple[str, ApiClient, dict[str, str]]
) -> None:
    site, _, school = peopled
    context = await browser.new_context(java_script_enabled=False, viewport=PHONE)
    page = await context.new_page()
    await page.goto(site)
    await become(page, "Enterprise adviser")
    await page.get_by_label("Hartley Engineering Limited").check()
    await page.get_by_role("button", name="Act for this organisation").click()
    await expect(page.locator("h1")).to_have_text("Hartley Engineering Limited")
    await page.get_by_role("button", name="Sign out", exact=True).click()

    await page.goto(site)
    await become(page, "Hub lead")
    await page.get_by_role("link", name="Your account").click()
    await page.get_by_label("URN of the school or college").fill("000000")
    await page.get_by_role("button", name="Act on its behalf").click()
    await expect(page.get_by_text("No school or college has this URN")).to_be_visible()
    await page.get_by_label("URN of the school or college").fill(school["urn"])
    await page.get_by_role("button", name="Act on its behalf").click()
    await expect(page.locator("h1")).to_have_text("Ashbrook Academy")
    await expect(page.get_by_text("You are acting on behalf of Ashbrook Academy")).to_be_visible()
    await page.get_by_role("button", name="Stop acting on its behalf").click()
    await expect(page.locator("h1")).to_have_text("Northbank Careers Hub")
    await expect(page.get_by_text("You are acting on behalf")).to_have_count(0)
    await context.close()


async def test_what_one_may_not_see_is_refused_with_the_way_back(
    browser: Browser, peopled: tuple[str, ApiClient, dict[str, str]]
) -> None:
    site, _, _ = peopled
    context = await browser.new_context(viewport=DESKTOP)
    page = await context.new_page()
    await page.goto(site)
    await become(page, "Employer")
    await expect(page.get_by_role("link", name="All hubs")).to_have_count(0)
    await page.goto(site)
    await expect(page.locator("h1")).to_have_text("Hartley Engineering Limited")
    answer = await page.goto(f"{site}/operations")
    assert answer is not None
    assert answer.status == 403
    await expect(page.locator("h1")).to_have_text("You cannot see this page")
    await page.get_by_role("link", name="Go to your first page").click()
    await expect(page.locator("h1")).to_have_text("Hartley Engineering Limited")
    await context.close()
