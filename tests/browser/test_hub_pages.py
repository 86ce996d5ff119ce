"""A hub lead at work on the pages of their hub: at a desk, on a phone, without JavaScript."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, expect

from hub_core.embedded import Servers
from tests.browser.conftest import DESKTOP, PHONE, both_sizes, watched_tab
from tests.browser.hub_pages import Attention, Benchmarks, Members
from tests.builders.api_client import ApiClient, api_client, taken
from tests.builders.databases import fresh_addresses
from tests.builders.peopled_site import peopled_site

Place = tuple[str, ApiClient, dict[str, Any]]


@pytest.fixture(scope="module")
async def place(
    servers: Servers,
    ledger_template: str,
    vault_template: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> AsyncIterator[Place]:
    """A hub with four members: two with results, one that told its roll, one silent; and a primary school."""
    addresses = await fresh_addresses(servers, ledger_template, vault_template)
    folder: Path = tmp_path_factory.mktemp("hub-pages")
    async with api_client(addresses, folder=folder) as api:
        hub = await api.hub(phases=["primary", "secondary", "special_and_alternative"])
        alder = await api.school("Alder School", typeCode="34")
        birch = await api.school("Birch School", typeCode="01")
        cedar = await api.school("Cedar School", phase="special_and_alternative", typeCode="07")
        silent = await api.school("Dogwood School", typeCode="01")
        primary = await api.school("Elm Primary School", phase="primary")
        for member in (alder, birch, cedar, silent, primary):
            taken(await api.put(f"membership/hubs/{hub['id']}/members/{member['id']}"))
        await result(api, alder, "2025-12-03", fifth=100)
        await result(api, birch, "2024-11-12", fifth=62)
        roster = [{"reference": f"L-{one}", "yearGroup": 8} for one in range(20)]
        sent = {"learners": roster, "complete": True, "asOf": "2025-09-08"}
        taken(await api.put(f"activities/institutions/{cedar['id']}/roster", sent))
        await api.school("Fir School", typeCode="34")
        await api.project()
        async with peopled_site(api) as site:
            yield site, api, hub


async def result(api: ApiClient, school: dict[str, Any], on: str, *, fifth: int) -> None:
    """An official result: everything at 80 per cent but the fifth benchmark."""
    sent = {
        "completedOn": on,
        "edition": "GATSBY-2024" if on > "2025-09" else "GATSBY-2014",
        "source": "compass",
        "benchmarks": {
            str(number): {"percentage": fifth if number == 5 else 80} for number in range(1, 9)
        },
    }
    path = f"progress/institutions/{school['id']}/compass-results"
    taken(await api.post(path, sent), 201)


@both_sizes
async def test_a_hub_lead_sorts_filters_and_passes_the_address_on(
    browser: Browser, place: Place, size: dict[str, int]
) -> None:
    site, _, hub = place
    async with watched_tab(browser, site) as tab:
        await tab.set_viewport_size(size)  # type: ignore[arg-type]
        page = Benchmarks(tab, site, hub["slug"])
        await page.sign_in()
        await page.open("Benchmarks")
        await page.is_right()
        assert await page.names() == [
            "Alder School", "Birch School", "Cedar School", "Dogwood School",
        ]  # fmt: skip
        assert await page.cell("Alder School", 5) in ("5 100% ; records show: No data supplied",
                                                      "100% ; records show: No data supplied")  # fmt: skip
        assert "No result ; records show: 0 of" in await page.cell("Cedar School", 5)
        silent = page.rows.filter(has_text="Dogwood School")
        await expect(silent).to_contain_text("No official result, and no data supplied this year")
        await expect(page.rows.filter(has_text="Birch")).to_contain_text("over a year old")

        await page.choose(Sort_by="5 Encounters with employers and employees",
                          Order="Z to A, highest first")  # fmt: skip
        assert (await page.names())[:2] == ["Alder School", "Birch School"]
        await page.choose(Phase="Special and alternative provision")
        assert await page.names() == ["Cedar School"]
        await page.is_right()
        passed_on = tab.url

    async with watched_tab(browser, site) as tab:
        page = Benchmarks(tab, site, hub["slug"])
        await page.sign_in("Hub facilitator")
        await tab.goto(passed_on)
        assert await page.names() == ["Cedar School"]


async def test_without_javascript_the_heads_sort_and_the_rows_are_a_file(
    browser: Browser, place: Place
) -> None:
    site, _, hub = place
    context = await browser.new_context(java_script_enabled=False, viewport=DESKTOP)
    page = Benchmarks(await context.new_page(), site, hub["slug"])
    await page.sign_in()
    await page.open("Benchmarks")
    await page.sort_by("5 Encounters")
    assert (await page.names())[:2] == ["Alder School", "Birch School"]
    await expect(page.page.locator("[aria-sort=descending]")).to_contain_text("Encounters")
    await page.sort_by("5 Encounters")
    assert (await page.names())[:2] == ["Birch School", "Alder School"]
    await page.choose(Phase="Every phase")
    await expect(page.rows.filter(has_text="Elm Primary")).to_contain_text("No data supplied")
    async with page.page.expect_download() as taken_away:
        await page.page.get_by_role("link", name="Download these rows").click()
    lines = Path(await (await taken_away.value).path()).read_text("utf-8-sig").splitlines()
    assert [line.partition(",")[0] for line in lines[1:]] == await page.names()
    await context.close()


@both_sizes
async def test_a_hub_lead_sees_who_is_not_in_and_what_can_be_done(
    browser: Browser, place: Place, size: dict[str, int]
) -> None:
    site, _, hub = place
    async with watched_tab(browser, site) as tab:
        await tab.set_viewport_size(size)  # type: ignore[arg-type]
        page = Members(tab, site, hub["slug"])
        await page.sign_in()
        await page.open("Members")
        await expect(tab.get_by_role("region", name="Not in yet")).to_contain_text("Fir School")
        await page.is_right()
        await page.institution("Dogwood School")
        await page.is_right()


async def test_without_javascript_a_school_is_admitted_invited_paused_and_let_go(
    browser: Browser, place: Place
) -> None:
    site, api, hub = place
    await api.school("Gorse School")
    await api.project()
    context = await browser.new_context(java_script_enabled=False, viewport=PHONE)
    page = Members(await context.new_page(), site, hub["slug"])
    await page.sign_in()
    await page.open("Members")
    await page.institution("Gorse School")
    await page.stands("Not in yet")
    await page.do("Admit to the hub")
    await page.is_told("Gorse School is a member of this hub now.")
    await page.do("Make the link")
    await page.is_told("This is not an e-mail address. Write it like name@school.example.")
    await page.page.get_by_label("Their e-mail address").fill("leader@gorse.example")
    await page.do("Make the link")
    await page.is_told("Send this link to leader@gorse.example.")
    link = await page.page.get_by_label("Link of the invitation").input_value()
    assert link.startswith(f"{site}/join/")
    await page.do("Pause")
    await page.is_told("Choose a reason.")
    await page.page.locator("#reason-pause").select_option(label="No careers leader in post")
    await page.do("Pause")
    await page.stands("Paused")
    await page.do("Make active again")
    await page.is_told("is an active member again.")
    await page.page.locator("#reason-withdraw").select_option(label="Another reason")
    await page.do("End the membership")
    await page.stands("Not in yet")
    await context.close()


@both_sizes
async def test_a_hub_lead_is_told_whom_to_ring_and_why(
    browser: Browser, place: Place, size: dict[str, int]
) -> None:
    site, _, hub = place
    async with watched_tab(browser, site) as tab:
        await tab.set_viewport_size(size)  # type: ignore[arg-type]
        page = Attention(tab, site, hub["slug"])
        await page.sign_in()
        await page.open("Needs attention")
        await page.is_right()
        await expect(page.topic("Begin with these")).to_contain_text("Dogwood School")
        await expect(page.topic("Begin with these")).to_contain_text("Nothing ever recorded")
        await page.only("Official result over a year old")
        await expect(page.topic("Official result over a year old")).to_contain_text(
            "Last official result of 12 November 2024"
        )
        await expect(page.topic("Official result over a year old")).to_contain_text(
            "Agree a date for this year’s Compass evaluation."
        )
        await page.is_right()
        await page.open("Questions")
        await page.is_right()


async def test_without_javascript_a_reason_goes_when_its_fact_is_recorded(
    browser: Browser, place: Place
) -> None:
    site, api, hub = place
    school = await api.school("Hazel School")
    taken(await api.put(f"membership/hubs/{hub['id']}/members/{school['id']}"))
    await api.project()
    context = await browser.new_context(java_script_enabled=False, viewport=PHONE)
    page = Attention(await context.new_page(), site, hub["slug"])
    await page.sign_in()
    await page.open("Needs attention")
    await page.only("No official result")
    await expect(page.topic("No official result")).to_contain_text("Hazel School")
    await result(api, school, "2026-01-12", fifth=70)
    await api.project()
    await page.page.reload()
    await expect(page.topic("No official result")).not_to_contain_text("Hazel School")
    await context.close()
