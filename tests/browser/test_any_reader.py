"""Every page of each role for readers of every kind: by keyboard, in their own colours, and on paper.

The pages are those that the navigation of the role's organisation leads to, so a new one is looked at from
its first day.
"""

import re
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, ViewportSize

from hub_core.embedded import Servers
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.seeing import colours_are_right, forced, keyboard_is_right, paper_is_right
from tests.browser.test_hub_pages import result
from tests.builders.api_client import ApiClient, api_client, taken
from tests.builders.databases import fresh_addresses
from tests.builders.peopled_site import peopled_site
from tests.builders.personas import become
from tests.builders.releases import published, release_files

#: Pages no organisation's navigation leads to, by role.
BESIDE = {
    "National analyst": ("/national?area=E12000001&with=E12000009", "/statistics"),
    "Auditor": ("/", "/audit"),
    "Administrator": ("/operations",),
}
DAY = re.compile(r"\b\d{1,2} (?:January|February|March|July|September|December) 20\d\d")
#: Pages whose figures a meeting takes on paper: the day stands beside them.
DATED = re.compile(
    r"/hubs/[^/]+(?:/benchmarks|/report|/return)?$|/institutions/[^/]+$|/trusts/|/national"
)


@pytest.fixture(scope="module")
async def site(
    servers: Servers,
    ledger_template: str,
    vault_template: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> AsyncIterator[str]:
    """A hub whose one school told something, an employer that met its learners, a trust, two releases."""
    addresses = await fresh_addresses(servers, ledger_template, vault_template)
    folder: Path = tmp_path_factory.mktemp("any-reader")
    async with api_client(addresses, folder=folder) as api:
        await told(api)
        await api.project()
        async with peopled_site(api) as address:
            yield address


async def told(api: ApiClient) -> None:
    """Something for each page to show."""
    hub, employer = await api.hub(), await api.employer()
    for name in ("Alder School", "Birch School"):
        school = await api.school(
            name, lowAge=11, highAge=18, trustId="5143", trustName="Vale Trust"
        )
        taken(await api.put(f"membership/hubs/{hub['id']}/members/{school['id']}"))
        await result(api, school, "2025-12-03", fifth=100)
        roster = [{"reference": f"L-{one}", "yearGroup": 7 + one % 5} for one in range(60)]
        sent = {"learners": roster, "complete": True, "asOf": "2025-09-08"}
        taken(await api.put(f"activities/institutions/{school['id']}/roster", sent))
        talk = {
            "type": "employer_talk",
            "heldOn": "2026-02-04",
            "mode": "in_person",
            "attendance": {"learners": [f"L-{one}" for one in range(0, 60, 2)]},
        }
        taken(await api.post(f"activities/institutions/{school['id']}/activities", talk), 201)
    await api.verify(employer, hub)
    await api.propose(employer, school, plannedFor="2026-03-10")
    for day, seed in ((date(2024, 12, 31), 1), (date(2025, 7, 31), 2)):
        await published(api, release_files(seed, on=day), on=day)


async def pages_of(page: Page, site: str, role: str) -> list[str]:
    """Sign in, and every page there is to go to."""
    await page.goto(f"{site}/sign-in")
    await become(page, role)
    if role in BESIDE:
        return [site + path for path in BESIDE[role]]
    links = await page.locator(".hub-pages a[href]").evaluate_all("all => all.map(one => one.href)")
    return list(dict.fromkeys([page.url, *links]))


@pytest.mark.long
@pytest.mark.parametrize(
    ("role", "size"),
    [
        ("Hub lead", DESKTOP),
        ("Careers leader", PHONE),
        ("Employer", PHONE),
        ("Trust lead", DESKTOP),
        ("National analyst", DESKTOP),
        ("Auditor", DESKTOP),
        ("Administrator", DESKTOP),
    ],
)
async def test_every_page_by_keyboard_in_one_s_own_colours_and_on_paper(
    browser: Browser, site: str, role: str, size: ViewportSize
) -> None:
    context = await forced(browser, size)
    page = await context.new_page()
    for address in await pages_of(page, site, role):
        await page.goto(address)
        await colours_are_right(page)
        await keyboard_is_right(page)
        paper = await paper_is_right(page)
        assert paper.sheets >= 1
        if DATED.search(address.partition("?")[0]):
            assert DAY.search(paper.text), f"{address}: no day on paper: {paper.text[:2000]}"
    await context.close()
