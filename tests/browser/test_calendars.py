"""A hub lead on a phone sees what comes and where weeks clash, subscribes, and ical.js reads the feed."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, Page, expect

from hub_core.embedded import Servers
from tests.browser.conftest import PHONE, both_sizes
from tests.browser.hub_pages import HubPages
from tests.builders.api_client import api_client, taken
from tests.builders.databases import fresh_addresses
from tests.builders.peopled_site import peopled_site

ICAL = Path(__file__).parent / "vendor" / "ical.js"
#: What ical.js makes of a feed; strict, so that it raises for what it would otherwise pass over.
READ_BY_ICAL = """(feed) => {
    ICAL.design.strict = true;
    const calendar = new ICAL.Component(ICAL.parse(feed));
    return calendar.getAllSubcomponents("vevent").map(one => {
        const event = new ICAL.Event(one);
        return {
            uid: event.uid, summary: event.summary, sequence: event.sequence,
            status: one.getFirstPropertyValue("status"), allDay: event.startDate.isDate,
            first: event.startDate.toString(), after: event.endDate.toString(),
        };
    });
}"""


@pytest.fixture(scope="module")
async def place(
    servers: Servers,
    ledger_template: str,
    vault_template: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> AsyncIterator[tuple[str, str]]:
    """A hub with two members, whose placement weeks clash and who were offered a talk; one called it off."""
    addresses = await fresh_addresses(servers, ledger_template, vault_template)
    folder: Path = tmp_path_factory.mktemp("calendars")
    async with api_client(addresses, folder=folder) as api:
        hub = await api.hub()
        members = [await api.school(f"{name} School") for name in ("Alder", "Birch")]
        for member, learners in zip(members, (40, 30), strict=True):
            taken(await api.put(f"membership/hubs/{hub['id']}/members/{member['id']}"))
            path = f"encounters/institutions/{member['id']}/placement-weeks"
            weeks = [{"monday": "2026-06-01", "learners": learners, "yearGroups": [10]}]
            taken(await api.put(path, {"academicYear": "2025/26", "weeks": weeks}))
        encounter = await api.propose(await api.employer("Hartley, Ødegård & Sons"), *members)
        part = f"encounters/institutions/{members[1]['id']}/encounters/{encounter}"
        taken(await api.post(f"{part}/accept"))
        taken(await api.post(f"{part}/cancel", {"reason": "other"}))
        await api.project()
        async with peopled_site(api) as site:
            yield site, hub["slug"]


async def read_by_ical(page: Page, address: str) -> dict[str, dict[str, Any]]:
    """The feed at an address as ical.js understands it, by summary."""
    answer = await page.request.get(address)
    assert answer.ok
    await page.evaluate(ICAL.read_text())
    told = await page.evaluate(READ_BY_ICAL, await answer.text())
    return {one["summary"]: one for one in told}


async def test_without_javascript_a_hub_lead_subscribes_on_a_phone(
    browser: Browser, place: tuple[str, str]
) -> None:
    site, slug = place
    context = await browser.new_context(java_script_enabled=False, viewport=PHONE)
    hub = HubPages(await context.new_page(), site, slug)
    await hub.sign_in()
    await hub.page.goto(hub.at)
    await hub.open("Calendar")
    await hub.says("Placement weeks that clash: 1")
    await hub.says("Birch School could move to the week of 8 June 2026.")
    called_off = hub.page.locator(".hub-line", has_text="at Birch School")
    await expect(called_off).to_contain_text("Called off")
    await hub.press("Make a private address")
    address = await hub.page.get_by_label("Private address of this calendar").input_value()
    await hub.page.get_by_label("Show", exact=True).select_option(value="placement_week")
    await hub.press("Show")
    await expect(hub.page.locator(".hub-month .hub-line")).to_have_count(2)
    assert address not in await hub.page.content()
    await context.close()

    reading = await browser.new_context()
    told = await read_by_ical(await reading.new_page(), address)
    await reading.close()
    talk = "Employer talk: Hartley, Ødegård & Sons at"
    assert told.keys() == {
        f"{talk} Alder School",
        f"Called off: {talk} Birch School",
        "Placement week: Alder School",
        "Placement week: Birch School",
    }
    off, week = told[f"Called off: {talk} Birch School"], told["Placement week: Alder School"]
    assert (off["status"], off["sequence"], off["allDay"]) == ("CANCELLED", 2, True)
    assert (week["first"], week["after"]) == ("2026-06-01", "2026-06-06")
    assert len({one["uid"] for one in told.values()}) == len(told)


@both_sizes
async def test_a_calendar_is_right(browser: Browser, place: tuple[str, str], size: Any) -> None:
    site, slug = place
    context = await browser.new_context(viewport=size)
    hub = HubPages(await context.new_page(), site, slug)
    await hub.sign_in()
    await hub.page.goto(f"{hub.at}/calendar")
    await hub.press("address")
    await hub.is_right()
    await context.close()
