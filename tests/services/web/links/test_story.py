"""A story through links alone: nobody in it has an account, and the hub's dashboard tells of them all."""

from typing import Any

from tests.builders.api_client import ApiClient, taken
from tests.builders.link_visitor import day, link


async def test_an_employer_offers_a_school_answers_and_confirms_and_the_dashboard_changes(
    api: ApiClient,
) -> None:
    hub, school, employer = await api.hub(), await api.school(), await api.employer()
    await admit(api, hub, school)
    await api.verify(employer, hub)
    about = {"hub": hub["id"], "institutions": [school["id"]]}

    offering = await link(api, "offer_encounter", "employer", employer, **about)
    offer = {"kind": "employer_talk", "mode": "in_person", **day("planned_for", "2026-02-11")}
    assert "offered" in await offering.do(offer)
    [part] = await parts_of(api, school)
    assert (part["status"], part["employer"]) == ("proposed", employer)

    sent = {"hub": hub["id"], "encounter": part["encounter"]}
    answering = await link(api, "answer_offer", "institution", school["id"], **sent)
    assert "Hartley Engineering" in (await answering.open()).text
    assert "accepted" in await answering.do({"answer": "accept"})

    reporting = await link(
        api, "record_delivery", "employer", employer, **sent, institutions=[school["id"]]
    )
    assert "taken place" in await reporting.do({"reported": "60"})

    assert (await dashboard(api, hub))["evidence"] == {"employer_reported": 1}
    confirming = await link(api, "confirm_encounter", "institution", school["id"], **sent)
    assert "confirmed" in await confirming.do(
        {"counts-8-learners": "58", "counts-9-learners": "31"}
    )

    [part] = await parts_of(api, school)
    assert part["status"] == "confirmed"
    shown = await dashboard(api, hub)
    assert shown["evidence"] == {"counted": 1}
    assert shown["reporting"] == 1


async def test_a_head_and_an_adult_service_send_their_counts_and_are_silent_no_more(
    api: ApiClient,
) -> None:
    hub = await api.hub(phases=["primary", "adult"])
    school = await api.school("Oakfield Primary", phase="primary", lowAge=4, highAge=11)
    service = await api.school("Northbank Skills for Adults", phase="adult")
    for member in (school, service):
        await admit(api, hub, member)
    assert (await dashboard(api, hub))["reporting"] == 0

    year = await link(
        api, "primary_return", "institution", school["id"], hub=hub["id"], period="2025/26"
    )
    told = {"classes-0-classes": "2", "classes-0-met": "1", "classes-6-classes": "2"}
    told |= {"classes-6-met": "2", "encounters": "4", "pupils": "86"}
    told |= {"strategy": "yes", "in_curriculum": "no", "lead_teacher": "yes"}
    assert "counts were sent" in await year.do(told)
    returns = taken(await api.get(f"activities/institutions/{school['id']}/primary-returns"))
    [sent] = returns["returns"]
    assert sent["counts"]["classes"] == {
        "0": {"classes": 2, "met": 1},
        "6": {"classes": 2, "met": 2},
    }
    assert (sent["counts"]["strategy"], sent["counts"]["inCurriculum"]) == (True, False)

    month = await link(
        api, "monthly_counts", "institution", service["id"], hub=hub["id"], period="2026-01"
    )
    told = {"contacts": "140", "referrals_in": "32", "referrals_out": "18"}
    assert "counts were sent" in await month.do(told | {"outcome-sustainable_employment": "11"})
    months = taken(await api.get(f"activities/institutions/{service['id']}/monthly-counts"))
    assert months["months"][0]["counts"]["outcomes"] == {"sustainable_employment": 11}

    assert (await dashboard(api, hub))["reporting"] == 2


async def admit(api: ApiClient, hub: dict[str, Any], school: dict[str, Any]) -> None:
    """It is a member of the hub."""
    member = f"membership/hubs/{hub['id']}/members/{school['id']}"
    taken(await api.put(member, {"admittedOn": "2025-09-01"}))


async def parts_of(api: ApiClient, school: dict[str, Any]) -> list[dict[str, Any]]:
    """What the school sees of encounters."""
    found = taken(await api.get(f"encounters/institutions/{school['id']}/encounters"))
    parts: list[dict[str, Any]] = found["encounters"]
    return parts


async def dashboard(api: ApiClient, hub: dict[str, Any]) -> dict[str, Any]:
    """What the hub's dashboard says: encounters by evidence, and how many institutions report."""
    await api.project()
    shown = taken(await api.get(f"progress/hubs/{hub['slug']}/dashboard?year=2025/26"))
    evidence = {one["code"]: one["encounters"] for one in shown["evidence"]["slices"]}
    return {
        "evidence": {code: number for code, number in evidence.items() if number},
        "reporting": shown["total"]["institutionsReporting"],
    }
