"""A careers leader's ten minutes in a real Chromium: sending a file and confirming encounters.

At both widths, by keyboard, and without JavaScript on a phone; axe looks at every page on the way.
"""

import asyncio
import socket
from collections.abc import AsyncIterator
from typing import Any

import pytest
import uvicorn
from playwright.async_api import Browser, Page, ViewportSize, expect

from hub_core.embedded import Servers
from hub_core.settings import OpenId
from tests.browser.conftest import PHONE, both_sizes, watched_tab
from tests.browser.school_beginnings import become_leader, offers, talks, told_twice_and_asked_for
from tests.browser.school_pages import (
    Answering,
    Confirming,
    Guidance,
    Learner,
    SchoolPages,
    SendData,
)
from tests.builders.api_client import ApiClient, api_client, taken
from tests.builders.databases import fresh_addresses
from tests.builders.issuers import CLIENT, SECRET, forger
from tests.builders.signing_site import SigningSite, signing_site

ROSTER = "Adno,Year\nL-1,7\nL-2,8\nL-3,8\n"
FILE = "Code;Who;When\nA1;L-1;4 Feb 2026\nA1;L-2;4 Feb 2026\nA2;L-9;5 Feb 2026\nA3;L-2;tomorrow\n"


@pytest.fixture(scope="module")
async def api(
    servers: Servers,
    ledger_template: str,
    vault_template: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> AsyncIterator[ApiClient]:
    """The API over a log of this file's own."""
    addresses = await fresh_addresses(servers, ledger_template, vault_template)
    async with api_client(addresses, folder=tmp_path_factory.mktemp("schools")) as client:
        yield client


@pytest.fixture(scope="module")
async def signing(api: ApiClient) -> AsyncIterator[SigningSite]:
    """The pages on a free port."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        address = f"http://127.0.0.1:{listening.getsockname()[1]}"
        async with forger() as issuer:
            openid = OpenId(issuer=issuer.address, client_id=CLIENT, client_secret=SECRET)
            async with signing_site(api.parts, openid, public_url=address) as made:
                server = uvicorn.Server(
                    uvicorn.Config(made.app, log_level="warning", lifespan="off")
                )
                task = asyncio.create_task(server._serve([listening]))
                while not server.started:
                    assert not task.done(), "The pages did not start."
                    await asyncio.sleep(0.01)
                yield made
                server.should_exit = True
                await task


@pytest.fixture
def site(signing: SigningSite) -> str:
    """Its address."""
    assert signing.sign_in.public_url is not None
    return signing.sign_in.public_url


@pytest.fixture
async def school(api: ApiClient) -> dict[str, Any]:
    """A school that told nothing yet."""
    return await api.school("Ashbrook Academy", lowAge=11, highAge=16)


@pytest.fixture
async def phone(browser: Browser, site: str) -> AsyncIterator[Page]:
    """A phone that runs no scripts."""
    context = await browser.new_context(viewport=PHONE, java_script_enabled=False)
    context.set_default_timeout(30_000)
    yield await context.new_page()
    await context.close()


async def test_a_roster_and_a_foreign_file_are_sent_on_a_phone_without_scripts(
    signing: SigningSite, site: str, school: dict[str, Any], phone: Page
) -> None:
    await become_leader(phone, signing, school)
    pages = SendData(phone, site, school["id"])
    await pages.begin()
    await pages.open("Send data")
    await pages.send("roster", ROSTER, everything=True)
    await pages.heading("Check your answers")
    await pages.says("3 learners: added to your roster")
    await pages.press("Record it")
    await pages.heading("Recorded")
    await pages.follow("Everything that was sent")

    await pages.send("activities", FILE)
    await pages.heading("Which column is what?")
    for field, column in (("Activity ID", "Code"), ("Learner reference", "Who"), ("Date", "When")):
        await pages.column(field, column)
    await pages.press("Check the file")
    await pages.says("No column is known to hold")
    await pages.for_every_row("type", "Employer talk")
    await phone.get_by_text("Other columns that can be read").click()
    await pages.for_every_row("mode", "In person")
    await pages.press("Check the file")
    await pages.heading("Check your answers")
    await pages.says("1 activity: recorded for the first time")
    await pages.says("Line 5")
    await pages.press("Record the rows that are taken")
    await pages.heading("Recorded")
    await pages.follow("Everything that was sent")
    await pages.says("Held for your roster")


async def test_encounters_are_confirmed_in_a_batch_on_a_phone_without_scripts(
    api: ApiClient, signing: SigningSite, site: str, school: dict[str, Any], phone: Page
) -> None:
    learners = [{"reference": f"L-{number}", "yearGroup": 8} for number in range(30)]
    roster = {"learners": learners, "asOf": "2025-09-08"}
    taken(await api.put(f"activities/institutions/{school['id']}/roster", roster))
    await talks(api, school, "Pike Foundry", "Larch Bakery", "Tern Software")
    await become_leader(phone, signing, school)
    pages = Confirming(phone, site, school["id"])
    await pages.begin()
    await pages.open("Encounters")
    await pages.says("3 encounters wait for your word")
    await pages.tick("Pike Foundry")
    await pages.tick("Larch Bakery")
    await pages.press("Confirm those ticked")
    await pages.count("Pike Foundry", "Year 8", "31")
    await pages.listed("Larch Bakery", "L-1", "L-2")
    await pages.there_was("Larch Bakery", "A clear purpose")
    await pages.press("Confirm them")
    await pages.says("1 encounter is confirmed. The one below is not.")
    await phone.get_by_role("alert").get_by_role("link").click()
    assert phone.url.endswith("-counts-8-learners")
    await pages.count("Pike Foundry", "Year 8", "28")
    await pages.press("Confirm it")
    await pages.says("1 encounter is confirmed.")
    await pages.says("1 encounter waits for your word")


async def test_offers_are_answered_and_taken_back_on_a_phone_without_scripts(
    api: ApiClient, signing: SigningSite, site: str, school: dict[str, Any], phone: Page
) -> None:
    offered = await offers(api, school, "Pike Foundry", "Larch Bakery")
    await become_leader(phone, signing, school)
    pages = Answering(phone, site, school["id"])
    await pages.begin()
    await pages.open("Encounters")
    await pages.says("2 offers wait for your answer")
    await pages.follow("Pike Foundry")
    await pages.press("Accept the offer")
    await pages.says("The offer is accepted, and the employer can see it.")
    await pages.stands("Pike Foundry", "Accepted")

    await pages.follow("Larch Bakery")
    await pages.press("Decline the offer")
    await pages.is_told("Choose a reason.")
    await pages.because("decline", "The date does not suit")
    await pages.press("Decline the offer")
    await pages.says("The offer is declined, and the employer can see why.")

    await pages.follow("Pike Foundry")
    await pages.because("cancel", "The institution cannot host")
    await pages.press("Call it off")
    await pages.says("Nothing waits for you.")
    told = taken(await api.get(f"encounters/institutions/{school['id']}/encounters"))
    status = {one["encounter"]: one["status"] for one in told["encounters"]}
    assert [status[one] for one in offered] == ["cancelled", "declined"]


async def test_learners_are_asked_by_a_code_and_their_answers_stand_on_the_page(
    api: ApiClient,
    signing: SigningSite,
    browser: Browser,
    site: str,
    school: dict[str, Any],
    phone: Page,
) -> None:
    await talks(api, school, "Pike Foundry")
    await become_leader(phone, signing, school)
    pages = Answering(phone, site, school["id"])
    await pages.begin()
    await pages.open("Encounters")
    await pages.follow("Something wrong? Pike Foundry")
    await pages.says("The learners were not asked yet.")
    await pages.ask("all")
    await pages.is_told("Say how many learners are in the room, as a number.")
    await pages.ask("5")
    await pages.says("0 of 5 learners answered.")
    code = await pages.code()
    for _ in range(5):
        learner = await browser.new_context(viewport=PHONE, java_script_enabled=False)
        await Learner(await learner.new_page(), site).answers(code, "Yes, a lot", "I am not sure")
        await learner.close()
    await phone.reload()
    await pages.says("5 learners of 5 answered.")
    assert await pages.given("Yes, a lot") == "5 learners"
    await pages.press("Save your answer")
    await pages.is_told("Answer both questions.")
    await pages.was_worth_it("Yes, fully", "Yes, with changes")
    await pages.says("You said it did what you hoped: yes, fully. Again: yes, with changes.")


async def test_a_meeting_is_recorded_on_a_phone_and_whoever_was_met_moves_down(
    api: ApiClient, signing: SigningSite, site: str, school: dict[str, Any], phone: Page
) -> None:
    at = f"activities/institutions/{school['id']}"
    learners = [{"reference": "L-1", "yearGroup": 8}, {"reference": "L-2", "yearGroup": 11}]
    taken(await api.put(f"{at}/roster", {"learners": learners, "asOf": "2025-09-08"}))
    adviser = {"name": "Ines Marsh", "presence": "on_site", "level": 7, "onRegister": True}
    taken(await api.post(f"{at}/advisers", adviser), 201)
    await become_leader(phone, signing, school)
    pages = Guidance(phone, site, school["id"])
    await pages.begin()
    await pages.open("Guidance")
    await pages.says("2 learners of 2 on roll have met no careers adviser yet.")
    assert await pages.listed() == ["L-2", "L-1"]
    await pages.follow("Record a meeting")
    await pages.met("L-2", "Ines Marsh", minutes="2")
    await pages.press("Record the meeting")
    await pages.is_told("A meeting takes 5 minutes or more.", "Say who does action 1.")
    await pages.met("L-2", "Ines Marsh", minutes="40", owner="The learner")
    await pages.press("Record the meeting")
    await pages.says("The meeting is recorded, and counts.")
    await pages.says("1 learner of 2 on roll has met no careers adviser yet.")
    assert await pages.listed() == ["L-1", "L-2"]


async def test_two_encounters_are_confirmed_by_keyboard_alone(
    api: ApiClient, signing: SigningSite, browser: Browser, site: str, school: dict[str, Any]
) -> None:
    await talks(api, school, "Pike Foundry")
    async with watched_tab(browser, site) as page:
        await become_leader(page, signing, school)
        await page.goto(f"{site}/institutions/{school['id']}/encounters")
        await page.get_by_role("checkbox").focus()
        await page.keyboard.press("Space")
        for _ in ("what to do if it is wrong", "the button"):
            await page.keyboard.press("Tab")
        await page.keyboard.press("Enter")
        await expect(page.locator("h1")).to_have_text("Who took part?")
        for _ in range(3):
            await page.keyboard.press("Tab")
        await page.get_by_label("Year 8: Learners").focus()
        await page.keyboard.type("24")
        await page.keyboard.press("Enter")
        await expect(page.get_by_text("1 encounter is confirmed.")).to_be_visible()


@both_sizes
async def test_every_page_of_the_school_is_right(
    api: ApiClient,
    signing: SigningSite,
    browser: Browser,
    site: str,
    school: dict[str, Any],
    size: ViewportSize,
) -> None:
    await talks(api, school, "Pike Foundry", "Larch Bakery")
    await offers(api, school, "Tern Software")
    await told_twice_and_asked_for(api, school)
    async with watched_tab(browser, site) as page:
        await page.set_viewport_size(size)
        await become_leader(page, signing, school)
        pages = SendData(page, site, school["id"])
        await pages.begin()
        await pages.is_right()
        await pages.open("Send data")
        await pages.is_right()
        await pages.follow("Send activities")
        await pages.is_right()
        await pages.open("Send data")
        await pages.send("activities", FILE)
        await pages.is_right()
        for field, column in (("Activity ID", "Code"), ("Learner reference", "Who")):
            await pages.column(field, column)
        await pages.column("Date", "When")
        await pages.for_every_row("type", "Employer talk")  # every part was opened by looking at it
        await pages.for_every_row("mode", "In person")
        await pages.press("Check the file")
        await pages.heading("Check your answers")
        await pages.is_right()
        await pages.press("Record the rows that are taken")
        await pages.heading("Recorded")
        await pages.is_right()
        await pages.open("Send data")
        await pages.is_right()
        await _confirming_is_right(Confirming(page, site, school["id"]))
        for name, said in (
            ("Told twice", "The employer told"),
            ("Guidance", "There is nobody on your roster"),
            ("Questions", "Records to verify"),
            ("Programme", "Must not stay empty"),
            ("Providers", "Northbank College"),
        ):
            await pages.open(name)
            await pages.says(said)
            await pages.is_right()
        await pages.open("Guidance")
        await pages.follow("Record a meeting")
        await pages.is_right()


@both_sizes
async def test_a_school_that_only_counts_reads_why_nobody_is_named(
    api: ApiClient,
    signing: SigningSite,
    browser: Browser,
    site: str,
    school: dict[str, Any],
    size: ViewportSize,
) -> None:
    path = f"activities/institutions/{school['id']}/roll"
    taken(await api.put(path, {"roll": {"8": 20}, "asOf": "2025-09-08"}))
    async with watched_tab(browser, site) as page:
        await page.set_viewport_size(size)
        await become_leader(page, signing, school)
        pages = SendData(page, site, school["id"])
        await pages.begin()
        for figure, why in (
            ("5.1.y8", "only how many there are is told."),
            ("6.T1.y8", "nobody’s hours follow from a number."),
        ):
            await page.goto(f"{site}/institutions/{school['id']}/missing/{figure}")
            await pages.heading("Who is missing")
            await pages.says(why)
            await pages.is_right()
        await pages.follow("Send data")
        await pages.heading("Send data")


async def _confirming_is_right(pages: Confirming) -> None:
    await pages.open("Encounters")
    await pages.is_right()
    await pages.follow("Tern Software")
    await pages.says("A day at Tern Software")
    await pages.is_right()
    await pages.open("Encounters")
    await pages.tick("Pike Foundry")
    await pages.tick("Larch Bakery")
    await pages.press("Confirm those ticked")
    await pages.heading("Who took part?")
    await pages.is_right()


async def test_a_school_page_leads_to_its_others(
    signing: SigningSite, browser: Browser, site: str, school: dict[str, Any]
) -> None:
    async with watched_tab(browser, site) as page:
        await become_leader(page, signing, school)
        pages = SchoolPages(page, site, school["id"])
        await pages.begin()
        for name in (
            "Encounters",
            "Calendar",
            "Told twice",
            "Guidance",
            "Questions",
            "Programme",
            "Providers",
            "Send data",
        ):
            await pages.open(name)
