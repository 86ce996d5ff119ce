"""A class answers with the code its teacher reads out; school, employer and hub are told what each may know.

The teacher gets a code, each learner types it and answers two questions, and the school reads what they
said once the code is closed. No learner, no device and no word of anybody's is in the log.
"""

import asyncio
from typing import Any
from uuid import UUID

import httpx
import pytest

from hub_core.access import Role
from hub_core.log.event import decode
from services.http.secret_paths import path_to_log
from tests.builders.api_client import ApiClient, refused, taken
from tests.builders.link_visitor import Form

Talk = dict[str, Any]
CLASS = 24


@pytest.fixture
async def talk(api: ApiClient) -> Talk:
    """A talk a school has confirmed, with 24 learners of Year 8."""
    school, employer = await api.school(lowAge=11, highAge=16), await api.employer()
    await api.verify(employer)
    encounter = await api.propose(employer, school, plannedFor="2026-02-10")
    part = f"encounters/institutions/{school['id']}/encounters/{encounter}"
    taken(await api.post(f"{part}/confirm", {"attendance": {"counts": {"8": CLASS}}}))
    return {
        "school": school,
        "employer": employer,
        "encounter": encounter,
        "part": part,
        "feedback": f"encounters/institutions/{school['id']}/feedback",
    }


def browser(api: ApiClient) -> httpx.AsyncClient:
    """One of the tablets of the class."""
    transport = httpx.ASGITransport(api.app, raise_app_exceptions=False)
    return httpx.AsyncClient(transport=transport, base_url="http://hub.test")


async def a_code(api: ApiClient, talk: Talk, learners: int = CLASS) -> str:
    """A code for the talk, as the school reads it."""
    body = {"encounter": talk["encounter"], "learners": learners}
    taken(await api.post(f"{talk['feedback']}/class-codes", body), 201)
    own = taken(await api.get(f"{talk['feedback']}/{talk['encounter']}"))
    code: str = own["codes"][-1]["code"]
    return code


async def answers(api: ApiClient, code: str, found_out: str, next_step: str) -> httpx.Response:
    """A learner opens the page of the code, answers and sends; where that leads."""
    async with browser(api) as tablet:
        page = await tablet.get(f"/feedback/{code}")
        if page.status_code != httpx.codes.OK:
            return page
        typed = Form(page.text).values | {"found_out": found_out, "next_step": next_step}
        return await tablet.post(f"/feedback/{code}", data=typed)


async def test_parents_and_staff_answer_about_their_own_in_words_of_their_own(
    api: ApiClient, talk: Talk
) -> None:
    """Told by the type, never among what learners said; they may be more than the learners they came for."""
    asked = {"parent_event": "talk with your child", "cpd": "do with your learners"}
    for kind, words in asked.items():
        held = {"type": kind, "heldOn": "2026-02-10", "mode": "in_person"}
        if kind == "parent_event":
            held["attendance"] = {"counts": {"11": 3}}
        recorded = await api.post(
            f"activities/institutions/{talk['school']['id']}/activities", held
        )
        activity = taken(recorded, 201)["id"]
        body = {"activity": activity, "learners": 6}
        taken(await api.post(f"{talk['feedback']}/class-codes", body), 201)
        code = taken(await api.get(f"{talk['feedback']}/{activity}"))["codes"][-1]["code"]
        async with browser(api) as phone:
            assert words in (await phone.get(f"/feedback/{code}")).text
        for _ in range(6):
            assert (await answers(api, code, "a_lot", "yes")).headers["location"]
    said = {
        one["type"]: one["learnersSaid"] for one in taken(await api.get(talk["feedback"]))["types"]
    }
    assert {kind: one["answers"] for kind, one in said.items()} == {
        "employer_talk": 0,
        "parent_event": 6,
        "cpd": 6,
    }


async def test_a_class_answers_at_once_and_each_is_told_what_they_may_know(
    api: ApiClient, talk: Talk
) -> None:
    code = await a_code(api, talk)
    async with browser(api) as tablet:
        to = await tablet.post("/feedback", data={"code": code.lower().replace("-", " ")})
        assert to.headers["location"] == f"/feedback/{code}"
    said = [("a_lot", "yes")] * 14 + [("a_little", "not_sure")] * (CLASS - 14)
    sent = await asyncio.gather(*(answers(api, code, *one) for one in said))
    assert [one.headers.get("location") for one in sent] == ["/feedback/thanks"] * CLASS
    one_more = await answers(api, code, "a_lot", "yes")
    assert (one_more.status_code, "no more answers" in one_more.text) == (410, True)

    own = taken(await api.get(f"{talk['feedback']}/{talk['encounter']}"))
    assert own["learnersSaid"]["foundOut"] == {"a_lot": 14, "a_little": 10, "nothing": 0}
    [closed] = own["codes"]
    assert (closed["answers"], closed["isOpen"], closed["code"]) == (CLASS, False, None)

    employer = await api.key_of(Role.EMPLOYER_USER, talk["employer"])
    given = {"at": talk["school"]["id"], "prepared": "well", "again": "yes"}
    path = f"encounters/employers/{talk['employer']}/encounters/{talk['encounter']}/feedback"
    taken(await api.put(path, given, **employer))
    taken(await api.put(f"{talk['part']}/feedback", {"hoped": "fully", "again": "with_changes"}))
    told = taken(await api.get(f"{talk['part']}/feedback", **employer))
    assert told["learnersSaid"]["foundOut"] == {"a_lot": 15, "a_little": 10, "nothing": 0}
    assert (told["hoped"], told["institutionAgain"]) == ("fully", "with_changes")

    year = taken(await api.get(talk["feedback"]))
    [talks] = year["types"]
    assert (talks["held"], talks["learners"], talks["withFeedback"]) == (1, CLASS, 1)
    assert talks["employersSaid"]["prepared"] == {"well": 1, "partly": 0, "not": 0}

    hub = await api.hub()
    member = f"membership/hubs/{hub['id']}/members/{talk['school']['id']}"
    taken(await api.put(member, {"admittedOn": "2025-09-01"}))
    lead = await api.key_of(Role.HUB_LEAD, hub["id"])
    [of_hub] = taken(await api.get(f"encounters/hubs/{hub['id']}/feedback", **lead))["types"]
    assert (of_hub["held"], of_hub["learners"]) == (1, 25)
    assert of_hub["learnersSaid"]["nextStep"] == {"yes": 15, "not_sure": 10, "no": 0}
    refused(await api.get(f"{talk['feedback']}/{talk['encounter']}", **lead), 403, "forbidden")

    events = await api.owner.fetch(
        "select topic, data from ledger.events where institution = $1 and topic like $2",
        UUID(talk["school"]["id"]),
        "feedback.LearnerAnswered.%",
    )
    assert len(events) == CLASS
    fields = set(decode(events[0]["topic"], events[0]["data"]).__struct_fields__)
    assert fields == {
        "institution",
        "occurred_on",
        "found_out",
        "next_step",
        "encounter",
        "activity",
    }


async def test_few_answers_are_told_to_nobody(api: ApiClient, talk: Talk) -> None:
    code = await a_code(api, talk, learners=4)
    for _ in range(4):
        assert (await answers(api, code, "nothing", "no")).status_code == 303
    own = taken(await api.get(f"{talk['feedback']}/{talk['encounter']}"))
    assert (own["learnersSaid"], own["codes"][0]["answers"]) == (None, 4)


async def test_one_page_is_one_answer_however_often_it_is_sent(api: ApiClient, talk: Talk) -> None:
    code = await a_code(api, talk)
    async with browser(api) as tablet:
        page = await tablet.get(f"/feedback/{code}")
        typed = Form(page.text).values | {"found_out": "a_lot", "next_step": "yes"}
        for changed in ({}, {}, {"found_out": "nothing"}):
            sent = await tablet.post(f"/feedback/{code}", data=typed | changed)
            assert sent.headers["location"] == "/feedback/thanks"
    own = taken(await api.get(f"{talk['feedback']}/{talk['encounter']}"))
    assert own["codes"][0]["answers"] == 1


async def test_a_form_without_an_answer_or_from_elsewhere_counts_nothing(
    api: ApiClient, talk: Talk
) -> None:
    code = await a_code(api, talk)
    async with browser(api) as tablet:
        typed = Form((await tablet.get(f"/feedback/{code}")).text).values
        half = await tablet.post(f"/feedback/{code}", data=typed | {"found_out": "a_lot"})
        assert half.status_code == 422
        assert "Choose an answer to “Did it help you" in half.text
        assert Form(half.text).values["found_out"] == "a_lot"
        forged = await tablet.post(
            f"/feedback/{code}", data={"found_out": "a_lot", "next_step": "yes"}
        )
        assert forged.status_code == 403
    own = taken(await api.get(f"{talk['feedback']}/{talk['encounter']}"))
    assert own["codes"][0]["answers"] == 0


async def test_a_wrong_code_leads_nowhere_and_no_code_is_logged(api: ApiClient) -> None:
    async with browser(api) as tablet:
        guess = await tablet.get("/feedback/CDFH-2346")
        assert (guess.status_code, "no class with this code" in guess.text) == (404, True)
        assert guess.headers["referrer-policy"] == "no-referrer"
        assert (await tablet.post("/feedback", data={"code": "hello"})).status_code == 422
    assert path_to_log("/feedback/CDFH-2346") == "/feedback/…"


async def test_no_more_learners_are_asked_than_took_part_and_only_about_what_did(
    api: ApiClient, talk: Talk
) -> None:
    codes = f"{talk['feedback']}/class-codes"
    body = {"encounter": talk["encounter"], "learners": CLASS + 1}
    told = refused(await api.post(codes, body), 422, "invalid-request")
    assert told["errors"][0]["field"] == "learners"
    await a_code(api, talk, learners=20)
    refused(await api.post(codes, body | {"learners": 4}), 409, "code-open")
    taken(await api.post(f"{talk['feedback']}/{talk['encounter']}/close-class-code", {}))
    refused(await api.post(codes, body | {"learners": 5}), 422, "invalid-request")
    planned = await api.propose(talk["employer"], talk["school"], plannedFor="2026-03-04")
    refused(await api.post(codes, {"encounter": planned, "learners": 9}), 409, "encounter-state")
    elsewhere = await api.school("Northbank Academy")
    other = f"encounters/institutions/{elsewhere['id']}/feedback/class-codes"
    refused(await api.post(other, {**body, "learners": 9}), 404, "not-found")
