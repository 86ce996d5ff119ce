"""A primary head's year on one page: last year's classes stand there, it is sent, and a slip is mended."""

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

SENT = {
    "encounters": "4",
    "pupils": "50",
    "strategy": "yes",
    "in_curriculum": "yes",
    "lead_teacher": "no",
}
LAST_YEAR = {
    "academicYear": "2024/25",
    "counts": {
        "classes": {"0": {"classes": 2, "met": 0}, "6": {"classes": 3, "met": 2}},
        "encounters": 2,
        "pupils": 55,
        "strategy": True,
        "inCurriculum": False,
        "leadTeacher": False,
    },
}


@pytest.fixture
async def site(api: ApiClient) -> AsyncIterator[SigningSite]:
    """Pages that people sign in to."""
    async with forger() as issuer:
        openid = OpenId(issuer=issuer.address, client_id=CLIENT, client_secret=SECRET)
        async with signing_site(api.parts, openid) as made:
            yield made


async def _head(
    site: SigningSite, school: dict[str, Any], role: Role = Role.SENIOR_LEADER
) -> httpx.AsyncClient:
    at = Organisation(OrganisationKind.INSTITUTION, UUID(school["id"]))
    return await site.signed_in(await site.person((role, at)))


def _words(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


async def test_a_head_sends_the_year_and_mends_a_slip(api: ApiClient, site: SigningSite) -> None:
    school = await api.school("Little Oaks Primary", phase="primary", lowAge=4, highAge=11)
    taken(await api.post(f"activities/institutions/{school['id']}/primary-returns", LAST_YEAR), 201)
    page = f"/institutions/{school['id']}/year"
    async with await _head(site, school) as browser:
        assert (await browser.get("/home")).headers["location"] == page
        form = (await browser.get(page)).text
        assert 'id="classes-6-classes" name="classes-6-classes" type="text"' in form
        assert re.search(r'id="classes-6-classes"[^>]*value="3"', form)
        assert "Year 6 2 of 3 classes" in _words(form)
        typed = {
            "year": "2025-26",
            "once": "a" * 32,
            "classes-6-classes": "3",
            "classes-6-met": "5",
        }
        wrong = await site.post(browser, page, **typed, **SENT)
        assert wrong.status_code == 422
        assert "5 classes of Year 6 met somebody, but it has 3." in _words(wrong.text)
        right = typed | {"classes-6-met": "2"}
        for _ in range(2):  # a double click is one return
            done = await site.post(browser, page, **right, **SENT)
            assert done.status_code == 303
        stands = _words((await browser.get(done.headers["location"])).text)
        assert "Your return is recorded" in stands
        assert "What you sent for 2025/26 Year 6 2 of 3 classes" in stands
        mended = right | {"classes-6-met": "3", "once": "b" * 32, "corrects": "yes"}
        untold = await site.post(browser, page, **mended, **SENT)
        assert "Choose why you correct it." in untold.text
        done = await site.post(browser, page, **mended, **SENT, reason="wrong_numbers")
        stands = _words((await browser.get(done.headers["location"])).text)
        assert "Year 6 3 of 3 classes" in stands
        assert "corrected on 11 February 2026" in stands


async def test_others_look_and_only_primary_schools_have_the_page(
    api: ApiClient, site: SigningSite
) -> None:
    school = await api.school("Little Oaks Primary", phase="primary")
    page = f"/institutions/{school['id']}/year"
    async with await _head(site, school, Role.CAREERS_ADVISER) as browser:
        assert "Send the return" not in (await browser.get(page)).text
        typed = {"year": "2025-26", "classes-6-classes": "3", "classes-6-met": "2"}
        assert (await site.post(browser, page, **typed, **SENT)).status_code == 403
        assert (await browser.get(f"{page}?year=2025")).status_code == 404
    secondary = await api.school("Ashbrook Academy")
    async with await _head(site, secondary) as browser:
        there = await browser.get(f"/institutions/{secondary['id']}/year")
        assert there.status_code == 404
        assert "Only primary schools" in there.text
        pages = (await browser.get(f"/institutions/{secondary['id']}")).text
        assert "Your year" not in pages
