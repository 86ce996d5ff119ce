"""National figures, releases, a trust and the search in a browser: choosing and comparing without
JavaScript, and every page right at both widths."""

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest
from playwright.async_api import Browser, ViewportSize, expect

from hub_core.access import trust
from hub_core.embedded import Servers
from tests.browser.conftest import PHONE, both_sizes, watched_tab
from tests.browser.tab import Tab
from tests.builders.api_client import api_client, taken
from tests.builders.databases import fresh_addresses
from tests.builders.peopled_site import peopled_site
from tests.builders.personas import become
from tests.builders.releases import published, release_files


@pytest.fixture(scope="module")
async def site(
    servers: Servers,
    ledger_template: str,
    vault_template: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> AsyncIterator[str]:
    """Two releases are out, and a trust has a school in a hub and one in none."""
    addresses = await fresh_addresses(servers, ledger_template, vault_template)
    folder: Path = tmp_path_factory.mktemp("national-pages")
    async with api_client(addresses, folder=folder) as api:
        hub = await api.hub()
        schools = [
            await api.school(name, lowAge=11, highAge=16, trustId="5143", trustName="Vale Trust")
            for name in ("Alder School", "Birch School")
        ]
        member = f"membership/hubs/{hub['id']}/members/{schools[0]['id']}"
        taken(await api.put(member, {"admittedOn": "2025-09-01"}))
        for day, seed in ((date(2024, 12, 31), 1), (date(2025, 7, 31), 2)):
            await published(api, release_files(seed, on=day), on=day)
        await api.project()
        async with peopled_site(api) as address:
            yield address


class NationalPages(Tab):
    """A tab on the pages above single hubs."""

    async def sign_in(self, role: str) -> None:
        await self.page.goto(f"{self.site}/sign-in")
        await become(self.page, role)

    async def choose(self, form: str, button: str, **chosen: str) -> None:
        """Choose from the lists of a form and send it."""
        there = self.page.get_by_role("form", name=form)
        for label, option in chosen.items():
            await there.get_by_label(label.replace("_", " "), exact=True).select_option(
                label=option
            )
        await self.turn(there.get_by_role("button", name=button))


async def test_an_analyst_chooses_follows_and_compares_without_javascript(
    browser: Browser, site: str
) -> None:
    context = await browser.new_context(java_script_enabled=False, viewport=PHONE)
    page = await context.new_page()
    pages = NationalPages(page, site)
    await pages.sign_in("National analyst")
    await pages.heading("National figures")
    await pages.choose("Choose the figures", "Show", Figure="Share that achieved all eight")
    await expect(page.locator("#figure-heading")).to_have_text("Share that achieved all eight")
    await pages.follow("North East")
    await expect(page.locator(".hub-national__series h3")).to_contain_text("North East:")
    await pages.choose("Compare two", "Compare", **{"with": "London"})
    await expect(page.locator("#compare-heading")).to_have_text("North East and London")
    await expect(page.locator(".hub-national__compared tbody tr")).to_have_count(8)
    assert "measure=all_eight_percent" in page.url
    await page.goto(page.url.partition("#")[0])  # as whoever it was sent to opens it
    await expect(page.locator("#compare-heading")).to_have_text("North East and London")
    await context.close()


@both_sizes
async def test_the_pages_above_single_hubs_are_right(
    browser: Browser, site: str, size: ViewportSize
) -> None:
    async with watched_tab(browser, site) as tab:
        await tab.set_viewport_size(size)
        pages = NationalPages(tab, site)
        await tab.goto(f"{site}/statistics")
        await pages.is_right()
        await pages.follow("As at 31 July 2025")
        await pages.heading("Statistics as at 31 July 2025")
        await pages.is_right()

        await pages.sign_in("Trust lead")
        await pages.heading("Vale Trust")
        assert tab.url == f"{site}/trusts/{trust('5143').id}"
        await pages.is_right()
        await tab.get_by_label("Find a school, hub or employer").fill("birch")
        await pages.turn(tab.locator(".hub-seek__button"))
        await pages.heading("“birch”")
        await pages.is_right()
        await tab.goto(f"{site}/national?area=E12000001&with=E12000007")
        await pages.heading("National figures")
        await pages.is_right()
