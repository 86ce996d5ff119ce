"""A subscriber hears of everything, though what tells it is killed with a delivery in its hands.

The whole way: a hub subscribes and admits members by the API, the relay fills the stream, `hub react` follows
it and posts, signed, to a receiver. Each event comes at least once, under one id, and none is missing.
"""

from typing import Any

import asyncpg
import pytest

from tests.builders.receiver import Receiver, a_receiver
from tests.builders.running_hub import RunningHub, eventually

TOPIC = "membership.MemberAdmitted.v1"
SLUG = "solent"


@pytest.mark.long
async def test_every_event_arrives_though_the_worker_is_killed_amid_a_delivery(
    running_hub: RunningHub,
) -> None:
    hub = running_hub
    for part in ("up", "relay"):
        await hub.start(part)
    worker = await hub.start("react")
    await eventually(hub.answers)
    await hub.act_as("administrator")
    schools = [await _school(hub, urn) for urn in ("100001", "100002", "100003")]
    solent = await _hub(hub)
    await hub.act_as("hub_lead", "--hub", SLUG)
    async with a_receiver() as receiver:
        await _subscribe(hub, solent, receiver)

        await _admit(hub, solent, schools[0])
        await eventually(lambda: _knows(receiver, schools[:1]))

        # Killed while the receiver still thinks about what it was sent.
        receiver.open.clear()
        await _admit(hub, solent, schools[1])
        await eventually(lambda: _asked(receiver, 2))
        await hub.kill(worker)
        receiver.answers = [500]  # whom it was meant for is dead: nobody hears this answer
        receiver.open.set()
        await _let_the_lease_end(hub)
        await eventually(lambda: _knows(receiver, schools[:2]))
        await _admit(hub, solent, schools[2])
        await eventually(lambda: _knows(receiver, schools))

    assert len(receiver.ids) == 4
    assert receiver.ids[1] == receiver.ids[2]
    assert [event["type"] for event in receiver.events] == [TOPIC] * 3
    assert [event["id"] for event in receiver.events] == list(dict.fromkeys(receiver.ids))


async def _school(hub: RunningHub, urn: str) -> str:
    details = {"name": f"School {urn}", "phase": "secondary", "localAuthority": "850"}
    body = {"urn": urn, "details": details}
    made: str = (await hub.write("POST", "membership/institutions", body))["id"]
    return made


async def _hub(hub: RunningHub) -> str:
    body = {
        "name": "Solent Careers Hub",
        "slug": SLUG,
        "leadOrganisation": "Solent Skills Partnership",
        "localAuthorities": ["850"],
        "phases": ["secondary"],
    }
    made: str = (await hub.write("POST", "membership/hubs", body))["id"]
    return made


async def _subscribe(hub: RunningHub, solent: str, receiver: Receiver) -> None:
    body: dict[str, Any] = {
        "organisation": {"kind": "hub", "id": solent},
        "address": receiver.address,
        "topics": [TOPIC],
    }
    receiver.secrets = [(await hub.write("POST", "identity/webhooks", body))["secret"]]


async def _admit(hub: RunningHub, solent: str, school: str) -> None:
    await hub.write("PUT", f"membership/hubs/{solent}/members/{school}", {})


async def _let_the_lease_end(hub: RunningHub) -> None:
    """A minute passes for what the dead worker had taken."""
    connection = await asyncpg.connect(hub.addresses.postgres_url)
    moved = await connection.execute(
        "update webhooks.deliveries set due_at = now() where state = 'waiting'"
    )
    await connection.close()
    assert moved == "UPDATE 1"


async def _knows(receiver: Receiver, schools: list[str]) -> bool:
    return [event["data"]["institution"] for event in receiver.events] == schools


async def _asked(receiver: Receiver, times: int) -> bool:
    return len(receiver.ids) == times
