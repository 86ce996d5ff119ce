"""Subscribing and looking after a subscription, on a real log and vault."""

import re
from uuid import UUID, uuid4

import msgspec
import pytest

from hub_core.access import Organisation, OrganisationKind, Principal, Role
from hub_core.execute import Platform, Request, execute
from hub_core.log.event import decode
from hub_core.log.repository import load
from hub_core.refusals import Conflict, Invalid, NotFound
from hub_core.vault import Vault
from hub_core.webhooks.codes import DisabledReason, SubscriptionState
from hub_core.webhooks.commands import (
    MOST,
    DisableSubscription,
    EndSubscription,
    PauseSubscription,
    ReplayDeadLetters,
    ResumeSubscription,
    RotateSecret,
    Subscribe,
)
from hub_core.webhooks.subscription import Subscription
from hub_core.work import Command

TOPIC = "encounters.EncounterProposed.v1"
ADDRESS = "https://example.org/careers-hub/events"


@pytest.fixture
def school() -> Organisation:
    return Organisation(OrganisationKind.INSTITUTION, uuid4())


async def send(platform: Platform, command: Command, by: Organisation, **more: str) -> UUID:
    leader = Principal(id="person:7", roles=frozenset({Role.CAREERS_LEADER}), organisation=by)
    accepted = await execute(command, leader, platform, Request(**more))
    return UUID(msgspec.json.decode(accepted.answer)["id"])


async def subscribed(platform: Platform, school: Organisation) -> UUID:
    return await send(
        platform, Subscribe(organisation=school, address=ADDRESS, topics=(TOPIC,)), school
    )


async def test_neither_address_nor_secret_stands_in_the_log(
    platform: Platform, vault: Vault, school: Organisation
) -> None:
    one = await subscribed(platform, school)
    await send(platform, RotateSecret(organisation=school, subscription=one), school)
    subscription = await load(platform.ledger, Subscription, one)
    newest, former = subscription.secrets(at=platform.clock())
    secrets = [await vault.reveal(newest), await vault.reveal(former)]
    assert await vault.reveal(subscription.address) == ADDRESS
    assert all(secret and re.fullmatch("whsec_[A-Za-z0-9+/]{43}=", secret) for secret in secrets)
    assert len(set(secrets)) == 2
    rows = await platform.ledger.read_stream(one)
    for row in rows:
        assert decode(row["topic"], row["data"]).heading()
        told = bytes(row["data"]) + bytes(row["envelope"])
        assert b"example.org" not in told
        assert b"whsec" not in told
    kept = await platform.ledger.pool.fetch("select answer from ledger.commands")
    assert not any(b"whsec" in bytes(row["answer"]) for row in kept)


async def test_a_subscription_is_paused_resumed_switched_off_and_ended(
    platform: Platform, vault: Vault, school: Organisation
) -> None:
    one = await subscribed(platform, school)

    async def state() -> SubscriptionState:
        return (await load(platform.ledger, Subscription, one)).state

    named = {"organisation": school, "subscription": one}
    for _ in range(2):
        await send(platform, PauseSubscription(**named), school)
        assert await state() is SubscriptionState.PAUSED
    await send(platform, ResumeSubscription(**named), school)
    assert await state() is SubscriptionState.ACTIVE
    worker = Principal(id="system:reactions", roles=frozenset({Role.ADMINISTRATOR}))
    for _ in range(2):
        command = DisableSubscription(subscription=one, reason=DisabledReason.FAILING)
        await execute(command, worker, platform)
        assert await state() is SubscriptionState.DISABLED
    await send(platform, ResumeSubscription(**named), school)
    await send(platform, ReplayDeadLetters(**named), school)
    for _ in range(2):
        await send(platform, EndSubscription(**named), school)
        assert await state() is SubscriptionState.ENDED
    ended = await load(platform.ledger, Subscription, one)
    assert await vault.reveal(ended.secret) is None
    assert await vault.reveal(ended.address) is None
    for command in (PauseSubscription, ResumeSubscription, RotateSecret, ReplayDeadLetters):
        with pytest.raises(Conflict, match="for good"):
            await send(platform, command(**named), school)
    assert ended.version == 7


async def test_a_topic_that_is_not_ones_own_is_refused_by_its_place(
    platform: Platform, school: Organisation
) -> None:
    topics = (TOPIC, "rosters.CohortDeclared.v1", "encounters.EncounterOffered.v1")
    with pytest.raises(Invalid) as refused:
        await send(
            platform,
            Subscribe(organisation=school, address="https://10.0.0.1/", topics=topics),
            school,
        )
    assert [one.field for one in refused.value.problems] == ["address", "topics[1]", "topics[2]"]


async def test_there_is_room_for_a_few_and_again_when_one_ends(
    platform: Platform, school: Organisation
) -> None:
    first = await subscribed(platform, school)
    for _ in range(MOST - 1):
        await subscribed(platform, school)
    with pytest.raises(Conflict, match="End one first"):
        await subscribed(platform, school)
    await send(platform, EndSubscription(organisation=school, subscription=first), school)
    await subscribed(platform, school)


async def test_another_organisations_subscription_is_not_there(
    platform: Platform, school: Organisation
) -> None:
    one = await subscribed(platform, school)
    other = Organisation(OrganisationKind.INSTITUTION, uuid4())
    with pytest.raises(NotFound):
        await send(platform, PauseSubscription(organisation=other, subscription=one), other)
    with pytest.raises(NotFound):
        await send(platform, PauseSubscription(organisation=school, subscription=one), other)
