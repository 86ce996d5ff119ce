"""Subscribers are told of what they may see, signed, at least once, however badly things go."""

import asyncio
import re
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import asyncpg
import pytest

from hub_core.log.ledger import Ledger
from hub_core.vault import Vault, VaultKeys
from hub_core.vault.keys import read_master_key
from hub_core.webhooks.codes import Outcome
from hub_core.webhooks.schedule import pauses
from services.reactions.delivering import Deliverer
from services.reactions.sending import Sender
from tests.builders.api_client import ApiClient
from tests.builders.receiver import Receiver, a_receiver
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


@pytest.mark.parametrize(
    ("status", "outcome"), [(500, "refused"), (429, "refused"), (302, "redirected")]
)
async def test_what_fails_is_sent_again_under_the_same_id_after_growing_pauses(
    status: int, outcome: str, api: ApiClient, post: Post, receiver: Receiver
) -> None:
    school = await api.school()
    one = await post.subscribe("institution", school["id"], *SEEN_BY_SCHOOLS, at=receiver)
    receiver.secrets = []  # hours pass here, and the reference takes nothing from the future
    receiver.answers = [status] * 3
    receiver.headers = {"location": receiver.address.replace("/events", "/elsewhere")}
    await api.propose(await api.employer(), school)
    await post.deliver()
    assert await post.states(one) == [("waiting", 1, outcome)]
    assert (await post.standing(one))["failing_since"] == post.now
    await post.later(seconds=4)
    assert len(receiver.ids) == 1
    await post.later(seconds=1)
    await post.later(seconds=300)
    assert await post.states(one) == [("waiting", 3, outcome)]
    await post.later(minutes=30)
    assert await post.states(one) == [("delivered", 4, "taken")]
    assert len(set(receiver.ids)) == 1
    assert len(receiver.ids) == 4
    assert len(set(receiver.bodies)) == 1
    assert (await post.standing(one))["failing_since"] is None


async def test_what_cannot_be_delivered_is_listed_and_can_be_replayed(
    api: ApiClient, post: Post, receiver: Receiver
) -> None:
    school = await api.school()
    one = await post.subscribe("institution", school["id"], *SEEN_BY_SCHOOLS, at=receiver)
    receiver.secrets = []  # hours pass here, and the reference takes nothing from the future
    receiver.answers = [500] * (len(pauses()) + 1)
    await api.propose(await api.employer(), school)
    await post.deliver()
    for pause in pauses():
        await post.later(seconds=pause.total_seconds())
    assert await post.states(one) == [("dead", 9, "refused")]
    await post.later(days=1)
    assert len(receiver.ids) == 9
    bearer = f"Bearer {await post.key('institution', school['id'])}"
    listed = await api.get(f"identity/webhooks/{one}/dead-letters", authorization=bearer)
    [letter] = listed.json()["deadLetters"]
    assert (letter["attempts"], letter["outcome"], letter["status"]) == (9, "refused", 500)
    await post.command("replay", one, "institution", school["id"])
    await post.deliver()
    assert await post.states(one) == [("delivered", 1, "taken")]
    assert [event["id"] for event in receiver.events] == [letter["event"]]


async def test_a_receiver_that_is_down_slow_or_gone(
    api: ApiClient, post: Post, receiver: Receiver
) -> None:
    school = await api.school()
    one = await post.subscribe("institution", school["id"], *SEEN_BY_SCHOOLS, at=receiver)
    await api.propose(await api.employer(), school)
    impatient = Sender(loopback=True, patience=0.2)
    receiver.open.clear()
    await post.follow()
    assert await post.another(impatient).send_due() == 1
    assert await post.states(one) == [("waiting", 1, "too_slow")]
    receiver.open.set()
    await impatient.close()
    with socket.create_server(("127.0.0.1", 0)) as nobody:
        port = nobody.getsockname()[1]
    down = await Sender(loopback=True).post(f"http://127.0.0.1:{port}/", b"{}", {})
    assert down == (Outcome.NO_ANSWER, None)
    receiver.answers = [410]
    await post.later(seconds=5)
    await post.follow()
    assert (await post.standing(one))["state"] == "disabled"
    assert await post.states(one) == [("waiting", 2, "gone")]
    await post.command("resume", one, "institution", school["id"])
    await post.deliver()
    assert await post.states(one) == [("delivered", 1, "taken")]


async def test_after_days_of_failing_a_subscriber_is_switched_off_and_can_come_back(
    api: ApiClient, post: Post, receiver: Receiver
) -> None:
    school, employer = await api.school(), await api.employer()
    one = await post.subscribe("institution", school["id"], *SEEN_BY_SCHOOLS, at=receiver)
    receiver.secrets, receiver.answers = [], [503] * 40
    for _ in range(6):
        await api.propose(employer, school)
        await post.deliver()
        await post.later(days=1)
    await post.follow()
    assert (await post.standing(one))["state"] == "disabled"
    topics = [row["topic"] for row in await _stream_of(api, one)]
    assert topics[-1] == "webhooks.WebhookDisabled.v1"
    tried = len(receiver.ids)
    await api.propose(employer, school)
    await post.later(days=1)
    assert len(receiver.ids) == tried
    receiver.answers = []
    await post.command("resume", one, "institution", school["id"])
    await post.deliver()
    assert (await post.standing(one))["failing_since"] is None
    assert {state for state, _, _ in await post.states(one)} == {"delivered"}
    assert len(receiver.events) == 7


async def test_a_worker_that_dies_between_sending_and_marking_sends_again_under_the_same_id(
    api: ApiClient, post: Post, receiver: Receiver
) -> None:
    school = await api.school()
    one = await post.subscribe("institution", school["id"], *SEEN_BY_SCHOOLS, at=receiver)
    await api.propose(await api.employer(), school)
    await post.follow()
    receiver.open.clear()
    sending = asyncio.create_task(post.deliverer.send_due())
    await receiver.came.wait()
    sending.cancel()
    await asyncio.gather(sending, return_exceptions=True)
    receiver.open.set()
    assert await post.states(one) == [("waiting", 0, None)]
    async with _sender() as sender:
        other = post.another(sender)
        assert await other.send_due() == 0  # whoever took it has a minute
        post.now += timedelta(seconds=60)
        assert await other.send_due() == 1
    assert await post.states(one) == [("delivered", 1, "taken")]
    assert len(receiver.ids) == 2
    assert len(set(receiver.ids)) == 1


async def test_what_cannot_be_sent_at_all_ends_the_worker_for_nobody(
    api: ApiClient, post: Post, receiver: Receiver
) -> None:
    school, employer = await api.school(), await api.employer()
    async with a_receiver() as other:
        broken = await post.subscribe("institution", school["id"], *SEEN_BY_SCHOOLS, at=other)
        whole = await post.subscribe("institution", school["id"], *SEEN_BY_SCHOOLS, at=receiver)
        await api.propose(employer, school)
        vault = api.parts.vault.pool
        # What the vault keeps of one subscriber cannot be opened, as after a fault of its disk.
        spoilt = "update vault.texts set sealed = substr(sealed, 2) where subject = $1"
        await vault.execute(spoilt, broken)
        await post.deliver()
        assert await post.states(whole) == [("delivered", 1, "taken")]
        assert await post.states(broken) == [("waiting", 1, "not_sent")]
        assert other.ids == []
        # It is no reason to switch the subscriber off, however long it lasts.
        await post.later(days=6)
        assert await post.states(broken) == [("waiting", 2, "not_sent")]
        assert (await post.standing(broken))["failing_since"] is None


async def test_a_vault_that_is_away_leaves_what_is_due_for_later(
    api: ApiClient, post: Post, receiver: Receiver, tmp_path: Path
) -> None:
    school, employer = await api.school(), await api.employer()
    one = await post.subscribe("institution", school["id"], *SEEN_BY_SCHOOLS, at=receiver)
    await api.propose(employer, school)
    await post.follow()
    keys = VaultKeys(read_master_key(api.signing_key.parent / "vault.key"))
    nowhere = asyncpg.create_pool(host=str(tmp_path), user="hub_vault", min_size=0)
    async with nowhere as pool, _sender() as sender:
        platform, vault = api.parts.platform, Vault(pool, keys)
        cut_off = Deliverer(platform, vault, api.owner, sender, clock=lambda: post.now)
        assert await cut_off.send_due() == 1
    assert await post.states(one) == [("waiting", 0, None)]
    await post.later(seconds=60)
    assert await post.states(one) == [("delivered", 1, "taken")]


async def test_what_a_restored_log_holds_no_more_is_not_sent(
    api: ApiClient, post: Post, receiver: Receiver
) -> None:
    school = await api.school()
    one = await post.subscribe("institution", school["id"], *SEEN_BY_SCHOOLS, at=receiver)
    await api.propose(await api.employer(), school)
    await post.follow()
    # As far as deliveries remember the log went on, and one of its positions holds another event now.
    head = await Ledger(api.owner).head()
    for position in (head + 1_000, head - 1):
        await api.owner.execute(
            "insert into webhooks.deliveries (subscription, event, position, topic, state, due_at, "
            "changed_at) values ($1, gen_random_uuid(), $2, $3, 'waiting', $4, $4)",
            one,
            position,
            SEEN_BY_SCHOOLS[0],
            post.now,
        )
    await post.deliver()
    assert sorted(await post.states(one)) == [
        ("delivered", 1, "taken"),
        ("withheld", 1, None),
        ("withheld", 1, None),
    ]
    assert len(receiver.events) == 1


async def test_two_workers_share_the_work(api: ApiClient, post: Post, receiver: Receiver) -> None:
    school, employer = await api.school(), await api.employer()
    one = await post.subscribe("institution", school["id"], *SEEN_BY_SCHOOLS, at=receiver)
    for _ in range(6):
        await api.propose(employer, school)
    await post.follow()
    async with _sender() as sender:
        other = post.another(sender)
        while sum(await asyncio.gather(post.deliverer.send_due(), other.send_due())):
            pass
    assert await post.states(one) == [("delivered", 1, "taken")] * 6
    assert len(receiver.ids) == 6


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


@pytest.mark.parametrize(
    "address",
    ["https://localhost/", "https://127.0.0.1/", "https://10.0.0.1/", "https://[::1]/"],
)
async def test_nothing_inside_is_called_unless_it_is_allowed(address: str) -> None:
    async with _sender(loopback=False) as sender:
        assert await sender.post(address, b"{}", {}) == (Outcome.NOT_PUBLIC, None)


async def test_a_certificate_must_be_trusted_for_the_name(receiver: Receiver) -> None:
    async with _sender() as sender:
        plain = receiver.address.replace("http://", "https://")
        assert (await sender.post(plain, b"{}", {})).outcome is Outcome.NO_ANSWER
    assert receiver.ids == []


async def test_another_life_of_the_log_sends_nothing_twice(
    api: ApiClient, post: Post, receiver: Receiver
) -> None:
    school, employer = await api.school(), await api.employer()
    one = await post.subscribe("institution", school["id"], *SEEN_BY_SCHOOLS, at=receiver)
    await api.propose(employer, school)
    await post.deliver()
    assert len(receiver.events) == 1
    await api.owner.execute("update ledger.incarnation set id = gen_random_uuid()")
    await post.deliver()
    assert len(receiver.events) == 1
    await api.propose(employer, school)
    await post.deliver()
    assert len(receiver.events) == 2
    assert (await post.standing(one))["state"] == "active"


async def test_a_slow_subscriber_holds_nobody_else_up(api: ApiClient, post: Post) -> None:
    school, employer = await api.school(), await api.employer()
    async with a_receiver() as slow, a_receiver() as quick:
        await post.subscribe("institution", school["id"], *SEEN_BY_SCHOOLS, at=slow)
        for _ in range(12):
            await api.propose(employer, school)
        await post.follow()
        await post.subscribe("institution", school["id"], *SEEN_BY_SCHOOLS, at=quick)
        await api.propose(employer, school)
        await post.follow()
        slow.open.clear()
        round_of_it = asyncio.create_task(post.deliverer.send_due())
        await quick.came.wait()
        slow.open.set()
        assert await round_of_it == 5  # four to the slow one, and the only one to the other


@asynccontextmanager
async def _sender(*, loopback: bool = True) -> AsyncIterator[Sender]:
    sender = Sender(loopback=loopback)
    try:
        yield sender
    finally:
        await sender.close()


async def _stream_of(api: ApiClient, stream: UUID) -> list[dict[str, str]]:
    rows = await api.parts.platform.ledger.read_stream(stream)
    return [dict(row) for row in rows]
