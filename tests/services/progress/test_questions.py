"""Questions worth asking over HTTP: a school that recorded in haste, and its hub, are told the same."""

from typing import Any

import pytest

from hub_core.access import Role
from tests.builders.api_client import ApiClient, problem_fields, refused, taken

YES = dict.fromkeys(
    ("clear_purpose", "learning_outcomes", "two_way_interaction", "time_to_reflect"), "yes"
)


@pytest.fixture(scope="module")
async def school(api: ApiClient) -> dict[str, Any]:
    """A school whose register says 200 pupils and whose roll says 20; six encounters were confirmed at once
    (the clock stands still), six talks recorded with every point ticked, and a result was copied forward."""
    school = await api.school(lowAge=11, highAge=12, pupils=200)
    of_school = f"activities/institutions/{school['id']}"
    roster = [{"reference": f"L-{number}", "yearGroup": 7} for number in range(20)]
    taken(
        await api.put(
            f"{of_school}/roster", {"learners": roster, "complete": True, "asOf": "2025-09-08"}
        )
    )
    employer = await api.employer()
    for day in range(10, 16):
        encounter = await api.propose(employer, school, plannedFor=f"2026-01-{day}")
        path = f"encounters/institutions/{school['id']}/encounters/{encounter}"
        taken(await api.post(f"{path}/accept"))
        confirmed = {"attendance": {"learners": ["L-1"]}, "heldOn": f"2026-01-{day}"}
        taken(await api.post(f"{path}/confirm", confirmed))
        talk = {
            "type": "employer_talk",
            "heldOn": f"2025-11-{day}",
            "mode": "in_person",
            "attendance": {"learners": ["L-2"]},
            "checks": YES,
        }
        taken(await api.post(f"{of_school}/activities", talk), 201)
    for day in ("2025-10-02", "2025-12-03"):
        result = {
            "completedOn": day,
            "edition": "GATSBY-2024",
            "source": "compass",
            "benchmarks": {str(number): {"percentage": 60} for number in range(1, 9)},
        }
        path = f"progress/institutions/{school['id']}/compass-results"
        taken(await api.post(path, result), 201)
    return school


@pytest.fixture(scope="module")
async def hub(api: ApiClient, school: dict[str, Any]) -> dict[str, Any]:
    """The school's hub, with another member that recorded nothing."""
    hub = await api.hub()
    for member in (school, await api.school("Quiet School")):
        path = f"membership/hubs/{hub['id']}/members/{member['id']}"
        taken(await api.put(path, {"admittedOn": "2025-09-01"}))
    await api.project()
    return hub


async def test_the_school_and_its_hub_are_told_the_same(
    api: ApiClient, school: dict[str, Any], hub: dict[str, Any]
) -> None:
    own = await api.key_of(Role.CAREERS_LEADER, school["id"])
    lead = await api.key_of(Role.HUB_LEAD, hub["id"])
    path = f"progress/institutions/{school['id']}/questions"
    told = taken(await api.get(path, **own))
    assert told == taken(await api.get(path, **lead))
    found = {one["signal"]: (one["count"], one["of"]) for one in told["questions"] if one["ask"]}
    assert found == {
        "copied_forward": (1, 2),
        "roll_differs": (90, None),
        "self_ticked": (6, 6),
        "confirmed_in_seconds": (6, 6),
    }
    assert (told["records"], len(told["sample"]), told["seed"]) == (12, 5, "2025-12-31")


async def test_a_hub_is_told_whom_to_ask_with_what_the_member_is_told_itself(
    api: ApiClient, school: dict[str, Any], hub: dict[str, Any]
) -> None:
    lead = await api.key_of(Role.HUB_LEAD, hub["id"])
    own = await api.key_of(Role.CAREERS_LEADER, school["id"])
    told = taken(await api.get(f"progress/hubs/{hub['slug']}/questions", **lead))
    [member] = told["institutions"]
    assert (told["members"], member["urn"]) == (2, school["urn"])
    assert member["told"] == taken(
        await api.get(f"progress/institutions/{school['id']}/questions", **own)
    )
    assert {one["signal"]: one["members"] for one in told["signals"]} == {
        "copied_forward": 1, "roll_differs": 1, "self_ticked": 1, "confirmed_in_seconds": 1,
    }  # fmt: skip
    before = taken(await api.get(f"progress/hubs/{hub['slug']}/questions?asAt=2025-10-31", **lead))
    [member] = before["institutions"]
    assert [one["signal"] for one in member["told"]["questions"] if one["ask"]] == ["roll_differs"]
    refused(await api.get(f"progress/hubs/{hub['slug']}/questions", **own), 404, "not-found")


async def test_the_sample_is_drawn_again_with_its_seed(
    api: ApiClient, school: dict[str, Any]
) -> None:
    own = await api.key_of(Role.CAREERS_LEADER, school["id"])
    path = f"progress/institutions/{school['id']}/questions"
    told = taken(await api.get(path, **own))
    again = taken(await api.get(f"{path}?seed={told['seed']}", **own))
    assert again["sample"] == told["sample"]
    assert taken(await api.get(f"{path}?seed=other", **own))["sample"] != told["sample"]


async def test_before_it_happened_nothing_is_asked(api: ApiClient, school: dict[str, Any]) -> None:
    own = await api.key_of(Role.CAREERS_LEADER, school["id"])
    path = f"progress/institutions/{school['id']}/questions?asAt=2025-10-31"
    told = taken(await api.get(path, **own))
    assert {one["signal"] for one in told["questions"] if one["ask"]} == {"roll_differs"}
    assert (told["records"], told["sample"]) == (0, [])


async def test_nobody_else_is_told(api: ApiClient, school: dict[str, Any]) -> None:
    other = await api.school()
    path = f"progress/institutions/{school['id']}/questions"
    foreign = await api.key_of(Role.CAREERS_LEADER, other["id"])
    refused(await api.get(path, **foreign), 404, "not-found")
    hub = await api.hub("Southbank Careers Hub")
    lead = await api.key_of(Role.HUB_LEAD, hub["id"])
    refused(await api.get(path, **lead), 404, "not-found")


async def test_a_seed_is_letters_figures_and_hyphens(
    api: ApiClient, school: dict[str, Any]
) -> None:
    own = await api.key_of(Role.CAREERS_LEADER, school["id"])
    path = f"progress/institutions/{school['id']}/questions?seed=a%20b"
    answer = await api.get(path, **own)
    refused(answer, 422, "invalid-request")
    assert problem_fields(answer) == ["seed"]
