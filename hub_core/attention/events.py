"""What a hub's people decided about a matter that needs attention: who has it, until when it rests, what
was done.

The rule: that something needs attention is worked out and never recorded; ``on`` and ``count`` say which fact
was decided about, so that a fact that arises anew is seen again. Words are references into the vault.
"""

from datetime import date
from uuid import UUID

from hub_core.attention.reasons import Concern, HowMany
from hub_core.log.event import Event


class AttentionAssigned(Event, frozen=True, kw_only=True):
    """The person of the hub looks after the matter from now on; nobody in particular where None."""

    TOPIC = "attention.AttentionAssigned.v1"
    hub: UUID
    institution: UUID
    occurred_on: date
    reason: Concern
    person: UUID | None = None

    def heading(self) -> str:
        if self.person is None:
            return f"A hub gave a matter back to nobody: {_small(self.reason)}"
        return f"A hub gave a matter to one of its people: {_small(self.reason)}"


class AttentionSnoozed(Event, frozen=True, kw_only=True):
    """The matter rests until a day, for the reason kept at ``because``."""

    TOPIC = "attention.AttentionSnoozed.v1"
    hub: UUID
    institution: UUID
    occurred_on: date
    reason: Concern
    until: date
    because: UUID
    count: HowMany
    on: date | None = None
    by: UUID | None = None

    def heading(self) -> str:
        return f"A hub set a matter aside until {self.until:%-d %B %Y}: {_small(self.reason)}"


class AttentionClosed(Event, frozen=True, kw_only=True):
    """The matter is dealt with as far as the hub is concerned, by what is kept at ``done``."""

    TOPIC = "attention.AttentionClosed.v1"
    hub: UUID
    institution: UUID
    occurred_on: date
    reason: Concern
    done: UUID
    count: HowMany
    on: date | None = None
    by: UUID | None = None

    def heading(self) -> str:
        return f"A hub closed a matter: {_small(self.reason)}"


class AttentionReopened(Event, frozen=True, kw_only=True):
    """The matter is on the list again, though nothing about it changed."""

    TOPIC = "attention.AttentionReopened.v1"
    hub: UUID
    institution: UUID
    occurred_on: date
    reason: Concern

    def heading(self) -> str:
        return f"A hub took a matter up again: {_small(self.reason)}"


def _small(reason: Concern) -> str:
    return reason.label[0].lower() + reason.label[1:]
