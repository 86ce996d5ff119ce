"""October: institutions agree who follows on from whom, and Ashbrook publishes what it plans.

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
