"""Summer: the placement week takes place, the returns and results of the year are sent.

The rule of this chapter: those who send no learners tell their year in numbers of their own kind.
"""

from typing import Any

from tests.stories.year.world import Year


async def the_placement_week_takes_place(year: Year) -> None:
    year.it_is("2026-06-29")
    for name, learners in {
        "Ashbrook": ["ASHBROOK-0005"],
        "Meadow": ["MEADOW-0003", "MEADOW-0004"],
    }.items():
        path = f"{year.of(name, 'encounters')}/placements/{year.kept['placement']}/complete"
        await year.post(path, {"attendance": {"learners": learners}})


async def schools_report_their_compass_results(year: Year) -> None:
    for name in ("Ashbrook", "Northbank"):
        result = {
            "completedOn": "2026-06-26",
            "edition": "GATSBY-2024",
            "source": "compass_plus",
            "benchmarks": {str(number): {"percentage": 88} for number in range(1, 9)},
        }
        await year.post(f"{year.of(name, 'progress')}/compass-results", result, 201)
    results = await year.get(f"progress/hubs/{year.hub['id']}/compass-results")
    assert (results["members"], results["reported"]) == (8, 2)


async def primaries_send_their_return(year: Year) -> None:
    year.it_is("2026-07-15")
    counts: dict[str, Any] = {
        "classes": {"5": {"classes": 1, "met": 1}, "6": {"classes": 1, "met": 1}},
        "encounters": 2,
        "pupils": 8,
        "strategy": True,
        "inCurriculum": False,
        "leadTeacher": True,
    }
    for name in ("Little Ashbrook", "Millfield"):
        body = {"academicYear": "2025/26", "counts": counts}
        await year.post(f"{year.of(name)}/primary-returns", body, 201)


async def the_adult_service_sends_its_months(year: Year) -> None:
    months = ("2025-10", "2026-01", "2026-05")
    counts = {
        "contacts": 140,
        "referralsIn": 32,
        "referralsOut": 18,
        "outcomes": {"sustainable_employment": 11, "accredited_learning": 7},
    }
    for month in months:
        body = {"month": month, "counts": counts}
        await year.post(f"{year.of('Adults')}/monthly-counts", body, 201)
