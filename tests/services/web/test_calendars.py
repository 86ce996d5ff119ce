"""Calendars from the page to the program that reads them: made once, shown once, replaced and withdrawn."""

import re
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from icalendar import Calendar

from hub_core.access import Organisation, OrganisationKind, Principal, Role
from hub_core.access.scope import scope_of
from hub_core.calendars.entries import Entry, EntryKind, Revision
from hub_core.settings import OpenId
from services.web.calendar_page.found import Found, entries_of
from services.web.calendar_page.view import SEEN_AT_ONCE, calendar_page
from tests.builders.api_client import ApiClient, taken
from tests.builders.issuers import CLIENT, SECRET, forger
from tests.builders.keyring import new_key
from tests.builders.signing_site import SigningSite, signing_site

MEMBERS, OTHERS = ("Alder", "Birch"), ("Cedar", "Dale", "Elm")
TALK = "Employer talk: Hartley Engineering Limited"


@pytest.fixture(scope="module")
async def site(api: ApiClient) -> AsyncIterator[SigningSite]:
    """Pages that people sign in to."""
    async with forger() as issuer:
        openid = OpenId(issuer=issuer.address, client_id=CLIENT, client_secret=SECRET)
        async with signing_site(api.parts, openid) as made:
            yield made


class Place:
    """A hub with two members, and three schools of no hub; an employer offers a talk to three of them."""

    def __init__(self, api: ApiClient, site: SigningSite) -> None:
        self.api, self.site = api, site

    async def begin(self) -> "Place":
        api = self.api
        self.hub = await api.hub()
        self.alder, self.birch = [await api.school(f"{name} School") for name in MEMBERS]
        self.cedar, self.dale, self.elm = [await api.school(f"{name} School") for name in OTHERS]
        for one in (self.alder, self.birch):
            taken(await api.put(f"membership/hubs/{self.hub['id']}/members/{one['id']}"))
        self.employer = await api.employer()
        self.encounter = await api.propose(self.employer, self.alder, self.birch, self.cedar)
        await api.project()
        return self

    async def plan(self, school: dict[str, Any], *mondays: str) -> None:
        path = f"encounters/institutions/{school['id']}/placement-weeks"
        weeks = [{"monday": one, "learners": 4, "yearGroups": [10]} for one in mondays]
        taken(await self.api.put(path, {"academicYear": "2025/26", "weeks": weeks}))

    async def browser(self, role: Role, kind: OrganisationKind, named: str) -> httpx.AsyncClient:
        at = Organisation(kind, UUID(named))
        return await self.site.signed_in(await self.site.person((role, at)))

    async def leader(self, school: dict[str, Any]) -> httpx.AsyncClient:
        return await self.browser(Role.CAREERS_LEADER, OrganisationKind.INSTITUTION, school["id"])

    async def lead(self) -> httpx.AsyncClient:
        return await self.browser(Role.HUB_LEAD, OrganisationKind.HUB, self.hub["id"])

    async def address(self, browser: httpx.AsyncClient, page: str) -> str:
        """The private address, made by the page's form."""
        form = re.search(r'name="once" value="([^"]+)"', (await browser.get(page)).text)
        assert form is not None
        answer = await self.site.post(browser, page, deed="make", once=form[1])
        made = re.search(r'readonly value="http://hub\.test(/calendars/[^"]+\.ics)"', answer.text)
        assert made is not None, answer.text
        return made[1]

    async def read(self, address: str, **headers: str) -> httpx.Response:
        """As a calendar program reads: without a session."""
        async with self.site.visitor() as program:
            return await program.get(address, headers=headers)


@pytest.fixture(scope="module")
async def place(api: ApiClient, site: SigningSite) -> Place:
    return await Place(api, site).begin()


def events(answer: httpx.Response) -> dict[str, Any]:
    """The events of a feed by their summary."""
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    found = Calendar.from_ical(answer.content).walk("VEVENT")
    return {str(one["summary"]): one for one in found}


async def test_a_school_subscribes_and_sees_what_moves_and_what_is_called_off(place: Place) -> None:
    page = f"/institutions/{place.cedar['id']}/calendar"
    async with await place.leader(place.cedar) as browser:
        shown = await browser.get(page)
        assert TALK in shown.text
        assert f"/institutions/{place.cedar['id']}/encounters/{place.encounter}" in shown.text
        address = await place.address(browser, page)
        assert address not in (await browser.get(page)).text
    first = events(await place.read(address))[TALK]
    assert first["dtstart"].dt == date(2026, 3, 4)
    assert first["dtend"].dt == date(2026, 3, 5)
    assert (first["status"], first["sequence"]) == ("TENTATIVE", 0)

    path = f"encounters/institutions/{place.cedar['id']}/encounters/{place.encounter}"
    taken(await place.api.post(f"{path}/accept"))
    agreed = events(await place.read(address))[TALK]
    taken(await place.api.post(f"{path}/cancel", {"reason": "other"}))
    off = events(await place.read(address))[f"Called off: {TALK}"]
    assert (agreed["status"], agreed["sequence"]) == ("CONFIRMED", 1)
    assert (off["status"], off["sequence"]) == ("CANCELLED", 2)
    assert first["uid"] == agreed["uid"] == off["uid"]


async def test_a_program_that_asks_again_is_told_that_nothing_changed(place: Place) -> None:
    page = f"/institutions/{place.dale['id']}/calendar"
    async with await place.leader(place.dale) as browser:
        address = await place.address(browser, page)
    tag = (await place.read(address)).headers["etag"]
    for asked in (tag, f"W/{tag}", f'"other", {tag}'):
        again = await place.read(address, **{"if-none-match": asked})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    await place.plan(place.dale, "2026-06-01")
    assert (await place.read(address, **{"if-none-match": tag})).status_code == 200


async def test_a_week_that_is_taken_back_is_called_off(place: Place) -> None:
    await place.plan(place.elm, "2026-06-01", "2026-06-08")
    async with await place.leader(place.elm) as browser:
        address = await place.address(browser, f"/institutions/{place.elm['id']}/calendar")
    before = Calendar.from_ical((await place.read(address)).content).walk("VEVENT")
    await place.plan(place.elm, "2026-06-08")
    weeks = {
        one["dtstart"].dt: one
        for one in Calendar.from_ical((await place.read(address)).content).walk("VEVENT")
        if "Placement week" in one["summary"]
    }
    gone, kept = weeks[date(2026, 6, 1)], weeks[date(2026, 6, 8)]
    assert (gone["status"], gone["sequence"]) == ("CANCELLED", 1)
    assert (kept["status"], kept["sequence"]) == ("CONFIRMED", 0)
    assert kept["dtend"].dt - kept["dtstart"].dt == timedelta(days=5)
    assert {gone["uid"], kept["uid"]} <= {one["uid"] for one in before}


async def test_a_calendar_that_cannot_hold_everything_says_up_to_when_it_does(place: Place) -> None:
    parts, today = place.api.parts, date(2026, 2, 11)
    hub = Organisation(OrganisationKind.HUB, UUID(place.hub["id"]))
    lead = Principal(id="system:test", roles=frozenset({Role.HUB_LEAD}), organisation=hub)
    told = {}
    for most in (1, 2):
        found = await entries_of(
            hub, parts.platform.ledger, parts.pool, scope=scope_of(lead), today=today, most=most
        )
        assert isinstance(found, Found)
        shown = calendar_page(found.entries, today=today, until=today, up_to=found.up_to)
        told[most] = sum(one.title.startswith(TALK) for one in found.entries), shown.cut
    assert told[2] == (2, "")
    assert told[1][0] == 1
    assert "the first of them, up to 4 March 2026." in told[1][1]


def test_a_busy_month_is_told_by_weeks_and_a_busy_week_by_days() -> None:
    def on(day: date, number: int, *, last: date | None = None) -> list[Entry]:
        return [
            Entry(
                id=uuid4(),
                kind=EntryKind.ENCOUNTER,
                first=day,
                last=last or day,
                title="A talk",
                revision=Revision(number=1, at=datetime(2026, 1, 1, tzinfo=UTC)),
            )
            for _ in range(number)
        ]

    today = date(2026, 2, 11)
    entries = [
        *on(date(2026, 2, 2), 1, last=date(2026, 2, 12)),
        *on(today, SEEN_AT_ONCE - 1),
        *on(date(2026, 2, 12), 1),
        *on(date(2026, 2, 23), 2),
        *on(date(2026, 2, 28), 1),
        *on(date(2026, 3, 1), SEEN_AT_ONCE),
        *on(date(2026, 3, 31), 1),
        *on(date(2026, 4, 8), SEEN_AT_ONCE),
    ]
    shown = calendar_page(entries, today=today, until=date(2026, 7, 1))
    told = [
        [(part.days, len(part.lines), part.open) for part in month.parts] for month in shown.months
    ]
    assert told == [
        [
            ("Wednesday 11 February", SEEN_AT_ONCE, True),
            ("Thursday 12 February", 1, False),
            ("23 to 28 February", 3, False),
        ],
        [("1 March", SEEN_AT_ONCE, False), ("30 to 31 March", 1, False)],
        [("", SEEN_AT_ONCE, False)],
    ]


async def test_a_hubs_calendar_names_its_members_and_no_number_of_learners(place: Place) -> None:
    for school in (place.alder, place.birch):
        await place.plan(school, "2026-06-01")
    page = f"/hubs/{place.hub['slug']}/calendar"
    training = {"kind": "careers_leader", "heldOn": "2026-03-10", "mode": "in_person", "places": 20}
    organiser = {"kind": "hub", "id": place.hub["id"]}
    body = {"organiser": organiser, "details": training}
    at = Organisation(OrganisationKind.HUB, UUID(place.hub["id"]))
    _, secret = await new_key(place.api.parts.platform, Role.HUB_LEAD, at)
    by = {"authorization": f"Bearer {secret.text}"}
    taken(await place.api.post("training/events", body, **by), 201)
    async with await place.lead() as browser:
        shown = (await browser.get(page)).text
        address = await place.address(browser, page)
    assert "Placement weeks that clash: 1" in shown
    assert "Alder School and Birch School" in shown
    assert "School could move to the week of 8 June 2026." in shown
    answer = await place.read(address)
    assert events(answer).keys() == {
        f"{TALK} at Alder School",
        f"{TALK} at Birch School",
        "Placement week: Alder School",
        "Placement week: Birch School",
        "Careers leader training",
    }
    assert "learner" not in answer.text


async def test_an_employer_sees_its_own_and_where(place: Place) -> None:
    page = f"/employers/{place.employer}/calendar"
    browser = await place.browser(Role.EMPLOYER_USER, OrganisationKind.EMPLOYER, place.employer)
    async with browser:
        address = await place.address(browser, page)
    told = events(await place.read(address))
    assert {one.removeprefix("Called off: ") for one in told} == {
        "Employer talk: Alder School",
        "Employer talk: Birch School",
        "Employer talk: Cedar School",
    }


async def test_a_new_address_ends_the_old_and_withdrawing_ends_all(place: Place) -> None:
    page = f"/institutions/{place.dale['id']}/calendar"
    nothing = await place.read(f"/calendars/{'A' * 43}.ics")
    assert nothing.status_code == 404

    async def is_nothing(address: str) -> None:
        answer = await place.read(address)
        assert (answer.status_code, answer.content) == (404, nothing.content)
        fresh = {"hub-correlation": "new with every answer"}
        assert {**answer.headers, **fresh} == {**nothing.headers, **fresh}

    async with await place.leader(place.dale) as browser:
        old = await place.address(browser, page)
        new = await place.address(browser, page)
        await is_nothing(old)
        assert (await place.read(new)).status_code == 200
        done = await place.site.post(browser, page, deed="withdraw")
        assert "It opens nothing any more." in (await browser.get(done.headers["location"])).text
    for address in (new, new.removesuffix(".ics"), f"{new}.ics", "/calendars/x.ics"):
        await is_nothing(address)


async def test_a_form_sent_twice_makes_one_address(place: Place) -> None:
    page = f"/institutions/{place.dale['id']}/calendar"
    async with await place.leader(place.dale) as browser:
        form = re.search(r'name="once" value="([^"]+)"', (await browser.get(page)).text)
        assert form is not None
        sent = [await place.site.post(browser, page, deed="make", once=form[1]) for _ in range(2)]
    made = re.search(r"/calendars/[^\"]+\.ics", sent[0].text)
    assert made is not None
    assert "/calendars/" not in sent[1].text
    assert "was shown then" in sent[1].text
    assert (await place.read(made[0])).status_code == 200


async def test_whoever_may_only_read_makes_no_address(place: Place) -> None:
    page = f"/institutions/{place.alder['id']}/calendar"
    adviser = await place.browser(
        Role.CAREERS_ADVISER, OrganisationKind.INSTITUTION, place.alder["id"]
    )
    async with adviser:
        shown = await adviser.get(page)
        assert shown.status_code == 200
        assert 'value="make"' not in shown.text
        assert (await place.site.post(adviser, page, deed="make")).status_code == 403
    async with await place.lead() as browser:
        assert (await browser.get(page)).status_code == 200
        assert (await place.site.post(browser, page, deed="make")).status_code in (403, 404)


async def test_the_api_tells_the_address_once_and_the_log_never(place: Place) -> None:
    whose = {"organisation": {"kind": "institution", "id": place.dale["id"]}}
    at = Organisation(OrganisationKind.INSTITUTION, UUID(place.dale["id"]))
    _, secret = await new_key(place.api.parts.platform, Role.CAREERS_LEADER, at)
    by, path = {"authorization": f"Bearer {secret.text}"}, "identity/calendars"
    answers = [
        await place.api.send("POST", path, whose, key="calendar-of-dale", **by) for _ in range(2)
    ]
    first, second = (taken(one, 201) for one in answers)
    assert second == first | {"address": None}
    assert answers[0].headers["cache-control"] == "no-store"
    assert (await place.read(first["address"])).status_code == 200
    token = first["address"].removeprefix("/calendars/").removesuffix(".ics").encode()
    rows = await place.api.parts.platform.ledger.read_stream(UUID(first["id"]))
    assert not any(token in bytes(row["data"]) + bytes(row["envelope"]) for row in rows)
    taken(await place.api.post(f"{path}/withdraw", whose, **by))
    assert (await place.read(first["address"])).status_code == 404
