"""A hub lead's quarter and Thursday's report: from forty schools of which none has signed in to paper."""

import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, expect

from hub_core.embedded import Servers
from tests.browser.conftest import DESKTOP, PHONE, watched_tab
from tests.browser.hub_pages import HubPages, Members, Results, Return
from tests.browser.test_hub_pages import result
from tests.builders.api_client import ApiClient, api_client, taken
from tests.builders.databases import fresh_addresses
from tests.builders.paper import Paper
from tests.builders.peopled_site import peopled_site

Place = tuple[str, ApiClient, dict[str, Any], list[dict[str, Any]]]
#: Today is in February 2026 here.
FIRST = "Quarter 1, September to November, 2025/26"
RESULTS = "Benchmarks, as officially reported"


@pytest.fixture(scope="module")
async def place(
    servers: Servers,
    ledger_template: str,
    vault_template: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> AsyncIterator[Place]:
    """A new hub: forty schools in its scope, all but two admitted in September, and no school signed in."""
    addresses = await fresh_addresses(servers, ledger_template, vault_template)
    folder: Path = tmp_path_factory.mktemp("hub-returns")
    async with api_client(addresses, folder=folder) as api:
        hub = await api.hub(phases=["primary", "secondary"])
        schools = [
            await api.school(f"{name} {'Primary ' if at > 5 else ''}School", agreed=False, **phase)
            for at, tree in enumerate(
                ("Alder", "Birch", "Cedar", "Dogwood", "Elm", "Fir", "Gorse", "Holly")
            )
            for name in (f"{tree} {side}" for side in ("North", "East", "South", "West", "Park"))
            for phase in ({"phase": "primary"} if at > 5 else {"lowAge": 11, "highAge": 18},)
        ]
        for member in schools[2:]:
            path = f"membership/hubs/{hub['id']}/members/{member['id']}"
            taken(await api.put(path, {"admittedOn": "2025-09-01"}))
        await result(api, schools[2], "2025-11-12", fifth=100)
        await api.project()
        async with peopled_site(api) as site:
            yield site, api, hub, schools


@pytest.mark.long
async def test_forty_schools_of_which_none_has_signed_in_make_a_report_on_paper(
    browser: Browser, place: Place
) -> None:
    site, api, hub, _ = place
    async with watched_tab(browser, site) as tab:
        members = Members(tab, site, hub["slug"])
        await members.sign_in()
        await members.open("Members")
        await members.institution("Alder East School")
        await members.do("Admit to the hub")
        await api.project()

        page = HubPages(tab, site, hub["slug"])
        await page.open("Report")
        await page.heading("Report to the steering group")
        await page.says("39 of 40 eligible institutions are in the hub.")
        await page.says("Not in yet: Alder North School.")
        await page.says("of 29 members Compass evaluates")
        await page.says("No encounter with an employer has been recorded this year.")
        table = tab.get_by_role("table", name="The eight benchmarks")
        await expect(table.get_by_role("row")).to_have_count(9)
        acts = tab.get_by_role("table", name="What needs attention, and who acts")
        untold = acts.get_by_role("row").filter(has_text="Careers leader not named")
        await expect(untold.get_by_role("cell")).to_have_text(
            ["29", re.compile("Ask who leads"), "Hub facilitator", re.compile("and 25 more$")]
        )
        await page.is_right()

        assert 1 <= Paper(await tab.pdf(prefer_css_page_size=True)).sheets <= 3
        await tab.set_viewport_size(PHONE)
        await page.is_right()


async def test_without_javascript_a_quarter_is_explained_frozen_signed_off_and_restated(
    browser: Browser, place: Place
) -> None:
    site, api, hub, schools = place
    context = await browser.new_context(java_script_enabled=False, viewport=DESKTOP)
    page = Return(await context.new_page(), site, hub["slug"])
    await page.sign_in()
    await page.open("Return")
    await page.stands("Under way until 28 February 2026")
    await page.quarter(FIRST)
    await page.stands("Not frozen yet")
    assert "1.00 at least 5.00 Not met 1 of 28" in await page.line(
        "Mean benchmarks achieved", RESULTS
    )
    await page.comment("Mean benchmarks achieved", "One school only has sent its result.")
    await page.says("The comment is kept with the return.")
    await api.project()
    await page.press("Freeze the figures")
    await page.stands("Frozen on 11 February 2026, as at 30 November 2025")
    await page.says("Nothing has come in late")
    await page.press("Sign off this return")
    await page.stands("Signed off on 11 February 2026")
    await expect(page.page.get_by_role("link", name="Change the comment")).to_have_count(0)

    await result(api, schools[3], "2025-11-28", fifth=62)
    await api.project()
    await page.quarter(FIRST)
    late = await page.line("Mean benchmarks achieved", "Restatement: what came in after the freeze")
    assert "1 institution more contributed after the freeze. 1.00 0.50 −0.50 2 of 28" in late
    async with page.page.expect_download() as taken_away:
        await page.page.get_by_role("link", name="Download this return").click()
    text = Path(await (await taken_away.value).path()).read_text("utf-8-sig")
    [line] = [one for one in text.splitlines() if "Mean benchmarks achieved" in one]
    assert "One school only has sent its result." in line
    assert ",0.5,'-0.5," in line
    await context.close()


async def test_a_facilitator_reads_the_return_on_a_phone_and_on_paper_and_decides_nothing(
    browser: Browser, place: Place
) -> None:
    site, _, hub, _ = place
    async with watched_tab(browser, site) as tab:
        page = Return(tab, site, hub["slug"])
        await page.sign_in("Hub facilitator")
        await page.open("Return")
        await page.says("Only the hub’s lead comments on a return")
        await expect(tab.get_by_role("button", name="Freeze the figures")).to_have_count(0)
        await page.is_right()
        await tab.set_viewport_size(PHONE)
        await page.is_right()
        assert 1 <= Paper(await tab.pdf(prefer_css_page_size=True)).sheets <= 4


async def test_a_lead_who_sends_two_files_prints_what_the_steering_group_asks(
    browser: Browser, place: Place
) -> None:
    """Nobody at a school has signed in; the way to every page is what the page before offers."""
    site, api, hub, schools = place
    evaluated = [one["urn"] for one in schools[2:30]]
    async with watched_tab(browser, site) as tab:
        page = Results(tab, site, hub["slug"])
        await page.sign_in()
        await page.open("Members")
        await page.follow("Send members’ results, careers leaders and other contacts in a file")
        await page.is_right()

        name = "Compass results"
        headings = await page.headings(name)
        known = {"completed_on": "12/12/2025", "edition": "GATSBY-2024", "benchmark_3": "50"}
        rows = [
            [
                {"urn": urn, **known}.get(one, "100" if one.startswith("benchmark") else "")
                for one in headings
            ]
            for urn in evaluated
        ]
        slip = [[*rows[0][:1], "12/13/2025", *rows[0][2:]], *rows[1:]]
        await page.send(name, headings, slip)
        await page.is_told("Nothing was recorded: 1 row of 28 to be mended first")
        await expect(tab.get_by_role("row").filter(has_text="Line 2")).to_contain_text("12/13/2025")
        await page.is_right()
        await page.send(name, headings, rows)
        await page.is_told("28 rows recorded")

        name = "Careers leaders and other contacts"
        headings = await page.headings(name)
        assert headings == ["urn", "role", "name", "email", "since"]
        leaders = [
            [urn, "Careers leader", f"Leader {number}", f"leader-{number}@school.example", ""]
            for number, urn in enumerate(evaluated)
        ]
        await page.send(name, headings, leaders)
        await page.is_told("28 rows recorded")

        await api.project()
        await page.open("Report")
        paper = Paper(await tab.pdf(prefer_css_page_size=True))
        assert 1 <= paper.sheets <= 3
        for said in (
            r"Report to the steering group Northbank Careers Hub, 11 February 2026\.",
            r"3[89] of 40 eligible institutions are in the hub\.",
            r"Members with a result \(28 of 2[89]\) have achieved 7\.0 of the eight benchmarks",
            r"Not in yet: Alder (East School, Alder )?North School\.",
            r"3 Addressing the needs of each young person 0 of 28 0%",
            r"5 Encounters with employers and employees 28 of 28 100%",
            r"No encounter with an employer has been recorded this year",
            r"Declared is the latest official result, of the members that have one",
            r"Careers leader in post 28 of 2[89].*Of the members Compass evaluates, on 11 February 2026\.",
        ):
            assert re.search(said, paper.text), f"{said}\n{paper.text}"
        for absent in (
            "Leader 0",
            "@school.example",
            "Sign out",
            "Needs attention Questions",
            "To print it",
        ):
            assert absent not in paper.text
