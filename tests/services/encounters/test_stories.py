"""An encounter from the employer's offer to the school's word on it, as partners tell it over HTTP."""

from typing import Any
from uuid import UUID

import pytest

from hub_core.access import PLATFORM, Organisation, OrganisationKind, Role
from tests.builders.api_client import ApiClient, problem_fields, refused, taken
from tests.builders.keyring import new_key
from tests.builders.link_visitor import Visitor

School = dict[str, Any]


def at(school: School, encounter: str) -> str:
    """The school's part in an encounter."""
    return f"encounters/institutions/{school['id']}/encounters/{encounter}"


def of(employer: str, encounter: str) -> str:
    """The employer's encounter."""
    return f"encounters/employers/{employer}/encounters/{encounter}"


@pytest.fixture
async def employer(api: ApiClient) -> str:
    employer = await api.employer()
    await api.verify(employer)
    return employer


@pytest.fixture
async def school(api: ApiClient) -> School:
    """A school with Year 8 on its roster: L-00 to L-29."""
    school = await api.school()
    learners = [{"reference": f"L-{number:02}", "yearGroup": 8} for number in range(30)]
    await api.put(f"activities/institutions/{school['id']}/roster", {"learners": learners})
    return school


async def status(api: ApiClient, school: School, encounter: str) -> str:
    found: str = taken(await api.get(at(school, encounter)))["status"]
    return found


async def delivered(api: ApiClient, employer: str, school: School) -> str:
    """A talk that took place on 4 February, as the employer reports."""
    encounter = await api.propose(employer, school, plannedFor="2026-02-04")
    taken(await api.post(f"{at(school, encounter)}/accept"))
    report = {"at": school["id"], "heldOn": "2026-02-04", "reported": 32}
    taken(await api.post(f"{of(employer, encounter)}/deliver", report))
    return encounter


async def test_one_offer_goes_to_several_schools_and_each_answers_for_itself(
    api: ApiClient, employer: str, school: School
) -> None:
    northbank = await api.school("Northbank Academy")
    encounter = await api.propose(employer, school, northbank, title="How a gearbox is made")

    taken(await api.post(f"{at(school, encounter)}/accept"))
    declined = {"reason": "date_not_available"}
    taken(await api.post(f"{at(northbank, encounter)}/decline", declined))

    assert await status(api, school, encounter) == "accepted"
    assert await status(api, northbank, encounter) == "declined"
    offer = taken(await api.get(f"encounters/encounters/{encounter}"))
    assert offer["institutions"] == [school["id"], northbank["id"]]
    assert (offer["employer"], offer["plannedFor"]) == (employer, "2026-03-04")


async def test_a_title_is_told_to_those_who_may_answer_and_not_to_auditors(
    api: ApiClient, employer: str, school: School
) -> None:
    title = "How a gearbox is made"
    encounter = await api.propose(employer, school, title=title)
    untitled = await api.propose(employer, school)
    holders = (
        (Role.EMPLOYER_USER, Organisation(OrganisationKind.EMPLOYER, UUID(employer)), title),
        (
            Role.CAREERS_LEADER,
            Organisation(OrganisationKind.INSTITUTION, UUID(school["id"])),
            title,
        ),
        (Role.AUDITOR, PLATFORM, None),
    )
    for role, organisation, seen in holders:
        _, secret = await new_key(api.parts.platform, role, organisation)
        key = {"authorization": f"Bearer {secret.text}"}
        for path in (f"encounters/encounters/{encounter}", at(school, encounter)):
            assert taken(await api.get(path, **key))["title"] == seen, (role, path)
        if role is Role.CAREERS_LEADER:
            parts = f"encounters/institutions/{school['id']}/encounters"
            listed = taken(await api.get(parts, **key))["encounters"]
            told = {one["encounter"]: one["title"] for one in listed}
            assert told == {encounter: title, untitled: None}
    link = {
        "purpose": "answer_offer",
        "holder": {"kind": "institution", "id": school["id"]},
        "encounter": encounter,
    }
    page = await Visitor(api, taken(await api.post("identity/links", link), 201)["path"]).open()
    assert title in page.text


async def test_of_whom_it_went_to_each_is_told_only_those_they_may_know_of(
    api: ApiClient, employer: str, school: School
) -> None:
    northbank, trust_school = (
        await api.school("Northbank Academy"),
        await api.school("Solent Academy"),
    )
    hub = await api.hub()
    for member in (northbank, trust_school):
        taken(await api.put(f"membership/hubs/{hub['id']}/members/{member['id']}"))
    encounter = await api.propose(employer, school, northbank, trust_school)
    all_three = [school["id"], northbank["id"], trust_school["id"]]

    async def told(role: Role, kind: OrganisationKind, organisation: str) -> list[str]:
        at = Organisation(kind, UUID(organisation))
        _, key = await new_key(api.parts.platform, role, at)
        bearer = f"Bearer {key.text}"
        path = f"encounters/encounters/{encounter}"
        offer = taken(await api.get(path, authorization=bearer))
        told: list[str] = offer["institutions"]
        return told

    at_school, at_hub = OrganisationKind.INSTITUTION, OrganisationKind.HUB
    assert await told(Role.CAREERS_LEADER, at_school, school["id"]) == [school["id"]]
    assert await told(Role.ENTERPRISE_ADVISER, at_school, northbank["id"]) == [northbank["id"]]
    assert await told(Role.HUB_LEAD, at_hub, hub["id"]) == all_three[1:]
    assert await told(Role.EMPLOYER_USER, OrganisationKind.EMPLOYER, employer) == all_three
    assert await told(Role.AUDITOR, PLATFORM.kind, str(PLATFORM.id)) == all_three


async def test_a_moved_encounter_has_to_be_accepted_anew(
    api: ApiClient, employer: str, school: School
) -> None:
    encounter = await api.propose(employer, school)
    taken(await api.post(f"{at(school, encounter)}/accept"))
    moved = {"plannedFor": "2026-03-11"}
    taken(await api.post(f"{of(employer, encounter)}/reschedule", moved))
    part = taken(await api.get(at(school, encounter)))
    assert (part["status"], part["plannedFor"]) == ("proposed", "2026-03-11")
    taken(await api.post(f"{at(school, encounter)}/accept"))
    assert await status(api, school, encounter) == "accepted"


async def test_a_cancelled_encounter_can_be_neither_accepted_nor_confirmed(
    api: ApiClient, employer: str, school: School
) -> None:
    encounter = await api.propose(employer, school, plannedFor="2026-02-04")
    called_off = {"reason": "employer_unavailable"}
    taken(await api.post(f"{of(employer, encounter)}/cancel", called_off))
    told = refused(await api.post(f"{at(school, encounter)}/accept"), 409, "encounter-state")
    assert "Cancelled" in told["detail"]
    attendance = {"attendance": {"learners": ["L-00"]}}
    refused(await api.post(f"{at(school, encounter)}/confirm", attendance), 409, "encounter-state")


async def test_a_school_confirms_with_its_learners_once(
    api: ApiClient, employer: str, school: School
) -> None:
    encounter = await delivered(api, employer, school)
    came = {
        "attendance": {"learners": [f"L-{number:02}" for number in range(28)]},
        "checks": {"clear_purpose": "yes", "two_way_interaction": "no"},
    }
    confirmed = await api.post(f"{at(school, encounter)}/confirm", came)
    assert taken(confirmed)["learners"] == 28
    part = await api.get(at(school, encounter))
    assert taken(part)["confirmedOn"] == "2026-02-04"
    assert part.headers["etag"] == confirmed.headers["etag"]

    before = await api.head()
    told = refused(
        await api.post(f"{at(school, encounter)}/confirm", came), 409, "already-confirmed"
    )
    assert "4 February 2026" in told["detail"]
    assert "Correct" in told["detail"]
    assert await api.head() == before


async def test_a_school_that_shares_no_learners_confirms_with_counts(
    api: ApiClient, employer: str
) -> None:
    school = await api.school()
    roll = {"roll": {"8": 120, "9": 118}, "asOf": "2025-10-02"}
    taken(await api.put(f"activities/institutions/{school['id']}/roll", roll))
    encounter = await delivered(api, employer, school)
    too_many = {"attendance": {"counts": {"8": 121, "9": 20}}}
    answer = await api.post(f"{at(school, encounter)}/confirm", too_many)
    refused(answer, 422, "counts-above-roll")
    assert problem_fields(answer) == ["attendance.counts.8"]
    came = {"attendance": {"counts": {"8": 60, "9": 20}}}
    assert taken(await api.post(f"{at(school, encounter)}/confirm", came))["learners"] == 80


async def test_a_dispute_is_settled_by_confirming(
    api: ApiClient, employer: str, school: School
) -> None:
    encounter = await delivered(api, employer, school)
    taken(await api.post(f"{at(school, encounter)}/dispute", {"reason": "numbers_differ"}))
    assert await status(api, school, encounter) == "disputed"
    came = {"attendance": {"learners": ["L-01", "L-02"]}}
    taken(await api.post(f"{at(school, encounter)}/confirm", came))
    assert await status(api, school, encounter) == "confirmed"


async def test_a_confirmation_is_corrected_and_then_withdrawn(
    api: ApiClient, employer: str, school: School
) -> None:
    encounter = await delivered(api, employer, school)
    came = {"attendance": {"learners": ["L-01", "L-02"]}}
    taken(await api.post(f"{at(school, encounter)}/confirm", came))
    right = {"attendance": {"learners": ["L-03"]}, "reason": "wrong_learners"}
    assert taken(await api.post(f"{at(school, encounter)}/correct", right))["learners"] == 1
    taken(await api.post(f"{at(school, encounter)}/withdraw", {"reason": "by_mistake"}))
    part = taken(await api.get(at(school, encounter)))
    assert (part["status"], part["confirmedOn"]) == ("delivered", None)


async def test_every_unknown_institution_is_named_by_its_place(
    api: ApiClient, employer: str, school: School
) -> None:
    before = await api.head()
    answer = await api.post(
        f"encounters/employers/{employer}/encounters",
        {
            "kind": "employer_talk",
            "mode": "in_person",
            "plannedFor": "2026-03-04",
            "urns": ["999998", school["urn"], "999999"],
            "ukprns": ["19999999"],
        },
    )
    told = refused(answer, 422, "unknown-institution")
    assert problem_fields(answer) == ["urns[0]", "urns[2]", "ukprns[0]"]
    assert "999999" in told["errors"][1]["reason"]
    assert all(one["remedy"] for one in told["errors"])
    assert await api.head() == before


async def test_learners_who_are_not_on_the_roster_are_named_by_their_place(
    api: ApiClient, employer: str, school: School
) -> None:
    encounter = await delivered(api, employer, school)
    came = {"attendance": {"learners": ["L-00", "X-1", "L-01", "X-2"]}}
    answer = await api.post(f"{at(school, encounter)}/confirm", came)
    refused(answer, 422, "unknown-learners")
    assert problem_fields(answer) == ["attendance.learners[1]", "attendance.learners[3]"]
    assert "X-1" not in answer.text


async def test_a_decision_on_an_old_version_is_refused(
    api: ApiClient, employer: str, school: School
) -> None:
    encounter = await api.propose(employer, school)
    read = await api.get(at(school, encounter))
    taken(await api.post(f"{at(school, encounter)}/accept", if_match=read.headers["etag"]))
    stale = await api.post(
        f"{at(school, encounter)}/cancel",
        {"reason": "other"},
        if_match=read.headers["etag"],
    )
    told = refused(stale, 412, "stale-version")
    assert "Read it again" in told["detail"]
    assert await status(api, school, encounter) == "accepted"


async def test_another_employer_cannot_touch_it(
    api: ApiClient, employer: str, school: School
) -> None:
    encounter = await api.propose(employer, school)
    stranger = await api.employer("Another Firm Limited")
    called_off = await api.post(f"{of(stranger, encounter)}/cancel", {"reason": "other"})
    refused(called_off, 404, "not-found")


async def test_an_employer_is_registered_once_and_read_back(api: ApiClient) -> None:
    body = {
        "form": "company",
        "name": "Bright Spark Electrical Limited",
        "companyNumber": "SC095237",
        "sicCodes": ["43210"],
        "employees": 12,
    }
    registered = await api.post("encounters/employers", body)
    found = await api.get(f"encounters/employers/{taken(registered, 201)['id']}")
    assert taken(found)["size"] == "small"
    assert taken(found)["companyNumber"] == "SC095237"
    assert found.headers["etag"] == registered.headers["etag"]
    refused(await api.post("encounters/employers", body), 409, "already-registered")


async def test_a_sole_trader_is_recognised_and_named_to_nobody(api: ApiClient) -> None:
    body = {"form": "sole_trader", "name": "Ada Okafor", "postcode": "NW3 2JB"}
    registered = await api.post("encounters/employers", body)
    found = await api.get(f"encounters/employers/{taken(registered, 201)['id']}")
    assert (taken(found)["name"], taken(found)["postcode"]) == (None, None)
    again = await api.post("encounters/employers", body | {"name": "ada okafor"})
    told = refused(again, 409, "already-registered")
    assert registered.json()["id"] not in told["detail"]


async def test_a_long_list_is_read_page_by_page(
    api: ApiClient, employer: str, school: School
) -> None:
    days = ["2026-03-04", "2026-03-05", "2026-03-05", "2026-03-05", "2026-03-06"]
    offered = {await api.propose(employer, school, plannedFor=day) for day in days}
    path = f"encounters/institutions/{school['id']}/encounters"
    seen: list[dict[str, Any]] = []
    cursor = ""
    while True:
        page = taken(await api.get(f"{path}?limit=2{cursor}"))
        seen += page["encounters"]
        if page["next"] is None:
            break
        cursor = f"&cursor={page['next']}"
    assert [one["plannedFor"] for one in seen] == sorted(days, reverse=True)
    assert {one["encounter"] for one in seen} == offered
    assert len(seen) == len(offered)


async def test_a_page_goes_on_where_it_was_though_the_last_one_moved(
    api: ApiClient, employer: str, school: School
) -> None:
    days = ["2026-03-04", "2026-03-05", "2026-03-06"]
    for day in days:
        await api.propose(employer, school, plannedFor=day)
    path = f"encounters/institutions/{school['id']}/encounters"
    first = taken(await api.get(f"{path}?limit=2"))
    last = first["encounters"][-1]["encounter"]
    moved = {"plannedFor": "2026-04-01"}
    taken(await api.post(f"{of(employer, last)}/reschedule", moved))
    rest = taken(await api.get(f"{path}?limit=2&cursor={first['next']}"))
    assert [one["plannedFor"] for one in rest["encounters"]] == ["2026-03-04"]


async def test_the_list_can_be_narrowed_to_what_waits_for_an_answer(
    api: ApiClient, employer: str, school: School
) -> None:
    waiting, accepted = [await api.propose(employer, school) for _ in range(2)]
    taken(await api.post(f"{at(school, accepted)}/accept"))
    path = f"encounters/institutions/{school['id']}/encounters?status=proposed"
    [only] = taken(await api.get(path))["encounters"]
    assert only["encounter"] == waiting
