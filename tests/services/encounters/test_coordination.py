"""What a hub coordinates over HTTP: lapsed employers, cornerstones, clashes of placement weeks."""

import re
from typing import Any

from tests.builders.api_client import ApiClient, refused, taken


async def member(api: ApiClient, hub: dict[str, Any], name: str) -> dict[str, Any]:
    school = await api.school(name)
    taken(await api.put(f"membership/hubs/{hub['id']}/members/{school['id']}", {}))
    return school


async def met(api: ApiClient, school: dict[str, Any], employer: str, day: str) -> None:
    """An activity of the school's own with this employer."""
    body = {
        "type": "employer_talk",
        "heldOn": day,
        "mode": "in_person",
        "employerMet": employer,
        "attendance": {"counts": {"8": 30}},
    }
    taken(await api.post(f"activities/institutions/{school['id']}/activities", body), 201)


async def test_a_hub_sees_who_lapsed_and_what_its_cornerstones_do(api: ApiClient) -> None:
    hub = await api.hub()
    school, other = await member(api, hub, "Ashbrook Academy"), await member(api, hub, "Northbank")
    lapsed, booked, cornerstone = [await api.employer(f"Employer {n} Limited") for n in range(3)]
    await met(api, school, lapsed, "2024-11-05")
    await met(api, other, lapsed, "2025-05-06")
    await met(api, school, booked, "2024-11-05")
    await api.propose(booked, other, plannedFor="2026-03-04")
    await api.verify(cornerstone, hub)
    at = f"encounters/hubs/{hub['id']}/employers/{cornerstone}"
    taken(await api.post(f"{at}/cornerstone"))

    path = f"encounters/hubs/{hub['id']}/employer-engagement"
    found = taken(await api.get(path))
    assert found["lapsed"] == [
        {
            "employer": lapsed,
            "name": "Employer 0 Limited",
            "lastMet": "2025-05-06",
            "metLastYear": 2,
            "bookedThisYear": 0,
        }
    ]
    [stone] = found["cornerstones"]
    assert (stone["employer"], stone["lastMet"], stone["bookedThisYear"]) == (cornerstone, None, 0)
    assert taken(await api.get(f"{path}?academicYear=2026/27"))["lapsed"] == []

    # A duplicate that did something this year shows, once merged, that nobody lapsed.
    double = await api.employer("Employer 0")
    await met(api, school, double, "2026-01-14")
    merge = f"encounters/hubs/{hub['id']}/employers/{lapsed}/merge"
    taken(await api.post(merge, {"merged": double}))
    assert taken(await api.get(path))["lapsed"] == []
    taken(await api.post(f"{at}/end-cornerstone"))
    assert taken(await api.get(path))["cornerstones"] == []


async def test_a_hub_sees_clashes_protected_and_where_to_move(api: ApiClient) -> None:
    hub = await api.hub()
    large, small = await member(api, hub, "Ashbrook Academy"), await member(api, hub, "Northbank")
    await member(api, hub, "Silent School")
    for school, learners in ((large, 182), (small, 7)):
        path = f"encounters/institutions/{school['id']}/placement-weeks"
        week = {"monday": "2026-06-22", "learners": learners, "yearGroups": [10]}
        taken(await api.put(path, {"academicYear": "2025/26", "weeks": [week]}))
        assert taken(await api.get(path))["weeks"] == [week]
    found = taken(await api.get(f"encounters/hubs/{hub['id']}/placement-clashes"))
    assert (found["members"], found["declared"]) == (3, 2)
    [clash] = found["clashes"]
    assert clash["monday"] == "2026-06-22"
    assert [(one["name"], one["couldMoveTo"]) for one in clash["institutions"]] == [
        ("Ashbrook Academy", None),
        ("Northbank", "2026-06-29"),
    ]
    # 182 and 7 would tell each other by subtraction from a total.
    assert not re.search(r"\b182\b", str(clash))
    assert clash["institutions"][1]["learners"] != "7"
    week = {"monday": "2026-06-23", "learners": 5}
    told = await api.put(
        f"encounters/institutions/{small['id']}/placement-weeks",
        {"academicYear": "2025/26", "weeks": [week]},
    )
    refused(told, 422, "invalid-request")


async def test_the_first_year_that_can_be_named_has_nobody_who_lapsed(api: ApiClient) -> None:
    hub = await api.hub()
    path = f"encounters/hubs/{hub['id']}/employer-engagement?academicYear=2000/01"
    assert taken(await api.get(path))["lapsed"] == []
