"""A hub lead reads a table of more rows than a page has, in order and from an address that was passed on."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser

from hub_core.embedded import Servers
from services.web.paging import ROWS_A_PAGE
from tests.browser.conftest import DESKTOP, PHONE, watched_tab
from tests.browser.hub_pages import Panel
from tests.builders.api_client import api_client, taken
from tests.builders.databases import fresh_addresses
from tests.builders.peopled_site import peopled_site

EMPLOYERS = ROWS_A_PAGE + 3


@pytest.fixture(scope="module")
async def place(
    servers: Servers,
    ledger_template: str,
    vault_template: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> AsyncIterator[tuple[str, str]]:
    """A hub with three cornerstones more than a page of a table has rows; the site and the hub's slug."""
    addresses = await fresh_addresses(servers, ledger_template, vault_template)
    folder: Path = tmp_path_factory.mktemp("long-tables")
    async with api_client(addresses, folder=folder) as api:
        hub = await api.hub()
        for number in range(1, EMPLOYERS + 1):
            employer = await api.employer(f"Employer {number:02} Limited")
            await api.verify(employer, hub)
            path = f"encounters/hubs/{hub['id']}/employers/{employer}/cornerstone"
            taken(await api.post(path))
        await api.project()
        async with peopled_site(api) as site:
            yield site, hub["slug"]


async def test_a_long_table_is_read_page_by_page_and_the_address_can_be_passed_on(
    browser: Browser, place: tuple[str, str]
) -> None:
    site, slug = place
    async with watched_tab(browser, site) as tab:
        page = Panel(tab, site, slug)
        await page.sign_in()
        await page.open("Employers")
        await page.choose(Which="Cornerstones")
        await page.says(f"Showing 1 to {ROWS_A_PAGE} of {EMPLOYERS}")
        assert len(await page.lines("Employer by employer")) == ROWS_A_PAGE
        for size in (PHONE, DESKTOP):
            await tab.set_viewport_size(size)
            await page.is_right()
        way = tab.get_by_role("navigation", name="Pages of employer by employer")
        await page.turn(way.get_by_role("link", name="Next page"))
        await page.says(f"Showing {ROWS_A_PAGE + 1} to {EMPLOYERS} of {EMPLOYERS}")
        assert len(await page.lines("Employer by employer")) == EMPLOYERS - ROWS_A_PAGE
        assert (await tab.title()).startswith("Employers (page 2 of 2): ")
        assert tab.url.endswith("employers-page=2#employers")
        assert "show=cornerstone" in tab.url
        await page.is_right()
        await tab.set_viewport_size(PHONE)
        await page.is_right()
        await page.says("Download these rows and those of other pages (CSV)")
        text = await page.file()
        assert text.count("Limited") == EMPLOYERS
        # To choose anew is to begin anew.
        await page.choose(Which="Lapsed")
        await page.says("No employer matches what you chose.")
        answer = await tab.goto(f"{page.at}/employers?show=cornerstone&employers-page=2")
        assert answer is not None
        assert answer.status == 200
        await page.turn(way.get_by_role("link", name="Previous page"))
        await page.says(f"Showing 1 to {ROWS_A_PAGE} of {EMPLOYERS}")


async def test_an_address_of_a_page_that_is_no_longer_there_says_how_to_go_on(
    browser: Browser, place: tuple[str, str]
) -> None:
    site, slug = place
    context = await browser.new_context(java_script_enabled=False, viewport=PHONE)
    page = Panel(await context.new_page(), site, slug)
    await page.sign_in()
    answer = await page.page.goto(f"{page.at}/employers?employers-page=9")
    assert answer is not None
    assert answer.status == 404
    await page.says("“Employer by employer” has 2 pages now, and none called “9”.")
    await context.close()
