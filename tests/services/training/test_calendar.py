"""A hub's training year over HTTP: announced, booked, attended, completed; names to the organiser alone."""

from typing import Any

from hub_core.access import NATIONAL_BODY, Role
from tests.builders.api_client import ApiClient, refused, taken
from tests.services.training.test_workforce import PRIYA

DETAILS = {"kind": "careers_leader", "heldOn": "2026-02-11", "mode": "in_person", "places": 1}


async def test_a_careers_leader_is_trained(api: ApiClient) -> None:
    hub, other = await api.hub(), await api.hub()
    trained, waits = await api.school("A School"), await api.school("B School")
    for school in (trained, waits):
        taken(await api.put(f"membership/hubs/{hub['id']}/members/{school['id']}", {}))
        path = f"training/institutions/{school['id']}/careers-leader"
        taken(await api.post(path, {"who": PRIYA, "appointedOn": "2025-09-01"}), 201)
    lead = await api.key_of(Role.HUB_LEAD, hub["id"])
    organiser = {"organiser": {"kind": "hub", "id": hub["id"]}}
    announced = taken(
        await api.post("training/events", {**organiser, "details": DETAILS}, **lead), 201
    )
    event = f"training/events/{announced['id']}"

    first = await _book(api, trained, announced["id"])
    second = await _book(api, waits, announced["id"])
    assert (first["status"], second["status"]) == ("booked", "waiting")
    [offered] = taken(await api.get(f"training/institutions/{waits['id']}/events"))["trainings"]
    assert (offered["places"], offered["taken"], offered["waiting"]) == (1, 1, 1)

    listed = taken(await api.get(f"{event}/bookings", **lead))["bookings"]
    assert [one["name"] for one in listed] == [PRIYA["name"], PRIYA["name"]]
    theirs = await api.key_of(Role.HUB_LEAD, other["id"])
    refused(await api.get(f"{event}/bookings", **theirs), 404, "not-found")

    taken(await api.post(f"{event}/attendance", {**organiser, "attended": [first["id"]]}, **lead))
    taken(await api.post(f"{event}/complete", {**organiser, "bookings": [first["id"]]}, **lead))
    own = taken(await api.get(f"training/institutions/{trained['id']}/training"))
    assert own["careersLeaderTrained"]
    assert [one["status"] for one in own["bookings"]] == ["attended"]
    assert own["completions"][0]["training"] == announced["id"]

    seen = taken(await api.get(f"training/hubs/{hub['id']}/training"))
    assert (seen["members"], seen["trained"], seen["untrained"]) == (2, 1, 1)
    assert [one["careersLeaderTrained"] for one in seen["institutions"]] == [True, False]
    [held] = taken(await api.get(f"training/hubs/{hub['id']}/events"))["trainings"]
    assert held["id"] == announced["id"]


async def _book(api: ApiClient, school: dict[str, Any], training: str) -> Any:
    path = f"training/institutions/{school['id']}/events/{training}/bookings"
    return taken(await api.post(path, {"who": PRIYA}), 201)


async def test_the_national_body_trains_whoever_wants_and_sees_no_names(api: ApiClient) -> None:
    school = await api.school()
    national = await api.key_of(Role.NATIONAL_ANALYST, NATIONAL_BODY)
    organiser = {"organiser": {"kind": "national", "id": str(NATIONAL_BODY.id)}}
    announced = taken(
        await api.post("training/events", {**organiser, "details": DETAILS}, **national), 201
    )
    booked = await _book(api, school, announced["id"])
    seen = taken(await api.get("training/national/events", **national))["trainings"]
    [ours] = [one for one in seen if one["training"]["id"] == announced["id"]]
    assert [(one["id"], one["name"]) for one in ours["bookings"]] == [(booked["id"], None)]
    assert PRIYA["name"] not in str(seen)
