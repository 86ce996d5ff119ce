"""A school's progress over HTTP: its own numbers, why each is so, and what others may see of them."""

from typing import Any

import pytest

from hub_core.access import PLATFORM, Role
from tests.builders.api_client import ApiClient, problem_fields, refused, taken
from tests.services.progress.conftest import YEAR_8, figure_of, leader_of


async def test_a_school_sees_its_own_numbers_and_what_is_missing(
    api: ApiClient, school: dict[str, Any]
) -> None:
    own = await leader_of(api, school)
    path = f"progress/institutions/{school['id']}/benchmarks"
    told = taken(await api.get(path, **own))
    assert told["editionLabel"].startswith("The platform's rubric")
    year_8 = figure_of(told, "5.1.y8")
    assert (year_8["numerator"], year_8["denominator"], year_8["percentage"]) == (18, 20, 90)
    assert year_8["status"] == "achieved"
    girls = figure_of(told, "5.1.y8", "female")
    assert (girls["numerator"], girls["denominator"]) == (10, 10)
    year_7 = figure_of(told, "5.1.y7")
    assert (year_7["status"], year_7["percentage"]) == ("no_data_supplied", None)
    january = taken(await api.get(f"{path}?asAt=2026-01-31", **own))
    assert figure_of(january, "5.1.y8")["toThreshold"] == 4
    older = taken(await api.get(f"{path}?edition=GATSBY-2014", **own))
    assert figure_of(older, "5.1.y8")["numerator"] == 18
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
    own = await leader_of(api, school)
    path = f"progress/institutions/{school['id']}/benchmarks"
    told = taken(await api.get(path if day is None else f"{path}?asAt={day}", **own))
    found = figure_of(told, figure)
    assert (found["status"], found["percentage"], found["strength"]) == (
        status, percentage, strength,
    )  # fmt: skip
    assert found["missing"].startswith(missing)
    assert bool(found["missing"]) == bool(missing)


async def test_the_trend_by_week_is_the_institution_s_own(
    api: ApiClient, school: dict[str, Any]
) -> None:
    path = f"progress/institutions/{school['id']}/benchmarks?asAt=2026-01-31"
    trend = taken(await api.get(path, **await leader_of(api, school)))["trend"]
    assert (trend["criterion"], trend["learners"]) == ("5.1", 20)
    # The week of 14 January is the twentieth from 1 September, that of 31 January the twenty-second.
    assert trend["reachedByWeek"] == [0] * 19 + [12] * 3
    assert taken(await api.get(path))["trend"] is None


async def test_an_explanation_adds_up_to_the_figure(api: ApiClient, school: dict[str, Any]) -> None:
    own = await leader_of(api, school)
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
    year_8 = figure_of(told, "5.1.y8")
    # Twelve of twenty leave eight, who are too few to be told.
    assert (year_8["withheld"], year_8["numerator"], year_8["percentage"]) == (True, None, None)
    assert year_8["toThreshold"] is None
    groups = {figure["group"] for one in told["benchmarks"] for figure in one["figures"]}
    assert groups == {None}


async def test_an_explanation_is_for_the_institution_alone(
    api: ApiClient, school: dict[str, Any]
) -> None:
    other = await api.school()
    foreign = await leader_of(api, other)
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
    own = await leader_of(api, school)
    answer = await api.get(f"progress/institutions/{school['id']}/{question}", **own)
    refused(answer, 422, "invalid-request")
    assert problem_fields(answer) == [field]


async def test_a_figure_that_is_not_there_says_where_they_are_listed(
    api: ApiClient, school: dict[str, Any]
) -> None:
    own = await leader_of(api, school)
    for criterion in ("5.1.y13", "5.1c.y12", "9.9.y8", "7.P.y9", "5.1"):
        path = f"progress/institutions/{school['id']}/explain?criterion={criterion}"
        told = refused(await api.get(path, **own), 404, "not-found")
        assert "benchmarks lists" in told["detail"]


async def test_what_only_the_institution_can_say_has_no_figure_and_says_why(
    api: ApiClient, school: dict[str, Any]
) -> None:
    path = f"progress/institutions/{school['id']}/explain?criterion=3.5"
    told = refused(await api.get(path, **await leader_of(api, school)), 404, "not-found")
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
    own = await leader_of(api, school)
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
    auditor = await api.key_of(Role.AUDITOR, PLATFORM)
    answer = await api.get(f"progress/institutions/{school['id']}/benchmarks", **auditor)
    taken(answer)
    assert await _records(api, answer) == []
