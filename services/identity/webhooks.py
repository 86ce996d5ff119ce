"""Webhook subscriptions over the API: what one may be told of, subscribing, looking after it, dead letters.

The rule: a secret stands in the answer to whoever subscribed or rotated it, once, and nowhere else; the
address is told to nobody.
"""

from datetime import date, datetime
from http import HTTPStatus
from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Request, Response
from litestar.handlers import HTTPRouteHandler, post
from litestar.params import FromPath, QueryParameter

from hub_core.execute import Accepted, execute
from hub_core.log.repository import load
from hub_core.webhooks.codes import Outcome, SubscriptionState
from hub_core.webhooks.commands import (
    EndSubscription,
    PauseSubscription,
    ReplayDeadLetters,
    ResumeSubscription,
    RotateSecret,
    Subscribe,
    Subscribed,
)
from hub_core.webhooks.store import Delivery, Standing, Subscriptions
from hub_core.webhooks.subscription import Subscription, no_such_subscription
from hub_core.webhooks.topics import topics_for
from services.http.bodies import read_body, spelt
from services.http.parts import CurrentPrincipal, OpenParts, OpenPlatform
from services.http.permission import own_organisation
from services.http.reading import Limit, find
from services.http.routes import command_route, read_route, write_options
from services.http.writing import Position, asked, told_once

Cursor = Annotated[str, msgspec.Meta(pattern="^[0-9]{1,18}$", min_length=1, max_length=18)]


class SubscribedView(Subscribed, frozen=True, kw_only=True, rename="camel"):
    """A subscription with its ``secret``, told once: null when asked again."""

    secret: str | None
    position: Position


class TopicView(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """One topic, what it says, and which fields of the event you are told."""

    topic: str
    said: str
    fields: tuple[str, ...]


class TopicList(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What your kind of organisation may be told of."""

    topics: tuple[TopicView, ...]


class SubscriptionView(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A subscription and how it fares: events ``waiting`` to be sent, and ``dead``, given up.

    ``failing_since`` is when deliveries began to fail without one that was taken since.
    """

    id: UUID
    topics: tuple[str, ...]
    state: SubscriptionState
    subscribed_on: date
    failing_since: datetime | None
    last_delivered_at: datetime | None
    waiting: int
    dead: int


class SubscriptionList(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Your organisation's subscriptions, as far as the log has been followed; the oldest first."""

    subscriptions: tuple[SubscriptionView, ...]


class DeadLetter(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """An event that could not be delivered, after how many attempts, and how the last one ended."""

    event: UUID
    topic: str
    position: int
    attempts: int
    outcome: Outcome | None
    status: int | None
    given_up_at: datetime


class DeadLetterList(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A page of them, in the log's order; ``next`` is the cursor of the one after, if any."""

    dead_letters: tuple[DeadLetter, ...]
    next: str | None = None


@read_route("/webhooks/topics", operation="webhooks.topics", about=own_organisation)
async def topics(principal: CurrentPrincipal) -> Response[TopicList]:
    """What your organisation can be told of by webhooks."""
    kind = principal.organisation.kind if principal.organisation else None
    found = topics_for(kind).values() if kind else ()
    shown = (TopicView(topic=one.name, said=one.said, fields=one.fields) for one in found)
    return Response(TopicList(topics=tuple(shown)))


@read_route("/webhooks", operation="webhooks.subscriptions", about=own_organisation)
async def subscriptions(
    parts: OpenParts, principal: CurrentPrincipal
) -> Response[SubscriptionList]:
    """Your organisation's webhook subscriptions, and how they fare."""
    found = (
        await Subscriptions(parts.pool).of(principal.organisation) if principal.organisation else []
    )
    return Response(SubscriptionList(subscriptions=tuple(map(_view, found))))


@read_route(
    "/webhooks/{subscription:uuid}/dead-letters",
    operation="webhooks.dead_letters",
    about=own_organisation,
)
async def dead_letters(
    parts: OpenParts,
    principal: CurrentPrincipal,
    subscription: FromPath[UUID],
    cursor: Annotated[
        Cursor | None, QueryParameter(description="Where the page before ended.")
    ] = None,
    limit: Limit = 50,
) -> Response[DeadLetterList]:
    """Events that could not be delivered to a subscription of yours."""
    missing = no_such_subscription()
    known = await find(parts.platform.ledger, Subscription, subscription, missing)
    if known.organisation != principal.organisation:
        raise missing
    found = await Subscriptions(parts.pool).dead(
        known.organisation, subscription, after=int(cursor or 0), limit=limit + 1
    )
    page = found[:limit]
    following = str(page[-1].position) if len(found) > limit else None
    return Response(DeadLetterList(dead_letters=tuple(map(_dead, page)), next=following))


_SUBSCRIBE = spelt(Subscribe)
_ROTATE = spelt(RotateSecret, without=("subscription",))


@post(
    "/webhooks",
    summary="Be told of what happens to your organisation, at an address of yours",
    **write_options(Subscribe, body=_SUBSCRIBE, answer=SubscribedView, creates=True),
)
async def subscribe(
    request: Request[Any, Any, Any],
    parts: OpenParts,
    platform: OpenPlatform,
    principal: CurrentPrincipal,
) -> Response[Any]:
    """Its secret is told once."""
    sent = await read_body(request, _SUBSCRIBE)
    command = msgspec.convert(sent, Subscribe, from_attributes=True)
    accepted = await execute(command, principal, platform, asked(request))
    secret = await _secret(accepted, parts)
    return told_once(accepted, HTTPStatus.CREATED, secret=secret)


@post(
    "/webhooks/{subscription:uuid}/rotate-secret",
    summary="Sign with a new secret; the former one signs beside it for a while",
    **write_options(
        RotateSecret,
        body=_ROTATE,
        answer=SubscribedView,
        in_path=("subscription",),
        versioned=True,
    ),
)
async def rotate_secret(
    request: Request[Any, Any, Any],
    subscription: FromPath[UUID],
    parts: OpenParts,
    platform: OpenPlatform,
    principal: CurrentPrincipal,
) -> Response[Any]:
    """The new secret is told once."""
    sent = await read_body(request, _ROTATE)
    fields = {name: getattr(sent, name) for name in _ROTATE.__struct_fields__}
    command = msgspec.convert(
        {**fields, "subscription": subscription}, RotateSecret, from_attributes=True
    )
    accepted = await execute(command, principal, platform, asked(request))
    return told_once(accepted, HTTPStatus.OK, secret=await _secret(accepted, parts))


async def _secret(accepted: Accepted, parts: Any) -> str | None:
    """The secret this very request made; None when the same request was answered before."""
    if accepted.repeated:
        return None
    made = msgspec.json.decode(accepted.answer, type=Subscribed)
    subscription = await load(parts.platform.ledger, Subscription, made.id)
    secret: str | None = await parts.vault.reveal(subscription.secret)
    return secret


def _view(one: Standing) -> SubscriptionView:
    return SubscriptionView(
        id=one.id,
        topics=one.topics,
        state=one.state,
        subscribed_on=one.subscribed_on,
        failing_since=one.failing_since,
        last_delivered_at=one.last_delivered_at,
        waiting=one.waiting,
        dead=one.dead,
    )


def _dead(one: Delivery) -> DeadLetter:
    return DeadLetter(
        event=one.event,
        topic=one.topic,
        position=one.position,
        attempts=one.attempts,
        outcome=one.outcome,
        status=one.status,
        given_up_at=one.changed_at,
    )


ROUTES: tuple[HTTPRouteHandler, ...] = (
    topics,
    subscriptions,
    dead_letters,
    subscribe,
    rotate_secret,
    command_route("/webhooks/{subscription:uuid}/pause", PauseSubscription),
    command_route("/webhooks/{subscription:uuid}/resume", ResumeSubscription),
    command_route("/webhooks/{subscription:uuid}/replay", ReplayDeadLetters),
    command_route("/webhooks/{subscription:uuid}/end", EndSubscription),
)
