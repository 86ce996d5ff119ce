"""What a hub holds of one member: the notes of meetings and the actions agreed, open and ended.

The rule: one stream for each hub and member, so that whoever takes a member over finds everything there.
"""

from datetime import date, datetime
from uuid import UUID, uuid5

import msgspec

from hub_core.derived_ids import derived
from hub_core.facilitation.codes import ActionOutcome, VisitKind
from hub_core.facilitation.events import (
    ActionAgreed,
    ActionEnded,
    ActionRearranged,
    VisitNoted,
    VisitWithdrawn,
)
from hub_core.log.aggregate import Aggregate, AnotherKind
from hub_core.log.event import Event
from hub_core.refusals import Conflict, NotFound


class Visit(msgspec.Struct, frozen=True, kw_only=True):
    """A meeting; ``note`` is the vault's reference, ``by`` the person of the hub who noted it."""

    visit: UUID
    held_on: date
    kind: VisitKind
    note: UUID
    by: UUID | None


class Action(msgspec.Struct, frozen=True, kw_only=True):
    """An agreed action. ``owner`` as it was agreed: whose hands it is in today, the hub's team says.
    ``ended_on`` and ``outcome`` are None while it is open."""

    action: UUID
    agreed_on: date
    due_on: date
    text: UUID
    owner: UUID | None
    ended_on: date | None = None
    outcome: ActionOutcome | None = None

    def left_by_owner(self, holder: UUID | None) -> bool:
        """Whether whoever had it left it open, and nobody took it over."""
        return self.outcome is None and self.owner is not None and holder is None


class MemberRecord(Aggregate):
    """One member as one hub knows it (stream: ``record_stream``)."""

    def begin(self) -> None:
        self.visits: dict[UUID, Visit] = {}
        self.actions: dict[UUID, Action] = {}

    def evolve(self, event: Event) -> None:
        match event:
            case VisitNoted():
                self.visits[event.visit] = Visit(
                    visit=event.visit,
                    held_on=event.occurred_on,
                    kind=event.kind,
                    note=event.note,
                    by=event.by,
                )
            case VisitWithdrawn():
                del self.visits[event.visit]
            case ActionAgreed():
                self.actions[event.action] = Action(
                    action=event.action,
                    agreed_on=event.occurred_on,
                    due_on=event.due_on,
                    text=event.text,
                    owner=event.owner,
                )
            case ActionRearranged():
                self._change(event.action, due_on=event.due_on, owner=event.owner)
            case ActionEnded():
                self._change(event.action, ended_on=event.occurred_on, outcome=event.outcome)
            case _:
                raise AnotherKind(f"{type(event).__name__} does not happen to a member's record")

    def latest_visits(self) -> list[Visit]:
        """The meetings, the latest first."""
        return sorted(self.visits.values(), key=lambda one: one.held_on, reverse=True)

    def actions_in_order(self) -> list[Action]:
        """What is still to be done, the soonest first; then what ended, the latest first."""
        still = [one for one in self.actions.values() if one.outcome is None]
        ended = [one for one in self.actions.values() if one.ended_on is not None]
        ended.sort(key=lambda one: one.ended_on or date.min, reverse=True)
        return sorted(still, key=lambda one: one.due_on) + ended

    def visit(self, visit: UUID) -> Visit:
        """A meeting that is noted here."""
        if visit not in self.visits:
            raise NotFound(
                f"No meeting {visit} is noted of this member. It may have been taken back."
            )
        return self.visits[visit]

    def open_action(self, action: UUID) -> Action:
        """An action that is still to be done."""
        found = self.actions.get(action)
        if found is None:
            raise NotFound(f"No action {action} was agreed with this member. Check the id.")
        if found.outcome is not None:
            raise Conflict(
                f"This action ended already: {found.outcome.label}. Agree another if more is to be done.",
                kind="action-ended",
            )
        return found

    def happen(self, event: Event, *, at: datetime) -> None:
        """Take in what a command decided."""
        self.record(event, at=at)

    def _change(self, action: UUID, **changed: object) -> None:
        self.actions[action] = msgspec.structs.replace(self.actions[action], **changed)


@derived
def record_stream(hub: UUID, institution: UUID) -> UUID:
    """The stream of what a hub holds of one member."""
    return uuid5(hub, f"record of {institution}")
