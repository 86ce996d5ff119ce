"""Types of webhooks, of the service identity.

Generated from docs/openapi.json: change the API, not this file.
"""

from __future__ import annotations

from datetime import date
from typing import Literal
from uuid import UUID

import msgspec

from careers_hub_client.types.shared import Organisation


class DeadLetter(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """An event that could not be delivered, after how many attempts, and how the last one ended."""

    event: UUID
    topic: str
    position: int
    attempts: int
    outcome: Outcome | None
    status: int | None
    given_up_at: str


class DeadLetterList(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """A page of them, in the log's order; `next` is the cursor of the one after, if any."""

    dead_letters: tuple[DeadLetter, ...]
    next: str | None = None


class EndSubscription(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """Be told no more. The address and the secrets are destroyed."""

    organisation: Organisation


#: How an attempt ended.
Outcome = Literal[
    "gone",
    "no_answer",
    "not_public",
    "not_sent",
    "not_trusted",
    "redirected",
    "refused",
    "taken",
    "too_slow",
    "unknown_name",
]


class PauseSubscription(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """Be sent nothing for a while; what happens meanwhile is kept up to 30 days and sent then."""

    organisation: Organisation


class ReplayDeadLetters(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """Be sent again what had been given up: these events, or all of it when none is named."""

    organisation: Organisation
    events: tuple[UUID, ...] = ()


class ResumeSubscription(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """Be sent what waited, and what happens from now on."""

    organisation: Organisation


class RotateSecret(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Sign with a new secret; the former one signs beside it for so many hours."""

    organisation: Organisation
    overlap_hours: int = 24


class Subscribe(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Be told of what happens to your organisation, at an address of yours."""

    organisation: Organisation
    address: str
    topics: tuple[str, ...]


class SubscribedView(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """A subscription with its `secret`, told once: null when asked again."""

    id: UUID
    version: int
    secret: str | None
    position: int


class SubscriptionList(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """Your organisation's subscriptions, as far as the log has been followed; the oldest first."""

    subscriptions: tuple[SubscriptionView, ...]


#: Whether a subscriber is sent anything at the moment.
SubscriptionState = Literal["active", "disabled", "ended", "paused"]


class SubscriptionView(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """A subscription and how it fares: events `waiting` to be sent, and `dead`, given up.

    `failingSince` is when deliveries began to fail without one that was taken since.
    """

    id: UUID
    topics: tuple[str, ...]
    state: SubscriptionState
    subscribed_on: date
    failing_since: str | None
    last_delivered_at: str | None
    waiting: int
    dead: int


class TopicList(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """What your kind of organisation may be told of."""

    topics: tuple[TopicView, ...]


class TopicView(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """One topic, what it says, and which fields of the event you are told."""

    topic: str
    said: str
    fields: tuple[str, ...]
