"""Spring: more learners want a placement than there are places; one is erased, and April's sync brings
the name again.

The rule of this chapter: need goes first, and whoever is erased stays erased.
"""

from tests.builders.api_client import refused
from tests.stories.year.world import COLUMNS, Year

DAYS = [f"2026-06-{day}" for day in range(22, 27)]
#: Who is erased in March.
ERASED = "ASHBROOK-0004"


async def a_week_is_offered_with_three_places(year: Year) -> None:
    year.it_is("2026-02-27")
    employer = f"encounters/employers/{year.employers['Hartley']}"
    for kind in (
        "employers_liability_insurance",
        "risk_assessment_young_people",
        "health_and_safety_policy",
    ):
        await year.post(f"{employer}/checks", {"kind": kind, "validUntil": "2026-08-31"})
    terms = {
        "academicYear": "2025/26",
        "type": "work_experience_block",
        "mode": "block",
        "days": DAYS,
        "minutes": 360,
        "places": 3,
    }
    body = {"terms": terms, "coordinatedBy": year.hub["id"]}
    placement = await year.post(f"{employer}/placements", body, 201)
    year.kept["placement"] = placement["id"]


async def two_schools_ask_for_five(year: Year) -> None:
    asked = await year.post(f"{_at(year, 'Ashbrook')}/request", {"places": 3})
    assert (asked["places"], asked["waiting"]) == (0, 3)
    need = {"places": 2, "need": {"looked_after": 2}}
    await year.post(f"{_at(year, 'Meadow')}/request", need)
    path = f"encounters/hubs/{year.hub['id']}/placements/{year.kept['placement']}/allocate"
    told = await year.post(path)
    assert (told["givenOut"], told["free"], told["waiting"]) == (3, 0, 2)
    for name, why in {"Ashbrook": "1 of 3 places", "Meadow": "2 of 2 places"}.items():
        own = await year.get(f"{year.of(name, 'encounters')}/placements")
        assert own["placements"][0]["own"]["why"].startswith(why)


async def they_name_who_goes(year: Year) -> None:
    await year.post(f"{_at(year, 'Ashbrook')}/approve", {"learners": ["ASHBROOK-0005"]})
    meadow = {"learners": ["MEADOW-0003", "MEADOW-0004"]}
    await year.post(f"{_at(year, 'Meadow')}/approve", meadow)


async def a_learner_is_erased_in_march(year: Year) -> None:
    year.it_is("2026-03-18")
    path = year.of("Ashbrook")
    await year.post(f"{path}/erase-learner", {"reference": ERASED})
    # The learner's number stays in the sets and leads to nobody, until a whole list comes without it.
    assert (await year.get(f"{path}/roster"))["onRoll"] == 6
    await is_still_erased(year)


async def aprils_sync_does_not_bring_them_back(year: Year) -> None:
    """The school's own system knows nothing of the erasure, and sends what it has."""
    year.it_is("2026-04-15")
    references = [f"ASHBROOK-{number:04}" for number in range(1, 7)]
    roster = "\n".join(("Learner reference,Year group", *(f"{one},10" for one in references)))
    path, check = await year.check("Ashbrook", roster, kind="roster", complete=True)
    [told] = (await year.get(f"{path}/problems"))["problems"]
    assert (told["line"], told["code"]) == (5, "erased-learner")
    await year.post(f"{path}/commit")
    assert (await year.get(f"{year.of('Ashbrook')}/roster"))["onRoll"] == 5

    rows = [f"SPRING-1,{one},25/03/2026,employer_talk,in_person" for one in references]
    path, check = await year.check("Ashbrook", "\n".join((COLUMNS, *rows)))
    assert (check["refused"], check["held"]) == (1, 0), check
    await year.post(f"{path}/commit")
    await year.post(f"{year.of('Ashbrook')}/held-rows/retry")
    await is_still_erased(year)


async def is_still_erased(year: Year) -> None:
    """Nothing is held of them, and nobody can tell of them."""
    path = year.of("Ashbrook")
    record = await year.get(f"{path}/learner-record", **{"learner-reference": ERASED})
    assert (record["known"], record["erased"], record["periods"]) == (False, True, [])
    talk = {
        "type": "employer_talk",
        "heldOn": "2026-03-17",
        "mode": "in_person",
        "attendance": {"learners": [ERASED]},
    }
    answer = await year.api.post(f"{path}/activities", talk)
    told = refused(answer, 422, "unknown-learners")
    assert told["errors"][0]["reason"] == "This learner was erased."


def _at(year: Year, name: str) -> str:
    return f"{year.of(name, 'encounters')}/placements/{year.kept['placement']}"
