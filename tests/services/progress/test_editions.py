"""Editions over HTTP: two side by side, and an altered one tried by a school and by its hub."""

from importlib.resources import files
from typing import Any

import pytest

from hub_core.access import Role
from tests.builders.api_client import ApiClient, problem_fields, refused, taken
from tests.builders.two_members import two_members

FILE = (files("hub_core.gatsby") / "editions" / "gatsby-2024.toml").read_text("utf-8")
STRICTER = FILE.replace("threshold = 76", "threshold = 91")


@pytest.fixture(scope="module")
async def schools(api: ApiClient) -> dict[str, dict[str, Any]]:
    return await two_members(api)


async def _own(api: ApiClient, school: dict[str, Any]) -> dict[str, str]:
    return await api.key_of(Role.CAREERS_LEADER, school["id"])


async def test_two_editions_stand_side_by_side_over_the_same_evidence(
    api: ApiClient, schools: dict[str, Any]
) -> None:
    school = schools["Alder School"]
    path = f"progress/institutions/{school['id']}/benchmarks/beside?other=GATSBY-2014"
    told = taken(await api.get(path, **await _own(api, school)))
    assert (told["before"]["code"], told["after"]["code"]) == ("GATSBY-2024", "GATSBY-2014")
    fifth = told["benchmarks"][4]
    assert (fifth["before"], fifth["after"]) == (
        {"achieved": 1, "scored": 1},
        {"achieved": 1, "scored": 1},
    )
    differing = {
        one[side]["criterion"].partition(".y")[0]
        for one in told["differences"]
        for side in ("before", "after")
        if one[side] and one["benchmark"] == 5
    }
    assert differing == {"5.2"}, "5.1 comes out alike; only one edition asks for variety"
    answer = await api.get(path.replace("2014", "1999"), **await _own(api, school))
    refused(answer, 422, "invalid-request")
    assert problem_fields(answer) == ["other"]


async def test_a_school_tries_another_threshold_and_its_figures_stay(
    api: ApiClient, schools: dict[str, Any]
) -> None:
    school = schools["Alder School"]
    own, path = await _own(api, school), f"progress/institutions/{school['id']}/benchmarks"
    figures = taken(await api.get(path, **own))
    tried = taken(await api.post(f"{path}/try", {"file": STRICTER}, **own))
    [year_7] = [one for one in tried["differences"] if one["after"]["criterion"] == "5.1.y7"]
    assert (year_7["before"]["status"], year_7["after"]["status"]) == ("achieved", "in_progress")
    assert (year_7["after"]["threshold"], year_7["after"]["toThreshold"]) == (91, 6)
    assert taken(await api.get(path, **own)) == figures
    broken = await api.post(f"{path}/try", {"file": "code = 1"}, **own)
    refused(broken, 422, "invalid-request")
    assert problem_fields(broken) == ["file"]


async def test_a_hub_tries_thresholds_over_protected_percentages_alone(
    api: ApiClient, schools: dict[str, Any]
) -> None:
    hub = schools["hub"]
    lead = await api.key_of(Role.HUB_LEAD, hub["id"])
    path = f"progress/hubs/{hub['id']}/benchmarks/try"
    told = taken(await api.post(path, {"file": STRICTER}, **lead))
    fifth = next(one for one in told["criteria"] if one["criterion"] == "5.1")
    assert (fifth["thresholdBefore"], fifth["thresholdAfter"]) == (76, 91)
    assert (fifth["achievedBefore"], fifth["achievedAfter"]) == (1, 0)
    assert (fifth["members"], fifth["withheld"]) == (1, 1)
    changed = {one["name"]: (one["gains"], one["loses"]) for one in told["institutions"]}
    assert "5.1" in changed["Alder School"][1]
    assert "Birch School" not in changed
    narrow = FILE.replace("year_groups = [11], at_least = 2", "year_groups = [11], at_least = 3")
    said = refused(await api.post(path, {"file": narrow}, **lead), 422, "invalid-request")
    assert "thresholds alone can be tried" in said["detail"]
    other = await api.hub("Southbank Careers Hub")
    foreign = await api.key_of(Role.HUB_LEAD, other["id"])
    refused(await api.post(path, {"file": STRICTER}, **foreign), 404, "not-found")
