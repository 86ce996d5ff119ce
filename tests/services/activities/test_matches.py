"""A school sees that an employer told of a talk it had synced itself, says so, and takes it back."""

from typing import Any
from uuid import UUID

from hub_core.access import Organisation, OrganisationKind, Role
from tests.builders.api_client import ApiClient, refused, taken
from tests.builders.keyring import new_key

YES = dict.fromkeys(
    ("clear_purpose", "learning_outcomes", "two_way_interaction", "time_to_reflect"), "yes"
)


async def _told_twice(api: ApiClient) -> tuple[str, str, str]:
    """A talk that an employer delivered and the school recorded itself: school, encounter, activity."""
    school, employer = await api.school(), await api.employer()
    await api.verify(employer)
    encounter = await api.propose(employer, school, plannedFor="2026-02-04")
    taken(
        await api.post(
            f"encounters/employers/{employer}/encounters/{encounter}/deliver",
            {"at": school["id"], "heldOn": "2026-02-04", "reported": 62},
        )
    )
    activity = await api.post(
        f"activities/institutions/{school['id']}/activities",
        {"type": "employer_talk", "heldOn": "2026-02-04", "mode": "in_person"},
    )
    return school["id"], encounter, taken(activity, 201)["id"]


async def test_two_records_are_suggested_decided_and_split(api: ApiClient) -> None:
    school, encounter, activity = await _told_twice(api)
    path = f"activities/institutions/{school}/matches"
    pair = {"encounter": encounter, "activity": activity}

    [suggestion] = (await suggestions(api, school))["suggestions"]
    assert (suggestion["encounter"]["id"], suggestion["activity"]["id"]) == (encounter, activity)
    assert suggestion["score"] == 60
    assert suggestion["reasons"] == [
        {"code": "same_day", "label": "Both tell of the same day"},
        {"code": "same_type", "label": "Both are of the same type"},
        {"code": "same_mode", "label": "Both took place in the same way"},
    ]

    matched = taken(await api.post(path, pair))
    assert await suggestions(api, school) == {"suggestions": [], "undecided": 0}
    [standing] = taken(await api.get(path))["matches"]
    assert standing == {
        "id": matched["id"],
        **pair,
        "version": 1,
        "status": "matched",
        "decidedOn": "2026-02-11",
    }
    refused(await api.post(f"{path}/reject", pair), 409, "already-matched")

    split = {**pair, "reason": "two_encounters"}
    refused(await api.post(f"{path}/split", split, if_match='"4"'), 412, "stale-version")
    assert taken(await api.post(f"{path}/split", split, if_match='"1"'))["version"] == 2
    assert (await suggestions(api, school))["undecided"] == 1

    taken(await api.post(f"{path}/reject", pair))
    assert (await suggestions(api, school))["undecided"] == 0
    assert taken(await api.get(path))["matches"][0]["status"] == "rejected"


async def test_another_school_is_suggested_nothing_of_it(api: ApiClient) -> None:
    school, encounter, activity = await _told_twice(api)
    other = (await api.school())["id"]
    assert (await suggestions(api, other))["undecided"] == 0
    pair = {"encounter": encounter, "activity": activity}
    refused(await api.post(f"activities/institutions/{other}/matches", pair), 404, "not-found")
    assert (await suggestions(api, school))["undecided"] == 1


async def test_a_figure_says_that_a_matched_record_counts_by_the_other(api: ApiClient) -> None:
    school = await api.school(lowAge=11, highAge=16)
    of_school = f"activities/institutions/{school['id']}"
    learners = [f"L-{number}" for number in range(20)]
    roster = [{"reference": one, "yearGroup": 8} for one in learners]
    taken(await api.put(f"{of_school}/roster", {"learners": roster, "asOf": "2025-09-08"}))
    employer = await api.employer()
    encounter = await api.propose(employer, school, plannedFor="2026-02-04")
    confirmed = {"attendance": {"learners": learners[:12]}, "checks": YES, "heldOn": "2026-02-04"}
    path = f"encounters/institutions/{school['id']}/encounters/{encounter}"
    taken(await api.post(f"{path}/confirm", confirmed))
    talk = {
        "type": "employer_talk",
        "heldOn": "2026-02-04",
        "mode": "in_person",
        "attendance": {"learners": learners[10:15]},
        "checks": YES,
    }
    activity = taken(await api.post(f"{of_school}/activities", talk), 201)["id"]

    async def explained() -> list[tuple[str, int, str | None]]:
        key = await new_key(
            api.parts.platform,
            Role.CAREERS_LEADER,
            Organisation(OrganisationKind.INSTITUTION, UUID(school["id"])),
        )
        why = await api.get(
            f"progress/institutions/{school['id']}/explain?criterion=5.1.y8",
            authorization=f"Bearer {key[1].text}",
        )
        told = taken(why)
        assert told["figure"]["numerator"] == sum(one["contribution"] for one in told["steps"])
        return sorted(
            (one["activity"], one["contribution"], one["notCounted"]) for one in told["steps"]
        )

    apart = await explained()
    assert apart == sorted([(encounter, 12, None), (activity, 3, None)])
    pair = {"encounter": encounter, "activity": activity}
    taken(await api.post(f"{of_school}/matches", pair))
    assert await explained() == apart, "whoever one of the two names was reached, and once"

    fewer = {**talk, "attendance": {"learners": learners[10:12]}, "reason": "wrong_learners"}
    taken(await api.put(f"{of_school}/activities/{activity}", fewer))
    assert await explained() == sorted([(encounter, 12, None), (activity, 0, "matched")])
    taken(await api.post(f"{of_school}/matches/split", {**pair, "reason": "two_encounters"}))
    assert await explained() == sorted([(encounter, 12, None), (activity, 0, None)])


async def suggestions(api: ApiClient, school: str) -> Any:
    return taken(await api.get(f"activities/institutions/{school}/matches/suggestions"))
