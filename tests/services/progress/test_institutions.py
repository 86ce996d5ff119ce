"""A school's progress over HTTP: its own numbers, why each is so, and what others may see of them."""

from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from hub_core.access import PLATFORM, Organisation, OrganisationKind, Role
from hub_core.embedded import Servers
from tests.builders.api_client import ApiClient, problem_fields, refused, taken
from tests.builders.keyring import new_key

YES = dict.fromkeys(
    ("clear_purpose", "learning_outcomes", "two_way_interaction", "time_to_reflect"), "yes"
)
YEAR_8 = [f"L-{number}" for number in range(20)]


async def _leader_of(api: ApiClient, school: dict[str, Any]) -> dict[str, str]:
    """The header of a careers leader's own system."""
    organisation = Organisation(OrganisationKind.INSTITUTION, UUID(school["id"]))
    return await _key(api, Role.CAREERS_LEADER, organisation)


async def _key(api: ApiClient, role: Role, organisation: Organisation) -> dict[str, str]:
    _, secret = await new_key(api.parts.platform, role, organisation)
    return {"authorization": f"Bearer {secret.text}"}


async def _school_of_year_8(api: ApiClient) -> dict[str, Any]:
    """A school of twenty learners in Year 8 who have met nobody yet; ten of them are girls."""
    school = await api.school(lowAge=11, highAge=16)
    roster = [
        {"reference": one, "yearGroup": 8, "groups": ["female"] if place < 10 else []}
        for place, one in enumerate(YEAR_8)
    ]
    sent = {"learners": roster, "complete": True, "asOf": "2025-09-08"}
    taken(await api.put(f"activities/institutions/{school['id']}/roster", sent))
    return school


async def _recorded_on(
    api: ApiClient, servers: Servers, school: dict[str, Any], day: date, at: time = time(12)
) -> None:
    """Let what the school's log holds of later than this day have been recorded on it, at noon or ``at`` UTC.

    The log takes its times from the database's clock, which no test can turn back.
    """
    database = await api.owner.fetchval("select current_database()")
    superuser = await asyncpg.connect(servers.postgres.address("postgres", database))
    try:
        await superuser.execute("set session_replication_role = replica")
        moment = datetime.combine(day, at, tzinfo=UTC)
        await superuser.execute(
            "update ledger.events set recorded_at = $1 where institution = $2 and recorded_at > $1",
            moment,
            UUID(school["id"]),
        )
    finally:
        await superuser.close()


@pytest.fixture(scope="module")
async def school(api: ApiClient) -> dict[str, Any]:
    """A school of twenty learners in Year 8: twelve met an employer in January, six more in February."""
    school = await _school_of_year_8(api)
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


def _figure(progress: dict[str, Any], criterion: str, group: str | None = None) -> dict[str, Any]:
    return next(
        figure
        for benchmark in progress["benchmarks"]
        for figure in benchmark["figures"]
        if (figure["criterion"], figure["group"]) == (criterion, group)
    )


async def test_a_school_sees_its_own_numbers_and_what_is_missing(
    api: ApiClient, school: dict[str, Any]
) -> None:
    own = await _leader_of(api, school)
    path = f"progress/institutions/{school['id']}/benchmarks"
    told = taken(await api.get(path, **own))
    assert told["editionLabel"].startswith("The platform's rubric")
    year_8 = _figure(told, "5.1.y8")
    assert (year_8["numerator"], year_8["denominator"], year_8["percentage"]) == (18, 20, 90)
    assert year_8["status"] == "achieved"
    girls = _figure(told, "5.1.y8", "female")
    assert (girls["numerator"], girls["denominator"]) == (10, 10)
    year_7 = _figure(told, "5.1.y7")
    assert (year_7["status"], year_7["percentage"]) == ("no_data_supplied", None)
    january = taken(await api.get(f"{path}?asAt=2026-01-31", **own))
    assert _figure(january, "5.1.y8")["toThreshold"] == 4
    older = taken(await api.get(f"{path}?edition=GATSBY-2014", **own))
    assert _figure(older, "5.1.y8")["numerator"] == 18
    assert older["edition"] == taken(await api.get(f"{path}?asAt=2025-03-31", **own))["edition"]


@pytest.mark.parametrize(
    ("figure", "day", "status", "percentage", "strength", "missing"),
    [
        ("5.1.y8", None, "achieved", 90, "school_confirmed", "2 learners in Year 8 have met no"),
        (
            "5.1.y8",
            "2026-01-31",
            "in_progress",
            60,
            "school_confirmed",
            "8 learners in Year 8 have",
        ),
        ("5.1.y8", "2026-01-13", "not_achieved", 0, None, "20 learners in Year 8 have met no"),
        ("7.B.y8", None, "not_scored", 0, None, "20 learners in Year 8 have not met both"),
        (
            "7.P.y9.owed",
            None,
            "history_incomplete",
            0,
            None,
            "2 encounters in Year 9 are still owed",
        ),
        ("5.1.y7", None, "no_data_supplied", None, None, ""),
    ],
)
async def test_each_status_is_told_with_its_evidence_and_what_is_missing(
    api: ApiClient,
    school: dict[str, Any],
    figure: str,
    day: str | None,
    status: str,
    percentage: int | None,
    strength: str | None,
    missing: str,
) -> None:
    own = await _leader_of(api, school)
    path = f"progress/institutions/{school['id']}/benchmarks"
    told = taken(await api.get(path if day is None else f"{path}?asAt={day}", **own))
    found = _figure(told, figure)
    assert (found["status"], found["percentage"], found["strength"]) == (
        status, percentage, strength,
    )  # fmt: skip
    assert found["missing"].startswith(missing)
    assert bool(found["missing"]) == bool(missing)


async def test_the_trend_by_week_is_the_institution_s_own(
    api: ApiClient, school: dict[str, Any]
) -> None:
    path = f"progress/institutions/{school['id']}/benchmarks?asAt=2026-01-31"
    trend = taken(await api.get(path, **await _leader_of(api, school)))["trend"]
    assert (trend["criterion"], trend["learners"]) == ("5.1", 20)
    # The week of 14 January is the twentieth from 1 September, that of 31 January the twenty-second.
    assert trend["reachedByWeek"] == [0] * 19 + [12] * 3
    assert taken(await api.get(path))["trend"] is None


async def test_a_later_correction_changes_a_past_day_only_as_it_is_known_since(
    api: ApiClient, servers: Servers
) -> None:
    school = await _school_of_year_8(api)
    talk = {
        "type": "employer_talk",
        "heldOn": "2026-01-14",
        "mode": "in_person",
        "attendance": {"learners": YEAR_8[:12]},
        "checks": YES,
    }
    path = f"activities/institutions/{school['id']}/activities"
    activity = taken(await api.post(path, talk), 201)["id"]
    await _recorded_on(api, servers, school, date(2026, 1, 15))
    fewer = talk | {"attendance": {"learners": YEAR_8[:9]}, "reason": "wrong_learners"}
    taken(await api.put(f"{path}/{activity}", fewer))
    await _recorded_on(api, servers, school, date(2026, 2, 3))

    own, of_school = await _leader_of(api, school), f"progress/institutions/{school['id']}"
    recorded = ["An institution recorded an activity: Employer talk"]
    corrected = ["An activity was corrected: The wrong learners were named"]
    for days, met, headings in (
        ("knownAt=2026-01-14", None, []),
        ("asAt=2026-01-14&knownAt=2026-01-15", 12, recorded),
        ("asAt=2026-01-31&knownAt=2026-02-02", 12, recorded),
        ("asAt=2026-01-31&knownAt=2026-02-03", 9, corrected),
        ("asAt=2026-01-31", 9, corrected),
        ("asAt=2026-01-13&knownAt=2026-02-03", 0, []),
        ("knownAt=2026-02-02", 12, recorded),
    ):
        why = await api.get(f"{of_school}/explain?criterion=5.1.y8&{days}", **own)
        if met is None:  # not even the school was known then
            refused(why, 404, "not-found")
            continue
        told = taken(await api.get(f"{of_school}/benchmarks?{days}", **own))
        assert _figure(told, "5.1.y8")["numerator"] == met, days
        explained = taken(why)
        assert explained["figure"]["numerator"] == met, days
        assert [one["heading"] for one in explained["steps"]] == headings, days
        for answer in (told, explained):
            assert answer["knownAt"] == dict(one.split("=") for one in days.split("&")).get(
                "knownAt"
            )


@pytest.mark.parametrize(
    ("recorded", "at", "known_at", "met"),
    [
        # In summer a day ends an hour before midnight UTC, in winter at midnight.
        (date(2025, 10, 20), time(22, 59, 59), "2025-10-20", 12),
        (date(2025, 10, 20), time(23), "2025-10-20", 0),
        (date(2025, 10, 20), time(23), "2025-10-21", 12),
        (date(2026, 1, 31), time(23, 59, 59), "2026-01-31", 12),
        (date(2026, 2, 1), time(0), "2026-01-31", 0),
    ],
)
async def test_a_day_of_what_was_known_ends_at_midnight_in_england(
    api: ApiClient, servers: Servers, recorded: date, at: time, known_at: str, met: int
) -> None:
    school = await _school_of_year_8(api)
    await _recorded_on(api, servers, school, date(2025, 9, 9))
    talk = {"type": "employer_talk", "heldOn": "2025-09-10", "mode": "in_person", "checks": YES}
    path = f"activities/institutions/{school['id']}/activities"
    taken(await api.post(path, talk | {"attendance": {"learners": YEAR_8[:12]}}), 201)
    await _recorded_on(api, servers, school, recorded, at)
    asked = f"progress/institutions/{school['id']}/explain?criterion=5.1.y8&knownAt={known_at}"
    told = taken(await api.get(asked, **await _leader_of(api, school)))
    assert told["figure"]["numerator"] == met


async def test_without_a_day_of_its_own_a_question_is_about_the_day_of_what_was_known(
    api: ApiClient, school: dict[str, Any]
) -> None:
    path = f"progress/institutions/{school['id']}/benchmarks?knownAt=2026-01-20"
    told = taken(await api.get(path, **await _leader_of(api, school)))
    assert (told["asAt"], told["knownAt"]) == ("2026-01-20", "2026-01-20")
    # Others could subtract one day's knowledge from the next day's.
    protected = taken(await api.get(path))
    assert (protected["asAt"], protected["knownAt"]) == ("2025-12-31", "2025-12-31")


async def test_an_explanation_adds_up_to_the_figure(api: ApiClient, school: dict[str, Any]) -> None:
    own = await _leader_of(api, school)
    path = f"progress/institutions/{school['id']}/explain?criterion=5.1.y8"
    told = taken(await api.get(path, **own))
    steps = [
        (step["heading"], step["happenedOn"], step["contribution"], step["notCounted"])
        for step in told["steps"]
    ]
    assert steps == [
        ("An institution confirmed an encounter: Employer talk", "2026-01-14", 12, None),
        ("An institution recorded an activity: Employer talk", "2026-02-05", 6, None),
        ("An institution recorded an activity: Employer talk", "2026-02-05", 0, "mode"),
    ]
    assert told["figure"]["numerator"] == 18
    before = taken(await api.get(f"{path}&asAt=2026-01-31", **own))
    assert [step["contribution"] for step in before["steps"]] == [12]


async def test_others_see_small_numbers_withheld_month_ends_and_no_groups(
    api: ApiClient, school: dict[str, Any]
) -> None:
    told = taken(await api.get(f"progress/institutions/{school['id']}/benchmarks"))
    assert told["asAt"] == "2026-01-31"
    year_8 = _figure(told, "5.1.y8")
    # Twelve of twenty leave eight, who are too few to be told.
    assert (year_8["withheld"], year_8["numerator"], year_8["percentage"]) == (True, None, None)
    assert year_8["toThreshold"] is None
    groups = {figure["group"] for one in told["benchmarks"] for figure in one["figures"]}
    assert groups == {None}


async def test_an_explanation_is_for_the_institution_alone(
    api: ApiClient, school: dict[str, Any]
) -> None:
    other = await api.school()
    foreign = await _leader_of(api, other)
    path = f"progress/institutions/{school['id']}"
    for asked in ("benchmarks", "explain?criterion=5.1.y8"):
        refused(await api.get(f"{path}/{asked}", **foreign), 404, "not-found")


@pytest.mark.parametrize(
    ("question", "field"),
    [
        ("benchmarks?edition=GATSBY-1999", "edition"),
        ("benchmarks?asAt=2026-02-12", "asAt"),
        ("benchmarks?asAt=1999-12-31", "asAt"),
        ("compass-results?asAt=1999-12-31", "asAt"),
        ("benchmarks?asAt=null", "asAt"),
        ("benchmarks?knownAt=9999-12-31", "knownAt"),
        ("explain?criterion=5.1.y8&knownAt=0996-01-01", "knownAt"),
        ("benchmarks?asAt=2026-01-31&knownAt=2026-01-30", "knownAt"),
        ("explain?criterion=5.1.y8&asAt=2026-01-31&knownAt=2026-01-30", "knownAt"),
        ("explain?criterion=5.1.y8&edition=2014", "edition"),
    ],
)
async def test_questions_that_cannot_be_answered_say_why(
    api: ApiClient, school: dict[str, Any], question: str, field: str
) -> None:
    own = await _leader_of(api, school)
    answer = await api.get(f"progress/institutions/{school['id']}/{question}", **own)
    refused(answer, 422, "invalid-request")
    assert problem_fields(answer) == [field]


async def test_a_figure_that_is_not_there_says_where_they_are_listed(
    api: ApiClient, school: dict[str, Any]
) -> None:
    own = await _leader_of(api, school)
    for criterion in ("5.1.y13", "5.1c.y12", "9.9.y8", "7.P.y9", "5.1"):
        path = f"progress/institutions/{school['id']}/explain?criterion={criterion}"
        told = refused(await api.get(path, **own), 404, "not-found")
        assert "benchmarks lists" in told["detail"]


async def test_what_only_the_institution_can_say_has_no_figure_and_says_why(
    api: ApiClient, school: dict[str, Any]
) -> None:
    path = f"progress/institutions/{school['id']}/explain?criterion=3.5"
    told = refused(await api.get(path, **await _leader_of(api, school)), 404, "not-found")
    assert "Only the institution can say. Destinations are kept" in told["detail"]


async def _records(api: ApiClient, answer: Any) -> list[tuple[str, str, int | None]]:
    rows = await api.owner.fetch(
        "select action, kind, learners from audit.accesses where correlation = $1",
        answer.headers["hub-correlation"],
    )
    return [tuple(row) for row in rows]


async def test_exact_figures_and_explanations_are_recorded_with_how_many_learners(
    api: ApiClient, school: dict[str, Any]
) -> None:
    own = await _leader_of(api, school)
    path = f"progress/institutions/{school['id']}"
    exact = await api.get(f"{path}/benchmarks", **own)
    taken(exact)
    assert await _records(api, exact) == [
        ("progress.institution_benchmarks", "learner_data", len(YEAR_8))
    ]
    why = await api.get(f"{path}/explain?criterion=5.1.y8", **own)
    taken(why)
    assert await _records(api, why) == [("progress.explain", "learner_data", len(YEAR_8))]


async def test_protected_figures_tell_of_no_learner_and_are_not_recorded(
    api: ApiClient, school: dict[str, Any]
) -> None:
    organisation = Organisation(OrganisationKind.PLATFORM, PLATFORM.id)
    _, secret = await new_key(api.parts.platform, Role.AUDITOR, organisation)
    answer = await api.get(
        f"progress/institutions/{school['id']}/benchmarks",
        authorization=f"Bearer {secret.text}",
    )
    taken(answer)
    assert await _records(api, answer) == []


async def test_a_school_is_told_who_is_missing_and_that_it_asked_is_recorded(
    api: ApiClient, school: dict[str, Any]
) -> None:
    own = await _leader_of(api, school)
    path = f"progress/institutions/{school['id']}/missing?criterion=5.1.y8"
    told = taken(await api.get(path, **own))
    assert (told["learners"], told["among"], told["erased"]) == (["L-18", "L-19"], 20, 0)
    before = taken(await api.get(f"{path}&asAt=2026-01-31", **own))
    assert len(before["learners"]) == 8
    record = await api.owner.fetchrow(
        "select kind, learners from audit.accesses where action = 'progress.missing' "
        "order by at desc limit 1"
    )
    assert record is not None
    assert record["learners"] == 8


async def test_a_school_is_told_how_many_hours_each_learner_lacks(
    api: ApiClient, school: dict[str, Any]
) -> None:
    """600 minutes are asked of Year 8: one has them, one has 210 and the others none."""
    own = await _leader_of(api, school)
    of_school = f"activities/institutions/{school['id']}/activities"
    visit = {"type": "workplace_visit", "heldOn": "2026-02-05", "mode": "in_person"}
    for minutes, who in ((210, ["L-1", "L-2"]), (390, ["L-2"])):
        sent = visit | {"minutes": minutes, "attendance": {"learners": who}}
        taken(await api.post(of_school, sent), 201)
    path = f"progress/institutions/{school['id']}/missing?criterion=6.T1.y8&asAt=2026-02-11"
    told = taken(await api.get(path, **own))
    assert told["learners"] == sorted({*YEAR_8} - {"L-2"})
    assert [one["learner"] for one in told["short"]] == told["learners"]
    lacking = {one["learner"]: one["minutes"] for one in told["short"]}
    assert lacking == dict.fromkeys(told["learners"], 600) | {"L-1": 390}


async def test_who_was_erased_is_missing_without_a_reference(api: ApiClient) -> None:
    school = await api.school(lowAge=11, highAge=16)
    of_school = f"activities/institutions/{school['id']}"
    roster = [{"reference": one, "yearGroup": 8} for one in ("A1", "A2", "A3")]
    taken(await api.put(f"{of_school}/roster", {"learners": roster, "complete": True}))
    taken(await api.post(f"{of_school}/erase-learner", {"reference": "A2"}))
    own = await _leader_of(api, school)
    path = f"progress/institutions/{school['id']}/missing?criterion=5.1.y8"
    told = taken(await api.get(path, **own))
    assert (told["learners"], told["erased"]) == (["A1", "A3"], 1)


async def test_nobody_else_is_told_who_is_missing(api: ApiClient, school: dict[str, Any]) -> None:
    path = f"progress/institutions/{school['id']}/missing?criterion=5.1.y8"
    refused(await api.get(path, **await _leader_of(api, await api.school())), 404, "not-found")
    auditor = await api.get(path, **await _key(api, Role.AUDITOR, PLATFORM))
    refused(auditor, 404, "not-found")


async def test_programs_are_told_why_nobody_is_named_at_a_school_that_only_counts(
    api: ApiClient,
) -> None:
    school = await api.school(lowAge=11, highAge=16)
    roll = {"roll": {"8": 20}, "asOf": "2025-09-08"}
    taken(await api.put(f"activities/institutions/{school['id']}/roll", roll))
    own = await _leader_of(api, school)
    path = f"progress/institutions/{school['id']}/missing?asAt=2026-02-11&criterion="
    answer = await api.get(f"{path}5.1.y8", **own)
    assert answer.status_code == 404
    assert answer.json()["detail"] == (
        "The learners of Year 8 are not named: only how many there are is told. Send a roster of Year 8, and "
        "name who came to each activity instead of how many. From then on whoever is missing is listed here."
    )
    of_kinds = await api.get(f"{path}5.2.y8", **own)
    assert of_kinds.json()["detail"] == (
        "This figure is of kinds of employer, not of learners: nobody is missing from it."
    )
