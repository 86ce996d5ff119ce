"""Editions on pages: two side by side, another threshold tried by a school and by its hub."""

import re
from collections.abc import AsyncIterator
from html import unescape
from typing import Any
from uuid import UUID

import pytest

from hub_core.access import Organisation, OrganisationKind, Role
from hub_core.settings import OpenId
from tests.builders.api_client import ApiClient, taken
from tests.builders.issuers import CLIENT, SECRET, forger
from tests.builders.signing_site import SigningSite, signing_site
from tests.builders.two_members import two_members

DAY = "as_at=2026-02-11"


@pytest.fixture
async def site(api: ApiClient) -> AsyncIterator[SigningSite]:
    """Pages that people sign in to."""
    async with forger() as issuer:
        openid = OpenId(issuer=issuer.address, client_id=CLIENT, client_secret=SECRET)
        async with signing_site(api.parts, openid) as made:
            yield made


@pytest.fixture(scope="module")
async def members(api: ApiClient) -> dict[str, dict[str, Any]]:
    return await two_members(api)


async def _browser(site: SigningSite, role: Role, kind: OrganisationKind, one: str) -> Any:
    return await site.signed_in(await site.person((role, Organisation(kind, UUID(one)))))


def _rows(text: str) -> list[str]:
    """The text of each row of each table, without its markup."""
    rows = re.findall(r"<tr.*?</tr>", text, re.DOTALL)
    return [" ".join(unescape(re.sub(r"<[^>]+>", " ", one)).split()) for one in rows]


async def test_two_editions_are_read_side_by_side_from_a_school_s_figures(
    site: SigningSite, members: dict[str, Any]
) -> None:
    school = members["Alder School"]
    at = f"/institutions/{school['id']}"
    async with await _browser(
        site, Role.CAREERS_LEADER, OrganisationKind.INSTITUTION, school["id"]
    ) as browser:
        figures = await browser.get(f"{at}?{DAY}")
        link = re.search(r'href="([^"]+/editions\?[^"]*)"', figures.text)
        assert link is not None
        page = await browser.get(unescape(link[1]))
        rows = _rows(page.text)
        assert (
            "5 Encounters with employers and employees 1 of 1 criterion achieved 1 of 1 criterion achieved"
            in rows
        )
        variety = rows.index(
            "Each cohort meets employers of different sizes and sectors, the self-employed included, "
            "by 16 and by 18"
        )
        assert rows[variety + 1].endswith("Not asked")
        leader = rows.index("A trained careers leader is in post")
        assert rows[leader + 1] == "The whole institution No data supplied Not asked"
        assert "neither is a change over time" in page.text
        assert (await browser.get(f"{at}/editions?other=GATSBY-1999")).status_code == 404
    async with await _browser(
        site, Role.HUB_LEAD, OrganisationKind.HUB, members["hub"]["id"]
    ) as browser:
        protected = await browser.get(f"{at}/editions?{DAY}")
        assert "as at 31 January 2026" in protected.text
        assert "Numbers of few learners are not shown" in protected.text
        assert f"{at}/try" not in protected.text
        assert (await browser.get(f"{at}/try")).status_code == 403


async def test_a_school_tries_a_threshold_and_no_figure_of_its_moves(
    api: ApiClient, site: SigningSite, members: dict[str, Any]
) -> None:
    school = members["Alder School"]
    at, own = f"/institutions/{school['id']}", OrganisationKind.INSTITUTION
    key = await api.key_of(Role.CAREERS_LEADER, school["id"])
    figures = f"progress/institutions/{school['id']}/benchmarks"
    stored = taken(await api.get(figures, **key))
    async with await _browser(site, Role.CAREERS_LEADER, own, school["id"]) as browser:
        form = await browser.get(f"{at}/try?{DAY}")
        offered = dict(re.findall(r'<option value="([^"]+)"[^>]*>([^<]+)<', form.text))
        assert offered["5.1"].endswith("(76% now)")
        # A school of Year 7 alone is asked nothing of Year 11, and yes or no is no share.
        assert not {"6.1", "5.1c", "5.2"} & set(offered)
        tried = await browser.get(f"{at}/try?{DAY}&criterion=5.1&threshold=91")
        assert (
            "Year 7 Achieved: 80%, 40 of 50 In progress: 80%, 40 of 50; 6 more learners to reach 91%"
            in _rows(tried.text)
        )
        assert 'value="5.1" selected' in tried.text
        every = await browser.get(f"{at}/try?{DAY}&criterion=every&threshold=76%25")
        assert "No figure differs." in every.text
        for wrong, said in (
            (
                "criterion=5.1&threshold=ninety",
                "“ninety” is no threshold. Give a whole number of percent from 1 to 100, such as 90.",
            ),
            (
                "criterion=5.1&threshold=",
                "No threshold was given. Give a whole number of percent from 1 to 100, such as 90.",
            ),
            (
                "criterion=5.2&threshold=90",
                "GATSBY-2024 has no threshold “5.2”. Choose one of the list.",
            ),
        ):
            answer = await browser.get(f"{at}/try?{DAY}&{wrong}")
            assert answer.status_code == 422
            assert unescape(answer.text).count(said) == 2, "in the summary and beside the field"
    assert taken(await api.get(figures, **key)) == stored


async def test_a_hub_tries_a_threshold_over_its_members(
    site: SigningSite, members: dict[str, Any]
) -> None:
    hub = members["hub"]
    at = f"/hubs/{hub['slug']}/thresholds"
    async with await _browser(site, Role.HUB_LEAD, OrganisationKind.HUB, hub["id"]) as browser:
        form = await browser.get(at)
        assert f'href="{at}" aria-current="page"' in form.text
        assert 'id="trial-heading"' not in form.text
        tried = await browser.get(f"{at}?{DAY}&criterion=5.1&threshold=91")
        assert "Of 2 members, 1 would achieve fewer criteria" in tried.text
        assert any(one.endswith("76% 91% 1 of 1 0 of 1 1") for one in _rows(tried.text))
        assert "Alder School" in tried.text
        assert "Birch School" not in tried.text
        assert "As at 31 January 2026" in tried.text
        same = await browser.get(f"{at}?{DAY}&criterion=5.1&threshold=76")
        assert "That is the threshold there is: nothing would change" in same.text
        wrong = await browser.get(f"{at}?criterion=every&threshold=101")
        assert wrong.status_code == 422
        assert "“101” is no threshold." in wrong.text
