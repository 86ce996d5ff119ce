"""Sending a file from a page: as the API does it, and nothing of it before the page's own form is known."""

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
from tests.builders.signing_site import FROM_HERE, SigningSite, signing_site

HEAD = "Activity ID,Learner reference,Date,Type,Mode\n"
TALK = "04/02/2026,employer_talk,in_person\n"


@pytest.fixture
async def site(api: ApiClient) -> AsyncIterator[SigningSite]:
    """Pages that people sign in to."""
    async with forger() as issuer:
        openid = OpenId(issuer=issuer.address, client_id=CLIENT, client_secret=SECRET)
        async with signing_site(api.parts, openid) as made:
            yield made


@pytest.fixture
async def school(api: ApiClient) -> dict[str, Any]:
    """A school whose roster knows two learners."""
    made = await api.school()
    learners = [{"reference": one, "yearGroup": 8} for one in ("L-1", "L-2")]
    taken(await api.put(f"activities/institutions/{made['id']}/roster", {"learners": learners}))
    return made


async def _at(
    site: SigningSite, school: dict[str, Any], role: Role = Role.CAREERS_LEADER
) -> httpx.AsyncClient:
    at = Organisation(OrganisationKind.INSTITUTION, UUID(school["id"]))
    return await site.signed_in(await site.person((role, at)))


async def _send(
    site: SigningSite,
    browser: httpx.AsyncClient,
    path: str,
    content: str | bytes,
    *,
    token: str | None = None,
    **fields: str,
) -> httpx.Response:
    """A form with a file, as a browser posts it: in the order of the page."""
    typed = {"source": "sims", "year": "2025/26", "complete": "no"} | fields
    held = await site.form_token(browser) if token is None else token
    return await browser.post(
        path,
        data={"form_token": held, **typed},
        files={"file": ("export.csv", content, "text/csv")},
        headers=FROM_HERE,
    )


async def test_a_file_is_sent_looked_at_and_recorded_once(
    api: ApiClient, site: SigningSite, school: dict[str, Any]
) -> None:
    pages = f"/institutions/{school['id']}/uploads"
    async with await _at(site, school) as browser:
        assert "Nothing was sent yet" in (await browser.get(pages)).text
        head = await api.head()
        rows = f"A1,L-1,{TALK}A1,L-2,{TALK}A1,L-9,{TALK}A2,L-1,yesterday,employer_talk,in_person\n"
        sent = await _send(site, browser, f"{pages}/new/activities", HEAD + rows)
        assert sent.status_code == 303, sent.text
        upload = sent.headers["location"]
        check = (await browser.get(upload)).text
        for told in ("1 activity: recorded for the first time", "is not on your roster", "Line 5"):
            assert told in check
        assert await api.head() == head  # nothing but the look at it

        problems = await browser.get(f"{upload}/problems.csv")
        assert [line.split(",")[:3] for line in problems.text.splitlines()[1:]] == [
            ["4", "Learner reference", "L-9"],
            ["5", "Date", "yesterday"],
        ]
        assert (await site.post(browser, f"{upload}/commit")).headers["location"] == upload
        done = (await browser.get(upload)).text
        assert "1 activity" in done
        assert "1 row waits for learners your roster does not know" in done
        head = await api.head()
        await site.post(browser, f"{upload}/commit")
        assert await api.head() == head
        history = (await browser.get(pages)).text
        assert "2 of 4 rows taken, 1 held, 1 not taken" in history
        assert "Held for your roster" in history


async def test_columns_are_named_once_and_a_mistake_is_told_beside_its_question(
    site: SigningSite, school: dict[str, Any]
) -> None:
    pages = f"/institutions/{school['id']}/uploads"
    file = "Code;Who;When\nA1;L-1;4 Feb 2026\n"
    async with await _at(site, school) as browser:
        upload = (await _send(site, browser, f"{pages}/new/activities", file)).headers["location"]
        assert "Which column is what?" in (await browser.get(upload)).text
        named = {"column-activity": "Code", "column-learner": "Who", "column-date": "When"}
        wrong = await site.post(browser, f"{upload}/columns", **named)
        assert wrong.status_code == 422
        assert 'id="wrong-type"' in wrong.text
        assert '<option value="Who" selected>' in wrong.text
        named |= {"always-type": "employer_talk", "always-mode": "in_person"}
        assert (await site.post(browser, f"{upload}/columns", **named)).status_code == 303
        assert "Every row is fine." in (await browser.get(upload)).text
        again = await _send(site, browser, f"{pages}/new/activities", file)
        assert "Every row is fine." in (await browser.get(again.headers["location"])).text


async def test_a_file_of_many_pieces_goes_through_and_stays_sealed(
    site: SigningSite, school: dict[str, Any]
) -> None:
    note = "x" * 2_000
    rows = "".join(f"A{number},L-1,{TALK.strip()},{note}\n" for number in range(1_200))
    pages = f"/institutions/{school['id']}/uploads"
    async with await _at(site, school) as browser:
        sent = await _send(site, browser, f"{pages}/new/activities", f"{HEAD.strip()},Note\n{rows}")
        assert "1,200 activities" in (await browser.get(sent.headers["location"])).text
    pool = site.parts.pool
    pieces = await pool.fetch("select sealed from sync.pieces where part = 'file'")
    assert len(pieces) > 1
    assert not any(b"employer_talk" in piece["sealed"] for piece in pieces)


@pytest.mark.parametrize("token", ["", "a-token-of-somebody-else"])
async def test_not_a_byte_is_taken_from_a_form_of_another_page(
    site: SigningSite, school: dict[str, Any], token: str
) -> None:
    pages = f"/institutions/{school['id']}/uploads"
    async with await _at(site, school) as browser:
        refused = await _send(
            site, browser, f"{pages}/new/activities", HEAD + f"A1,L-1,{TALK}", token=token
        )
        assert refused.status_code == 403
    held = await site.parts.pool.fetchval(
        "select count(*) from sync.uploads where institution = $1", UUID(school["id"])
    )
    assert held == 0


@pytest.mark.parametrize(
    ("content", "fields", "said"),
    [
        ("", {}, "The file is empty"),
        (b"PK\x03\x04" + bytes(200), {}, "There is a problem"),
        (HEAD, {"complete": "perhaps"}, "Say whether the file is everything."),
        (HEAD, {"source": "SIMS & friends"}, "Name the system in lower-case letters"),
        (HEAD, {"year": "last year"}, "Choose one of the academic years."),
    ],
)
async def test_what_cannot_be_read_is_said_with_the_form_given_back(
    site: SigningSite,
    school: dict[str, Any],
    content: str | bytes,
    fields: dict[str, str],
    said: str,
) -> None:
    pages = f"/institutions/{school['id']}/uploads"
    async with await _at(site, school) as browser:
        refused = await _send(site, browser, f"{pages}/new/activities", content, **fields)
        assert refused.status_code == 422
        assert said in refused.text
        assert 'type="file"' in refused.text
        again = "The file has to be chosen again" in refused.text
        assert again is bool(fields)  # otherwise it is the file itself that is wrong


async def test_faults_are_counted_column_by_column_with_an_example_where_they_differ(
    site: SigningSite, school: dict[str, Any]
) -> None:
    pages = f"/institutions/{school['id']}/uploads"
    rows = "A1,L-1,2026-01-14,Chat,In person\nA2,L-1,2026-01-15,Nonsense,Mars\n"
    async with await _at(site, school) as browser:
        sent = await _send(site, browser, f"{pages}/new/activities", HEAD + rows)
        page = (await browser.get(sent.headers["location"])).text
    faults = page[page.index("hub-faults") : page.index("</ul>", page.index("hub-faults"))]
    told = [" ".join(re.sub("<[^>]+>", " ", one).split()) for one in faults.split("</li>")[:-1]]
    assert told[0].partition("2 rows ")[2].startswith("Type, such as: “Chat” is not in the list.")
    assert told[1].partition("1 row ")[2].startswith("Mode: “Mars” is not in the list.")


async def test_a_mended_file_of_another_page_leaves_what_was_checked(
    site: SigningSite, school: dict[str, Any]
) -> None:
    pages = f"/institutions/{school['id']}/uploads"
    async with await _at(site, school) as browser:
        sent = await _send(site, browser, f"{pages}/new/activities", HEAD + f"A1,L-1,{TALK}")
        upload = sent.headers["location"]
        refused = await _send(site, browser, f"{upload}/content", HEAD, token="another")
        assert refused.status_code == 403
        assert "Every row is fine." in (await browser.get(upload)).text


async def test_a_roster_takes_held_rows_with_it(site: SigningSite, school: dict[str, Any]) -> None:
    pages = f"/institutions/{school['id']}/uploads"
    async with await _at(site, school) as browser:
        held = await _send(site, browser, f"{pages}/new/activities", HEAD + f"A1,L-9,{TALK}")
        await site.post(browser, f"{held.headers['location']}/commit")
        roster = "Learner reference,Year group\nL-1,8\nL-2,8\nL-9,9\n"
        sent = await _send(site, browser, f"{pages}/new/roster", roster)
        assert (
            "1 learner: added to your roster" in (await browser.get(sent.headers["location"])).text
        )
        await site.post(browser, f"{sent.headers['location']}/commit")
        history = (await browser.get(pages)).text
        assert "Held for your roster" not in history
        assert len(re.findall(">Recorded<", history)) == 3


async def test_a_college_sends_programmes_names_its_columns_once_and_takes_held_rows_with_them(
    api: ApiClient, site: SigningSite
) -> None:
    college = await api.school("Northbank College", phase="fe_and_skills")
    pages = f"/institutions/{college['id']}/uploads"
    async with await _at(site, college) as browser:
        assert f'href="{pages}/new/programmes"' in (await browser.get(pages)).text
        held = await _send(site, browser, f"{pages}/new/activities", HEAD + f"A1,C-1,{TALK}")
        done = await site.post(browser, f"{held.headers['location']}/commit")
        assert (
            f'href="{pages}/new/programmes"' in (await browser.get(done.headers["location"])).text
        )
        file = "Ref,Course,Start,Planned end\nC-1,ART-1,01/09/2025,30/06/2027\nC-2,ART-1,soon,\n"
        sent = await _send(site, browser, f"{pages}/new/programmes", file)
        here = sent.headers["location"]
        assert 'id="always-ages"' in (await browser.get(here)).text
        named = {"column-learner": "Ref", "column-programme": "Course", "column-starts_on": "Start"}
        named |= {"column-planned_end": "Planned end", "always-level": "level_3"}
        wrong = await site.post(browser, f"{here}/columns", **named)
        assert (wrong.status_code, 'id="wrong-ages"' in wrong.text) == (422, True)
        await site.post(browser, f"{here}/columns", **named, **{"always-ages": "16_to_18"})
        check = (await browser.get(here)).text
        assert "1 learner: added to your roster" in check
        assert "This is no date." in check
        await site.post(browser, f"{here}/commit")
        assert "Held for your roster" not in (await browser.get(pages)).text


async def test_a_school_that_sends_programmes_is_told_to_send_a_roster(
    site: SigningSite, school: dict[str, Any]
) -> None:
    pages = f"/institutions/{school['id']}/uploads"
    async with await _at(site, school) as browser:
        assert "programmes" not in (await browser.get(pages)).text.casefold().split("<main")[1]
        refused = await _send(site, browser, f"{pages}/new/programmes", "Programme\nART-1\n")
        assert refused.status_code == 422
        assert "has year groups. Send its learners as a roster" in refused.text


async def test_part_of_a_roster_is_recorded_as_the_whole_only_when_the_box_is_ticked(
    api: ApiClient, site: SigningSite, school: dict[str, Any]
) -> None:
    """A careers leader exports one class by mistake, says it is everybody, and reads who would leave."""
    learners = [{"reference": f"L-{number}", "yearGroup": 8} for number in range(1, 31)]
    taken(await api.put(f"activities/institutions/{school['id']}/roster", {"learners": learners}))
    pages = f"/institutions/{school['id']}/uploads"
    async with await _at(site, school) as browser:
        part = "Learner reference,Year group\nL-1,8\n"
        sent = await _send(site, browser, f"{pages}/new/roster", part, complete="yes")
        here = sent.headers["location"]
        check = (await browser.get(here)).text
        assert "29 of the 30 learners on your roll would leave" in check
        assert "Something about this roster looks wrong" in check
        assert "These learners have left: record it as it is" in check
        refused = await site.post(browser, f"{here}/commit")
        assert refused.status_code == 422
        assert "tick the box and record it" in refused.text
        assert "leaversChecked”" not in refused.text
        done = await site.post(browser, f"{here}/commit", leaversChecked="yes")
        assert "29 learners" in (await browser.get(done.headers["location"])).text


@pytest.mark.parametrize("role", [Role.CAREERS_ADVISER, Role.ENTERPRISE_ADVISER])
async def test_who_may_not_send_sees_no_such_page_and_no_way_to_it(
    site: SigningSite, school: dict[str, Any], role: Role
) -> None:
    pages = f"/institutions/{school['id']}/uploads"
    async with await _at(site, school, role) as browser:
        assert "Send data" not in (await browser.get(f"/institutions/{school['id']}")).text
        assert (await browser.get(pages)).status_code == 403
        sent = await _send(site, browser, f"{pages}/new/activities", HEAD)
        assert sent.status_code == 403


async def test_another_school_s_upload_is_not_there(
    api: ApiClient, site: SigningSite, school: dict[str, Any]
) -> None:
    other = await api.school()
    async with await _at(site, school) as browser:
        pages = f"/institutions/{school['id']}/uploads"
        sent = await _send(site, browser, f"{pages}/new/activities", HEAD + f"A1,L-1,{TALK}")
        upload = sent.headers["location"].rpartition("/")[2]
    async with await _at(site, other) as stranger:
        for path in (
            f"/institutions/{other['id']}/uploads/{upload}",
            f"/institutions/{school['id']}/uploads/{upload}",
        ):
            assert (await stranger.get(path)).status_code == 404
            assert (await site.post(stranger, f"{path}/commit")).status_code == 404
