"""What a hub's people note of a member and agree with it.

The rule: what was said is a reference into the vault, each under a key of its own, so that one note can be
destroyed and the others stay. It belongs to the hub, and goes with nobody who leaves it.
"""

from datetime import date
from uuid import UUID

from hub_core.facilitation.codes import ActionOutcome, VisitKind
from hub_core.log.event import Event


class VisitNoted(Event, frozen=True, kw_only=True):
    """Somebody of the hub met the member on ``occurred_on``, and noted what was said."""

    TOPIC = "facilitation.VisitNoted.v1"
    hub: UUID
    institution: UUID
    visit: UUID
    occurred_on: date
    kind: VisitKind
    note: UUID
    by: UUID | None = None

    def heading(self) -> str:
        return f"A hub noted a meeting with a member: {self.kind.label}"


class VisitWithdrawn(Event, frozen=True, kw_only=True):
    """The note should not have been made; its text is destroyed."""

    TOPIC = "facilitation.VisitWithdrawn.v1"
    hub: UUID
    institution: UUID
    visit: UUID
    occurred_on: date

    def heading(self) -> str:
        return "A hub took the note of a meeting back"


class ActionAgreed(Event, frozen=True, kw_only=True):
    """The hub and the member agreed an action; ``owner`` is the person of the hub who does it, the member
    itself where None."""

    TOPIC = "facilitation.ActionAgreed.v1"
    hub: UUID
    institution: UUID
    action: UUID
    occurred_on: date
    due_on: date
    text: UUID
    owner: UUID | None = None

    def heading(self) -> str:
        return f"A hub agreed an action with a member, due {self.due_on:%-d %B %Y}"


class ActionRearranged(Event, frozen=True, kw_only=True):
    """Another day, or another owner."""

    TOPIC = "facilitation.ActionRearranged.v1"
    hub: UUID
    institution: UUID
    action: UUID
    occurred_on: date
    due_on: date
    owner: UUID | None = None

    def heading(self) -> str:
        return f"An agreed action was rearranged, due {self.due_on:%-d %B %Y}"


class ActionEnded(Event, frozen=True, kw_only=True):
    """The action was done, or is no longer needed."""

    TOPIC = "facilitation.ActionEnded.v1"
    hub: UUID
    institution: UUID
    action: UUID
    occurred_on: date
    outcome: ActionOutcome
    by: UUID | None = None

    def heading(self) -> str:
        return f"An agreed action ended: {self.outcome.label}"
