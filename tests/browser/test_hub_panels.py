"""A hub lead looks through the panels before the steering group: at a desk, on a phone, as a file."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, expect

from hub_core.access import Role
from hub_core.embedded import Servers
from tests.browser.conftest import DESKTOP, PHONE, watched_tab
from tests.browser.hub_pages import Panel
from tests.builders.api_client import ApiClient, api_client, taken
from tests.builders.databases import fresh_addresses
from tests.builders.peopled_site import peopled_site
from tests.services.encounters.test_coordination import member, met
from tests.services.progress.test_context import ROWS, imported
from tests.services.training.test_workforce import PRIYA

Place = tuple[str, str]


@pytest.fixture(scope="module")
async def place(
    servers: Servers,
    ledger_template: str,
    vault_template: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> AsyncIterator[Place]:
    """A hub with three members, one of them silent; the site and the hub's slug."""
    addresses = await fresh_addresses(servers, ledger_template, vault_template)
    folder: Path = tmp_path_factory.mktemp("hub-panels")
    async with api_client(addresses, folder=folder) as api:
        hub = await api.hub()
        alder, birch, _ = [
            await member(api, hub, name)
            for name in ("Alder School", "Birch School", "Cedar School")
        ]
        await employers(api, hub, alder, birch)
        await training(api, hub, alder, birch)
        await requests(api, alder, birch)
        await imported(api, *(row.replace("E06000002", "E09000007") for row in ROWS))
        await api.project()
        async with peopled_site(api) as site:
            yield site, hub["slug"]


async def employers(
    api: ApiClient, hub: dict[str, Any], alder: dict[str, Any], birch: dict[str, Any]
) -> None:
    """One that lapsed, one that is over-asked, and a cornerstone with nothing booked."""
    lapsed, asked, stone = [
        await api.employer(f"{name} Limited") for name in ("Lapwing", "Asker", "Stone")
    ]
    await met(api, alder, lapsed, "2024-11-05")
    await met(api, birch, lapsed, "2025-05-06")
    await met(api, alder, asked, "2025-10-07")
    for employer in (lapsed, stone):
        await api.verify(employer, hub)
    taken(await api.post(f"encounters/hubs/{hub['id']}/employers/{stone}/cornerstone"))
    approach = {"approached": asked, "purpose": "encounter"}
    taken(await api.post(f"encounters/institutions/{alder['id']}/approaches", approach))


async def training(
    api: ApiClient, hub: dict[str, Any], alder: dict[str, Any], birch: dict[str, Any]
) -> None:
    """One place, for which two people ask; neither careers leader is trained."""
    for school in (alder, birch):
        path = f"training/institutions/{school['id']}/careers-leader"
        taken(await api.post(path, {"who": PRIYA, "appointedOn": "2025-09-01"}), 201)
    lead = await api.key_of(Role.HUB_LEAD, hub["id"])
    details = {
        "kind": "careers_leader", "heldOn": "2026-03-10", "mode": "in_person", "places": 1,
    }  # fmt: skip
    announced = {"organiser": {"kind": "hub", "id": hub["id"]}, "details": details}
    event = taken(await api.post("training/events", announced, **lead), 201)["id"]
    for school in (alder, birch):
        path = f"training/institutions/{school['id']}/events/{event}/bookings"
        taken(await api.post(path, {"who": PRIYA}), 201)


async def requests(api: ApiClient, alder: dict[str, Any], birch: dict[str, Any]) -> None:
    """A college asked both: the one refused, the other has not answered. The first published a statement."""
    asked = {
        "providerKind": "fe_college",
        "providerName": "Northbank College",
        "yearGroups": [10],
        "routes": ["t_level"],
        "dates": ["2026-03-10"],
    }
    for school in (alder, birch):
        at = f"activities/institutions/{school['id']}"
        request = taken(await api.post(f"{at}/access-requests", asked), 201)["id"]
        if school is alder:
            refused = {"reason": "no_suitable_date"}
            taken(await api.post(f"{at}/access-requests/{request}/refuse", refused))
            published = {"address": "https://alder.example/access", "reviewedOn": "2026-01-12"}
            taken(await api.put(f"{at}/access-statement", published))


@pytest.mark.long
async def test_a_hub_lead_finds_the_next_step_with_each_employer_and_takes_the_file(
    browser: Browser, place: Place
) -> None:
    site, slug = place
    async with watched_tab(browser, site) as tab:
        page = Panel(tab, site, slug)
        await page.sign_in()
        await page.open("Employers")
        await page.says("1 of 3 employers met a member in 2025/26 or is booked to. 1 has lapsed.")
        assert "told by 2 of 3 members" in await page.figure("Lapsed")
        await page.choose(Which="Lapsed")
        assert tab.url.endswith("show=lapsed&sector=&size=&year=2025-26")
        [line] = await page.lines("Employer by employer")
        assert "Lapwing Limited Manufacturing. 50 to 249 employees" in line
        assert "Ring them before others do" in line
        text = await page.file()
        assert "Lapwing Limited,Manufacturing,50 to 249 employees,0,2,2025-05-06,yes," in text
        assert "Asker" not in text
        await page.choose(Which="Over-asked")
        [line] = await page.lines("Employer by employer")
        assert "Ask nothing of them before 18 February 2026" in line
        await page.choose(Which="Cornerstones", Sector="Energy")
        await page.says("No employer matches what you chose.")
        await page.is_right()


async def test_without_javascript_a_facilitator_sees_who_waits_for_training(
    browser: Browser, place: Place
) -> None:
    site, slug = place
    context = await browser.new_context(java_script_enabled=False, viewport=PHONE)
    page = Panel(await context.new_page(), site, slug)
    await page.sign_in("Hub facilitator")
    await page.open("Training")
    await page.says(
        "3 of 3 members asked for one have no trained careers leader; 1 of these is booked on the training."
    )
    [event] = await page.lines("Training by training")
    assert "10 March 2026" in event
    assert "1 person waits: offer a second date." in event
    await page.choose(Which="Booked on something")
    lines = await page.lines("Member by member")
    assert ["Alder" in one for one in lines] == [True, False]
    assert "Booked for 10 March 2026: note then who came." in lines[0]
    assert "Waits for a place: offer a second date." in lines[1]
    await page.choose(Which="Every member")
    await expect(page.page.get_by_text("Ask who leads careers")).to_have_count(1)
    answer = await page.page.goto(f"{page.at}/employers?show=rich")
    assert answer is not None
    assert answer.status == 404
    await page.says("There is no show called “rich” to choose here.")
    await context.close()


async def test_a_hub_lead_sees_which_school_to_help_with_provider_access(
    browser: Browser, place: Place
) -> None:
    site, slug = place
    async with watched_tab(browser, site) as tab:
        page = Panel(tab, site, slug)
        await page.sign_in()
        await page.open("Provider access")
        await page.says(
            "0 of 3 schools meet every phase, 2 supplied no data. 2 access statements missing."
        )
        assert "1 at 1 of 3 schools" in await page.figure("Refused")
        await page.choose(Which="A request was refused")
        [line] = await page.lines("School by school")
        assert "Alder School" in line
        [request] = await page.lines("Request by request")
        assert (
            "Northbank College 11 February 2026 10 Refused: None of the dates is possible"
            in request
        )
        await page.choose(Which="Statement missing or due")
        lines = await page.lines("School by school")
        assert ["Birch" in one for one in lines] == [True, False]
        assert "Remind the school: publishing one is the law." in lines[0]


@pytest.mark.long
async def test_the_panels_are_right_at_both_sizes(browser: Browser, place: Place) -> None:
    site, slug = place
    async with watched_tab(browser, site) as tab:
        page = Panel(tab, site, slug)
        await page.sign_in()
        for name in (
            "Employers",
            "Training",
            "Provider access",
            "Placements",
            "Coverage and gaps",
            "The area",
        ):
            await page.open(name)
            for size in (DESKTOP, PHONE):
                await tab.set_viewport_size(size)
                await page.is_right()
