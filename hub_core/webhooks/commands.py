"""Commands about webhooks: subscribe, rotate the secret, pause, resume, replay, end.

The rule: an organisation subscribes to what it may see anyway, and to nothing that holds learners: the
topics of its kind in the catalogue (``topics``).
"""

from base64 import b64encode
from datetime import timedelta
from typing import Annotated, ClassVar
from uuid import UUID

import msgspec

from hub_core.access import Organisation
from hub_core.refusals import Conflict, Invalid, Problem
from hub_core.webhooks.addresses import what_is_wrong
from hub_core.webhooks.codes import DisabledReason, SubscriptionState
from hub_core.webhooks.events import (
    TopicName,
    WebhookDisabled,
    WebhookEnded,
    WebhookPaused,
    WebhookReplayAsked,
    WebhookResumed,
    WebhookSecretRotated,
    WebhookSubscribed,
)
from hub_core.webhooks.signing import PREFIX
from hub_core.webhooks.subscription import Subscription, no_such_subscription
from hub_core.webhooks.topics import topics_for
from hub_core.work import Answer, Changed, Command, Work, handles

#: Most subscriptions one organisation can have at a time.
MOST = 10
#: Hours a former secret may sign beside the new one: usually and at most.
USUAL_OVERLAP, LONGEST_OVERLAP = 24, 168

Address = Annotated[
    str,
    msgspec.Meta(
        pattern="^https?://[!-~]+$",
        min_length=10,
        max_length=500,
        description="Where events are posted to: an address of the public internet over https.",
        examples=["https://example.org/careers-hub/events"],
    ),
]


class Subscribe(Command, frozen=True, kw_only=True):
    """Be told of what happens to your organisation, at an address of yours."""

    OPERATION: ClassVar[str] = "webhooks.subscribe"
    organisation: Organisation
    address: Address
    topics: Annotated[tuple[TopicName, ...], msgspec.Meta(min_length=1, max_length=100)]


class RotateSecret(Command, frozen=True, kw_only=True):
    """Sign with a new secret; the former one signs beside it for so many hours."""

    OPERATION: ClassVar[str] = "webhooks.rotate_secret"
    organisation: Organisation
    subscription: UUID
    overlap_hours: Annotated[int, msgspec.Meta(ge=0, le=LONGEST_OVERLAP)] = USUAL_OVERLAP


class PauseSubscription(Command, frozen=True, kw_only=True):
    """Be sent nothing for a while; what happens meanwhile is kept up to 30 days and sent then."""

    OPERATION: ClassVar[str] = "webhooks.pause_subscription"
    organisation: Organisation
    subscription: UUID


class ResumeSubscription(Command, frozen=True, kw_only=True):
    """Be sent what waited, and what happens from now on."""

    OPERATION: ClassVar[str] = "webhooks.resume_subscription"
    organisation: Organisation
    subscription: UUID


class EndSubscription(Command, frozen=True, kw_only=True):
    """Be told no more. The address and the secrets are destroyed."""

    OPERATION: ClassVar[str] = "webhooks.end_subscription"
    organisation: Organisation
    subscription: UUID


class ReplayDeadLetters(Command, frozen=True, kw_only=True):
    """Be sent again what had been given up: these events, or all of it when none is named."""

    OPERATION: ClassVar[str] = "webhooks.replay_dead_letters"
    organisation: Organisation
    subscription: UUID
    events: Annotated[tuple[UUID, ...], msgspec.Meta(max_length=500)] = ()


class DisableSubscription(Command, frozen=True, kw_only=True):
    """Stop sending to somebody who has not answered for days. Only the platform itself does."""

    OPERATION: ClassVar[str] = "webhooks.disable_subscription"
    subscription: UUID
    reason: DisabledReason


class Subscribed(Answer, frozen=True, kw_only=True, rename="camel"):
    """The subscription and its version. The secret is told beside, once."""

    id: UUID
    version: int


@handles(Subscribe)
async def subscribe(command: Subscribe, work: Work) -> Subscribed:
    """Refuses topics your kind of organisation is not told of, and addresses nobody could reach."""
    if problems := [*_address(command.address), *_topics(command)]:
        raise Invalid(
            problems[0].reason if len(problems) == 1 else "Some of this needs mending.",
            problems=problems,
        )
    subscription = work.begin(Subscription)
    await _take_a_place(command.organisation, subscription.id, work)
    subscription.record(
        WebhookSubscribed(
            subscription=subscription.id,
            occurred_on=work.today,
            organisation=command.organisation,
            topics=tuple(dict.fromkeys(command.topics)),
            address=work.keep(command.address, subject=subscription.id),
            secret=_new_secret(subscription.id, work),
        ),
        at=work.now,
    )
    return Subscribed(id=subscription.id, version=subscription.version)


@handles(RotateSecret)
async def rotate_secret(command: RotateSecret, work: Work) -> Subscribed:
    """Both secrets sign while they overlap, so that whoever checks can take the new one in peace."""
    subscription = await _own(command, work)
    subscription.must_stand()
    subscription.record(
        WebhookSecretRotated(
            subscription=subscription.id,
            occurred_on=work.today,
            secret=_new_secret(subscription.id, work),
            former_until=work.now + timedelta(hours=command.overlap_hours),
        ),
        at=work.now,
    )
    return Subscribed(id=subscription.id, version=subscription.version)


@handles(PauseSubscription)
async def pause_subscription(command: PauseSubscription, work: Work) -> Changed:
    """Pausing again changes nothing."""
    subscription = await _own(command, work)
    subscription.must_stand()
    if subscription.state is SubscriptionState.ACTIVE:
        event = WebhookPaused(subscription=subscription.id, occurred_on=work.today)
        subscription.record(event, at=work.now)
    return Changed(id=subscription.id, version=subscription.version)


@handles(ResumeSubscription)
async def resume_subscription(command: ResumeSubscription, work: Work) -> Changed:
    """Also after the platform switched it off; resuming again changes nothing."""
    subscription = await _own(command, work)
    subscription.must_stand()
    if subscription.state is not SubscriptionState.ACTIVE:
        event = WebhookResumed(subscription=subscription.id, occurred_on=work.today)
        subscription.record(event, at=work.now)
    return Changed(id=subscription.id, version=subscription.version)


@handles(EndSubscription)
async def end_subscription(command: EndSubscription, work: Work) -> Changed:
    """Ending again changes nothing."""
    subscription = await _own(command, work)
    if subscription.state is not SubscriptionState.ENDED:
        event = WebhookEnded(subscription=subscription.id, occurred_on=work.today)
        subscription.record(event, at=work.now)
        for place in range(MOST):
            key = _place(command.organisation, place)
            if await work.holder(key) == subscription.id:
                work.release(key, subscription.id)
        await work.vault.erase_subject(subscription.id)
    return Changed(id=subscription.id, version=subscription.version)


@handles(ReplayDeadLetters)
async def replay_dead_letters(command: ReplayDeadLetters, work: Work) -> Changed:
    """Each is sent as it stands now, under the id it always had."""
    subscription = await _own(command, work)
    subscription.must_stand()
    subscription.record(
        WebhookReplayAsked(
            subscription=subscription.id, occurred_on=work.today, events=command.events
        ),
        at=work.now,
    )
    return Changed(id=subscription.id, version=subscription.version)


@handles(DisableSubscription)
async def disable_subscription(command: DisableSubscription, work: Work) -> Changed:
    """One that is not in use stays as it is."""
    subscription = await work.find(Subscription, command.subscription, no_such_subscription())
    if subscription.state is SubscriptionState.ACTIVE:
        subscription.record(
            WebhookDisabled(
                subscription=subscription.id, occurred_on=work.today, reason=command.reason
            ),
            at=work.now,
        )
    return Changed(id=subscription.id, version=subscription.version)


OfOne = RotateSecret | PauseSubscription | ResumeSubscription | EndSubscription | ReplayDeadLetters


async def _own(command: OfOne, work: Work) -> Subscription:
    """The subscription, which must be the organisation's that was authorised for."""
    missing = no_such_subscription()
    subscription = await work.find(Subscription, command.subscription, missing)
    if subscription.organisation != command.organisation:
        raise missing
    work.expect(subscription)
    return subscription


def _new_secret(subscription: UUID, work: Work) -> UUID:
    """Keep a secret nobody can guess: fresh ids under the vault's own key. Its reference.

    32 bytes, of the 24 to 64 that Standard Webhooks asks for.
    """
    halves = (work.vault.fingerprint(f"webhook secret {work.new_id()}") for _ in range(2))
    secret = b64encode(bytes.fromhex("".join(halves))).decode()
    return work.keep(PREFIX + secret, subject=subscription)


def _address(address: str) -> list[Problem]:
    wrong = what_is_wrong(address)
    return [Problem(field="address", reason=wrong[0], remedy=wrong[1])] if wrong else []


def _topics(command: Subscribe) -> list[Problem]:
    offered = topics_for(command.organisation.kind)
    kind = command.organisation.kind.label.lower()
    return [
        Problem(
            field=f"topics[{number}]",
            reason=f"A {kind} is not told of {topic}.",
            remedy="GET /api/identity/webhooks/topics lists what your organisation may be told of.",
        )
        for number, topic in enumerate(command.topics)
        if topic not in offered
    ]


async def _take_a_place(organisation: Organisation, subscription: UUID, work: Work) -> None:
    """An organisation has a few subscriptions at a time: each holds one of its places."""
    places = [_place(organisation, place) for place in range(MOST)]
    taken = await work.holders(places)
    free = next((place for place in places if place not in taken), None)
    if free is None:
        raise Conflict(
            f"Your organisation has {MOST} subscriptions already, and may have no more. End one first.",
            kind="too-many-subscriptions",
        )
    work.claim(free, subscription)


def _place(organisation: Organisation, place: int) -> str:
    return f"webhook:{organisation.spelt}:{place}"
