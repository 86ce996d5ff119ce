"""An employer at work on its pages: on a phone in a minute, at a desk, without JavaScript."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from hub_core.embedded import Servers
from tests.browser.conftest import PHONE, both_sizes, watched_tab
from tests.browser.tab import Tab
from tests.builders.api_client import ApiClient, api_client
from tests.builders.databases import fresh_addresses
from tests.builders.peopled_site import peopled_site
from tests.builders.personas import become

Place = tuple[str, ApiClient]


@pytest.fixture(scope="module")
async def place(
    servers: Servers,
    ledger_template: str,
    vault_template: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> AsyncIterator[Place]:
    """One employer with an encounter of yesterday, and another school it never met."""
    addresses = await fresh_addresses(servers, ledger_template, vault_template)
    folder: Path = tmp_path_factory.mktemp("employer-pages")
    async with api_client(addresses, folder=folder) as api:
        hub = await api.hub()
        employer = await api.employer()
        await api.verify(employer, hub)
        alder = await api.school("Alder School")
        await api.school("Birch School")
        await api.propose(employer, alder, plannedFor="2026-02-10")
        await api.project()
        async with peopled_site(api) as site:
            yield site, api


class EmployerPages(Tab):
    """A tab on an employer's pages."""

    async def sign_in(self) -> None:
        await self.page.goto(self.site)
        await become(self.page, "Employer")

    async def offer(self, *schools: str) -> None:
        """Fill in the offer, up to the check."""
        page = self.page
        await self.follow("Offer to meet young people")
        await page.get_by_label("What will it be?").select_option("employer_talk")
        await page.get_by_label("In person", exact=True).check()
        for part, typed in (("Day", "20"), ("Month", "3"), ("Year", "2026")):
            await page.get_by_label(part, exact=True).fill(typed)
        for group in await page.locator(".hub-several:not([open]) > summary").all():
            await group.click()
        for name in schools:
            await page.get_by_label(name).check()
        await self.press("Continue")


@both_sizes
async def test_an_employer_s_pages_are_right_up_to_sending(
    browser: Browser, place: Place, size: dict[str, int]
) -> None:
    site, _ = place
    async with watched_tab(browser, site) as tab:
        await tab.set_viewport_size(size)  # type: ignore[arg-type]
        pages = EmployerPages(tab, site)
        await pages.sign_in()
        await expect(tab.locator("#list-waiting")).to_have_text("Did it take place?")
        await pages.is_right()
        await pages.offer("Birch School")
        await expect(tab.get_by_role("heading", name="Check your answers")).to_be_visible()
        await pages.is_right()
        await pages.press("Change an answer")
        await expect(tab.get_by_label("Birch School")).to_be_checked()
        await pages.is_right()
        await pages.press("Continue")
        await expect(tab.get_by_role("button", name="Send the offer")).to_be_visible()


async def test_without_javascript_it_offers_and_says_how_it_went(
    browser: Browser, place: Place
) -> None:
    site, api = place
    context = await browser.new_context(java_script_enabled=False, viewport=PHONE)
    page = await context.new_page()
    pages = EmployerPages(page, site)
    await pages.sign_in()
    await pages.offer("Birch School")
    await pages.press("Send the offer")
    await api.project()
    await page.reload()  # what was sent is taken in by now
    await expect(page.get_by_text("Your offer is on its way.")).to_be_visible()
    await expect(page.locator(".hub-deed", has_text="Birch School")).to_contain_text(
        "No answer yet"
    )
    await pages.follow("Say how it went at Alder School")
    await page.get_by_label("How many learners took part?").fill("many")
    await pages.press("It took place")
    await expect(page.get_by_role("alert")).to_contain_text("“many” is not a whole number.")
    await page.get_by_label("How many learners took part?").fill("28")
    await pages.press("It took place")
    await api.project()
    await page.reload()
    await expect(page.get_by_text("28 learners by your count")).to_be_visible()
    await context.close()
