"""Autumn: a term is synced, an encounter is told twice and matched, three trainings are held.

The rule of this chapter: one act is one record, however many tell of it.
"""

from typing import Any

from tests.stories.year.world import Year

#: The day of the talk that both Hartley and Ashbrook tell of.
TALK = "2025-11-12"
#: Who met an employer in the autumn term, for each institution that syncs.
TERMS = {
    "Little Ashbrook": "LITTLE-ASHBROOK-0001",
    "Millfield": "MILLFIELD-0002",
    "Meadow": "MEADOW-0003",
    "College": "COLLEGE-N-0001",
    "Training": "RIVERSIDE-0001",
}


async def a_talk_is_offered_and_held(year: Year) -> None:
    """Hartley's talk goes to Ashbrook and to Northbank, and it tells of both afterwards."""
    year.it_is("2025-10-06")
    employer = year.employers["Hartley"]
    schools = (year.at["Ashbrook"], year.at["Northbank"])
    talk = year.kept["talk"] = await year.api.propose(employer, *schools, plannedFor=TALK)
    for name in ("Ashbrook", "Northbank"):
        await year.post(f"{year.of(name, 'encounters')}/encounters/{talk}/accept")
    year.it_is("2025-11-13")
    path = f"encounters/employers/{employer}/encounters/{talk}/deliver"
    for name, reported in {"Ashbrook": 5, "Northbank": 62}.items():
        body = {"at": year.at[name]["id"], "heldOn": TALK, "reported": reported}
        await year.post(path, body)


async def northbank_confirms_with_numbers(year: Year) -> None:
    path = f"{year.of('Northbank', 'encounters')}/encounters/{year.kept['talk']}/confirm"
    confirmed = await year.post(path, {"attendance": {"counts": {"10": 58}}})
    assert confirmed["learners"] == 58


async def each_syncs_its_term(year: Year) -> None:
    """Sent again, a file appends nothing."""
    year.it_is("2025-12-19")
    for name, reference in TERMS.items():
        row = f"AUTUMN-1,{reference},26/11/2025,employer_talk,in_person"
        assert (await year.sync(name, row))["recorded"] == 1
    rows = [
        *(f"AUTUMN-1,{one},12/11/2025,employer_talk,in_person" for one in _came("Ashbrook", 5)),
        "AUTUMN-2,ASHBROOK-0006,03/12/2025,careers_fair,in_person",
    ]
    assert (await year.sync("Ashbrook", *rows, complete=True))["recorded"] == 2
    before = await year.api.head()
    again = await year.sync("Ashbrook", *rows, complete=True)
    assert (again["recorded"], again["corrected"], again["withdrawn"]) == (0, 0, 0)
    assert await year.api.head() == before


async def northbank_records_its_term_in_numbers(year: Year) -> None:
    fair = {
        "type": "careers_fair",
        "heldOn": "2025-12-03",
        "mode": "in_person",
        "attendance": {"counts": {"10": 100, "11": 90}},
    }
    await year.post(f"{year.of('Northbank')}/activities", fair, 201)


async def ashbrook_sees_one_encounter_told_twice(year: Year) -> None:
    path = f"{year.of('Ashbrook')}/matches"
    [suggested] = (await year.get(f"{path}/suggestions"))["suggestions"]
    assert suggested["encounter"]["id"] == year.kept["talk"]
    pair = {"encounter": year.kept["talk"], "activity": suggested["activity"]["id"]}
    await year.post(path, pair)
    assert (await year.get(f"{path}/suggestions"))["undecided"] == 0
    [match] = (await year.get(path))["matches"]
    assert match["status"] == "matched"


async def three_trainings_are_announced(year: Year) -> None:
    """One place each: for the careers leaders' the college comes first, and Northbank waits."""
    year.it_is("2025-12-19")
    lead = await year.lead()
    priyanka = year.person("Priyanka Nairobell", "p.nairobell@ashbrook.example")
    tomasz = year.person("Tomasz Wiśniewski", "t.wisniewski@northbank.example")
    ottoline = year.person("Ottoline Featherstone", "o.featherstone@college.example")
    booked = {
        "careers_leader": {"College": ottoline, "Northbank": tomasz},
        "technical_pathways": {"Ashbrook": priyanka},
        "primary": {"Millfield": year.person("Wilhelmina Thackeray")},
    }
    for kind, people in booked.items():
        details = {"kind": kind, "heldOn": "2026-01-07", "mode": "in_person", "places": 1}
        body = {**_organiser(year), "details": details}
        announced = await year.post("training/events", body, 201, **lead)
        year.kept[kind] = announced["id"]
        for name, who in people.items():
            booking = await year.post(_bookings(year, name, kind), {"who": who}, 201)
            year.kept[f"{kind} {name}"] = booking["id"]


async def northbank_moves_up(year: Year) -> None:
    """The college gives its place back."""
    given_back = year.kept["careers_leader College"]
    await year.post(f"{_bookings(year, 'College', 'careers_leader')}/{given_back}/cancel")
    own = await year.get(f"{year.of('Northbank', 'training')}/training")
    assert [one["status"] for one in own["bookings"]] == ["booked"]


async def the_trainings_are_held(year: Year) -> None:
    year.it_is("2026-01-07")
    lead = await year.lead()
    came = {"careers_leader": "Northbank", "technical_pathways": "Ashbrook", "primary": "Millfield"}
    for kind, name in came.items():
        event, booking = f"training/events/{year.kept[kind]}", year.kept[f"{kind} {name}"]
        attended = {**_organiser(year), "attended": [booking]}
        await year.post(f"{event}/attendance", attended, **lead)
        completed = {**_organiser(year), "bookings": [booking]}
        await year.post(f"{event}/complete", completed, **lead)
    own = await year.get(f"{year.of('Northbank', 'training')}/training")
    assert own["careersLeaderTrained"]


def _organiser(year: Year) -> dict[str, Any]:
    return {"organiser": {"kind": "hub", "id": year.hub["id"]}}


def _bookings(year: Year, name: str, kind: str) -> str:
    return f"{year.of(name, 'training')}/events/{year.kept[kind]}/bookings"


def _came(name: str, count: int) -> list[str]:
    return [f"{name.upper()}-{number:04}" for number in range(1, count + 1)]
