"""A school sends its system's files over the API: checked, mended, committed; nothing is lost on the way."""

from typing import Any
from uuid import uuid4

import httpx

from tests.builders.api_client import ApiClient, refused, taken

HEAD = "Activity ID,Learner reference,Date,Type,Mode\n"


async def _begin(api: ApiClient, school: dict[str, Any], **more: Any) -> str:
    body = {"source": "sims", "kind": "activities", "academicYear": "2025/26"} | more
    path = f"activities/institutions/{school['id']}/uploads"
    upload: str = taken(await api.post(path, body), 201)["id"]
    return f"{path}/{upload}"


async def _content(
    api: ApiClient, path: str, content: str, kind: str = "text/csv"
) -> httpx.Response:
    headers = {"idempotency-key": str(uuid4()), "content-type": kind}
    return await api.http.put(f"/api/{path}/content", content=content.encode(), headers=headers)


async def _school(api: ApiClient, *references: str) -> dict[str, Any]:
    school = await api.school()
    learners = [{"reference": one, "yearGroup": 8} for one in references or ("L-1", "L-2")]
    taken(await api.put(f"activities/institutions/{school['id']}/roster", {"learners": learners}))
    return school


async def test_a_file_is_checked_then_committed_then_history(api: ApiClient) -> None:
    school = await _school(api)
    path = await _begin(api, school, complete=True)
    file = (
        HEAD
        + "A1,L-1,04/02/2026,employer_talk,in_person\nA1,L-2,04/02/2026,employer_talk,in_person\n"
    )
    head = await api.head()
    checked = taken(await _content(api, path, file))
    assert checked["state"] == "checked"
    assert (checked["check"]["rows"], checked["check"]["new"]) == (2, 1)
    assert await api.head() == head

    done = taken(await api.post(f"{path}/commit"))
    assert (done["state"], done["done"]["recorded"]) == ("committed", 1)
    head = await api.head()
    assert taken(await api.post(f"{path}/commit"))["done"]["recorded"] == 1
    assert await api.head() == head

    listed = taken(await api.get(f"activities/institutions/{school['id']}/uploads"))
    assert [one["state"] for one in listed["uploads"]] == ["committed"]


async def test_columns_of_another_system_are_asked_for_once(api: ApiClient) -> None:
    school = await _school(api)
    path = await _begin(api, school)
    head = "Code;Who;When;What sort\n"
    file = head + "A1;L-1;4 Feb 2026;Careers talk\n"
    waiting = taken(await _content(api, path, file))
    assert waiting["state"] == "columns_needed"
    assert {one["field"] for one in waiting["columnsNeeded"]} == {
        "columns.activity",
        "columns.learner",
        "columns.date",
        "columns.type",
    }
    told = {
        "columns": {"activity": "Code", "learner": "Who", "date": "When", "type": "What sort"},
        "words": {"type": {"careers talk": "employer_talk"}},
        "always": {"mode": "in_person"},
    }
    checked = taken(await api.put(f"{path}/columns", told))
    assert (checked["state"], checked["check"]["taken"]) == ("checked", 1)

    again = await _begin(api, school)
    assert taken(await _content(api, again, file.replace("A1", "A2")))["check"]["new"] == 1


async def test_a_mapping_that_does_not_fit_is_refused_field_by_field(api: ApiClient) -> None:
    school = await _school(api)
    path = await _begin(api, school)
    taken(await _content(api, path, HEAD + "A1,L-1,04/02/2026,employer_talk,in_person\n"))
    answer = await api.put(f"{path}/columns", {"columns": {"activity": "No such column"}})
    told = refused(answer, 422, "invalid-request")
    assert {one["field"] for one in told["errors"]} >= {"columns.activity", "columns.learner"}


async def test_every_problem_is_told_by_line_and_as_a_safe_file(api: ApiClient) -> None:
    school = await _school(api)
    path = await _begin(api, school)
    file = HEAD + (
        "A1,L-1,04/02/2026,employer_talk,in_person\n"
        "A2,=HYPERLINK(1),04/02/2026,employer_talk,in_person\n"
        "A3,L-1,31/02/2026,employer_talk,in_person\n"
        "A4,L-9,04/02/2026,employer_talk,in_person\n"
    )
    taken(await _content(api, path, file))
    told = taken(await api.get(f"{path}/problems"))
    assert [(one["line"], one["column"], one["code"]) for one in told["problems"]] == [
        (3, "Learner reference", "formula"),
        (4, "Date", "not-a-date"),
        (5, "Learner reference", "unknown-learner"),
    ]
    answer = await api.get(f"{path}/problems.csv")
    assert answer.headers["content-type"].startswith("text/csv")
    assert "'=HYPERLINK(1)" in answer.text


async def test_held_rows_are_taken_when_the_roster_arrives(api: ApiClient) -> None:
    school = await _school(api, "L-1")
    path = await _begin(api, school)
    file = HEAD + (
        "A1,L-1,04/02/2026,employer_talk,in_person\n"
        "A1,L-8,04/02/2026,employer_talk,in_person\n"
        "A2,L-9,04/02/2026,employer_talk,in_person\n"
    )
    assert taken(await _content(api, path, file))["check"]["held"] == 2
    taken(await api.post(f"{path}/commit"))
    held = f"activities/institutions/{school['id']}/held-rows"
    (waiting,) = taken(await api.get(held))["held"]
    assert (waiting["activities"], waiting["rows"]) == (2, 2)

    roster = await _begin(api, school, kind="roster")
    taken(await _content(api, roster, "Learner reference,Year group\nL-1,8\nL-8,8\nL-9,8\n"))
    taken(await api.post(f"{roster}/commit"))
    assert taken(await api.get(held))["held"] == []
    listed = taken(await api.get(f"activities/institutions/{school['id']}/uploads"))
    # The clock of the test stands still, so their order says nothing.
    [retried] = [
        one["done"]
        for one in listed["uploads"]
        if one["kind"] == "activities" and one["id"] not in path
    ]
    assert (retried["recorded"], retried["corrected"]) == (1, 1)

    again = await _begin(api, school, complete=True)
    assert taken(await _content(api, again, file))["check"]["unchanged"] == 2


async def test_an_uncovered_school_is_refused_before_anything_is_kept(api: ApiClient) -> None:
    school = await api.school(agreed=False)
    body = {"source": "sims", "kind": "activities", "academicYear": "2025/26"}
    path = f"activities/institutions/{school['id']}/uploads"
    refused(await api.post(path, body), 409, "not-covered")
    assert taken(await api.get(path))["uploads"] == []


async def test_part_of_a_roster_is_committed_as_the_whole_only_when_that_is_said(
    api: ApiClient,
) -> None:
    school = await _school(api, *(f"L-{number}" for number in range(20)))
    path = await _begin(api, school, kind="roster", complete=True)
    checked = taken(await _content(api, path, "Learner reference,Year group\nL-1,8\nnew,8\n"))
    assert (checked["check"]["new"], checked["check"]["withdrawn"]) == (1, 19)
    [doubt] = checked["check"]["doubts"]
    told = refused(await api.post(f"{path}/commit"), 409, "most-would-leave")
    assert told["detail"].startswith("19 of the 20 learners on your roll would leave")
    assert taken(await api.get(path))["state"] == "checked"
    done = taken(await api.post(f"{path}/commit", {doubt["acceptedBy"]: True}))["done"]
    assert (done["recorded"], done["withdrawn"]) == (1, 19)


async def test_a_body_that_is_no_file_is_refused(api: ApiClient) -> None:
    school = await _school(api)
    path = await _begin(api, school)
    refused(await _content(api, path, "{}", "application/json"), 415, "not-a-file")
    refused(await _content(api, path, "PK\x03\x04..."), 422, "unreadable-file")
    refused(await _content(api, path, HEAD + "A1,L\x001,04/02/2026,x,y\n"), 422, "unreadable-file")
    assert taken(await api.get(path))["state"] == "begun"


async def test_a_second_file_that_cannot_be_read_does_not_leave_the_first_to_commit(
    api: ApiClient,
) -> None:
    school = await _school(api)
    path = await _begin(api, school)
    file = HEAD + "A1,L-1,04/02/2026,employer_talk,in_person\n"
    assert taken(await _content(api, path, file))["state"] == "checked"
    refused(await _content(api, path, "PK\x03\x04..."), 422, "unreadable-file")
    refused(await api.post(f"{path}/commit"), 409, "not-in-this-state")
    assert taken(await _content(api, path, file))["state"] == "checked"
    assert taken(await api.post(f"{path}/commit"))["done"]["recorded"] == 1


async def test_a_template_is_recognised_as_it_is(api: ApiClient) -> None:
    school, college = await _school(api), await api.school(phase="fe_and_skills")
    for kind, sender in (("activities", school), ("roster", school), ("programmes", college)):
        template = await api.get(f"activities/upload-templates/{kind}")
        path = await _begin(api, sender, kind=kind)
        checked = taken(await _content(api, path, template.text))
        assert checked["state"] == "checked"
        assert checked["reading"]["unread"] == []
        assert kind == "activities" or checked["check"]["new"] == checked["check"]["taken"] == 1
