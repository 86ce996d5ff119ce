"""A head's year, a school's staff, its own activities and the governors' paper, in a real Chromium.

On a phone without scripts each journey is gone through. Each page on the way is looked at, at both widths,
in a window of the same person's that runs scripts: without them axe would wait for ever.
"""

import re
from typing import Any

import pytest
from playwright.async_api import Page

from hub_core.access import Role
from tests.browser.conftest import DESKTOP, PATIENCE, PHONE
from tests.browser.school_beginnings import become_leader
from tests.browser.school_pages import SchoolPages
from tests.browser.tab import is_right
from tests.browser.test_school_pages import (  # noqa: F401 - fixtures
    api,
    phone,
    signing,
    site,
)
from tests.builders.api_client import ApiClient, taken
from tests.builders.signing_site import SigningSite

SIZES = (DESKTOP, PHONE)


async def _looked_at(page: Page) -> None:
    """Right at both widths."""
    browser = page.context.browser
    assert browser is not None
    person = await page.context.storage_state()
    for size in SIZES:
        window = await browser.new_context(viewport=size, storage_state=person)
        window.set_default_timeout(PATIENCE)
        beside = await window.new_page()
        await beside.goto(page.url)
        await is_right(beside)
        await window.close()


async def _course(api: ApiClient, school: dict[str, Any]) -> None:  # noqa: F811
    hub = await api.hub()
    taken(await api.put(f"membership/hubs/{hub['id']}/members/{school['id']}", {}))
    lead = await api.key_of(Role.HUB_LEAD, hub["id"])
    details = {"kind": "careers_leader", "heldOn": "2026-03-11", "mode": "in_person", "places": 9}
    announced = {"organiser": {"kind": "hub", "id": hub["id"]}, "details": details}
    taken(await api.post("training/events", announced, **lead), 201)


async def test_a_head_sends_the_year_on_a_phone_without_scripts(
    api: ApiClient,  # noqa: F811
    signing: SigningSite,  # noqa: F811
    site: str,  # noqa: F811
    phone: Page,  # noqa: F811
) -> None:
    school = await api.school("Little Oaks Primary", phase="primary", lowAge=4, highAge=11)
    await become_leader(phone, signing, school)
    pages = SchoolPages(phone, site, school["id"])
    await pages.begin()
    await pages.open("Your year")
    await _looked_at(phone)
    await phone.get_by_label("Year 6: Classes").fill("3")
    await phone.get_by_label("Year 6: Met somebody").fill("5")
    await phone.get_by_label("How many visits, talks and trips were there?").fill("4")
    await phone.get_by_label("How many pupils took part?").fill("55")
    for name in ("strategy", "in_curriculum", "lead_teacher"):
        await phone.locator(f"#{name}").check()
    await pages.press("Send the return")
    await pages.says("5 classes of Year 6 met somebody, but it has 3.")
    await phone.get_by_label("Year 6: Met somebody").fill("2")
    await pages.press("Send the return")
    await pages.says("Your return is recorded")
    await _looked_at(phone)


@pytest.mark.long
async def test_staff_are_booked_and_parents_asked_on_a_phone_without_scripts(
    api: ApiClient,  # noqa: F811
    signing: SigningSite,  # noqa: F811
    site: str,  # noqa: F811
    phone: Page,  # noqa: F811
) -> None:
    school = await api.school("Ashbrook Academy", lowAge=11, highAge=16)
    await _course(api, school)
    evening = {"type": "parent_event", "heldOn": "2026-02-10", "mode": "in_person"}
    taken(await api.post(f"activities/institutions/{school['id']}/activities", evening), 201)
    await become_leader(phone, signing, school)
    pages = SchoolPages(phone, site, school["id"])
    await pages.begin()
    await pages.open("Staff")
    await pages.follow("Name the careers leader")
    await _looked_at(phone)
    await phone.get_by_label("Name", exact=True).fill("Morgan Ellis")
    for part, value in (("day", "1"), ("month", "9"), ("year", "2025")):
        await phone.locator(f"#day-{part}").fill(value)
    await pages.press("Save")
    await pages.says("Morgan Ellis, since 1 September 2025.")
    await pages.follow("Book Careers leader training on 11 March 2026")
    await phone.get_by_label("Who?").select_option(label="Morgan Ellis")
    await pages.press("Book the place")
    await pages.says("Has a place")
    await _looked_at(phone)
    await pages.open("Activities")
    await _looked_at(phone)
    await pages.follow("Event for parents and carers on 10 February 2026")
    await phone.get_by_label("How many people are in the room?").fill("12")
    await pages.press("Get a class code")
    await pages.says("0 of 12 people answered")
    await _looked_at(phone)
    await pages.open("Governors")
    await pages.says("Morgan Ellis, since 1 September 2025, no training recorded")
    await _looked_at(phone)
    paper = await phone.pdf(prefer_css_page_size=True)
    assert 1 <= len(re.findall(rb"/Type\s*/Page\b", paper)) <= 2
