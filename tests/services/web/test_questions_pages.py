"""Pages of questions: the hub is led to whom to ask, the school reads the same, and neither is a verdict."""

import re
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import pytest

from hub_core.access import Organisation, OrganisationKind, Role
from hub_core.questions.rules import Question, Signal
from hub_core.settings import OpenId
from services.web import paging
from services.web.questions_page.view import says
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


@pytest.mark.parametrize(
    ("signal", "count", "of", "said"),
    [
        (Signal.COPIED_FORWARD, 1, 2, "Official results that only repeat the one before: 1 of 2"),
        (Signal.ROLL_DIFFERS, 6, None, "Learners on roll beside the school census: 6% apart"),
        (
            Signal.CONFIRMED_IN_SECONDS,
            0,
            0,
            "Encounters confirmed within a minute of several others: none, for there were none this year",
        ),
        (
            Signal.SELF_TICKED,
            1000,
            1200,
            "Check-lists with yes throughout that nobody else tells of: 1,000 of 1,200",
        ),
    ],
)
def test_a_signal_says_what_was_counted_of_how_many(
    signal: Signal, count: int, of: int | None, said: str
) -> None:
    told = Question(signal=signal, label="", count=count, of=of, ask="", source="")
    assert says(told) == said


async def _member(api: ApiClient, hub: dict[str, Any], name: str, **more: Any) -> dict[str, Any]:
    school = await api.school(name, lowAge=11, highAge=12, **more)
    taken(await api.put(f"membership/hubs/{hub['id']}/members/{school['id']}"))
    return school


async def test_a_hub_lead_is_led_to_a_member_and_both_read_the_same(
    api: ApiClient, site: SigningSite
) -> None:
    hub = await api.hub()
    school = await _member(api, hub, "Alder School", pupils=200)
    await _member(api, hub, "Birch School")
    path = f"activities/institutions/{school['id']}"
    roster = [{"reference": f"L-{one}", "yearGroup": 7} for one in range(20)]
    sent = {"learners": roster, "complete": True, "asOf": "2025-09-08"}
    taken(await api.put(f"{path}/roster", sent))
    talk = {
        "type": "employer_talk",
        "heldOn": "2025-11-10",
        "mode": "in_person",
        "employerMet": await api.employer("Hartley Engineering Limited"),
        "attendance": {"learners": ["L-1"]},
    }
    taken(await api.post(f"{path}/activities", talk), 201)
    await api.project()
    of_hub = (Role.HUB_LEAD, Organisation(OrganisationKind.HUB, UUID(hub["id"])))
    async with await site.signed_in(await site.person(of_hub)) as browser:
        page = await browser.get(f"/hubs/{hub['slug']}/questions")
        assert "There is something to ask of 1 of 2 members." in page.text
        assert "Birch School" not in page.text
        assert "The roll has 90% fewer learners than the school census." in page.text
        assert "Hartley Engineering Limited" in page.text
        kept = await browser.get(f"/hubs/{hub['slug']}/questions?signal=self_ticked")
        assert "There is no member left to ask this of." in kept.text
        unknown = await browser.get(f"/hubs/{hub['slug']}/questions?signal=guilt")
        assert unknown.status_code == 404
        assert "There is no question called “guilt”." in unknown.text
        link = re.search(r'href="(/institutions/[^"]+/questions)"', page.text)
        assert link is not None
        as_hub = await browser.get(link[1])
    leader = (
        Role.CAREERS_LEADER,
        Organisation(OrganisationKind.INSTITUTION, UUID(school["id"])),
    )
    async with await site.signed_in(await site.person(leader)) as browser:
        as_school = await browser.get(link[1])
        assert (await browser.get(f"/hubs/{hub['slug']}/questions")).status_code == 404
    told = [
        re.split(r'<ul class="hub-asked__lines">|</main>', one.text)[1]
        for one in (as_hub, as_school)
    ]
    assert told[0] == told[1]
    assert "Check-lists with yes throughout that nobody else tells of: none" in told[0]
    assert "1 of 1 record of this year, drawn by chance." in told[0]


async def test_where_nothing_was_recorded_nothing_is_asked(
    api: ApiClient, site: SigningSite
) -> None:
    hub = await api.hub()
    school = await _member(api, hub, "Cedar School")
    await api.project()
    of_hub = (Role.HUB_LEAD, Organisation(OrganisationKind.HUB, UUID(hub["id"])))
    async with await site.signed_in(await site.person(of_hub)) as browser:
        page = await browser.get(f"/hubs/{hub['slug']}/questions")
        assert "There is nothing to ask of 1 member." in page.text
        own = await browser.get(f"/institutions/{school['id']}/questions")
        assert "Nothing was recorded this year that could be verified." in own.text


async def test_of_many_members_some_are_shown_at_a_time_each_with_its_records(
    api: ApiClient, site: SigningSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paging, "ROWS_A_PAGE", 1)
    hub = await api.hub()
    for name in ("Alder School", "Birch School"):
        school = await _member(api, hub, name, pupils=200)
        path = f"activities/institutions/{school['id']}"
        roster = [{"reference": f"L-{one}", "yearGroup": 7} for one in range(20)]
        sent = {"learners": roster, "complete": True, "asOf": "2025-09-08"}
        taken(await api.put(f"{path}/roster", sent))
        talk = {
            "type": "employer_talk",
            "heldOn": "2025-11-10",
            "mode": "in_person",
            "employerMet": await api.employer(f"Friends of {name} Limited"),
            "attendance": {"learners": ["L-1"]},
        }
        taken(await api.post(f"{path}/activities", talk), 201)
    await api.project()
    of_hub = (Role.HUB_LEAD, Organisation(OrganisationKind.HUB, UUID(hub["id"])))
    here = f"/hubs/{hub['slug']}/questions?signal=roll_differs"
    async with await site.signed_in(await site.person(of_hub)) as browser:
        first = (await browser.get(here)).text
        assert 'id="members">Showing 1 to 1 of 2</p>' in first
        assert "Friends of Alder School Limited" in first
        assert "Birch School" not in first
        assert f'href="{here}&amp;members-page=2#members" rel="next"' in first
        second = (await browser.get(f"{here}&members-page=2")).text
        assert "Showing 2 to 2 of 2" in second
        assert "<title>Page 2 of 2 – " in second
        assert "Friends of Birch School Limited" in second
        assert "Alder School" not in second
        assert (await browser.get(f"{here}&members-page=3")).status_code == 404
