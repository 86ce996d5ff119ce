"""A hub's quarter over HTTP: read, commented on, frozen, signed off, and restated by what came late."""

from typing import Any

from tests.builders.api_client import ApiClient, refused, taken

#: Today is in February 2026 here: the first quarter is over, the second under way.
YEAR = "2025/26"
QUARTER = {"funder": "cec", "academicYear": YEAR, "period": "q1"}


def _figures(answer: dict[str, Any]) -> dict[str, Any]:
    return {one["code"]: one for one in answer["indicators"]}


async def test_a_quarter_is_frozen_signed_off_and_restated(api: ApiClient) -> None:
    hub = await api.hub()
    told, late = [await api.school(name) for name in ("Alder School", "Birch School")]
    for school in (told, late):
        member = f"membership/hubs/{hub['id']}/members/{school['id']}"
        taken(await api.put(member, {"admittedOn": "2025-09-01"}))
    await _result(api, told, achieved=6)
    await api.project()
    path = f"progress/hubs/{hub['id']}/return"
    asked = f"{path}?funder=cec&year={YEAR}&period=q1"

    before = taken(await api.get(asked))
    assert (before["state"], before["over"], before["asAt"]) == ("open", True, "2025-11-30")
    mean = _figures(before)["mean_benchmarks"]
    assert mean["figure"] | {"newest": None} == {
        "value": 6.0,
        "part": None,
        "whole": None,
        "contributing": 1,
        "eligible": 2,
        "newest": None,
        "withheld": False,
    }
    assert (mean["target"], mean["met"], mean["workedOutFrom"]) == (5.0, True, "mean_benchmarks")
    assert _figures(before)["encounters"]["figure"]["value"] is None

    refused(await api.post(f"{path}/sign-off", QUARTER), 403, "forbidden")
    said = {"indicator": "mean_benchmarks", "comment": "Birch evaluates in September."}
    taken(await api.post(f"{path}/comments", QUARTER | said))
    await api.project()
    frozen = taken(await api.post(f"{path}/freeze", QUARTER))
    assert frozen["version"] == 2
    await api.project()
    refused(await api.post(f"{path}/freeze", QUARTER), 409, "frozen")

    await _result(api, late, achieved=2)
    await api.project()
    after = taken(await api.get(asked))
    assert after["state"] == "frozen"
    mean = _figures(after)["mean_benchmarks"]
    assert (mean["figure"]["value"], mean["comment"]) == (6.0, "Birch evaluates in September.")
    restated = {one["code"]: one for one in after["restatements"]}["mean_benchmarks"]
    assert (restated["frozen"]["value"], restated["now"]["value"]) == (6.0, 4.0)
    assert restated["difference"] == -2.0
    assert restated["why"] == "Late records: 1 institution more contributed after the freeze."
    assert after["standsAt"] < frozen["position"]

    listed = taken(await api.get(f"progress/hubs/{hub['id']}/returns?year={YEAR}"))["returns"]
    assert [one["state"] for one in listed] == ["frozen", "open", "open", "open"]


async def test_what_nobody_asks_for_is_answered_with_what_there_is(api: ApiClient) -> None:
    hub = await api.hub()
    path = f"progress/hubs/{hub['id']}/return"
    missing = refused(await api.get(f"{path}?funder=ministry"), 404, "not-found")
    assert "There are: cec" in missing["detail"]
    forged = QUARTER | {"taken": {"standsAt": 1, "asked": "c" * 64, "figures": []}}
    refused(await api.post(f"{path}/freeze", forged), 422, "invalid-request")


async def _result(api: ApiClient, school: dict[str, Any], *, achieved: int) -> None:
    benchmarks = {
        str(number): {"percentage": 100 if number <= achieved else 40} for number in range(1, 9)
    }
    result = {
        "completedOn": "2025-10-20",
        "edition": "GATSBY-2024",
        "source": "compass",
        "benchmarks": benchmarks,
    }
    taken(await api.post(f"progress/institutions/{school['id']}/compass-results", result), 201)
