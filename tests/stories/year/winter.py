"""January and February: a school becomes an academy, guidance is given, a provider asks to come in.

The rule of this chapter: an institution is the same under its new number, with everything it did before.
"""

from typing import Any

from tests.builders.api_client import refused
from tests.stories.year.world import Year


async def ashbrook_becomes_an_academy(year: Year) -> None:
    """The register tells of it under a new URN; the old one still leads to it."""
    year.it_is("2026-01-12")
    school, urn = year.at["Ashbrook"], year.api.number()
    history = f"{year.of('Ashbrook', 'encounters')}/encounters"
    before = (await year.get(history))["encounters"]
    assert [one["encounter"] for one in before] == [year.kept["talk"]]
    sighting = {
        "urn": urn,
        "since": "2026-01-01",
        "details": {
            "name": "Ashbrook Academy",
            "phase": "secondary",
            "localAuthority": "202",
            "lowAge": 11,
            "highAge": 16,
        },
        "formerUrns": [{"urn": school["urn"], "until": "2025-12-31"}],
    }
    body = {"seenOn": "2026-01-12", "sightings": [sighting]}
    [outcome] = (await year.post("membership/institutions/sync", body))["outcomes"]
    assert (outcome["outcome"], outcome["institution"]) == ("changed", school["id"])
    for number in (urn, school["urn"]):
        found = await year.get(f"membership/institutions?urn={number}")
        assert (found["id"], found["name"]) == (school["id"], "Ashbrook Academy")
    assert (await year.get(history))["encounters"] == before
    assert (await year.get(f"{year.of('Ashbrook')}/roster"))["onRoll"] == 6
    member = await year.get(f"{year.of('Ashbrook', 'membership')}/membership")
    assert (member["status"], member["hub"]) == ("active", year.hub["id"])
    school["urn"] = urn


async def the_hub_visits_ashbrook(year: Year) -> None:
    """What was said stays with the hub; what was agreed is done in time."""
    year.it_is("2026-01-19")
    member = f"membership/hubs/{year.hub['id']}/members/{year.at['Ashbrook']['id']}"
    note = year.words("Priyanka Nairobell hopes for two engineers in Year 8")
    await year.post(f"{member}/visits", {"kind": "at_member", "note": note}, 201)
    text = year.words("Send Ashbrook the list of engineering firms")
    agreed = await year.post(f"{member}/actions", {"text": text, "dueOn": "2026-01-30"}, 201)
    await year.post(f"{member}/actions/{agreed['id']}/end", {"outcome": "done"})
    why = year.words("The governors of Ashbrook look at it in March")
    matter = {"reason": "result_missing", "until": "2026-03-16", "because": why}
    await year.post(f"{member}/attention/snooze", matter)
    record = await year.get(f"{member}/record")
    assert [one["note"] for one in record["visits"]] == [note]
    assert [(one["text"], one["outcome"]) for one in record["actions"]] == [(text, "done")]
    assert [(one["words"], one["until"]) for one in record["matters"]] == [(why, "2026-03-16")]


async def a_learner_has_guidance(year: Year) -> None:
    year.it_is("2026-01-21")
    path = year.of("Ashbrook")
    who = year.person("Rutherford Okaforde")
    adviser = {**who, "presence": "on_site", "level": 6, "since": "2025-09-01"}
    registered = await year.post(f"{path}/advisers", adviser, 201)
    action = {
        "text": year.words("Compare the plumbing courses of both colleges"),
        "owner": "learner",
        "dueOn": "2026-02-09",
    }
    meeting = {
        "adviser": registered["id"],
        "learner": "ASHBROOK-0002",
        "heldOn": "2026-01-20",
        "mode": "in_person",
        "minutes": 40,
        "actions": [action],
    }
    held = await year.post(f"{path}/guidance-meetings", meeting, 201)
    one = f"{path}/guidance-meetings/{held['id']}"
    await year.post(f"{one}/complete-action", {"action": 1, "completedOn": "2026-01-21"})
    copy = await year.get(one)
    assert (copy["learner"], copy["adviser"]) == ("ASHBROOK-0002", who["name"])
    assert copy["actions"][0]["text"] == action["text"]
    queue = await year.get(f"{path}/guidance-queue")
    assert (queue["onRoll"], queue["unmet"]) == (6, 5)


async def the_college_asks_to_come_in_and_is_refused(year: Year) -> None:
    year.it_is("2026-02-02")
    first = year.kept["refused request"] = await _asks(year, "2026-02-24")
    path = f"{year.of('Ashbrook')}/access-requests/{first}"
    await year.post(f"{path}/refuse", {"reason": "no_suitable_date"})
    told = await year.get(f"activities/access-requests/{first}", **await year.leader("College"))
    assert (told["status"], told["refusal"]) == ("refused", "no_suitable_date")
    granted = await year.api.post(f"{path}/grant", {"agreedFor": "2026-02-24"})
    refused(granted, 409, "request-settled")


async def it_asks_again_and_comes(year: Year) -> None:
    second = year.kept["granted request"] = await _asks(year, "2026-02-25")
    path = f"{year.of('Ashbrook')}/access-requests/{second}"
    await year.post(f"{path}/grant", {"agreedFor": "2026-02-25"})
    year.it_is("2026-02-26")
    talk = {
        "type": "provider_talk",
        "heldOn": "2026-02-25",
        "mode": "in_person",
        "provider": {"kind": "fe_college", "institution": year.at["College"]["id"]},
        "attendance": {"learners": ["ASHBROOK-0001", "ASHBROOK-0003"]},
    }
    activity = await year.post(f"{year.of('Ashbrook')}/activities", talk, 201)
    await year.post(f"{path}/link", {"activity": activity["id"]})
    sent = await year.get(
        f"{year.of('College')}/sent-access-requests", **await year.leader("College")
    )
    assert {one["id"]: one["status"] for one in sent["requests"]} == {
        year.kept["refused request"]: "refused",
        second: "took_place",
    }


async def _asks(year: Year, day: str) -> str:
    body: dict[str, Any] = {
        "provider": {"kind": "institution", "id": year.at["College"]["id"]},
        "school": year.at["Ashbrook"]["id"],
        "providerKind": "fe_college",
        "yearGroups": [10],
        "routes": ["t_level"],
        "dates": [day],
    }
    leader = await year.leader("College")
    asked = await year.post("activities/access-requests", body, 201, **leader)
    request: str = asked["id"]
    return request
