"""An employer's pages: offered in a minute, told in two answers, and nothing of anybody else's."""

import re
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from hub_core.access import Organisation, OrganisationKind, Role
from hub_core.settings import OpenId
from tests.builders.api_client import ApiClient, taken
from tests.builders.issuers import CLIENT, SECRET, forger
from tests.builders.link_visitor import day
from tests.builders.signing_site import SigningSite, signing_site

AREA = {"localAuthority": "805"}
OFFER = {"kind": "employer_talk", "mode": "in_person"}


@pytest.fixture
async def site(api: ApiClient) -> AsyncIterator[SigningSite]:
    async with forger() as issuer:
        openid = OpenId(issuer=issuer.address, client_id=CLIENT, client_secret=SECRET)
        async with signing_site(api.parts, openid) as made:
            yield made


async def _somebody(site: SigningSite, employer: str) -> httpx.AsyncClient:
    at = Organisation(OrganisationKind.EMPLOYER, UUID(employer))
    return await site.signed_in(await site.person((Role.EMPLOYER_USER, at)))


def _text(answer: httpx.Response) -> str:
    return " ".join(re.sub("<[^>]+>", " ", answer.text).split())


async def _met(api: ApiClient, employer: str, school: dict[str, Any], *, learners: int) -> str:
    """An encounter of January, told by the employer and confirmed by the school."""
    encounter = await api.propose(employer, school, plannedFor="2026-01-14")
    at = f"encounters/employers/{employer}/encounters/{encounter}"
    taken(await api.post(f"{at}/deliver", {"at": school["id"], "heldOn": "2026-01-14"}))
    part = f"encounters/institutions/{school['id']}/encounters/{encounter}"
    taken(
        await api.post(
            f"{part}/confirm", {"heldOn": "2026-01-14", "attendance": {"counts": {"8": learners}}}
        )
    )
    return encounter


async def test_an_offer_goes_to_those_ticked_and_once_however_often_it_is_sent(
    api: ApiClient, site: SigningSite
) -> None:
    employer = await api.employer("Quince Engineering")
    hub = await api.hub(localAuthorities=["805"])
    first = await api.school("Ashbrook Academy", **AREA)
    second = await api.school("Birch High School", **AREA)
    await api.project()
    async with await _somebody(site, employer) as browser:
        address = f"/employers/{employer}/offer?hub={hub['slug']}"
        form = await browser.get(address)
        assert {"Ashbrook Academy", "Birch High School"} <= set(
            re.findall(r">([^<>]+)</label>", form.text)
        )
        typed = {
            **OFFER, **day("planned_for", "2026-03-20"), f"to-{first['id']}": "yes",
            f"to-{second['id']}": "yes", "once": str(uuid4()),
        }  # fmt: skip
        nobody = await site.post(
            browser, address, **{**typed, f"to-{first['id']}": "", f"to-{second['id']}": ""}
        )
        assert nobody.status_code == 422
        assert "Tick at least one school or college." in nobody.text
        checked = await site.post(browser, address, **typed, step="check")
        assert "Ashbrook Academy and Birch High School" in checked.text
        assert typed["once"] in checked.text
        before = await api.head()
        sent = [await site.post(browser, address, **typed, step="send") for _ in range(2)]
        assert [one.status_code for one in sent] == [303, 303]
        # The offer, whose contact it is, and for each school the invitation and its part.
        assert await api.head() - before == 6
        other = await site.post(browser, address, **{**typed, "mode": "virtual_live"}, step="send")
        assert other.status_code == 409
        assert "What was sent first stands." in other.text
        await api.project()
        told = _text(await browser.get(sent[0].headers["location"]))
        assert "2 encounters to come, 2 answers still open." in told
        assert "Your offer is on its way." in told


async def test_what_took_place_is_told_in_two_answers(api: ApiClient, site: SigningSite) -> None:
    employer = await api.employer("Quince Works")
    await api.verify(employer)
    school = await api.school("Cedar School")
    await api.propose(employer, school, plannedFor="2026-02-10")
    await api.project()
    async with await _somebody(site, employer) as browser:
        page = await browser.get(f"/employers/{employer}")
        assert "1 encounter waits for you to say how it went." in page.text
        tell = re.search(r'href="(/employers/[^"]+/at/[^"]+)"', page.text)
        assert tell is not None
        form = await browser.get(tell[1])
        assert 'value="10"' in form.text  # the day it was planned for
        wrong = await site.post(browser, tell[1], **day("held_on", "2026-02-12"), step="send")
        assert wrong.status_code == 422
        assert "12 February 2026 has not come yet." in wrong.text
        fields = {**day("held_on", "2026-02-10"), "reported": "61"}
        done = await site.post(browser, tell[1], **fields, step="send")
        assert done.status_code == 303
        await api.project()
        shown = _text(await browser.get(done.headers["location"]))
        assert "61 learners by your count To be confirmed by them" in shown
        again = await browser.get(tell[1])
        assert again.status_code == 409
        assert "Delivered, to be confirmed" in again.text


async def test_learners_are_told_in_protected_totals_only(
    api: ApiClient, site: SigningSite
) -> None:
    employer = await api.employer("Quince Bakery")
    await api.verify(employer)
    for learners, area in ((63, "805"), (4, "806")):
        school = await api.school(localAuthority=area)
        await _met(api, employer, school, learners=learners)
    await api.project()
    year = taken(await api.get(f"progress/employers/{employer}/encounters"))
    assert (year["held"], year["institutions"]) == (2, 2)
    assert year["learnerEncounters"]["shown"] == 65
    assert {one["learnerEncounters"]["shown"] for one in year["areas"]} == {None}
    async with await _somebody(site, employer) as browser:
        page = _text(await browser.get(f"/employers/{employer}"))
        assert "2 schools and colleges" in page
        assert not re.search(r"\b63\b", page)
        assert "Hartlepool 1 not shown" in page


async def test_nobody_sees_or_tells_of_another_employer_s(
    api: ApiClient, site: SigningSite
) -> None:
    employer, other = await api.employer(), await api.employer()
    school = await api.school()
    encounter = await api.propose(employer, school, plannedFor="2026-02-10")
    await api.project()
    async with await _somebody(site, other) as browser:
        assert (await browser.get(f"/employers/{employer}")).status_code == 404
        assert (await browser.get(f"/employers/{employer}/offer")).status_code == 404
        for owner in (employer, other):
            at = f"/employers/{owner}/encounters/{encounter}/at/{school['id']}"
            assert (await browser.get(at)).status_code == 404
            tried = await site.post(browser, at, **day("held_on", "2026-02-10"), step="send")
            assert tried.status_code == 404
        own = await browser.get("/home")
        assert own.headers["location"].endswith(f"/employers/{other}")
