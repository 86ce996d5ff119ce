"""Rosters over the API: a wrong one undone, a college's programmes, a request for access, leavers."""

from typing import Any
from urllib.parse import quote

from hub_core.access import Role
from tests.builders.api_client import ApiClient, problem_fields, refused, taken


def _learners(*year_groups: int) -> list[dict[str, Any]]:
    return [
        {"reference": f"y{began}-{number}", "yearGroup": year_group}
        for began, year_group in enumerate(year_groups)
        for number in range(6)
    ]


async def test_last_years_list_is_refused_in_words_and_undone_where_it_was_taken(
    api: ApiClient,
) -> None:
    school = await api.school()
    path = f"activities/institutions/{school['id']}/roster"
    june = {"learners": _learners(7, 8), "complete": True, "asOf": "2025-06-02"}
    taken(await api.put(path, june))
    wrong = june | {"asOf": "2025-09-08"}
    told = refused(await api.put(path, wrong), 409, "year-groups-moved")
    assert "were not moved on for 2025/26" in told["detail"]
    assert told["errors"][0]["reason"].endswith("are sent in Year 8.")
    sent = taken(await api.put(path, wrong | {"yearGroupsChecked": True}))
    assert sent["repeating"] == 12
    latest, earlier = taken(await api.get(path))["sendings"]
    assert (latest["id"], latest["moved"]) == (sent["sending"], 12)
    answer = await api.post(f"{path}/undo", {"sending": earlier["id"]})
    refused(answer, 409, "not-the-latest")
    taken(await api.post(f"{path}/undo", {"sending": latest["id"]}))
    assert [one["id"] for one in taken(await api.get(path))["sendings"]] == [earlier["id"]]
    right = {"learners": _learners(8, 9), "complete": True, "asOf": "2025-09-08"}
    assert taken(await api.put(path, right))["moved"] == 0


async def test_a_college_sends_programmes_of_two_campuses(api: ApiClient) -> None:
    college = await api.school("Northbank College", phase="fe_and_skills")
    path = f"activities/institutions/{college['id']}"
    digital = {
        "code": "TL-DIGITAL",
        "level": "level_3",
        "pathway": "t_level",
        "campus": "NORTH-1",
        "startsOn": "2025-09-01",
        "plannedEnd": "2027-06-30",
        "learners": [{"reference": "S1"}, {"reference": "S2"}],
    }
    access = digital | {
        "code": "ACCESS-HE",
        "campus": "SOUTH-2",
        "ages": "19_plus",
        "learners": [{"reference": "S3", "registration": "subsidiary"}],
    }
    sent = {"programmes": [digital, access], "complete": True, "asOf": "2025-09-15"}
    assert taken(await api.put(f"{path}/programmes", sent))["onRoll"] == 3
    read = taken(await api.get(f"{path}/roster"))
    assert {(one["programme"]["campus"], one["learners"]) for one in read["programmes"]} == {
        ("NORTH-1", 2),
        ("SOUTH-2", 1),
    }
    assert read["subsidiary"] == 1
    wrong = {"programmes": [digital | {"plannedEnd": "2025-08-31"}]}
    answer = await api.put(f"{path}/programmes", wrong)
    refused(answer, 422, "invalid-request")
    assert problem_fields(answer) == ["programmes[0].plannedEnd"]


async def test_a_special_school_shows_how_many_it_sets_apart(api: ApiClient) -> None:
    school = await api.school("Meadow School", phase="special_and_alternative")
    path = f"activities/institutions/{school['id']}"
    taken(await api.put(f"{path}/roster", {"learners": _learners(9), "asOf": "2025-09-08"}))
    apart = {"reason": "complex_needs", "learners": ["y0-0", "y0-1"], "since": "2025-09-08"}
    taken(await api.put(f"{path}/relevant-cohort", apart))
    assert taken(await api.get(f"{path}/roster"))["setApart"] == {"complex_needs": 2}
    own = await api.key_of(Role.CAREERS_LEADER, school["id"])
    figures = f"progress/institutions/{school['id']}/benchmarks"
    assert taken(await api.get(figures, **own))["setApart"] == 2
    assert taken(await api.get(figures))["setApart"] is None  # an auditor, outside the school


async def test_everything_held_of_one_learner_is_told_to_the_school_and_recorded(
    api: ApiClient,
) -> None:
    school = await api.school()
    path = f"activities/institutions/{school['id']}"
    odd = "Zoë/8"
    learners = [{"reference": one, "yearGroup": 8, "groups": ["eal"]} for one in (odd, "L-2")]
    taken(await api.put(f"{path}/roster", {"learners": learners, "asOf": "2025-09-08"}))
    for who in ([odd, "L-2"], ["L-2"]):
        talk = {
            "type": "employer_talk",
            "heldOn": "2026-01-14",
            "mode": "in_person",
            "attendance": {"learners": who},
        }
        taken(await api.post(f"{path}/activities", talk), 201)
    answer = await api.get(f"{path}/learner-record", **{"learner-reference": quote(odd, safe="")})
    record = taken(answer)
    assert (record["known"], record["reference"], record["texts"]) == (True, odd, [])
    assert [(one["kind"], one["value"]) for one in record["periods"]] == [
        ("cohort", "2029"),
        ("group", "eal"),
    ]
    [[happening]] = record["histories"]
    assert (happening["happenedOn"], happening["namesLearner"]) == ("2026-01-14", True)
    row = await api.owner.fetchrow(
        "select kind, learners from audit.accesses where correlation = $1",
        answer.headers["hub-correlation"],
    )
    assert row is not None
    assert (row["kind"], row["learners"]) == ("learner_data", 1)


async def test_a_record_of_somebody_erased_or_unknown_holds_nothing(api: ApiClient) -> None:
    school = await api.school()
    path = f"activities/institutions/{school['id']}"
    learners = [{"reference": "L-1", "yearGroup": 8}]
    taken(await api.put(f"{path}/roster", {"learners": learners}))
    taken(await api.post(f"{path}/erase-learner", {"reference": "L-1"}))
    for reference, erased in (("L-1", True), ("L-9", False)):
        record = taken(await api.get(f"{path}/learner-record", **{"learner-reference": reference}))
        assert (record["known"], record["erased"], record["periods"]) == (False, erased, [])
    for wrong in ("%FF", "%20x", "x" * 80):
        answer = await api.get(f"{path}/learner-record", **{"learner-reference": wrong})
        refused(answer, 422, "invalid-request")
        assert problem_fields(answer) == ["Learner-Reference"]


async def test_leavers_whose_time_is_over_are_counted_and_forgotten(api: ApiClient) -> None:
    school = await api.school()
    path = f"activities/institutions/{school['id']}"
    learners = [{"reference": one, "yearGroup": 10} for one in ("L-1", "L-2", "L-3")]
    taken(await api.put(f"{path}/roster", {"learners": learners, "asOf": "2021-09-08"}))
    leavers = {"learners": ["L-1", "L-2"], "leftOn": "2022-07-20"}
    taken(await api.post(f"{path}/roster/leavers", leavers))
    waiting = taken(await api.get(f"{path}/retention"))
    assert (waiting["learners"], waiting["leftBefore"]) == (2, "2023-02-11")
    assert len(waiting["rules"]) == 4
    assert taken(await api.post(f"{path}/retention/erase-leavers"))["learners"] == 2
    assert taken(await api.get(f"{path}/retention"))["learners"] == 0
    record = taken(await api.get(f"{path}/learner-record", **{"learner-reference": "L-1"}))
    assert record["known"] is False
