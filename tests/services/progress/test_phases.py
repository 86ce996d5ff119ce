"""The phases of a partnership over HTTP: different learners side by side, partners protected."""

from typing import Any

import pytest

from hub_core.access import Role
from tests.builders.api_client import ApiClient, refused, taken

YES = dict.fromkeys(
    ("clear_purpose", "learning_outcomes", "two_way_interaction", "time_to_reflect"), "yes"
)
Place = dict[str, dict[str, Any]]


async def _told(api: ApiClient, school: dict[str, Any], on_roll: dict[int, int], met: int) -> None:
    """So many learners in each year group, of each of which so many met an employer in January."""
    path = f"activities/institutions/{school['id']}"
    learners = [
        {"reference": f"{year}-{one}", "yearGroup": year}
        for year, number in on_roll.items()
        for one in range(number)
    ]
    sent = {"learners": learners, "complete": True, "asOf": "2025-09-08"}
    taken(await api.put(f"{path}/roster", sent))
    came = [one["reference"] for one in learners if int(one["reference"].split("-")[1]) < met]
    talk = {
        "type": "employer_talk",
        "heldOn": "2026-01-14",
        "mode": "in_person",
        "attendance": {"learners": came},
        "checks": YES,
    }
    taken(await api.post(f"{path}/activities", talk), 201)


async def _partners(api: ApiClient, one: dict[str, Any], other: dict[str, Any], kind: str) -> str:
    """Let both agree to be partners; the address of the partnership as the other has it."""
    at = f"membership/institutions/{one['id']}/partnerships"
    proposed = taken(await api.post(at, {"partner": other["id"], "kind": kind}), 201)["id"]
    theirs = f"membership/institutions/{other['id']}/partnerships/{proposed}"
    taken(await api.post(f"{theirs}/accept"))
    return theirs


@pytest.fixture(scope="module")
async def place(api: ApiClient) -> Place:
    """A secondary school of two year groups with two primary schools, one of which is silent, and a college
    that is its partner no more; all in one hub."""
    hub = await api.hub(phases=["primary", "secondary", "fe_and_skills"])
    secondary = await api.school("Alder School", lowAge=11, highAge=16)
    primary = await api.school("Elm Primary School", phase="primary", lowAge=4, highAge=11)
    silent = await api.school("Fir Primary School", phase="primary", lowAge=4, highAge=11)
    college = await api.school("Birch College", phase="fe_and_skills", typeCode="18")
    for one in (secondary, primary, silent, college):
        taken(await api.put(f"membership/hubs/{hub['id']}/members/{one['id']}"))
    for partner, kind in ((primary, "feeder"), (silent, "feeder"), (college, "to_further")):
        theirs = await _partners(api, secondary, partner, kind)
    taken(await api.post(f"{theirs}/end", {"reason": "other"}))
    await _told(api, secondary, {7: 21, 8: 23}, met=17)
    await _told(api, primary, {4: 42, 5: 12}, met=26)
    return {"hub": hub, "secondary": secondary, "primary": primary, "silent": silent}


async def test_the_school_sees_its_own_numbers_beside_its_partners_protected(
    api: ApiClient, place: Place
) -> None:
    own = await api.key_of(Role.CAREERS_LEADER, place["secondary"]["id"])
    path = f"progress/institutions/{place['secondary']['id']}/phases"
    told = taken(await api.get(path, **own))
    assert (told["partners"], told["exact"], told["asAt"]) == (2, True, "2026-01-31")
    assert "They are different learners: nobody is followed" in told["differentLearners"]
    primaries, secondary = told["phases"]
    assert (secondary["reached"], secondary["learners"], secondary["percentage"]) == (34, 44, 77)
    # 26 of 42 are shown as 25 of 40; twelve of twelve as ten of ten.
    assert (primaries["reached"], primaries["learners"]) == (35, 50)
    assert (primaries["institutions"], primaries["silent"], primaries["withheld"]) == (2, 1, 0)
    assert "meet somebody at work" in primaries["wording"]
    assert place["primary"]["id"] not in str(told)


async def test_the_partner_and_the_hub_see_the_school_protected(
    api: ApiClient, place: Place
) -> None:
    partner = await api.key_of(Role.CAREERS_LEADER, place["silent"]["id"])
    told = taken(await api.get(f"progress/institutions/{place['silent']['id']}/phases", **partner))
    primaries, secondary = told["phases"]
    assert (primaries["reached"], primaries["silent"]) == (None, 1)
    # Four and six who met no employer are too few: their year groups are left out.
    assert (secondary["reached"], secondary["withheld"]) == (None, 2)
    lead = await api.key_of(Role.HUB_LEAD, place["hub"]["id"])
    path = f"progress/institutions/{place['secondary']['id']}/phases"
    seen = taken(await api.get(path, **lead))
    assert seen["exact"] is False
    assert [one["withheld"] for one in seen["phases"]] == [0, 2]
    refused(await api.get(path, **partner), 404, "not-found")


async def test_a_hub_lead_sees_the_way_to_its_end_and_a_school_its_partners(api: ApiClient) -> None:
    phases = ["primary", "secondary", "fe_and_skills"]
    hub, other = await api.hub(phases=phases), await api.hub("Southbank Careers Hub", phases=phases)
    primary = await api.school("Oak Primary School", phase="primary", lowAge=4, highAge=11)
    secondary = await api.school("Alder School", lowAge=11, highAge=16)
    college, foreign = [
        await api.school(name, phase="fe_and_skills", typeCode="18")
        for name in ("Cedar College", "Southbank College")
    ]
    second = await api.school("Fir Primary School", phase="primary", lowAge=4, highAge=11)
    for one, of in (
        (primary, hub),
        (secondary, hub),
        (second, hub),
        (college, hub),
        (foreign, other),
    ):
        taken(await api.put(f"membership/hubs/{of['id']}/members/{one['id']}"))
    for partner, kind in (
        (primary, "feeder"),
        (second, "feeder"),
        (college, "to_further"),
        (foreign, "to_further"),
    ):
        await _partners(api, secondary, partner, kind)

    path = f"progress/institutions/{primary['id']}/phases"
    lead = await api.key_of(Role.HUB_LEAD, hub["id"])
    told = taken(await api.get(path, **lead))
    # Its secondary's other primary school is not on the way, and another hub's college not the lead's to see.
    assert [(one["phase"], one["institutions"]) for one in told["phases"]] == [
        ("primary", 1), ("secondary", 1), ("fe_and_skills", 1),
    ]  # fmt: skip
    assert told["partners"] == 2
    own = await api.key_of(Role.CAREERS_LEADER, primary["id"])
    alone = taken(await api.get(path, **own))
    assert [one["phase"] for one in alone["phases"]] == ["primary", "secondary"]
    college_s = taken(await api.get(f"progress/institutions/{college['id']}/phases", **lead))
    assert [(one["phase"], one["institutions"]) for one in college_s["phases"]] == [
        ("primary", 2), ("secondary", 1), ("fe_and_skills", 1),
    ]  # fmt: skip
