"""A school with twenty learners in Year 8, and who asks for its progress."""

from typing import Any

import pytest

from hub_core.access import Role
from tests.builders.api_client import ApiClient, taken

YES = dict.fromkeys(
    ("clear_purpose", "learning_outcomes", "two_way_interaction", "time_to_reflect"), "yes"
)
YEAR_8 = [f"L-{number}" for number in range(20)]


async def leader_of(api: ApiClient, school: dict[str, Any]) -> dict[str, str]:
    """The header of a careers leader's own system."""
    return await api.key_of(Role.CAREERS_LEADER, school["id"])


async def school_of_year_8(api: ApiClient) -> dict[str, Any]:
    """A school of twenty learners in Year 8 who have met nobody yet; ten of them are girls."""
    school = await api.school(lowAge=11, highAge=16)
    roster = [
        {"reference": one, "yearGroup": 8, "groups": ["female"] if place < 10 else []}
        for place, one in enumerate(YEAR_8)
    ]
    sent = {"learners": roster, "complete": True, "asOf": "2025-09-08"}
    taken(await api.put(f"activities/institutions/{school['id']}/roster", sent))
    return school


@pytest.fixture(scope="module")
async def school(api: ApiClient) -> dict[str, Any]:
    """A school of twenty learners in Year 8: twelve met an employer in January, six more in February."""
    school = await school_of_year_8(api)
    of_school = f"activities/institutions/{school['id']}"
    employer = await api.employer()
    encounter = await api.propose(employer, school, plannedFor="2026-01-14")
    path = f"encounters/institutions/{school['id']}/encounters/{encounter}"
    taken(await api.post(f"{path}/accept"))
    taken(
        await api.post(
            f"{path}/confirm",
            {"attendance": {"learners": YEAR_8[:12]}, "checks": YES, "heldOn": "2026-01-14"},
        )
    )
    talk = {
        "type": "employer_talk",
        "heldOn": "2026-02-05",
        "mode": "in_person",
        "attendance": {"learners": YEAR_8[10:18]},
        "checks": YES,
    }
    taken(await api.post(f"{of_school}/activities", talk), 201)
    recorded = talk | {"mode": "virtual_recorded", "attendance": {"learners": YEAR_8}}
    taken(await api.post(f"{of_school}/activities", recorded), 201)
    return school


def figure_of(progress: dict[str, Any], criterion: str, group: str | None = None) -> dict[str, Any]:
    return next(
        figure
        for benchmark in progress["benchmarks"]
        for figure in benchmark["figures"]
        if (figure["criterion"], figure["group"]) == (criterion, group)
    )
