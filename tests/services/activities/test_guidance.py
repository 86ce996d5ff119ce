"""Guidance as a school tells it over the API, and what its hub is told of it."""

from typing import Any

from hub_core.access import Role
from tests.builders.api_client import ApiClient, problem_fields, refused, taken

VULNERABLE = "disadvantaged"


async def _school(api: ApiClient, learners: int = 3) -> tuple[str, str]:
    """A school with learners in Year 11, the last of them disadvantaged, and one adviser."""
    school = await api.school(lowAge=11, highAge=16)
    path = f"activities/institutions/{school['id']}"
    roster: list[dict[str, Any]] = [
        {"reference": f"L-{number}", "yearGroup": 11} for number in range(learners)
    ]
    roster[-1]["groups"] = [VULNERABLE]
    taken(await api.put(f"{path}/roster", {"learners": roster, "complete": True}))
    adviser = {"name": "Ruth Okafor", "presence": "on_site", "level": 6, "since": "2025-09-01"}
    answer = taken(await api.post(f"{path}/advisers", adviser), 201)
    return path, answer["id"]


def _meeting(adviser: str, learner: str, **more: Any) -> dict[str, Any]:
    return {
        "adviser": adviser,
        "learner": learner,
        "heldOn": "2026-02-04",
        "mode": "in_person",
        "minutes": 35,
        "actions": [
            {"text": "Look at the college’s course", "owner": "learner", "dueOn": "2026-02-09"}
        ],
        **more,
    }


async def test_a_meeting_is_recorded_and_the_learner_has_a_copy(api: ApiClient) -> None:
    path, adviser = await _school(api)
    sent = _meeting(adviser, "L-0", followUpOn="2026-03-04")
    meeting = taken(await api.post(f"{path}/guidance-meetings", sent), 201)["id"]
    one = f"{path}/guidance-meetings/{meeting}"
    copy = taken(await api.get(one))
    assert (copy["learner"], copy["adviser"], copy["adviserLevel"]) == ("L-0", "Ruth Okafor", 6)
    assert copy["followUpOn"] == "2026-03-04"
    [action] = copy["actions"]
    assert (action["text"], action["status"]) == ("Look at the college’s course", "open")

    [line] = taken(await api.get(f"{path}/guidance-meetings"))["meetings"]
    assert (line["id"], line["openActions"], line["overdueActions"]) == (meeting, 1, 1)
    done = await api.post(f"{one}/complete-action", {"action": 1, "completedOn": "2026-02-10"})
    version = taken(done)["version"]
    assert taken(await api.get(one))["actions"][0]["endedOn"] == "2026-02-10"
    unchanged = await api.get(one, **{"if-none-match": f'"{version}"'})
    assert unchanged.status_code == 304


async def test_whoever_reads_a_copy_is_in_the_audit(api: ApiClient) -> None:
    path, adviser = await _school(api)
    meeting = taken(await api.post(f"{path}/guidance-meetings", _meeting(adviser, "L-0")), 201)[
        "id"
    ]
    taken(await api.get(f"{path}/guidance-meetings/{meeting}"))
    about = f"institution:{path.rpartition('/')[2]}"
    entries = taken(await api.get(f"identity/audit?about={about.partition(':')[2]}"))
    [read] = [one for one in entries["entries"] if one["action"] == "guidance.meeting"]
    assert (read["kind"], read["learners"]) == ("learner_data", 1)
    assert about in read["about"]


async def test_the_queue_puts_need_first_and_says_why(api: ApiClient) -> None:
    path, adviser = await _school(api)
    taken(await api.post(f"{path}/guidance-meetings", _meeting(adviser, "L-0")), 201)
    queue = taken(await api.get(f"{path}/guidance-queue"))
    assert (queue["onRoll"], queue["unmet"]) == (3, 2)
    assert [place["learner"] for place in queue["learners"]] == ["L-2", "L-1", "L-0"]
    assert queue["learners"][0]["reasons"] == [
        "No guidance meeting yet",
        "In Year 11 or 13",
        "Disadvantaged or eligible for free school meals",
    ]
    assert queue["learners"][2]["reasons"][-1] == "Had a meeting this academic year"


async def test_a_guidance_activity_sent_without_a_record_counts_too_and_nothing_else(
    api: ApiClient,
) -> None:
    path, _ = await _school(api)
    activity = {
        "type": "guidance_meeting",
        "heldOn": "2026-02-03",
        "mode": "in_person",
        "adviserLevel": 6,
        "attendance": {"learners": ["L-0", "L-1"]},
    }
    taken(await api.post(f"{path}/activities", activity), 201)
    talk = {key: value for key, value in activity.items() if key != "adviserLevel"}
    taken(await api.post(f"{path}/activities", talk | {"type": "employer_talk"}), 201)
    leader = await api.key_of(Role.CAREERS_LEADER, path.rpartition("/")[2])
    access = taken(await api.get(f"{path}/guidance-access", **leader))
    assert (access["learners"], access["meetings"], access["meetingsQualified"]) == (2, 2, 2)
    assert (access["advisers"], access["qualified"], access["onRegister"]) == (1, 1, 0)
    assert taken(await api.get(f"{path}/guidance-queue"))["unmet"] == 1
    before = taken(await api.get(f"{path}/guidance-access?year=2024/25", **leader))
    assert (before["advisers"], before["learners"]) == (0, 0)


async def test_a_hub_is_told_protected_numbers_of_its_members(api: ApiClient) -> None:
    hub = await api.hub()
    for learners in (12, 3):
        path, adviser = await _school(api, learners)
        institution = path.rpartition("/")[2]
        member = f"membership/hubs/{hub['id']}/members/{institution}"
        taken(await api.put(member, {"admittedOn": "2025-09-01"}))
        for number in range(learners):
            sent = _meeting(adviser, f"L-{number}")
            taken(await api.post(f"{path}/guidance-meetings", sent), 201)
    found = taken(await api.get(f"activities/hubs/{hub['id']}/guidance-access"))
    assert (found["members"], found["withMeetings"], found["advisers"]) == (2, 2, 2)
    assert found["learners"] == 15
    # The small one is withheld, and the other with it: the sum is shown.
    assert [one["learners"] for one in found["institutions"]] == [None, None]


async def test_a_register_of_advisers_by_name(api: ApiClient) -> None:
    path, adviser = await _school(api)
    changed = {"name": "Ruth Okafor-Hale", "presence": "both", "level": 7, "onRegister": True}
    taken(await api.put(f"{path}/advisers/{adviser}", changed))
    taken(await api.post(f"{path}/advisers/{adviser}/end", {"leftOn": "2026-02-06"}))
    [one] = taken(await api.get(f"{path}/advisers"))["advisers"]
    assert (one["name"], one["level"], one["leftOn"]) == ("Ruth Okafor-Hale", 7, "2026-02-06")
    late = await api.post(
        f"{path}/guidance-meetings", _meeting(adviser, "L-0", heldOn="2026-02-10")
    )
    refused(late, 409, "adviser-left")


async def test_more_than_five_actions_are_a_transcript(api: ApiClient) -> None:
    path, adviser = await _school(api)
    action = {"text": "Something else", "owner": "learner"}
    answer = await api.post(
        f"{path}/guidance-meetings", _meeting(adviser, "L-0", actions=[action] * 6)
    )
    refused(answer, 422, "invalid-request")
    assert problem_fields(answer) == ["actions"]
