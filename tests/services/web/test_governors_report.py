"""The report to the governors: what stands, what changed since the measure date, what is asked of them."""

import re
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import pytest

from hub_core.access import Organisation, OrganisationKind, Role
from hub_core.settings import OpenId
from tests.builders.api_client import ApiClient, taken
from tests.builders.issuers import CLIENT, SECRET, forger
from tests.builders.signing_site import SigningSite, signing_site


@pytest.fixture
async def site(api: ApiClient) -> AsyncIterator[SigningSite]:
    """Pages that people sign in to."""
    async with forger() as issuer:
        openid = OpenId(issuer=issuer.address, client_id=CLIENT, client_secret=SECRET)
        async with signing_site(api.parts, openid) as made:
            yield made


async def _page(
    site: SigningSite, school: dict[str, Any], role: Role = Role.CAREERS_LEADER
) -> tuple[int, str]:
    """The report as somebody of the school reads it: its words without the marks."""
    at = Organisation(OrganisationKind.INSTITUTION, UUID(school["id"]))
    async with await site.signed_in(await site.person((role, at))) as browser:
        found = await browser.get(f"/institutions/{school['id']}/governors-report")
    return found.status_code, " ".join(re.sub(r"<[^>]+>", " ", found.text).split())


async def _result(api: ApiClient, school: dict[str, Any], day: str, *percentages: int) -> None:
    told = [*percentages, *[100] * (8 - len(percentages))]
    result = {
        "completedOn": day,
        "edition": "GATSBY-2014" if day < "2025-09-01" else "GATSBY-2024",
        "source": "compass",
        "benchmarks": {str(one): {"percentage": share} for one, share in enumerate(told, 1)},
    }
    taken(await api.post(f"progress/institutions/{school['id']}/compass-results", result), 201)


async def test_a_silent_school_is_asked_for_what_only_governors_can_do(
    api: ApiClient, site: SigningSite
) -> None:
    school = await api.school(lowAge=11, highAge=16)
    status, text = await _page(site, school, Role.SENIOR_LEADER)
    assert status == 200
    assert "No official result is recorded yet. Nothing is recorded for 2025/26 yet." in text
    assert "Ask who leads careers, and have it recorded." in text
    assert "Approve the provider access statement, and see that it is published." in text
    assert "Name a link governor for careers" in text
    assert "Careers leader Nobody is recorded" in text
    assert "behind benchmark" not in text


async def test_what_changed_is_told_within_one_edition_and_who_leads_by_name(
    api: ApiClient, site: SigningSite
) -> None:
    school = await api.school(lowAge=11, highAge=16)
    await _result(api, school, "2025-10-20", 60, 40)
    await _result(api, school, "2026-01-20", 80, 40)
    leader = {"who": {"name": "Morgan Ellis"}, "appointedOn": "2025-09-01"}
    path = f"training/institutions/{school['id']}"
    taken(await api.post(f"{path}/careers-leader", leader), 201)
    governor = {"who": {"name": "Sam Okafor"}, "role": "link_governor"}
    taken(await api.post(f"{path}/workforce", governor), 201)
    talk = {"type": "employer_talk", "heldOn": "2026-02-04", "mode": "in_person"}
    counted = talk | {"attendance": {"counts": {"8": 20}}}
    taken(await api.post(f"activities/institutions/{school['id']}/activities", counted), 201)
    _, text = await _page(site, school)
    assert "6 of 8 benchmarks were achieved by the official result of 20 January 2026." in text
    assert "80% +20 points" in text
    assert "40% No change" in text
    assert "Morgan Ellis, since 1 September 2025, no training recorded" in text
    assert "Link governor for careers Sam Okafor" in text
    assert "Give the careers leader the time to be trained." in text
    assert "Name a link governor" not in text
    assert "Ask what stands behind benchmarks 3, 4 and 7." in text


async def test_results_of_two_editions_are_never_compared(
    api: ApiClient, site: SigningSite
) -> None:
    school = await api.school(lowAge=11, highAge=16)
    await _result(api, school, "2025-06-20", 60, 40)
    await _result(api, school, "2026-01-20", 80, 40)
    _, text = await _page(site, school)
    assert text.count("Not compared") == 8
    assert "points" not in text
    assert "of another edition of the benchmarks, and is not compared" in text


async def test_it_is_for_the_institution_alone_and_for_those_the_benchmarks_are_asked_of(
    api: ApiClient, site: SigningSite
) -> None:
    school = await api.school(lowAge=11, highAge=16)
    assert (await _page(site, school, Role.ENTERPRISE_ADVISER))[0] == 403
    status, text = await _page(site, await api.school("Little Oaks", phase="primary"))
    assert status == 404
    assert "The benchmarks are asked of secondary and special schools" in text
    at = Organisation(
        OrganisationKind.INSTITUTION, UUID((await api.school("Another School"))["id"])
    )
    somebody = await site.person((Role.CAREERS_LEADER, at))
    async with await site.signed_in(somebody) as browser:
        others = await browser.get(f"/institutions/{school['id']}/governors-report")
    assert others.status_code == 404
