"""What a school decides on its pages: encounters told twice, what year groups learn, providers' requests."""

import re
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from hub_core.access import Organisation, OrganisationKind, Role
from hub_core.settings import OpenId
from services.web.encounters_page.form import MOST_AT_ONCE
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


async def _at(
    site: SigningSite, school: dict[str, Any], role: Role = Role.CAREERS_LEADER
) -> httpx.AsyncClient:
    at = Organisation(OrganisationKind.INSTITUTION, UUID(school["id"]))
    return await site.signed_in(await site.person((role, at)))


async def _talk(api: ApiClient, school: dict[str, Any]) -> str:
    """A talk of last week that its employer reported."""
    employer = await api.employer("Pike Foundry")
    await api.verify(employer)
    encounter = await api.propose(employer, school, plannedFor="2026-02-04")
    report = {"at": school["id"], "heldOn": "2026-02-04", "reported": 62}
    path = f"encounters/employers/{employer}/encounters/{encounter}/deliver"
    taken(await api.post(path, report))
    return encounter


async def test_what_was_told_twice_is_decided_and_taken_back(
    api: ApiClient, site: SigningSite
) -> None:
    school = await api.school()
    encounter = await _talk(api, school)
    recorded = {"type": "employer_talk", "heldOn": "2026-02-04", "mode": "in_person"}
    path = f"activities/institutions/{school['id']}/activities"
    pair = {"encounter": encounter, "activity": taken(await api.post(path, recorded), 201)["id"]}
    pages = f"/institutions/{school['id']}/matches"
    async with await _at(site, school) as browser:
        before = (await browser.get(pages)).text
        assert "Both tell of the same day" in before
        assert "Pike Foundry" in before
        done = await site.post(browser, f"{pages}/same", **pair)
        after = (await browser.get(done.headers["location"])).text
        assert "They are one encounter and count once." in after
        assert "Take it back" in after
        again = await site.post(browser, f"{pages}/two", **pair)
        assert again.status_code == 409
        assert "There is a problem" in again.text
        await site.post(browser, f"{pages}/split", **pair)
        assert "Both tell of the same day" in (await browser.get(pages)).text
    async with await _at(site, school, Role.CAREERS_ADVISER) as browser:
        assert "The same encounter" not in (await browser.get(pages)).text
        assert (await site.post(browser, f"{pages}/same", **pair)).status_code == 403


def _row(page: str, label: str) -> str:
    """What the programme says of a year group."""
    text = page.split(f">{label}</dt>", 1)[1].split("</div>", 1)[0]
    return " ".join(re.sub(r"<[^>]+>", " ", text).split())


async def test_years_7_and_8_are_never_silently_empty(api: ApiClient, site: SigningSite) -> None:
    school = await api.school(lowAge=11, highAge=16)
    pages = f"/institutions/{school['id']}/programme"
    async with await _at(site, school) as browser:
        page = (await browser.get(pages)).text
        assert "Year 7 and Year 8 have no aims yet." in page
        assert _row(page, "Year 7") == "Must not stay empty"
        assert _row(page, "Year 9") == "Nobody has said"
        told = {"year": "2025-26", "year_groups": "7", "aims": "explore_possibilities"}
        wrong = await site.post(browser, f"{pages}/aims", **told)
        assert wrong.status_code == 422
        assert "Tick at least one thing they can do afterwards." in wrong.text
        saved = await site.post(browser, f"{pages}/aims", **told, outcomes="knows_jobs")
        page = (await browser.get(saved.headers["location"])).text
        assert "Year 8 has no aims yet." in page
        assert _row(page, "Year 7").startswith("Explore possibilities Can describe a range")
        for body in (told | {"outcomes": "knows_jobs", "year_groups": "13"}, told | {"aims": "?"}):
            refused = await site.post(browser, f"{pages}/aims", **{"outcomes": "knows_jobs"} | body)
            assert refused.status_code == 422
        assert (await browser.get(f"{pages}?year=2025")).status_code == 404


async def test_a_lesson_with_a_subject_fills_its_cell(api: ApiClient, site: SigningSite) -> None:
    school = await api.school(lowAge=11, highAge=16)
    lesson = {
        "type": "curriculum_link",
        "heldOn": "2026-01-14",
        "subjects": ["science"],
        "yearGroups": [7, 9],
    }
    taken(await api.post(f"activities/institutions/{school['id']}/activities", lesson), 201)
    async with await _at(site, school, Role.ENTERPRISE_ADVISER) as browser:
        page = (await browser.get(f"/institutions/{school['id']}/programme")).text
        assert "Save for these year groups" not in page
        science = page.split(">Science</th>", 1)[1].split("</tr>", 1)[0]
        assert re.findall(r">([^<]+)</td>", science) == ["1", "none", "1", "none", "none"]
        assert re.search(r"2 of \d+ pairs of a subject and a year group", page)


async def test_a_provider_is_answered_and_a_no_has_its_reason(
    api: ApiClient, site: SigningSite
) -> None:
    school = await api.school(lowAge=11, highAge=16)
    asked = {
        "providerKind": "fe_college",
        "providerName": "Northbank College",
        "yearGroups": [10],
        "routes": ["t_level"],
        "dates": ["2026-03-10"],
        "receivedOn": "2026-02-02",
    }
    path = f"activities/institutions/{school['id']}/access-requests"
    first, second = [taken(await api.post(path, asked), 201)["id"] for _ in range(2)]
    pages = f"/institutions/{school['id']}/provider-requests"
    async with await _at(site, school) as browser:
        page = (await browser.get(pages)).text
        assert "2 requests wait for your answer" in page
        assert "Waiting for 9 days." in page
        no = await site.post(browser, f"{pages}/{first}/answer", answer="refuse")
        assert no.status_code == 422
        assert "Choose why you say no" in no.text
        because = {"answer": "refuse", "reason": "no_suitable_date"}
        assert (await site.post(browser, f"{pages}/{first}/answer", **because)).status_code == 303
        yes = await site.post(browser, f"{pages}/{second}/answer", answer="2026-03-10")
        page = (await browser.get(yes.headers["location"])).text
        assert "Every request is answered." in page
        assert "None of the dates is possible" in page
        assert "10 March 2026" in page
        other = await site.post(browser, f"{pages}/{second}/answer", answer="2026-03-11")
        assert other.status_code == 422
    async with await _at(site, school, Role.ENTERPRISE_ADVISER) as browser:
        refused = await site.post(browser, f"{pages}/{first}/answer", answer="another-date")
        assert refused.status_code == 403


async def test_nothing_ticked_and_too_much_ticked_are_both_said(
    api: ApiClient, site: SigningSite
) -> None:
    school = await api.school(lowAge=11, highAge=16)
    encounter = await _talk(api, school)
    pages = f"/institutions/{school['id']}/encounters"
    others = [str(uuid4()) for _ in range(MOST_AT_ONCE)]
    async with await _at(site, school) as browser:
        nothing = await browser.get(f"{pages}/confirm")
        assert nothing.headers["location"] == f"{pages}?unticked=none#waiting"
        page = (await browser.get(f"{pages}?unticked=none")).text
        assert '<a href="#encounter-1">Tick at least one encounter to confirm.</a>' in page
        gone = await browser.get(f"{pages}/confirm", params={"encounter": others[0]})
        assert "called off meanwhile" in (await browser.get(gone.headers["location"])).text
        ticked = {"encounter": [encounter, *others]}
        assert "You ticked 1 more." in (await browser.get(f"{pages}/confirm", params=ticked)).text


async def test_each_confirmation_is_decided_by_itself_and_sent_twice_done_once(
    api: ApiClient, site: SigningSite
) -> None:
    school = await api.school(lowAge=11, highAge=16)
    encounter = await _talk(api, school)
    pages = f"/institutions/{school['id']}/encounters"
    key = f"e{UUID(encounter).hex}"
    async with await _at(site, school) as browser:
        form = await browser.get(f"{pages}/confirm", params={"encounter": encounter})
        assert "with 62 learners" in form.text
        typed = {
            "once": "a" * 32,
            "encounter": encounter,
            f"{key}-held-day": "4",
            f"{key}-held-month": "2",
            f"{key}-held-year": "2026",
            f"{key}-counts-8-learners": "60",
            f"{key}-clear_purpose": "yes",
        }
        both = typed | {f"{key}-references": "L-1"}
        assert "not both" in (await site.post(browser, f"{pages}/confirm", **both)).text
        for _ in range(2):
            done = await site.post(browser, f"{pages}/confirm", **typed)
            assert done.headers["location"] == f"{pages}?confirmed=1"
        part = taken(
            await api.get(f"encounters/institutions/{school['id']}/encounters/{encounter}")
        )
        assert (part["status"], part["confirmedOn"]) == ("confirmed", "2026-02-04")
    async with await _at(site, school, Role.ENTERPRISE_ADVISER) as browser:
        assert (await browser.get(pages)).status_code == 200
        assert (await browser.get(f"{pages}/confirm")).status_code == 403
        assert (await site.post(browser, f"{pages}/confirm", **typed)).status_code == 403
