"""An open page over the real thing: what a school confirms appears, and the figures wait for the reader.

Every part is a process of its own: services, relay and projection over PostgreSQL and nats-server.
"""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, expect

from tests.browser.conftest import watched_tab
from tests.builders.personas import be, become
from tests.builders.running_hub import RunningHub, a_running_hub, eventually

TODAY = date.today().isoformat()  # noqa: DTZ011 - the day the services see too


async def test_a_confirmed_encounter_appears_on_the_open_page(
    browser: Browser, tmp_path: Path
) -> None:
    async with a_running_hub(tmp_path / "hub") as hub:
        await hub.start("up")
        await hub.start("relay")
        await hub.start("project", "hub_dashboard")
        await eventually(hub.answers)
        school, position = await a_hub_with_a_school(hub)
        await hub.act_as("hub_lead", "--hub", "vale")
        await hub.dashboard("vale", at_least=position)
        site = str(hub.client.base_url).rstrip("/")
        async with watched_tab(browser, site) as page:
            await page.goto(f"{site}/hubs/vale")
            await become(page, "Auditor")
            await expect(page.get_by_text("live", exact=True)).to_be_visible()
            await expect(page.get_by_text("Covers Darlington and Hartlepool.")).to_be_visible()
            delivered = page.locator(".hub-figure", has_text="Encounters delivered")
            learners = page.locator(".hub-figure", has_text="Learners met")
            notice = page.get_by_text("Figures have changed since you opened this page.")
            amount = ".hub-figure__amount"
            await expect(delivered.locator(amount)).to_have_text("0")
            await expect(learners.locator(amount)).to_have_text("not told yet")
            await expect(notice).to_be_hidden()

            await an_employer_meets_sixty_learners(hub, school)

            line = page.locator("#activity-feed li").first
            await expect(line).to_contain_text(
                "Ashbrook Academy confirmed an encounter with Hartley Engineering Limited: "
                "employer talk, 60 to 99 learners"
            )
            await expect(notice).to_be_visible()
            await expect(delivered.locator(amount)).to_have_text("0")

            await page.get_by_role("link", name="Show them").click()
            await expect(delivered.locator(amount)).to_have_text("1")
            await expect(learners.locator(amount)).to_have_text("60")
            await expect(notice).to_be_hidden()
            await expect(page.get_by_text("Named by 1 of 1 member.").first).to_be_visible()


@pytest.mark.long
async def test_an_address_that_leads_nowhere_is_a_page_for_people_and_a_problem_for_programs(
    tmp_path: Path,
) -> None:
    async with a_running_hub(tmp_path / "hub") as hub:
        await hub.start("up")
        await eventually(hub.answers)
        await be(hub.client, "auditor", answers=503)  # nothing is built yet
        for path, kind in (("/nowhere", "text/html"), ("/api/nowhere", "application/problem+json")):
            answer = await hub.client.get(path)
            assert answer.status_code == 404
            assert answer.headers["content-type"].startswith(kind)
        refused = await hub.client.delete("/hubs/vale")
        assert refused.status_code == 405
        assert set(refused.headers["allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}
        assert "This page can only be read" in refused.text
        not_built = await hub.client.get("/")
        assert not_built.status_code == 503
        assert "The figures are being updated" in not_built.text


async def a_hub_with_a_school(hub: RunningHub) -> tuple[str, int]:
    """A hub, its one member and the member's roll: the school's id and the position of the last."""
    await hub.act_as("administrator")
    school = await hub.write(
        "POST", "membership/institutions", {"details": DETAILS, "urn": "999001"}
    )
    founded = await hub.write("POST", "membership/hubs", HUB)
    await hub.write("PUT", f"membership/hubs/{founded['id']}/members/{school['id']}", {})
    await hub.act_as("senior_leader", "--institution", school["id"])
    await hub.agree(school["id"])
    await hub.act_as("careers_leader", "--institution", school["id"])
    roll = [{"reference": f"P{number:04}", "yearGroup": 8} for number in range(180)]
    sent = await hub.write(
        "PUT",
        f"activities/institutions/{school['id']}/roster",
        {"learners": roll, "complete": True},
    )
    return school["id"], sent["position"]


async def an_employer_meets_sixty_learners(hub: RunningHub, school: str) -> None:
    """Proposed by the employer, accepted, and confirmed by the school with who came."""
    await hub.act_as("administrator")
    employer = await hub.write("POST", "encounters/employers", EMPLOYER)
    await hub.act_as("employer_user", "--employer", employer["id"])
    offer = {
        "kind": "employer_talk",
        "mode": "in_person",
        "plannedFor": TODAY,
        "title": "How a gearbox is made",
        "urns": ["999001"],
    }
    offered = await hub.write("POST", f"encounters/employers/{employer['id']}/encounters", offer)
    part = f"encounters/institutions/{school}/encounters/{offered['id']}"
    await hub.act_as("careers_leader", "--institution", school)
    await hub.write("POST", f"{part}/accept", {})
    came = [f"P{number:04}" for number in range(60)]
    await hub.write("POST", f"{part}/confirm", {"attendance": {"learners": came}, "heldOn": TODAY})


DETAILS: dict[str, Any] = {
    "name": "Ashbrook Academy",
    "phase": "secondary",
    "localAuthority": "841",
}
HUB: dict[str, Any] = {
    "name": "Vale Careers Hub",
    "slug": "vale",
    "leadOrganisation": "Vale Skills Partnership",
    "localAuthorities": ["841", "805"],
    "phases": ["secondary"],
}
EMPLOYER: dict[str, Any] = {
    "form": "company",
    "name": "Hartley Engineering Limited",
    "companyNumber": "01234567",
    "sicCodes": ["25620"],
    "employees": 84,
}
