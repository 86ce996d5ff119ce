"""What happens to a subscription.

The rule: neither the address nor the secret stands here: both are the vault's, which can forget them.
"""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

import msgspec

from hub_core.access import Organisation
from hub_core.log.event import Event
from hub_core.webhooks.codes import DisabledReason

#: A topic of the log, such as ``encounters.EncounterConfirmed.v1``.
TopicName = Annotated[
    str,
    msgspec.Meta(pattern=r"^[a-z_]+\.[A-Za-z]+\.v[0-9]+$", min_length=6, max_length=80),
]


class WebhookSubscribed(Event, frozen=True, kw_only=True):
    """An organisation wants to be told of these topics. ``address`` and ``secret`` are in the vault."""

    TOPIC = "webhooks.WebhookSubscribed.v1"
    subscription: UUID
    occurred_on: date
    organisation: Organisation
    topics: tuple[TopicName, ...]
    address: UUID
    secret: UUID

    def heading(self) -> str:
        return f"An organisation subscribed to {len(self.topics)} kinds of events"


class WebhookSecretRotated(Event, frozen=True, kw_only=True):
    """A new secret signs; the former one signs beside it until then."""

    TOPIC = "webhooks.WebhookSecretRotated.v1"
    subscription: UUID
    occurred_on: date
    secret: UUID
    former_until: datetime

    def heading(self) -> str:
        return "A webhook subscription was given a new secret"


class WebhookPaused(Event, frozen=True, kw_only=True):
    """Nothing is sent until it is resumed."""

    TOPIC = "webhooks.WebhookPaused.v1"
    subscription: UUID
    occurred_on: date

    def heading(self) -> str:
        return "A webhook subscription was paused"


class WebhookDisabled(Event, frozen=True, kw_only=True):
    """The platform stopped sending by itself."""

    TOPIC = "webhooks.WebhookDisabled.v1"
    subscription: UUID
    occurred_on: date
    reason: DisabledReason

    def heading(self) -> str:
        return f"A webhook subscription was switched off: {self.reason.label.lower()}"


class WebhookResumed(Event, frozen=True, kw_only=True):
    """What waited meanwhile is sent, and everything after it."""

    TOPIC = "webhooks.WebhookResumed.v1"
    subscription: UUID
    occurred_on: date

    def heading(self) -> str:
        return "A webhook subscription was resumed"


class WebhookReplayAsked(Event, frozen=True, kw_only=True):
    """What had been given up is to be sent again: these events, or all when none is named."""

    TOPIC = "webhooks.WebhookReplayAsked.v1"
    subscription: UUID
    occurred_on: date
    events: tuple[UUID, ...] = ()

    def heading(self) -> str:
        return "A subscriber asked for what could not be delivered to be sent again"


class WebhookEnded(Event, frozen=True, kw_only=True):
    """Nothing is sent any more, and the address and secrets are destroyed."""

    TOPIC = "webhooks.WebhookEnded.v1"
    subscription: UUID
    occurred_on: date

    def heading(self) -> str:
        return "A webhook subscription was ended"
