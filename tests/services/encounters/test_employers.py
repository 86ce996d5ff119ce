"""Employers as partners tell of them over HTTP: verified, merged, ready to host, asked not too often."""

from uuid import UUID

from hub_core.access import Organisation, OrganisationKind, Role
from tests.builders.api_client import ApiClient, refused, taken
from tests.builders.keyring import new_key

INTEREST = {
    "appetite": "actively_looking",
    "activities": ["workplace_visit"],
    "phases": ["secondary"],
    "learners": 120,
    "placements": 8,
}


async def signed(api: ApiClient, role: Role, kind: OrganisationKind, organisation: str) -> str:
    """The Authorization header of somebody in this role there."""
    at = Organisation(kind, UUID(organisation))
    return f"Bearer {(await new_key(api.parts.platform, role, at))[1].text}"


async def test_a_report_of_an_unverified_employer_waits_for_the_hub(api: ApiClient) -> None:
    employer, hub, school = await api.employer(), await api.hub(), await api.school()
    taken(await api.put(f"membership/hubs/{hub['id']}/members/{school['id']}", {}))
    encounter = await api.propose(employer, school, plannedFor="2026-02-04")
    path = f"encounters/employers/{employer}/encounters/{encounter}/deliver"
    report = {"at": school["id"], "heldOn": "2026-02-04", "reported": 32}
    told = refused(await api.post(path, report), 409, "employer-not-verified")
    assert "Northbank Careers Hub, the hub of Ashbrook Academy, can verify it" in told["detail"]
    assert not taken(await api.get(f"encounters/employers/{employer}"))["verified"]
    await api.verify(employer, hub)
    assert taken(await api.get(f"encounters/employers/{employer}"))["verified"]
    taken(await api.post(path, report))


async def test_a_school_finds_in_its_hubs_catalogue_who_would_host(api: ApiClient) -> None:
    employer, hub, school = await api.employer(), await api.hub(), await api.school()
    taken(await api.put(f"membership/hubs/{hub['id']}/members/{school['id']}", {}))
    hosting = f"encounters/employers/{employer}/hosting"
    told = {"academicYear": "2025/26", "interest": INTEREST, "hubs": [hub["id"]]}
    taken(await api.put(hosting, told))
    assert taken(await api.get(hosting))["interest"] == INTEREST
    for path in (f"hubs/{hub['id']}", f"institutions/{school['id']}"):
        found = taken(await api.get(f"encounters/{path}/employers"))
        [entry] = found["employers"]
        assert (entry["employer"], entry["verified"], entry["interest"]) == (
            employer,
            False,
            INTEREST,
        )
        later = taken(await api.get(f"encounters/{path}/employers?academicYear=2026/27"))
        assert later["employers"] == []
    taken(await api.post(f"{hosting}/withdraw", {"academicYear": "2025/26"}))
    assert taken(await api.get(f"encounters/hubs/{hub['id']}/employers"))["employers"] == []
    lonely = await api.school("Lonely School")
    empty = taken(await api.get(f"encounters/institutions/{lonely['id']}/employers"))
    assert empty["employers"] == []


async def test_a_merged_employers_id_leads_to_the_one_that_stayed(api: ApiClient) -> None:
    survivor, double, hub = await api.employer(), await api.employer(), await api.hub()
    school = await api.school()
    encounter = await api.propose(double, school)
    merge = f"encounters/hubs/{hub['id']}/employers/{survivor}"
    taken(await api.post(f"{merge}/merge", {"merged": double}))
    found = taken(await api.get(f"encounters/employers/{double}"))
    assert (found["id"], found["merged"]) == (survivor, [double])
    # Its people see what the other one offered before, and nobody else's people do.
    own = await signed(api, Role.EMPLOYER_USER, OrganisationKind.EMPLOYER, survivor)
    other = await signed(
        api, Role.EMPLOYER_USER, OrganisationKind.EMPLOYER, await api.employer("Rival Limited")
    )
    path = f"encounters/encounters/{encounter}"
    assert taken(await api.get(path, authorization=own))["employer"] == double
    refused(await api.get(path, authorization=other), 404, "not-found")
    taken(await api.get(f"encounters/employers/{double}", authorization=own))

    taken(await api.post(f"{merge}/undo-merge", {"merged": double}))
    assert taken(await api.get(f"encounters/employers/{double}"))["id"] == double
    refused(await api.get(path, authorization=own), 404, "not-found")


async def test_the_contact_guard_tells_when_and_never_who(api: ApiClient) -> None:
    employer, first, second = await api.employer(), await api.school(), await api.school()
    limits = {"approaches": 1, "days": 30, "coolOffDays": 0}
    taken(await api.put(f"encounters/employers/{employer}/approach-limits", {"limits": limits}))
    ask = {"approached": employer, "purpose": "placement"}
    taken(await api.post(f"encounters/institutions/{first['id']}/approaches", ask))
    told = await api.post(f"encounters/institutions/{second['id']}/approaches", ask)
    detail = refused(told, 409, "asked-enough")["detail"]
    assert "13 March 2026" in detail
    assert first["id"] not in told.text
    guard = taken(await api.get(f"encounters/employers/{employer}/approaches"))
    assert guard["limits"] == limits
    assert guard["nextPossible"] == "2026-03-13"
    assert first["id"] not in str(guard)


async def test_checks_are_shown_with_their_last_day(api: ApiClient) -> None:
    employer = await api.employer()
    path = f"encounters/employers/{employer}/checks"
    assert taken(await api.get(path)) == {"employer": employer, "version": 0, "checks": []}
    told = {"kind": "employers_liability_insurance", "validUntil": "2026-08-31"}
    taken(await api.post(path, told))
    [held] = taken(await api.get(path))["checks"]
    assert held == told | {"seenBy": None, "notNeeded": None}
