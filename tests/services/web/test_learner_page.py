"""A learner's own record on a page: for the school alone, by its own reference, every look recorded."""

import re
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import pytest

from hub_core.access import Organisation, OrganisationKind, Role
from hub_core.settings import OpenId
from tests.builders.api_client import ApiClient, taken
from tests.builders.issuers import CLIENT, SECRET, forger
from tests.builders.signing_site import FROM_HERE, SigningSite, signing_site


@pytest.fixture
async def site(api: ApiClient) -> AsyncIterator[SigningSite]:
    """Pages that people sign in to."""
    async with forger() as issuer:
        openid = OpenId(issuer=issuer.address, client_id=CLIENT, client_secret=SECRET)
        async with signing_site(api.parts, openid) as made:
            yield made


async def _person(site: SigningSite, school: dict[str, Any], role: Role) -> Any:
    at = Organisation(OrganisationKind.INSTITUTION, UUID(school["id"]))
    return await site.signed_in(await site.person((role, at)))


async def test_a_record_is_read_by_the_school_s_reference_and_the_look_is_recorded(
    api: ApiClient, site: SigningSite
) -> None:
    school = await api.school(lowAge=11, highAge=16)
    path = f"activities/institutions/{school['id']}"
    roster = [{"reference": one, "yearGroup": 8} for one in ("A1", "A2")]
    taken(await api.put(f"{path}/roster", {"learners": roster, "complete": True}))
    talk = {
        "type": "employer_talk",
        "heldOn": "2026-01-14",
        "mode": "in_person",
        "attendance": {"learners": ["A1"]},
    }
    taken(await api.post(f"{path}/activities", talk), 201)
    address = f"/institutions/{school['id']}/learners"
    async with await _person(site, school, Role.CAREERS_LEADER) as browser:
        form = await browser.get(address)
        token = re.search(r'name="form_token" value="([^"]+)"', form.text)
        assert token is not None

        async def asked(reference: str) -> Any:
            sent = {"form_token": token[1], "reference": reference}
            return await browser.post(f"{address}/record", data=sent, headers=FROM_HERE)

        page = await asked(" A1 ")
        assert "Careers record: A1" in page.text
        assert "14 January 2026" in page.text
        assert "An institution recorded an activity: Employer talk" in page.text
        assert "On roll with those who finish Year 11 in 2029" in page.text
        assert page.headers["cache-control"] == "private, no-store"
        other = await asked("A2")
        assert "Nothing is recorded yet." in other.text
        unknown = await asked("A3")
        assert unknown.status_code == 404
        assert "There is no learner of this reference here." in unknown.text
        assert "Enter the learner’s reference" in (await asked(" ")).text
    record = await api.owner.fetchrow(
        "select kind, learners from audit.accesses where correlation = $1",
        page.headers["hub-correlation"],
    )
    assert record is not None
    assert (record["kind"], record["learners"]) == ("learner_data", 1)


async def test_an_enterprise_adviser_and_another_school_are_shown_none(
    api: ApiClient, site: SigningSite
) -> None:
    school, other = await api.school(), await api.school()
    address = f"/institutions/{school['id']}/learners"
    async with await _person(site, school, Role.ENTERPRISE_ADVISER) as browser:
        assert (await browser.get(address)).status_code == 403
    async with await _person(site, other, Role.CAREERS_LEADER) as browser:
        assert (await browser.get(address)).status_code == 404
