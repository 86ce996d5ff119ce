"""What cannot be delivered is tried again after growing pauses, listed, and in the end given up."""

import socket
from pathlib import Path
from uuid import UUID

import asyncpg
import pytest

from hub_core.vault import Vault, VaultKeys
from hub_core.vault.keys import read_master_key
from hub_core.webhooks.codes import Outcome
from hub_core.webhooks.schedule import pauses
from services.reactions.delivering import Deliverer
from services.reactions.sending import Sender
from tests.builders.api_client import ApiClient
from tests.builders.receiver import Receiver, a_receiver
from tests.services.reactions.conftest import SEEN_BY_SCHOOLS, Post, a_sender


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
    async with nowhere as pool, a_sender() as sender:
        platform, vault = api.parts.platform, Vault(pool, keys)
        cut_off = Deliverer(platform, vault, api.owner, sender, clock=lambda: post.now)
        assert await cut_off.send_due() == 1
    assert await post.states(one) == [("waiting", 0, None)]
    await post.later(seconds=60)
    assert await post.states(one) == [("delivered", 1, "taken")]


async def _stream_of(api: ApiClient, stream: UUID) -> list[dict[str, str]]:
    rows = await api.parts.platform.ledger.read_stream(stream)
    return [dict(row) for row in rows]
