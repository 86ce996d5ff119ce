"""A placement week with more demand than supply, as partners tell it over HTTP."""

from typing import Any

import pytest

from hub_core.access import OrganisationKind, Role
from tests.builders.api_client import ApiClient, problem_fields, refused, taken
from tests.services.encounters.test_employers import signed

DAYS = [f"2026-06-{day}" for day in range(22, 27)]
TERMS = {
    "academicYear": "2025/26",
    "type": "work_experience_block",
    "mode": "block",
    "days": DAYS,
    "minutes": 360,
    "places": 3,
}
School = dict[str, Any]


@pytest.fixture
async def hub(api: ApiClient) -> School:
    return await api.hub()


@pytest.fixture
async def schools(api: ApiClient, hub: School) -> list[School]:
    """Two members with Year 10 on roll."""
    found = []
    for name in ("Ashbrook Academy", "Northbank Academy"):
        school = await api.school(name)
        taken(await api.put(f"membership/hubs/{hub['id']}/members/{school['id']}", {}))
        learners = [{"reference": f"L-{number}", "yearGroup": 10} for number in range(5)]
        taken(
            await api.put(f"activities/institutions/{school['id']}/roster", {"learners": learners})
        )
        found.append(school)
    return found


@pytest.fixture
async def employer(api: ApiClient, hub: School) -> str:
    """A verified employer with its papers."""
    employer = await api.employer()
    await api.verify(employer, hub)
    for kind in (
        "employers_liability_insurance",
        "risk_assessment_young_people",
        "health_and_safety_policy",
    ):
        told = {"kind": kind, "validUntil": "2026-08-31"}
        taken(await api.post(f"encounters/employers/{employer}/checks", told))
    return employer


async def offered(api: ApiClient, employer: str, hub: School, **more: Any) -> str:
    body = {"terms": TERMS | more, "coordinatedBy": hub["id"]}
    answer = await api.post(f"encounters/employers/{employer}/placements", body)
    placement: str = taken(answer, 201)["id"]
    return placement


def at(school: School, placement: str) -> str:
    return f"encounters/institutions/{school['id']}/placements/{placement}"


async def test_need_goes_first_and_everybody_sees_what_is_theirs(
    api: ApiClient, hub: School, schools: list[School], employer: str
) -> None:
    first, second = schools
    placement = await offered(api, employer, hub)
    asked = taken(await api.post(f"{at(first, placement)}/request", {"places": 3}))
    assert (asked["places"], asked["waiting"]) == (0, 3)
    need = {"places": 2, "need": {"looked_after": 2}}
    taken(await api.post(f"{at(second, placement)}/request", need))
    allocate = f"encounters/hubs/{hub['id']}/placements/{placement}/allocate"
    told = taken(await api.post(allocate))
    assert (told["givenOut"], told["free"], told["waiting"]) == (3, 0, 2)

    [own] = taken(await api.get(f"encounters/institutions/{first['id']}/placements"))["placements"]
    assert own["own"]["why"].startswith("1 of 3 places: 1 shared out evenly. 2 on the waiting list")
    assert second["id"] not in str(own)
    [own] = taken(await api.get(f"encounters/institutions/{second['id']}/placements"))["placements"]
    assert own["own"]["why"] == "2 of 2 places: 2 for learners looked after."

    theirs = await api.get(f"encounters/employers/{employer}/placements")
    [placed] = taken(theirs)["placements"]
    assert {one["institution"]: one["places"] for one in placed["institutions"]} == {
        first["id"]: 1,
        second["id"]: 2,
    }
    assert "looked_after" not in theirs.text
    [seen] = taken(await api.get(f"encounters/hubs/{hub['id']}/placements"))["placements"]
    assert [(one["asked"], one["places"], one["needs"]) for one in seen["requests"]] == [
        (3, 1, []),
        (2, 2, ["looked_after"]),
    ]

    taken(await api.post(f"{at(second, placement)}/approve", {"learners": ["L-0", "L-1"]}))
    other = await offered(api, employer, hub, mode="days", days=[DAYS[4], "2026-07-03"])
    taken(await api.post(f"{at(second, other)}/request", {"places": 2}))
    taken(await api.post(f"encounters/hubs/{hub['id']}/placements/{other}/allocate"))
    twice = await api.post(f"{at(second, other)}/approve", {"learners": ["L-2", "L-1"]})
    refused(twice, 422, "double-booked")
    assert problem_fields(twice) == ["learners[1]"]


async def test_nobody_reads_or_asks_for_another(
    api: ApiClient, hub: School, schools: list[School], employer: str
) -> None:
    first, second = schools
    placement = await offered(api, employer, hub)
    taken(await api.post(f"{at(first, placement)}/request", {"places": 1}))
    kind = OrganisationKind.INSTITUTION
    stranger = await signed(api, Role.CAREERS_LEADER, kind, second["id"])
    firm = await signed(api, Role.EMPLOYER_USER, OrganisationKind.EMPLOYER, employer)
    lead = await signed(api, Role.HUB_LEAD, OrganisationKind.HUB, hub["id"])
    own = f"encounters/institutions/{first['id']}/placements"
    for who in (stranger, firm, lead):
        assert (await api.get(own, authorization=who)).status_code in (403, 404)
    of_hub = f"encounters/hubs/{hub['id']}/placements"
    for who in (stranger, firm):
        assert (await api.get(of_hub, authorization=who)).status_code == 404
    approve = await api.post(f"{at(first, placement)}/approve", {"count": 1}, authorization=firm)
    assert approve.status_code == 404


async def test_an_unverified_employers_placement_is_not_approved(
    api: ApiClient, hub: School, schools: list[School]
) -> None:
    employer = await api.employer()
    placement = await offered(api, employer, hub)
    taken(await api.post(f"{at(schools[0], placement)}/request", {"places": 1}))
    taken(await api.post(f"encounters/hubs/{hub['id']}/placements/{placement}/allocate"))
    approve = f"{at(schools[0], placement)}/approve"
    told = refused(await api.post(approve, {"count": 1}), 409, "employer-not-verified")
    assert "Northbank Careers Hub" in told["detail"]
    await api.verify(employer, hub)
    told = refused(await api.post(approve, {"count": 1}), 409, "checks-missing")
    assert "Employers' liability insurance is not recorded." in told["detail"]
