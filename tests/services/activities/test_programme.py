"""A careers programme over the API: what is missing is shown, and what it answers of the criteria."""

from tests.builders.api_client import ApiClient, refused, taken


async def test_a_programme_from_empty_to_published(api: ApiClient) -> None:
    school = await api.school(lowAge=11, highAge=16)
    path = f"activities/institutions/{school['id']}/programme"
    empty = taken(await api.get(path))
    assert (empty["version"], empty["mustNotBeEmpty"], empty["answers"]) == (0, [7, 8], [])
    assert [one["missing"] for one in empty["yearGroups"]] == [True] * 5

    year = {"academicYear": "2025/26"}
    publish = year | {
        "address": "https://www.ashbrook.example/careers",
        "audiences": ["learners", "parents", "staff", "employers"],
    }
    refused(await api.post(f"{path}/publish", publish), 409, "year-groups-empty")
    aims = year | {"aims": ["see_the_big_picture"], "outcomes": ["plans"]}
    taken(await api.put(f"{path}/aims", aims | {"yearGroups": [7, 8, 9, 10]}))
    taken(await api.post(f"{path}/publish", publish))
    taken(await api.post(f"{path}/back", year | {"by": "governors", "backedOn": "2025-10-14"}))
    taken(await api.post(f"{path}/statements", year | {"statement": "tailored", "holds": True}))
    found = taken(await api.get(path))
    assert {one["criterion"]: one["met"] for one in found["answers"]} == {
        "1.2a": True,
        "1.2b": True,
        "1.2c": False,  # Year 11 has none
        "1.3": True,
    }
    assert found["backing"] == [{"by": "governors", "backedOn": "2025-10-14"}]


async def test_the_curriculum_with_its_gaps(api: ApiClient) -> None:
    school = await api.school(lowAge=11, highAge=16)
    path = f"activities/institutions/{school['id']}"
    lesson = {
        "type": "curriculum_link",
        "heldOn": "2026-01-20",
        "subjects": ["geography", "history"],
        "yearGroups": [7, 9],
    }
    taken(await api.post(f"{path}/activities", lesson), 201)
    found = taken(await api.get(f"{path}/curriculum"))
    assert (found["filled"], len(found["cells"])) == (4, 5 * 14)
    assert len(found["empty"]) == 66
    assert {"yearGroup": 8, "subject": "geography", "activities": 0} in found["empty"]


async def test_parents_evenings_and_stem_are_recordable(api: ApiClient) -> None:
    school = await api.school()
    path = f"activities/institutions/{school['id']}/activities"
    evening = {"type": "parent_event", "heldOn": "2026-01-20", "mode": "in_person"}
    taken(await api.post(path, evening | {"yearGroups": [11], "pathways": ["t_level"]}), 201)
    stem = {
        "type": "employer_talk",
        "heldOn": "2026-01-20",
        "mode": "in_person",
        "stem": True,
        "also": ["curriculum_link", "labour_market_information"],
        "subjects": ["science"],
        "yearGroups": [9],
    }
    taken(await api.post(path, stem), 201)
    refused(await api.post(path, evening | {"also": ["guidance_meeting"]}), 422, "invalid-request")
