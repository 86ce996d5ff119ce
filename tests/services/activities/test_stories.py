"""An institution sends its roster, and a learner asks to be erased."""

from tests.builders.api_client import ApiClient, problem_fields, refused, taken


async def test_a_roster_is_sent_and_sent_again(api: ApiClient) -> None:
    school = await api.school()
    path = f"activities/institutions/{school['id']}/roster"
    nothing = taken(await api.get(path))
    assert (nothing["version"], nothing["onRoll"], nothing["sendings"]) == (0, 0, [])

    learners = [{"reference": f"L-{number}", "yearGroup": 8} for number in range(20)]
    first = taken(await api.put(path, {"learners": learners, "complete": True}))
    assert (first["onRoll"], first["enrolled"]) == (20, 20)

    before = await api.head()
    taken(await api.put(path, {"learners": learners, "complete": True}))
    assert await api.head() == before  # nothing new was said

    fewer = taken(await api.put(path, {"learners": learners[:18], "complete": True}))
    assert (fewer["onRoll"], fewer["left"]) == (18, 2)
    assert taken(await api.get(path))["onRoll"] == 18


async def test_an_erased_learner_stays_out(api: ApiClient) -> None:
    school = await api.school()
    institution = f"activities/institutions/{school['id']}"
    learners = [{"reference": name, "yearGroup": 8} for name in ("L-1", "L-2", "L-3")]
    taken(await api.put(f"{institution}/roster", {"learners": learners}))
    erased = await api.post(f"{institution}/erase-learner", {"reference": "L-2"})
    assert "L-2" not in taken(erased)

    again = taken(await api.put(f"{institution}/roster", {"learners": learners}))
    assert again["refused"] == [1]

    employer = await api.employer()
    encounter = await api.propose(employer, school, plannedFor="2026-02-04")
    came = {"attendance": {"learners": ["L-1", "L-2"]}}
    answer = await api.post(
        f"encounters/institutions/{school['id']}/encounters/{encounter}/confirm", came
    )
    told = refused(answer, 422, "unknown-learners")
    assert problem_fields(answer) == ["attendance.learners[1]"]
    assert told["errors"][0]["reason"] == "This learner was erased."


async def test_a_reference_sent_twice_is_named_by_its_place(api: ApiClient) -> None:
    school = await api.school()
    learners = [{"reference": name, "yearGroup": 8} for name in ("L-1", "L-2", "L-1")]
    answer = await api.put(f"activities/institutions/{school['id']}/roster", {"learners": learners})
    refused(answer, 422, "invalid-request")
    assert problem_fields(answer) == ["learners[2].reference"]
