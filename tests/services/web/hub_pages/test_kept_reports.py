"""What is kept of a hub's report and return is right until something they rest on has changed, no longer."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import httpx
import pytest
from markupsafe import escape

from hub_core.access import Organisation, OrganisationKind, Role
from hub_core.settings import OpenId
from tests.builders.api_client import ApiClient, taken
from tests.builders.issuers import CLIENT, SECRET, forger
from tests.builders.signing_site import SigningSite, signing_site

#: Local authorities in which no other test has schools, one for each hub here.
AREAS = iter(("331", "332", "333"))


@pytest.fixture
async def site(api: ApiClient) -> AsyncIterator[SigningSite]:
    """Pages that people sign in to."""
    async with forger() as issuer:
        openid = OpenId(issuer=issuer.address, client_id=CLIENT, client_secret=SECRET)
        async with signing_site(api.parts, openid) as made:
            yield made


@pytest.fixture
async def hub(api: ApiClient) -> dict[str, Any]:
    """A hub with two secondary schools in its scope, of which one is a member."""
    area = next(AREAS)
    found = await api.hub(localAuthorities=[area])
    alder, _ = found["schools"] = [
        await api.school(name, localAuthority=area) for name in ("Alder", "Birch")
    ]
    await _joins(api, found, alder)
    await api.project()
    return found


@pytest.fixture
async def browser(site: SigningSite, hub: dict[str, Any]) -> AsyncIterator[httpx.AsyncClient]:
    """That of the hub's lead."""
    lead = await site.person((Role.HUB_LEAD, _at(hub)))
    async with await site.signed_in(lead) as made:
        yield made


async def test_whatever_is_recorded_of_one_member_shows_in_the_report(
    api: ApiClient, browser: httpx.AsyncClient, hub: dict[str, Any]
) -> None:
    alder, birch = hub["schools"]
    first = await _says(browser, hub, "report", "1 of 2", "Not in yet: Birch.", "No result yet")
    assert await _page(browser, hub, "report") == first

    # A row of a read model: a result of before the last measure date, and one after it.
    await _result(api, alder, "2025-07-20", achieved=4, edition="GATSBY-2014")
    await api.project()
    await _says(browser, hub, "report", "4.00", "No change since", "of 1 member with a result of")
    await _result(api, alder, "2026-01-20", achieved=6)
    await api.project()
    await _says(browser, hub, "report", "6.00", "No member has two results of one edition")

    # The log alone: nothing is folded for it.
    assert "Careers leader not named" in await _page(browser, hub, "report")
    await _leads(api, alder)
    after = await _says(browser, hub, "report", "Careers leader not trained")
    assert "Careers leader not named" not in after
    later = {
        "reason": "leader_untrained",
        "on": "2025-09-01",
        "until": "2026-03-02",
        "because": "The course begins in March.",
    }
    matter = f"membership/hubs/{hub['id']}/members/{alder['id']}/attention"
    taken(await api.post(f"{matter}/snooze", later))
    after = await _says(browser, hub, "report", "1 matter at 1 member that the hub has set aside")
    assert "Careers leader not trained" not in after

    # One asks to join, which the figures do not know of, and is a member.
    await _joins(api, hub, birch)
    await _says(browser, hub, "report", "1 of 2", "Everybody in the scope is in.")
    await api.project()
    await _says(browser, hub, "report", "2 of 2", "Everybody in the scope is in.")


async def test_so_it_does_in_the_return(
    api: ApiClient, browser: httpx.AsyncClient, hub: dict[str, Any]
) -> None:
    alder, birch = hub["schools"]
    first = await _page(browser, hub, "return")
    assert await _page(browser, hub, "return") == first
    assert ">6.00<" not in first
    await _result(api, alder, "2026-01-20", achieved=6)
    await api.project()
    await _says(browser, hub, "return", ">6.00<")

    assert ">100%<" not in await _line(browser, hub, "Careers leader in post")
    await _leads(api, alder)
    assert ">100%<" in await _line(browser, hub, "Careers leader in post")

    await _joins(api, hub, birch)
    await api.project()
    assert ">50%<" in await _line(browser, hub, "Careers leader in post")


async def test_what_a_hub_writes_about_an_indicator_is_read_for_each_answer(
    api: ApiClient, browser: httpx.AsyncClient, hub: dict[str, Any]
) -> None:
    for words in ("Alder evaluates in March.", "Alder & Birch evaluate in <March>."):
        said = {"indicator": "mean_benchmarks", "comment": words}
        quarter = {"funder": "cec", "academicYear": "2025/26", "period": "q2"}
        taken(await api.post(f"progress/hubs/{hub['id']}/return/comments", quarter | said))
        text = await _says(browser, hub, "return", f"</span>{escape(words)}</p>")
        assert text.count("hub-return__comment") == 1
        assert text.count("Change the comment") == 1


async def _says(browser: httpx.AsyncClient, hub: dict[str, Any], page: str, *words: str) -> str:
    text = await _page(browser, hub, page)
    for one in words:
        assert one in text, one
    return text


async def _page(browser: httpx.AsyncClient, hub: dict[str, Any], page: str) -> str:
    """What is between the frame's parts, which differ from answer to answer."""
    answer = await browser.get(f"/hubs/{hub['slug']}/{page}")
    assert answer.status_code == 200
    _, _, main = answer.text.partition("<main")
    return main.partition("</main>")[0]


async def _line(browser: httpx.AsyncClient, hub: dict[str, Any], label: str) -> str:
    """One indicator of the return."""
    _, found, after = (await _page(browser, hub, "return")).partition(f">{label}<")
    assert found, label
    return after.partition("</tr>")[0]


def _at(hub: dict[str, Any]) -> Organisation:
    return Organisation(OrganisationKind.HUB, UUID(hub["id"]))


async def _joins(api: ApiClient, hub: dict[str, Any], school: dict[str, Any]) -> None:
    member = f"membership/hubs/{hub['id']}/members/{school['id']}"
    taken(await api.put(member, {"admittedOn": "2025-09-01"}))


async def _leads(api: ApiClient, school: dict[str, Any]) -> None:
    who = {"who": {"name": "Sam Example"}, "appointedOn": "2025-09-01"}
    taken(await api.post(f"training/institutions/{school['id']}/careers-leader", who), 201)


async def _result(
    api: ApiClient, school: dict[str, Any], on: str, *, achieved: int, edition: str = "GATSBY-2024"
) -> None:
    percentages = {
        str(number): {"percentage": 100 if number <= achieved else 40} for number in range(1, 9)
    }
    sent = {
        "completedOn": on,
        "edition": edition,
        "source": "compass",
        "benchmarks": percentages,
    }
    taken(await api.post(f"progress/institutions/{school['id']}/compass-results", sent), 201)
