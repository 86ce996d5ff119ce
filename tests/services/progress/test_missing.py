"""Who is missing from a figure: told to the institution alone, and that it asked is recorded."""

from typing import Any

from hub_core.access import PLATFORM, Role
from tests.builders.api_client import ApiClient, refused, taken
from tests.services.progress.conftest import YEAR_8, leader_of


async def test_a_school_is_told_who_is_missing_and_that_it_asked_is_recorded(
    api: ApiClient, school: dict[str, Any]
) -> None:
    own = await leader_of(api, school)
    path = f"progress/institutions/{school['id']}/missing?criterion=5.1.y8"
    told = taken(await api.get(path, **own))
    assert (told["learners"], told["among"], told["erased"]) == (["L-18", "L-19"], 20, 0)
    before = taken(await api.get(f"{path}&asAt=2026-01-31", **own))
    assert len(before["learners"]) == 8
    record = await api.owner.fetchrow(
        "select kind, learners from audit.accesses where action = 'progress.missing' "
        "order by at desc limit 1"
    )
    assert record is not None
    assert record["learners"] == 8


async def test_a_school_is_told_how_many_hours_each_learner_lacks(
    api: ApiClient, school: dict[str, Any]
) -> None:
    """600 minutes are asked of Year 8: one has them, one has 210 and the others none."""
    own = await leader_of(api, school)
    of_school = f"activities/institutions/{school['id']}/activities"
    visit = {"type": "workplace_visit", "heldOn": "2026-02-05", "mode": "in_person"}
    for minutes, who in ((210, ["L-1", "L-2"]), (390, ["L-2"])):
        sent = visit | {"minutes": minutes, "attendance": {"learners": who}}
        taken(await api.post(of_school, sent), 201)
    path = f"progress/institutions/{school['id']}/missing?criterion=6.T1.y8&asAt=2026-02-11"
    told = taken(await api.get(path, **own))
    assert told["learners"] == sorted({*YEAR_8} - {"L-2"})
    assert [one["learner"] for one in told["short"]] == told["learners"]
    lacking = {one["learner"]: one["minutes"] for one in told["short"]}
    assert lacking == dict.fromkeys(told["learners"], 600) | {"L-1": 390}


async def test_who_was_erased_is_missing_without_a_reference(api: ApiClient) -> None:
    school = await api.school(lowAge=11, highAge=16)
    of_school = f"activities/institutions/{school['id']}"
    roster = [{"reference": one, "yearGroup": 8} for one in ("A1", "A2", "A3")]
    taken(await api.put(f"{of_school}/roster", {"learners": roster, "complete": True}))
    taken(await api.post(f"{of_school}/erase-learner", {"reference": "A2"}))
    own = await leader_of(api, school)
    path = f"progress/institutions/{school['id']}/missing?criterion=5.1.y8"
    told = taken(await api.get(path, **own))
    assert (told["learners"], told["erased"]) == (["A1", "A3"], 1)


async def test_nobody_else_is_told_who_is_missing(api: ApiClient, school: dict[str, Any]) -> None:
    path = f"progress/institutions/{school['id']}/missing?criterion=5.1.y8"
    refused(await api.get(path, **await leader_of(api, await api.school())), 404, "not-found")
    auditor = await api.get(path, **await api.key_of(Role.AUDITOR, PLATFORM))
    refused(auditor, 404, "not-found")


async def test_programs_are_told_why_nobody_is_named_at_a_school_that_only_counts(
    api: ApiClient,
) -> None:
    school = await api.school(lowAge=11, highAge=16)
    roll = {"roll": {"8": 20}, "asOf": "2025-09-08"}
    taken(await api.put(f"activities/institutions/{school['id']}/roll", roll))
    own = await leader_of(api, school)
    path = f"progress/institutions/{school['id']}/missing?asAt=2026-02-11&criterion="
    answer = await api.get(f"{path}5.1.y8", **own)
    assert answer.status_code == 404
    assert answer.json()["detail"] == (
        "The learners of Year 8 are not named: only how many there are is told. Send a roster of Year 8, and "
        "name who came to each activity instead of how many. From then on whoever is missing is listed here."
    )
    of_kinds = await api.get(f"{path}5.2.y8", **own)
    assert of_kinds.json()["detail"] == (
        "This figure is of kinds of employer, not of learners: nobody is missing from it."
    )
