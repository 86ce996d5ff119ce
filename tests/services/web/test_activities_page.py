"""A school's own activities: listed by year, and asked about by class code in the words of who was there."""

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

EVENING = {
    "type": "parent_event",
    "heldOn": "2026-02-10",
    "mode": "in_person",
    "yearGroups": [9],
}


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


async def test_parents_are_asked_by_a_code_of_the_schools_own_evening(
    api: ApiClient, site: SigningSite
) -> None:
    school = await api.school()
    path = f"activities/institutions/{school['id']}/activities"
    evening = taken(await api.post(path, EVENING), 201)["id"]
    pages = f"/institutions/{school['id']}/activities"
    async with await _at(site, school) as browser:
        listed = _words((await browser.get(pages)).text)
        assert "in 2025/26: 1 activity." in listed
        assert "Event for parents and carers on 10 February 2026" in listed
        before = (await browser.get(f"{pages}/{evening}")).text
        assert "Those who came were not asked yet." in before
        assert "How many people are in the room?" in before
        none = await site.post(browser, f"{pages}/{evening}", deed="ask", learners="many")
        assert none.status_code == 422
        assert "Say how many people are in the room" in none.text
        asked = {"deed": "ask", "learners": "12", "once": "a" * 32}
        for _ in range(2):  # a double click opens one code
            done = await site.post(browser, f"{pages}/{evening}", **asked)
            assert done.status_code == 303
        opened = (await browser.get(f"{pages}/{evening}")).text
        assert re.search(r'hub-code__code">[0-9A-Z]{4}', opened)
        assert "0 of 12 people answered" in opened
        await site.post(browser, f"{pages}/{evening}", deed="close")
        closed = (await browser.get(f"{pages}/{evening}")).text
        assert "Too few people have answered" in closed
        stranger = await site.post(browser, f"{pages}/{evening}", deed="worth")
        assert stranger.status_code == 404


async def test_an_activity_is_its_own_institutions_and_nobody_elses(
    api: ApiClient, site: SigningSite
) -> None:
    school, other = await api.school(), await api.school("Another School")
    path = f"activities/institutions/{school['id']}/activities"
    evening = taken(await api.post(path, EVENING), 201)["id"]
    async with await _at(site, other) as browser:
        pages = f"/institutions/{other['id']}/activities"
        for found in (evening, other["id"]):
            assert (await browser.get(f"{pages}/{found}")).status_code == 404
        assert "Nothing is recorded for 2025/26." in (await browser.get(pages)).text
        assert (await browser.get(f"{pages}?year=2025")).status_code == 404
    async with await _at(site, school, Role.ENTERPRISE_ADVISER) as browser:
        assert (await browser.get(f"/institutions/{school['id']}/activities")).status_code == 403
