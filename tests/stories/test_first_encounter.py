"""From a fresh log to a live dashboard: an employer, a real school, its learners, a hub that sees it.

Then everything that may be lost is lost: relay and projection are killed, the stream is deleted, the
read model is rebuilt; and every figure is the same.
"""

from datetime import date
from pathlib import Path

import pytest

from tests.builders.running_hub import RunningHub, eventually

GIAS = Path(__file__).parents[3] / "shared" / "data" / "gias"
REGISTER = GIAS / "england_schools_merged.csv"
SECONDARIES = GIAS / "gias_establishments_2948.csv"

needs_gias = pytest.mark.skipif(
    not REGISTER.exists(),
    reason="the real register is not beside this checkout (../shared/data/gias)",
)

#: A real secondary school: Trafalgar School in Portsmouth.
URN = "141875"
EMPLOYER = "Hartley Engineering Limited"


@needs_gias
async def test_an_encounter_reaches_the_dashboard_and_outlives_every_part(
    running_hub: RunningHub,
) -> None:
    hub = running_hub
    await hub.start("up")
    relay = await hub.start("relay")
    projection = await hub.start("project", "hub_dashboard")
    await eventually(hub.answers)

    imported = await hub.command("import", "gias", str(REGISTER), str(SECONDARIES), "--json")
    assert imported["registered"] >= 22_313

    await hub.act_as("administrator")
    school = (await hub.get("membership/institutions", urn=URN))["id"]
    established = await hub.write(
        "POST",
        "membership/hubs",
        {
            "name": "Solent Careers Hub",
            "slug": "solent",
            "leadOrganisation": "Solent Skills Partnership",
            "localAuthorities": ["850", "851", "852", "921"],
            "phases": ["primary", "secondary", "special_and_alternative", "fe_and_skills"],
        },
    )
    await hub.write(
        "POST",
        "membership/hubs",
        {
            "name": "Tees Valley Careers Hub",
            "slug": "tees-valley",
            "leadOrganisation": "Tees Valley Skills Partnership",
            "localAuthorities": ["805", "806", "807", "808", "841"],
            "phases": ["secondary"],
        },
    )
    await hub.act_as("hub_lead", "--hub", "solent")
    admitted = await hub.write("PUT", f"membership/hubs/{established['id']}/members/{school}", {})
    before = await hub.dashboard("solent", at_least=admitted["position"])
    assert (before["total"]["members"], before["total"]["encounters"]) == (1, 0)
    assert before["total"]["eligible"] > 100
    assert EMPLOYER not in await hub.page("solent")

    position = await _employer_meets_learners(hub, school, established["id"])

    await hub.act_as("hub_lead", "--hub", "solent")
    after = await hub.dashboard("solent", at_least=position)
    assert after["total"]["encounters"] == 1
    assert after["total"]["distinctLearners"]["shown"] == 60
    assert f"{EMPLOYER}: employer talk, 60 to 99 learners" in await hub.page("solent")

    await hub.kill(relay)
    await hub.kill(projection)
    await hub.delete_stream()
    rebuilt = await hub.command("rebuild", "hub_dashboard", "--json")
    assert rebuilt["parked"] == 0
    assert (await hub.command("log", "verify", "--json"))["ok"]
    assert await hub.dashboard("solent", at_least=position) == after


async def _employer_meets_learners(hub: RunningHub, school: str, solent: str) -> int:
    """An employer proposes, the school accepts, it takes place, the school says who came."""
    await hub.act_as("senior_leader", "--institution", URN)
    await hub.agree(school)
    await hub.act_as("careers_leader", "--institution", URN)
    learners = [{"reference": f"P{number:04}", "yearGroup": 8} for number in range(180)]
    await hub.write(
        "PUT",
        f"activities/institutions/{school}/roster",
        {"learners": learners, "complete": True},
    )
    await hub.act_as("hub_lead", "--hub", "solent")
    employer = await hub.write(
        "POST",
        "encounters/employers",
        {
            "form": "company",
            "name": EMPLOYER,
            "companyNumber": "01234567",
            "sicCodes": ["25620"],
            "employees": 84,
        },
    )
    await hub.write(
        "POST",
        f"encounters/hubs/{solent}/employers/{employer['id']}/verify",
        {"basis": "public_register"},
    )
    await hub.act_as("employer_user", "--employer", "01234567")
    today = date.today().isoformat()  # noqa: DTZ011 - the day the services see too
    offered = await hub.write(
        "POST",
        f"encounters/employers/{employer['id']}/encounters",
        {
            "kind": "employer_talk",
            "mode": "in_person",
            "plannedFor": today,
            "title": "How a gearbox is made",
            "urns": [URN],
        },
    )
    encounter = offered["id"]
    part = f"encounters/institutions/{school}/encounters/{encounter}"
    await hub.act_as("careers_leader", "--institution", URN)
    await hub.write("POST", f"{part}/accept", {})
    await hub.act_as("employer_user", "--employer", employer["id"])
    await hub.write(
        "POST",
        f"encounters/employers/{employer['id']}/encounters/{encounter}/deliver",
        {"at": school, "heldOn": today, "reported": 70},
    )
    await hub.act_as("careers_leader", "--institution", URN)
    confirmed = await hub.write(
        "POST",
        f"{part}/confirm",
        {
            "attendance": {"learners": [f"P{number:04}" for number in range(60)]},
            "checks": {"clear_purpose": "yes"},
        },
    )
    assert confirmed["learners"] == 60
    position: int = confirmed["position"]
    return position
