"""Workers deliver at least once, and once where they can: killed, side by side, over a restored log."""

import asyncio
from datetime import timedelta

import pytest

from hub_core.log.ledger import Ledger
from hub_core.webhooks.codes import Outcome
from tests.builders.api_client import ApiClient
from tests.builders.receiver import Receiver, a_receiver
from tests.services.reactions.conftest import SEEN_BY_SCHOOLS, Post, a_sender


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
    async with a_sender() as sender:
        other = post.another(sender)
        assert await other.send_due() == 0  # whoever took it has a minute
        post.now += timedelta(seconds=60)
        assert await other.send_due() == 1
    assert await post.states(one) == [("delivered", 1, "taken")]
    assert len(receiver.ids) == 2
    assert len(set(receiver.ids)) == 1


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
    async with a_sender() as sender:
        other = post.another(sender)
        while sum(await asyncio.gather(post.deliverer.send_due(), other.send_due())):
            pass
    assert await post.states(one) == [("delivered", 1, "taken")] * 6
    assert len(receiver.ids) == 6


@pytest.mark.parametrize(
    "address",
    ["https://localhost/", "https://127.0.0.1/", "https://10.0.0.1/", "https://[::1]/"],
)
async def test_nothing_inside_is_called_unless_it_is_allowed(address: str) -> None:
    async with a_sender(loopback=False) as sender:
        assert await sender.post(address, b"{}", {}) == (Outcome.NOT_PUBLIC, None)


async def test_a_certificate_must_be_trusted_for_the_name(receiver: Receiver) -> None:
    async with a_sender() as sender:
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
