"""Subscribers are told of what they may see, signed with their secret, for as long as they wish."""

import re
from datetime import timedelta

from tests.builders.api_client import ApiClient
from tests.builders.receiver import Receiver
from tests.services.reactions.conftest import SEEN_BY_SCHOOLS, Post

ATTENDED = {"attendance": {"counts": {"8": 120, "9": 7}}}


async def confirmed(api: ApiClient, school: str, encounter: str) -> None:
    before = api.parts.platform.clock
    api.parts.platform.clock = lambda: before() + timedelta(days=60)
    try:
        path = f"encounters/institutions/{school}/encounters/{encounter}/confirm"
        answer = await api.post(path, ATTENDED)
        assert answer.is_success, answer.text
    finally:
        api.parts.platform.clock = before


async def test_a_school_is_told_what_happens_to_it_without_its_learners(
    api: ApiClient, post: Post, receiver: Receiver
) -> None:
    school, employer = await api.school(), await api.employer()
    one = await post.subscribe("institution", school["id"], *SEEN_BY_SCHOOLS, at=receiver)
    encounter = await api.propose(employer, school)
    await api.propose(employer, await api.school())  # somebody else's
    await confirmed(api, school["id"], encounter)
    await post.deliver()
    proposed, held = sorted(receiver.events, key=lambda event: event["sequence"])
    assert proposed["type"] == "encounters.EncounterProposed.v1"
    assert held["type"] == "encounters.EncounterConfirmed.v1"
    assert held["specversion"] == "1.0"
    assert held["data"] == {
        "encounter": encounter,
        "institution": school["id"],
        "occurred_on": "2026-03-04",
        "particulars": {"employer": employer, "kind": "employer_talk", "mode": "in_person"},
    }
    assert {held["id"], proposed["id"]} == set(receiver.ids)
    for body in receiver.bodies:
        assert not re.search(rb"[:\[,]\s*120\b", body), "how many came"
        assert b"actor" not in body
        assert b"key:" not in body
    assert await post.states(one) == [("delivered", 1, "taken")] * 2


async def test_a_hub_is_told_of_its_members_for_as_long_as_they_are(
    api: ApiClient, post: Post, receiver: Receiver
) -> None:
    hub, school, employer = await api.hub(), await api.school(), await api.employer()
    await post.subscribe(
        "hub",
        hub["id"],
        "encounters.EncounterProposed.v1",
        "membership.MemberWithdrawn.v1",
        at=receiver,
    )
    await api.propose(employer, school)
    await post.deliver()
    assert receiver.events == []
    member = f"membership/hubs/{hub['id']}/members/{school['id']}"
    assert (await api.put(member)).is_success
    await api.propose(employer, school)
    await post.deliver()
    assert [event["type"] for event in receiver.events] == ["encounters.EncounterProposed.v1"]
    # What waits when a member leaves is not sent any more; that it left is.
    await api.propose(employer, school)
    await post.follow()
    assert (await api.post(f"{member}/withdraw", {"reason": "at_own_request"})).is_success
    await api.propose(employer, school)
    await post.deliver()
    assert [event["type"] for event in receiver.events[1:]] == ["membership.MemberWithdrawn.v1"]


async def test_an_employer_is_told_what_schools_make_of_its_offers(
    api: ApiClient, post: Post, receiver: Receiver
) -> None:
    school, employer = await api.school(), await api.employer()
    await post.subscribe("employer", employer, "encounters.EncounterDeclined.v1", at=receiver)
    for offerer in (employer, await api.employer()):
        encounter = await api.propose(offerer, school)
        path = f"encounters/institutions/{school['id']}/encounters/{encounter}/decline"
        assert (await api.post(path, {"reason": "fully_booked"})).is_success
    await post.deliver()
    [told] = receiver.events
    assert told["data"].keys() == {"encounter", "institution", "occurred_on", "reason"}


async def test_both_secrets_sign_while_they_overlap(
    api: ApiClient, post: Post, receiver: Receiver
) -> None:
    school, employer = await api.school(), await api.employer()
    one = await post.subscribe("institution", school["id"], *SEEN_BY_SCHOOLS, at=receiver)
    body = {"organisation": {"kind": "institution", "id": school["id"]}, "overlapHours": 168}
    # The platform's clock stands in February; the worker's is today's.
    before = api.parts.platform.clock
    api.parts.platform.clock = lambda: post.now
    try:
        path = f"identity/webhooks/{one}/rotate-secret"
        headers = {
            "key": "rotate-1",
            "authorization": f"Bearer {await post.key('institution', school['id'])}",
        }
        rotated = await api.send("POST", path, body, **headers)
        again = await api.send("POST", path, body, **headers)
    finally:
        api.parts.platform.clock = before
    assert rotated.headers["cache-control"] == "no-store"
    assert again.json()["secret"] is None
    receiver.secrets.append(rotated.json()["secret"])
    await api.propose(employer, school)
    await post.deliver()
    assert len(receiver.events) == 1
    receiver.secrets = [rotated.json()["secret"]]
    await api.propose(employer, school)
    await post.deliver()
    assert len(receiver.events) == 2


async def test_paused_and_ended(api: ApiClient, post: Post, receiver: Receiver) -> None:
    school, employer = await api.school(), await api.employer()
    one = await post.subscribe("institution", school["id"], *SEEN_BY_SCHOOLS, at=receiver)
    await post.command("pause", one, "institution", school["id"])
    await api.propose(employer, school)
    await post.deliver()
    assert receiver.ids == []
    await post.command("resume", one, "institution", school["id"])
    await post.deliver()
    assert len(receiver.events) == 1
    await api.propose(employer, school)
    await post.follow()
    await post.command("end", one, "institution", school["id"])
    # The log says that it has ended; the worker need not have read that yet.
    assert await post.deliverer.send_due() == 1
    assert len(receiver.ids) == 1
    await post.deliver()
    assert await post.standing(one) is None
    assert await post.states(one) == []
