"""September: a hub is established, eight institutions join it and sign, six employers are verified.

The rule of this chapter: nobody sends a learner before their institution has an agreement that says so.
"""

from typing import Any

from tests.builders.agreements import as_sent
from tests.builders.api_client import refused
from tests.stories.year.world import Year

PHASES = ["primary", "secondary", "special_and_alternative", "fe_and_skills", "adult"]
INSTITUTIONS: dict[str, dict[str, Any]] = {
    "Little Ashbrook": {"name": "Little Ashbrook Primary School", "phase": "primary"},
    "Millfield": {"name": "Millfield Primary School", "phase": "primary"},
    "Ashbrook": {"name": "Ashbrook School", "phase": "secondary", "lowAge": 11, "highAge": 16},
    "Northbank": {"name": "Northbank High School", "phase": "secondary"},
    "Meadow": {"name": "Meadow School", "phase": "special_and_alternative"},
    "College": {"name": "Northbank College", "phase": "fe_and_skills"},
    "Training": {"name": "Riverside Training", "phase": "fe_and_skills"},
    "Adults": {"name": "Camden Adult Careers Service", "phase": "adult"},
}
WITHOUT_URN = ("Training", "Adults")


async def the_hub_is_established(year: Year) -> None:
    year.it_is("2025-09-01")
    year.hub = await year.api.hub("Northbank Careers Hub", phases=PHASES)


async def institutions_join_it(year: Year) -> None:
    for name, told in INSTITUTIONS.items():
        number = year.api.number()
        identity = {"ukprn": f"10{number}"} if name in WITHOUT_URN else {"urn": number}
        details = {"localAuthority": "202", **told}
        answer = await year.post("membership/institutions", {**identity, "details": details}, 201)
        year.at[name] = {**answer, **identity}
        member = f"membership/hubs/{year.hub['id']}/members/{answer['id']}"
        await year.put(member, {"admittedOn": "2025-09-01"})


async def they_sign_agreements(year: Year) -> None:
    """All but Northbank agree to send learners; Northbank sends numbers alone."""
    for name in INSTITUTIONS:
        covers = ("rolls_and_counts",) if name == "Northbank" else ()
        await year.post(f"{year.of(name)}/agreement", {"terms": as_sent(*covers)}, 201)
    body = {"source": "sims", "kind": "activities", "academicYear": "2025/26"}
    answer = await year.api.post(f"{year.of('Northbank')}/uploads", body)
    refused(answer, 409, "not-covered")


async def they_name_their_people(year: Year) -> None:
    leaders = {
        "Ashbrook": year.person("Priyanka Nairobell", "p.nairobell@ashbrook.example"),
        "Northbank": year.person("Tomasz Wiśniewski", "t.wisniewski@northbank.example"),
        "College": year.person("Ottoline Featherstone", "o.featherstone@college.example"),
    }
    for name, who in leaders.items():
        path = f"{year.of(name, 'training')}/careers-leader"
        await year.post(path, {"who": who, "appointedOn": "2025-09-01"}, 201)
    governor = {"who": year.person("Ruthanne Adeyemi-Cole"), "role": "link_governor"}
    await year.post(f"{year.of('Ashbrook', 'training')}/workforce", governor, 201)
    adviser = {"who": year.person("Dánjal Oseiwood"), "matchedOn": "2025-09-01"}
    await year.post(f"{year.of('Ashbrook', 'training')}/enterprise-advisers", adviser, 201)


async def six_employers_are_verified(year: Year) -> None:
    sole_trader = year.person("Marguerite Oyelaran")["name"]
    registrations: dict[str, dict[str, Any]] = {
        "Hartley": {"form": "company", "name": "Hartley Engineering Limited", "employees": 84},
        "Lockside": {"form": "company", "name": "Lockside Digital Limited", "employees": 12},
        "Brightwater": {"form": "charity", "name": "Brightwater Trust", "employees": 30},
        "Borough": {"form": "council", "name": "Canal Borough Council", "postcode": "NW1 1AA"},
        "Clinic": {"form": "nhs_body", "name": "Canal Street Clinic", "postcode": "NW1 2BB"},
        "Joiner": {"form": "sole_trader", "name": sole_trader, "postcode": "NW3 2JB"},
    }
    for name, body in registrations.items():
        numbers = {
            "company": {"companyNumber": f"00{year.api.number()}"},
            "charity": {"charityNumber": year.api.number()},
        }
        registered = await year.post(
            "encounters/employers", body | numbers.get(body["form"], {}), 201
        )
        year.employers[name] = registered["id"]
        await year.api.verify(registered["id"], year.hub)


async def one_of_them_would_host(year: Year) -> None:
    interest = {
        "appetite": "actively_looking",
        "activities": ["workplace_visit", "work_experience_block"],
        "phases": ["secondary", "special_and_alternative"],
        "learners": 60,
        "placements": 3,
    }
    told = {"academicYear": "2025/26", "interest": interest, "hubs": [year.hub["id"]]}
    await year.put(f"encounters/employers/{year.employers['Hartley']}/hosting", told)
    catalogue = f"{year.of('Meadow', 'encounters')}/employers"
    assert [one["employer"] for one in (await year.get(catalogue))["employers"]] == [
        year.employers["Hartley"]
    ]
