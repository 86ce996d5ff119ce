"""A school's staff: who leads, booking somebody on the hub's course, cancelling, and registering advisers."""

import re
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import httpx
import pytest

from hub_core.access import Organisation, OrganisationKind, Role
from hub_core.settings import OpenId
from tests.builders.api_client import ApiClient, taken
from tests.builders.issuers import CLIENT, SECRET, forger
from tests.builders.signing_site import SigningSite, signing_site

COURSE = {"kind": "careers_leader", "heldOn": "2026-03-11", "mode": "in_person", "places": 1}
ON = {"day-day": "1", "day-month": "9", "day-year": "2025"}


@pytest.fixture
async def site(api: ApiClient) -> AsyncIterator[SigningSite]:
    """Pages that people sign in to."""
    async with forger() as issuer:
        openid = OpenId(issuer=issuer.address, client_id=CLIENT, client_secret=SECRET)
        async with signing_site(api.parts, openid) as made:
            yield made


async def _at(
    site: SigningSite, school: dict[str, Any], role: Role = Role.CAREERS_LEADER
) -> httpx.AsyncClient:
    at = Organisation(OrganisationKind.INSTITUTION, UUID(school["id"]))
    return await site.signed_in(await site.person((role, at)))


def _words(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


async def _course(api: ApiClient, school: dict[str, Any]) -> str:
    """A course of the school's hub with one place."""
    hub = await api.hub()
    taken(await api.put(f"membership/hubs/{hub['id']}/members/{school['id']}", {}))
    lead = await api.key_of(Role.HUB_LEAD, hub["id"])
    announced = {"organiser": {"kind": "hub", "id": hub["id"]}, "details": COURSE}
    return str(taken(await api.post("training/events", announced, **lead), 201)["id"])


async def test_a_careers_leader_books_a_colleague_and_gives_the_place_back(
    api: ApiClient, site: SigningSite
) -> None:
    school = await api.school()
    course = await _course(api, school)
    pages = f"/institutions/{school['id']}/staff"
    async with await _at(site, school) as browser:
        before = _words((await browser.get(pages)).text)
        assert "Nobody is named." in before
        assert "Careers leader training 11 March 2026 In person Your hub 1 place free" in before
        untold = await site.post(browser, f"{pages}/book", training=course)
        assert untold.status_code == 422
        assert "Choose somebody of the list, or enter a name." in untold.text
        typed = {"training": course, "name": "Morgan Ellis", "once": "a" * 32}
        for _ in range(2):  # a double click is one booking
            done = await site.post(browser, f"{pages}/book", **typed)
            assert done.headers["location"] == f"{pages}?done=book"
        booked = (await browser.get(pages)).text
        assert "Morgan Ellis Careers leader training 11 March 2026 Has a place" in _words(booked)
        assert "Full, 0 waiting" in booked
        cancels = re.search(r"/bookings/([0-9a-f-]{36})/cancel", booked)
        assert cancels
        await site.post(browser, f"{pages}/bookings/{cancels[1]}/cancel")
        assert "Nobody is booked on anything." in (await browser.get(pages)).text
        other = await site.post(browser, f"{pages}/bookings/{course}/cancel")
        assert other.status_code == 404


async def test_who_leads_who_is_trained_and_who_advises_is_told_on_the_page(
    api: ApiClient, site: SigningSite
) -> None:
    school = await api.school()
    pages = f"/institutions/{school['id']}/staff"
    async with await _at(site, school) as browser:
        await site.post(browser, f"{pages}/leader", name="Morgan Ellis", **ON)
        assert (
            "Morgan Ellis, since 1 September 2025. No training" in (await browser.get(pages)).text
        )
        second = await site.post(browser, f"{pages}/leader", name="Sam Okafor", **ON)
        assert second.status_code == 422
        assert "There is a careers leader in post since 1 September 2025." in second.text
        renewed = {"name": "Morgan Ellis", "kind": "technical_pathways"}
        before = {"day-day": "2", "day-month": "3", "day-year": "2024"}
        await site.post(browser, f"{pages}/trained", **renewed, **before)
        page = _words((await browser.get(pages)).text)
        assert "Technical pathways and T Levels 2 March 2024 Until 2 March 2026 Renew it" in page
        wrong = await site.post(browser, f"{pages}/adviser", name="Ash Patel", level="6")
        assert "Choose where they see learners." in wrong.text
        adviser = {"name": "Ash Patel", "level": "6", "presence": "on_site"}
        await site.post(browser, f"{pages}/adviser", **adviser)
        assert "Ash Patel Level 6 On site" in _words((await browser.get(pages)).text)
        left = {"reason": "left", "day-day": "6", "day-month": "2", "day-year": "2026"}
        await site.post(browser, f"{pages}/leaves", **left)
        assert "The post is vacant since 6 February 2026." in (await browser.get(pages)).text
    async with await _at(site, school, Role.CAREERS_ADVISER) as browser:
        assert "Register a careers adviser" not in (await browser.get(pages)).text
        assert (await browser.get(f"{pages}/leader")).status_code == 403
        assert (await site.post(browser, f"{pages}/adviser", **adviser)).status_code == 403
        assert (await browser.get(f"{pages}/nothing")).status_code == 404
