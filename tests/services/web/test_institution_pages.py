"""A school's page: its own people see everything and why, its hub sees it protected, nobody else at all."""

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

YES = dict.fromkeys(
    ("clear_purpose", "learning_outcomes", "two_way_interaction", "time_to_reflect"), "yes"
)
LEARNERS = [f"L-{number}" for number in range(20)]


@pytest.fixture
async def site(api: ApiClient) -> AsyncIterator[SigningSite]:
    """Pages that people sign in to."""
    async with forger() as issuer:
        openid = OpenId(issuer=issuer.address, client_id=CLIENT, client_secret=SECRET)
        async with signing_site(api.parts, openid) as made:
            yield made


def _at(school: dict[str, Any]) -> str:
    """The school's page as at a day of its year, whatever today is."""
    return f"/institutions/{school['id']}?as_at=2026-02-11"


async def _school(
    api: ApiClient, *, met: int, learners: int = len(LEARNERS), **details: Any
) -> dict[str, Any]:
    """A school of so many learners in Year 8, of whom so many met an employer in January."""
    school = await api.school(**{"name": "Ashbrook Academy", "lowAge": 11, "highAge": 16} | details)
    path = f"activities/institutions/{school['id']}"
    roster = [
        {"reference": one, "yearGroup": 8, "groups": ["female"]} for one in LEARNERS[:learners]
    ]
    sent = {"learners": roster, "complete": True, "asOf": "2025-09-08"}
    taken(await api.put(f"{path}/roster", sent))
    talk = {
        "type": "employer_talk",
        "heldOn": "2026-01-14",
        "mode": "in_person",
        "attendance": {"learners": LEARNERS[:met]},
        "checks": YES,
    }
    taken(await api.post(f"{path}/activities", talk), 201)
    return school


async def _leader(
    site: SigningSite, school: dict[str, Any], role: Role = Role.CAREERS_LEADER
) -> Any:
    at = Organisation(OrganisationKind.INSTITUTION, UUID(school["id"]))
    return await site.signed_in(await site.person((role, at)))


def _line(page: httpx.Response, code_wording: str, who: str) -> str:
    """The text of one line of the page, without its markup."""
    part = page.text.split(f'hub-criterion__wording">{code_wording}', 1)[1].split(
        "hub-criterion__wording", 1
    )[0]
    line = next(one for one in part.split("<li ")[1:] if f">{who}<" in one)
    return " ".join(re.sub(r"<[^>]+>", " ", line).split())


MEETING = "Learners in each of Years 7 to 13 have a meaningful encounter"
REST = " with an employer this year"


def _at_a_glance(page: httpx.Response, number: int) -> list[str]:
    """What the table of the eight benchmarks says of one: declared, records show, nearest step."""
    row = page.text.split(f'href="#benchmark-{number}"', 1)[1].split("</tr>", 1)[0]
    return [
        " ".join(re.sub(r"<[^>]+>", " ", cell.split(">", 1)[1]).split())
        for cell in row.split("<td ")[1:]
    ]


async def test_a_careers_leader_sees_what_is_missing_and_why(
    api: ApiClient, site: SigningSite
) -> None:
    school = await _school(api, met=14)
    async with await _leader(site, school) as browser:
        page = await browser.get(_at(school))
        assert page.status_code == 200
        line = _line(page, MEETING, "Year 8")
        assert "70%, 14 of 20" in line
        assert "2 more learners to reach 76%" in line
        assert "In progress" in line
        declared, shown, step = _at_a_glance(page, 5)
        assert (declared, shown) == ("Nothing", "0 of 1 criterion achieved")
        assert step.startswith("Year 8: 2 more learners to reach 76% Learners in each of Years")
        assert _at_a_glance(page, 8)[2] == "Nothing recorded to tell it by"
        assert "No data supplied for Years 7, 9, 10 and 11." in page.text
        why = re.search(r'href="(/institutions/[^"]+/explain/5\.1\.y8[^"]*)"', page.text)
        assert why is not None
        told = await browser.get(why[1].replace("&amp;", "&"))
        assert "Year 8: 14 of 20 learners" in told.text
        assert "An institution recorded an activity: Employer talk" in told.text
        for criterion, finding in (
            ("5.2.y8", "Year 8: 0 of 4 kinds of employer as at 11 February 2026."),
            ("4.1.y8", "Year 8: 0 of 14 subjects as at 11 February 2026."),
            ("7.P.y8.owed", "first phase, owed, Year 8: 0 of 2 encounters as at 11 February 2026."),
            ("3.4", "Only the institution can say. Intended destinations are kept by"),
        ):
            why = await browser.get(
                f"/institutions/{school['id']}/explain/{criterion}?as_at=2026-02-11"
            )
            assert finding in why.text
        assert "Support plans stay with the institution" in page.text


async def test_who_is_missing_is_a_page_and_a_file_for_the_school_s_own_people(
    api: ApiClient, site: SigningSite
) -> None:
    school = await _school(api, met=18)
    async with await _leader(site, school) as browser:
        page = await browser.get(f"/institutions/{school['id']}/explain/5.1.y8?as_at=2026-02-11")
        link = re.search(r'href="([^"]+/missing/5\.1\.y8\?[^"]*)"', page.text)
        assert link is not None
        who = await browser.get(link[1].replace("&amp;", "&"))
        assert "2 of 20 learners not reached yet, as at 11 February 2026." in who.text
        assert re.findall(r'<li class="hub-line">([^<]+)</li>', who.text) == ["L-18", "L-19"]
        assert who.headers["cache-control"] == "private, no-store"
        found = re.search(r'href="([^"]+/missing/5\.1\.y8\.csv[^"]*)"', who.text)
        assert found is not None
        file = await browser.get(found[1].replace("&amp;", "&"))
        assert file.text.splitlines()[1:] == [f"L-18,{MEETING}{REST}", f"L-19,{MEETING}{REST}"]
        assert "attachment" in file.headers["content-disposition"]
        hours = await browser.get(f"/institutions/{school['id']}/missing/6.T1.y8?as_at=2026-02-11")
        assert "20 of 20 learners not reached yet" in hours.text
        assert hours.text.count('data-label="Time still to go">10 hours</td>') == 20
        assert (
            await browser.get(f"/institutions/{school['id']}/missing/9.9.y8.csv")
        ).status_code == 404
    async with await _leader(site, school, Role.ENTERPRISE_ADVISER) as browser:
        refused = await browser.get(f"/institutions/{school['id']}/missing/5.1.y8.csv")
        assert refused.status_code == 403


async def test_a_school_that_only_counts_is_told_why_nobody_is_named_and_what_would_change_that(
    api: ApiClient, site: SigningSite
) -> None:
    school = await api.school(name="Ashbrook Academy", lowAge=11, highAge=16)
    path = f"activities/institutions/{school['id']}"
    taken(await api.put(f"{path}/roll", {"roll": {"8": 20}, "asOf": "2025-09-08"}))
    talk = {"type": "employer_talk", "heldOn": "2026-01-14", "mode": "in_person", "checks": YES}
    counts = {"attendance": {"counts": {"8": 12}}}
    taken(await api.post(f"{path}/activities", talk | counts), 201)
    why = "The learners of Year 8 are not named: only how many there are is told."
    async with await _leader(site, school) as browser:
        page = await browser.get(f"/institutions/{school['id']}/explain/5.1.y8?as_at=2026-02-11")
        link = re.search(r'href="([^"]+/missing/5\.1\.y8\?[^"]*)"', page.text)
        assert link is not None
        who = await browser.get(link[1].replace("&amp;", "&"))
        assert who.status_code == 200
        assert why in who.text
        assert "Send a roster of Year 8, and name who came to each activity" in who.text
        assert f'href="/institutions/{school["id"]}/uploads"' in who.text
        file = await browser.get(
            f"/institutions/{school['id']}/missing/5.1.y8.csv?as_at=2026-02-11"
        )
        assert (file.status_code, why in file.text) == (404, True)
        owed = await browser.get(
            f"/institutions/{school['id']}/missing/7.P.y8.owed?as_at=2026-02-11"
        )
        assert "This figure is of encounters, not of learners" in owed.text


async def test_a_past_day_and_the_other_edition_can_be_asked_for(
    api: ApiClient, site: SigningSite
) -> None:
    school = await _school(api, met=14)
    async with await _leader(site, school) as browser:
        before = await browser.get(f"/institutions/{school['id']}?as_at=2025-12-31")
        assert "0%, 0 of 20" in _line(before, MEETING, "Year 8")
        assert '<option value="2025-12-31" selected>31 December 2025</option>' in before.text
        older = await browser.get(f"{_at(school)}&edition=GATSBY-2014")
        assert "Reconstructed from published scores" in older.text
        for wrong, said in (
            ("as_at=yesterday", "is not a day"),
            ("as_at=9999-01-01", "has not come yet"),
            ("edition=2030", "no edition"),
        ):
            answer = await browser.get(f"/institutions/{school['id']}?{wrong}")
            assert answer.status_code == 404
            assert said in answer.text


async def test_the_year_is_followed_week_by_week_as_at_the_same_day(
    api: ApiClient, site: SigningSite
) -> None:
    school = await _school(api, met=14)
    async with await _leader(site, school) as browser:
        figures = await browser.get(_at(school))
        explained = await browser.get(
            f"/institutions/{school['id']}/explain/5.1.y8?as_at=2026-02-11"
        )
        links = {
            found[1].replace("&amp;", "&")
            for page in (figures, explained)
            if (found := re.search(r'href="([^"]+/trend\?[^"]*)"', page.text))
        }
        [link] = links
        assert "as_at=2026-02-11" in link
        page = await browser.get(link)
        assert page.headers["cache-control"] == "private, no-store"
        assert (
            "14 of 20 learners reached by 11 February 2026; most, 14, in the week to 18 Jan"
            in page.text
        )
        assert "As at 11 February 2026." in page.text
        file = re.search(r'href="([^"]+/trend\.csv\?[^"]*)"', page.text)
        assert file is not None
        rows = (await browser.get(file[1].replace("&amp;", "&"))).text.splitlines()
        assert rows[1].split(",")[1:] == ["0", "0", "0"]
        assert rows[20:22] == ["18 January 2026,14,70,14", "25 January 2026,14,70,0"]
        assert rows[-1] == "11 February 2026,14,70,0"
        before = await browser.get(link.replace("2026-02-11", "2025-12-31"))
        assert "None of 20 learners reached by 31 December 2025" in before.text
        assert (await browser.get(link.replace("2026-02-11", "soon"))).status_code == 404
    async with await _leader(site, school, Role.ENTERPRISE_ADVISER) as browser:
        assert "/trend" not in (await browser.get(_at(school))).text
        for end in ("trend", "trend.csv"):
            assert (await browser.get(f"/institutions/{school['id']}/{end}")).status_code == 403


async def test_an_enterprise_adviser_sees_no_small_numbers(
    api: ApiClient, site: SigningSite
) -> None:
    school = await _school(api, met=14)
    async with await _leader(site, school, Role.ENTERPRISE_ADVISER) as browser:
        page = await browser.get(_at(school))
        assert "Not shown: few learners" in _line(page, MEETING, "Year 8")
        assert "more learner" not in page.text
        assert "/explain/" not in page.text
        assert "Gaps between groups" not in page.text
        refused = await browser.get(f"/institutions/{school['id']}/explain/5.1.y8")
        assert refused.status_code == 403


async def test_another_school_s_people_find_nothing(api: ApiClient, site: SigningSite) -> None:
    school, other = await _school(api, met=14), await api.school()
    async with await _leader(site, other) as browser:
        for path in ("", "/explain/5.1.y8"):
            assert (await browser.get(f"/institutions/{school['id']}{path}")).status_code == 404


async def test_a_school_that_told_nothing_is_not_said_to_fail(
    api: ApiClient, site: SigningSite
) -> None:
    school = await api.school()
    async with await _leader(site, school) as browser:
        page = await browser.get(_at(school))
        assert "Nothing was recorded for 2025/26 by this day." in page.text
        assert "No data supplied" in page.text
        assert "0%" not in page.text
        assert "Not achieved" not in page.text


async def test_each_kind_of_institution_is_asked_what_is_asked_of_its_kind(
    api: ApiClient, site: SigningSite
) -> None:
    service = await api.school(name="Saltby Adult Careers", phase="adult", lowAge=19, highAge=99)
    async with await _leader(site, service, Role.NCS_ADVISER) as browser:
        page = (await browser.get(_at(service))).text
        assert "Benchmarks 1, 2, 3, 4, 6, 7 and 8 ask nothing of an adult service." in page
        assert page.count('href="#benchmark-') == 1
        assert "What only the institution can say" not in page
        assert ", National Careers Service adviser</p>" in page
        nothing = (await browser.get(f"/institutions/{service['id']}/activities")).text
        assert "Nothing is recorded for" in nothing
        assert "/uploads" not in nothing
    school = await _school(api, met=14)
    async with await _leader(site, school) as browser:
        page = (await browser.get(_at(school))).text
        assert "ask nothing of" not in page
        assert page.count('href="#benchmark-') == 8
        nothing = (await browser.get(f"/institutions/{school['id']}/activities?year=2010-11")).text
        assert "Send a file" in nothing


async def test_a_urn_and_a_ukprn_lead_to_the_school_s_page(
    api: ApiClient, site: SigningSite
) -> None:
    school = await api.school()
    body = {"ukprn": "10045678", "details": {"name": "Northbank College", "phase": "fe_and_skills"}}
    college = taken(await api.post("membership/institutions", body), 201)
    async with await _leader(site, school) as browser:
        for number, found in (
            (f"urn/{school['urn']}", school),
            ("ukprn/10045678", college),
        ):
            led = await browser.get(f"/institutions/{number}")
            assert led.headers["location"] == f"/institutions/{found['id']}"
        unknown = await browser.get("/institutions/urn/999999")
        assert unknown.status_code == 404
        assert "No school or college here has the URN 999999." in unknown.text


async def test_a_handful_of_learners_is_told_in_words_and_what_was_declared_beside_them(
    api: ApiClient, site: SigningSite
) -> None:
    school = await _school(api, met=4, learners=6, phase="special_and_alternative")
    result = {
        "completedOn": "2026-01-20",
        "edition": "GATSBY-2024",
        "source": "compass",
        "benchmarks": {str(one): {"percentage": 40 + one} for one in range(1, 9)},
    }
    taken(await api.post(f"progress/institutions/{school['id']}/compass-results", result), 201)
    async with await _leader(site, school) as browser:
        page = await browser.get(_at(school))
        line = _line(page, MEETING, "Year 8")
        assert "Most, 4 of 6" in line
        assert "%" not in line
        assert "1 more learner to achieve it" in line
        assert "Too few learners to compare" in page.text
        assert "Declared 45%. Records show:" in page.text
        earlier = await browser.get(f"{_at(school)}&edition=GATSBY-2014")
        assert "is of another edition, and is not set beside it" in earlier.text
        assert "Declared 45%" not in earlier.text
