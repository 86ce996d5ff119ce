"""September, the second week: each institution says who is on its roll, in the way that is its own.

The rule of this chapter: a learner's reference goes in and never comes out of the institution's own part.
"""

from typing import Any

from tests.stories.year.world import Year


async def schools_send_their_lists(year: Year) -> None:
    """Both primaries and the special school; Meadow sets two learners apart from its figures."""
    year.it_is("2025-09-08")
    for name, year_groups in {"Little Ashbrook": (5, 6), "Millfield": (6,), "Meadow": (9,)}.items():
        references = year.learners(_prefix(name), 4 * len(year_groups))
        learners = [
            {"reference": reference, "yearGroup": year_groups[place // 4]}
            for place, reference in enumerate(references)
        ]
        body = {"learners": learners, "complete": True, "asOf": "2025-09-08"}
        assert (await year.put(f"{year.of(name)}/roster", body))["onRoll"] == len(references)
    apart = {
        "reason": "complex_needs",
        "learners": year.learners(_prefix("Meadow"), 2),
        "since": "2025-09-08",
    }
    await year.put(f"{year.of('Meadow')}/relevant-cohort", apart)
    roster = await year.get(f"{year.of('Meadow')}/roster")
    assert roster["setApart"] == {"complex_needs": 2}


async def ashbrooks_system_sends_its_roster(year: Year) -> None:
    references = year.learners("ASHBROOK", 6)
    rows = [f"{reference},10" for reference in references]
    file = "\n".join(("Learner reference,Year group", *rows))
    path, check = await year.check("Ashbrook", file, kind="roster", complete=True)
    assert check["rows"] == len(references)
    await year.post(f"{path}/commit")
    assert (await year.get(f"{year.of('Ashbrook')}/roster"))["onRoll"] == len(references)


async def northbank_sends_numbers(year: Year) -> None:
    roll = {"roll": {"10": 120, "11": 118}, "asOf": "2025-09-08"}
    await year.put(f"{year.of('Northbank')}/roll", roll)


async def the_college_sends_the_programmes_of_two_campuses(year: Year) -> None:
    young, adults = year.learners("COLLEGE-N", 3), year.learners("COLLEGE-S", 2)
    digital = _programme("TL-DIGITAL", "NORTH-1", young) | {"pathway": "t_level"}
    access = _programme("ACCESS-HE", "SOUTH-2", adults) | {"ages": "19_plus"}
    sent = {"programmes": [digital, access], "complete": True, "asOf": "2025-09-08"}
    assert (await year.put(f"{year.of('College')}/programmes", sent))["onRoll"] == 5
    roster = await year.get(f"{year.of('College')}/roster")
    assert {one["programme"]["campus"] for one in roster["programmes"]} == {"NORTH-1", "SOUTH-2"}


async def the_training_provider_sends_its_apprentices(year: Year) -> None:
    """It has no URN: it is known by its UKPRN; and its programmes come as its system's file."""
    found = await year.get(f"membership/institutions?ukprn={year.at['Training']['ukprn']}")
    assert (found["id"], found["urn"]) == (year.at["Training"]["id"], None)
    head = "Learner reference,Programme,Level,Start date,Planned end,Ages,Campus"
    told = "APP-JOINERY,3,01/09/2025,30/06/2027,16_to_18,WHARF-3"
    file = "\n".join((head, *(f"{one},{told}" for one in year.learners("RIVERSIDE", 3))))
    path, check = await year.check("Training", file, kind="programmes", complete=True)
    assert (check["new"], check["refused"]) == (3, 0)
    await year.post(f"{path}/commit")
    assert (await year.get(f"{year.of('Training')}/roster"))["onRoll"] == 3


def _prefix(name: str) -> str:
    return name.upper().replace(" ", "-")


def _programme(code: str, campus: str, references: list[str]) -> dict[str, Any]:
    return {
        "code": code,
        "level": "level_3",
        "campus": campus,
        "startsOn": "2025-09-01",
        "plannedEnd": "2027-06-30",
        "learners": [{"reference": reference} for reference in references],
    }
