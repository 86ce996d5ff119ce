"""A hub lead and a facilitator at work on whose each member is: matters, notes, actions, and a leaver."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from hub_core.embedded import Servers
from tests.browser.conftest import PHONE, both_sizes, watched_tab
from tests.browser.hub_pages import Attention, Benchmarks, Facilitators
from tests.builders.api_client import api_client, taken
from tests.builders.databases import fresh_addresses
from tests.builders.peopled_site import peopled_site

LEAD, FACILITATOR = "Hub lead", "Daniel Okafor"


@pytest.fixture(scope="module")
async def place(
    servers: Servers,
    ledger_template: str,
    vault_template: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> AsyncIterator[tuple[str, str]]:
    """A hub with two members of which nothing was ever told; the site and the hub's slug."""
    addresses = await fresh_addresses(servers, ledger_template, vault_template)
    folder: Path = tmp_path_factory.mktemp("facilitators")
    async with api_client(addresses, folder=folder) as api:
        hub = await api.hub()
        for name in ("Alder School", "Birch School"):
            member = await api.school(name, typeCode="34")
            taken(await api.put(f"membership/hubs/{hub['id']}/members/{member['id']}"))
        await api.project()
        async with peopled_site(api) as site:
            yield site, hub["slug"]


async def test_without_javascript_members_are_given_looked_after_and_handed_over(
    browser: Browser, place: tuple[str, str]
) -> None:
    site, slug = place
    context = await browser.new_context(java_script_enabled=False, viewport=PHONE)
    page = Facilitators(await context.new_page(), site, slug)
    await page.sign_in(LEAD)
    await page.open("Facilitators")
    await page.press("Give the ticked members to them")
    await page.says("Tick at least one member.")
    await page.tick("Alder School")
    await page.page.get_by_label("Who looks after them").select_option(label=FACILITATOR)
    await page.press("Give the ticked members to them")
    await page.says("They are in the hands you chose.")
    await expect(page.part(FACILITATOR)).to_contain_text("Alder School")

    await page.follow("Alder School")
    await page.heading("Alder School")
    await page.unfold("Agree an action")
    await page.press("Agree the action")
    await page.says("Say what is to be done.")
    await page.page.get_by_label("What is to be done?").fill("Send three examples of statements.")
    await page.type_day("due", "6 3 2026")
    owner = page.page.get_by_role("combobox", name="Who does it?").last
    await owner.select_option(label=FACILITATOR)
    await page.press("Agree the action")
    await page.says("By 6 March 2026. Daniel Okafor")
    await page.unfold("Note a meeting or a call")
    await page.page.get_by_label("What was said?").fill("Met the head.\nGuidance starts in May.")
    await page.press("Keep the note")
    await page.says("Visit, 11 February 2026")
    await page.says("Guidance starts in May.")

    await page.open("Facilitators")
    await expect(page.part(FACILITATOR)).to_contain_text("1 member and 1 open action")
    await page.follow("Give everything of Daniel Okafor to a colleague")
    form = page.part("Give everything to a colleague")
    await expect(form).to_be_in_viewport()
    await page.press("Give everything over")
    await page.says("Choose who takes everything over.")
    await expect(form.get_by_label("From whom?")).to_have_value(re.compile("^[0-9a-f-]{36}$"))
    await form.get_by_label("To whom?").select_option(label="Priya Raman (you)")
    await page.press("Give everything over")
    await page.says("Everything is in the successor’s hands")
    await expect(page.part(FACILITATOR)).to_contain_text("Nothing in their hands")
    await expect(page.part("(you)")).to_contain_text("1 member and 1 open action")
    await context.close()


async def test_on_a_phone_a_page_begins_on_the_first_screen_and_its_name_is_in_sight(
    browser: Browser, place: tuple[str, str]
) -> None:
    site, slug = place
    async with watched_tab(browser, site) as tab:
        await tab.set_viewport_size(PHONE)
        page = Facilitators(tab, site, slug)
        await page.sign_in(LEAD)
        await page.open("Facilitators")
        await expect(tab.locator(".hub-pages [aria-current]")).to_be_in_viewport(ratio=1)
        await expect(
            tab.get_by_role("heading", name="Looked after by nobody yet")
        ).to_be_in_viewport()
        await page.open("Report")
        await expect(tab.locator(".hub-pages [aria-current]")).to_be_in_viewport(ratio=1)


@both_sizes
async def test_a_matter_is_given_set_aside_taken_up_again_and_closed(
    browser: Browser, place: tuple[str, str], size: dict[str, int]
) -> None:
    site, slug = place
    async with watched_tab(browser, site) as tab:
        await tab.set_viewport_size(size)  # type: ignore[arg-type]
        page = Attention(tab, site, slug)
        await page.sign_in(LEAD)
        await page.open("Needs attention")
        missing = page.topic("No official result")
        await page.turn(page.matter(missing, "Birch School"))
        await page.heading("No official result")
        await page.is_right()
        await tab.get_by_label("Who sees to it").select_option(label=FACILITATOR)
        await page.press("Give it to them")
        await page.says("It is in the hands you chose.")
        for part, text in (("day", "2"), ("month", "3"), ("year", "2026")):
            await tab.locator(f"#until-{part}").fill(text)
        await tab.get_by_label("Why can it wait?").fill("The evaluation is booked.")
        await page.press("Set it aside")
        await page.says("Set aside until 2 March 2026")
        await page.says("The evaluation is booked.")
        await page.press("Put it back on the list")
        await page.says("It is on the list again.")
        await tab.get_by_label("What was done?").fill("Entered by the school today.")
        await page.press("Close it")
        await page.says("Closed on 11 February 2026")
        await page.follow("Back to the list")
        await page.is_right()
        await expect(missing).not_to_contain_text("Birch School")
        await expect(page.topic("Set aside or closed: 1")).to_contain_text("Birch School")
        await page.turn(page.matter(page.topic("Set aside or closed"), "Birch School"))
        await page.press("Put it back on the list")


@both_sizes
async def test_a_facilitator_sees_whose_members_are_and_what_is_nobodys(
    browser: Browser, place: tuple[str, str], size: dict[str, int]
) -> None:
    site, slug = place
    async with watched_tab(browser, site) as tab:
        await tab.set_viewport_size(size)  # type: ignore[arg-type]
        page = Facilitators(tab, site, slug)
        await page.sign_in("Hub facilitator")
        await page.open("Facilitators")
        await page.is_right()
        await expect(page.part("Looked after by nobody")).to_contain_text("Birch School")
        await page.follow("Birch School")
        await page.is_right()
        table = Benchmarks(tab, site, slug)
        await table.open("Benchmarks")
        await table.choose(Whose="Nobody’s yet")
        assert "Birch School" in await table.names()
        await table.choose(Whose="Daniel Okafor (you)")
        assert "Birch School" not in await table.names()
