"""A subscription: for whom, of what, and whether anything is sent.

The rule: for whom and of what never change; for anything else one subscribes again.
"""

from datetime import datetime
from uuid import UUID

from hub_core.access import Organisation
from hub_core.log.aggregate import Aggregate, AnotherKind
from hub_core.log.event import Event
from hub_core.refusals import Conflict, NotFound
from hub_core.webhooks.codes import SubscriptionState
from hub_core.webhooks.events import (
    WebhookDisabled,
    WebhookEnded,
    WebhookPaused,
    WebhookReplayAsked,
    WebhookResumed,
    WebhookSecretRotated,
    WebhookSubscribed,
)


class Subscription(Aggregate):
    """One subscriber's wish to be told."""

    organisation: Organisation
    topics: tuple[str, ...]
    #: References of the vault; ``former_secret`` signs too until ``former_until``.
    address: UUID
    secret: UUID

    def begin(self) -> None:
        self.state = SubscriptionState.ACTIVE
        self.former_secret: UUID | None = None
        self.former_until: datetime | None = None

    def evolve(self, event: Event) -> None:
        match event:
            case WebhookSubscribed():
                self.organisation, self.topics = event.organisation, event.topics
                self.address, self.secret = event.address, event.secret
            case WebhookSecretRotated():
                self.former_secret, self.former_until = self.secret, event.former_until
                self.secret = event.secret
            case WebhookPaused():
                self.state = SubscriptionState.PAUSED
            case WebhookDisabled():
                self.state = SubscriptionState.DISABLED
            case WebhookResumed():
                self.state = SubscriptionState.ACTIVE
            case WebhookEnded():
                self.state = SubscriptionState.ENDED
            case WebhookReplayAsked():
                pass
            case _:
                raise AnotherKind(f"{type(event).__name__} does not happen to a subscription")

    def secrets(self, *, at: datetime) -> tuple[UUID, ...]:
        """The vault's references of the secrets that sign at a moment, the newest first."""
        if self.former_secret is None or self.former_until is None or at >= self.former_until:
            return (self.secret,)
        return self.secret, self.former_secret

    def must_stand(self) -> None:
        """Refuse when it has ended: its address and secrets are destroyed."""
        if self.state is SubscriptionState.ENDED:
            raise Conflict(
                "This subscription has ended, for good. Subscribe again.", kind="subscription-ended"
            )


def no_such_subscription() -> NotFound:
    """What to say when an id leads to no subscription of the organisation."""
    return NotFound("There is nothing here by that id, or none that you may know of.")
