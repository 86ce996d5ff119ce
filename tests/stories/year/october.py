"""October: institutions agree who follows on from whom, Ashbrook publishes what it plans, Hartley the work
it has.

The rule of this chapter: a partnership is one once both have said so.
"""

from typing import Any

from tests.stories.year.world import Year

#: Who asks, whom, and as what.
PARTNERSHIPS = (
    ("Millfield", "Ashbrook", "feeder"),
    ("College", "Ashbrook", "to_further"),
    ("Adults", "College", "to_adult"),
)


async def they_agree_who_follows_on(year: Year) -> None:
    year.it_is("2025-10-01")
    for proposer, partner, kind in PARTNERSHIPS:
        path = f"{year.of(proposer, 'membership')}/partnerships"
        body = {"partner": year.at[partner]["id"], "kind": kind}
        proposed = await year.post(path, body, 201)
        theirs = f"{year.of(partner, 'membership')}/partnerships/{proposed['id']}"
        await year.post(f"{theirs}/accept")
    found = await year.get(f"membership/hubs/{year.hub['id']}/partnerships")
    assert found["active"] == len(PARTNERSHIPS)


async def ashbrook_publishes_its_programme(year: Year) -> None:
    """With aims for every year group it teaches, and its statement on access of providers beside it."""
    path, address = year.of("Ashbrook"), "https://www.ashbrook.example/careers"
    of_year: dict[str, Any] = {"academicYear": "2025/26"}
    aims = {
        "yearGroups": [7, 8, 9, 10, 11],
        "aims": ["see_the_big_picture"],
        "outcomes": ["plans"],
    }
    await year.put(f"{path}/programme/aims", of_year | aims)
    published = {"address": address, "audiences": ["learners", "parents", "staff", "employers"]}
    await year.post(f"{path}/programme/publish", of_year | published)
    backed = {"by": "governors", "backedOn": "2025-09-30"}
    await year.post(f"{path}/programme/back", of_year | backed)
    statement = {"address": f"{address}/provider-access", "reviewedOn": "2025-09-15"}
    await year.put(f"{path}/access-statement", statement)
    told = (await year.get(f"{path}/programme"))["answers"]
    # Whether it is tailored to its learners (1.2a), the school has not said.
    assert {one["criterion"]: one["met"] for one in told} == {
        "1.2b": True,
        "1.2c": True,
        "1.3": True,
    }


async def ashbrook_works_with_hartleys_bulletin(year: Year) -> None:
    """Hartley tells of the work it has; Ashbrook reads it with a learner: a session on the labour market."""
    year.it_is("2025-10-03")
    said = {
        "headline": year.words("Forty welders wanted by September"),
        "text": year.words("Ask for Mr Hartley at the gate: we take apprentices from Year 11."),
        "until": "2026-07-31",
        "about": {"sectors": ["C"], "pathways": ["apprenticeship"], "yearGroups": [10, 11]},
    }
    employer = f"activities/employers/{year.employers['Hartley']}/bulletins"
    await year.post(employer, said | {"toHub": year.hub["id"]}, 201)
    path = f"{year.of('Ashbrook')}/bulletins"
    [bulletin] = (await year.get(f"{path}?yearGroup=10"))["bulletins"]
    assert (bulletin["headline"], bulletin["employer"]) == (
        said["headline"],
        year.employers["Hartley"],
    )
    session = {"yearGroups": [10], "attendance": {"learners": ["ASHBROOK-0001"]}}
    used = await year.post(f"{path}/{bulletin['id']}/use", session, 201)
    assert used["learners"] == 1
    [posted] = (await year.get(f"activities/hubs/{year.hub['id']}/bulletins"))["bulletins"]
    assert (posted["schools"], posted["uses"]) == (1, 1)
