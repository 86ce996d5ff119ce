"""Calls of webhooks, of the service identity.

Generated from docs/openapi.json: change the API, not this file.
"""

from __future__ import annotations

from uuid import UUID

from careers_hub_client.call import Call, PagedCall
from careers_hub_client.types.identity.webhooks import (
    DeadLetter,
    DeadLetterList,
    EndSubscription,
    PauseSubscription,
    ReplayDeadLetters,
    ResumeSubscription,
    RotateSecret,
    Subscribe,
    SubscribedView,
    SubscriptionList,
    TopicList,
)
from careers_hub_client.types.shared import Changed


def topics() -> Call[TopicList]:
    """What your organisation can be told of by webhooks."""
    return Call(
        operation="webhooks_topics",
        method="GET",
        path="/api/identity/webhooks/topics",
        answer=TopicList,
    )


def subscriptions() -> Call[SubscriptionList]:
    """Your organisation's webhook subscriptions, and how they fare."""
    return Call(
        operation="webhooks_subscriptions",
        method="GET",
        path="/api/identity/webhooks",
        answer=SubscriptionList,
    )


def subscribe(body: Subscribe) -> Call[SubscribedView]:
    """Be told of what happens to your organisation, at an address of yours.

    Refuses topics your kind of organisation is not told of, and addresses nobody could reach.
    """
    return Call(
        operation="webhooks_subscribe",
        method="POST",
        path="/api/identity/webhooks",
        answer=SubscribedView,
        body=body,
    )


def dead_letters(
    subscription: UUID, *, cursor: str | None = None, limit: int | None = None
) -> PagedCall[DeadLetterList, DeadLetter]:
    """Events that could not be delivered to a subscription of yours."""
    return PagedCall(
        operation="webhooks_dead_letters",
        method="GET",
        path=f"/api/identity/webhooks/{subscription}/dead-letters",
        answer=DeadLetterList,
        query={"cursor": cursor, "limit": limit},
        items="dead_letters",
    )


def rotate_secret(
    subscription: UUID, body: RotateSecret, *, if_match: str | None = None
) -> Call[SubscribedView]:
    """Sign with a new secret; the former one signs beside it for a while.

    Both secrets sign while they overlap, so that whoever checks can take the new one in peace.
    """
    return Call(
        operation="webhooks_rotate_secret",
        method="POST",
        path=f"/api/identity/webhooks/{subscription}/rotate-secret",
        answer=SubscribedView,
        headers={"If-Match": if_match},
        body=body,
    )


def pause_subscription(
    subscription: UUID, body: PauseSubscription, *, if_match: str | None = None
) -> Call[Changed]:
    """Be sent nothing for a while; what happens meanwhile is kept up to 30 days and sent then.

    Pausing again changes nothing.
    """
    return Call(
        operation="webhooks_pause_subscription",
        method="POST",
        path=f"/api/identity/webhooks/{subscription}/pause",
        answer=Changed,
        headers={"If-Match": if_match},
        body=body,
    )


def resume_subscription(
    subscription: UUID, body: ResumeSubscription, *, if_match: str | None = None
) -> Call[Changed]:
    """Be sent what waited, and what happens from now on.

    Also after the platform switched it off; resuming again changes nothing.
    """
    return Call(
        operation="webhooks_resume_subscription",
        method="POST",
        path=f"/api/identity/webhooks/{subscription}/resume",
        answer=Changed,
        headers={"If-Match": if_match},
        body=body,
    )


def replay_dead_letters(
    subscription: UUID, body: ReplayDeadLetters, *, if_match: str | None = None
) -> Call[Changed]:
    """Be sent again what had been given up: these events, or all of it when none is named.

    Each is sent as it stands now, under the id it always had.
    """
    return Call(
        operation="webhooks_replay_dead_letters",
        method="POST",
        path=f"/api/identity/webhooks/{subscription}/replay",
        answer=Changed,
        headers={"If-Match": if_match},
        body=body,
    )


def end_subscription(
    subscription: UUID, body: EndSubscription, *, if_match: str | None = None
) -> Call[Changed]:
    """Be told no more. The address and the secrets are destroyed.

    Ending again changes nothing.
    """
    return Call(
        operation="webhooks_end_subscription",
        method="POST",
        path=f"/api/identity/webhooks/{subscription}/end",
        answer=Changed,
        headers={"If-Match": if_match},
        body=body,
    )
