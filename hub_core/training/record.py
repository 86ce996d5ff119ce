"""What the people of an institution are trained in, and until when.

The rule: a completion counts from its day to the day it expires; expiry is worked out by date, never
recorded.
"""

import calendar
from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID, uuid5

import msgspec

from hub_core.derived_ids import derived
from hub_core.log.aggregate import Aggregate, AnotherKind
from hub_core.log.event import Event
from hub_core.refusals import Conflict, NotFound
from hub_core.training.codes import MONTHS_VALID, TrainingKind
from hub_core.training.events import CompletionWithdrawn, TrainingCompleted
from hub_core.workforce.register import LeaderInPost


class Completion(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody's completed training of a kind."""

    person: UUID
    kind: TrainingKind
    completed_on: date
    expires_on: date | None = None
    training: UUID | None = None

    def current(self, day: date) -> bool:
        """Whether it counts on this day."""
        return self.completed_on <= day and (self.expires_on is None or day <= self.expires_on)


class TrainingRecord(Aggregate):
    """The completions of one institution's people (stream: ``training_record_stream``)."""

    def begin(self) -> None:
        self.completions: dict[tuple[UUID, TrainingKind], Completion] = {}

    def evolve(self, event: Event) -> None:
        match event:
            case TrainingCompleted():
                self.completions[event.person, event.kind] = as_completed(event)
            case CompletionWithdrawn():
                self.completions.pop((event.person, event.kind), None)
            case _:
                raise AnotherKind(f"{type(event).__name__} does not happen to a training record")

    def complete(
        self,
        institution: UUID,
        person: UUID,
        kind: TrainingKind,
        *,
        training: UUID | None,
        on: date,
        at: datetime,
    ) -> None:
        """Be trained from this day on; an older completion of the same kind changes nothing."""
        before = self.completions.get((person, kind))
        if before is not None and before.completed_on >= on:
            return
        self.record(
            TrainingCompleted(
                institution=institution,
                person=person,
                occurred_on=on,
                kind=kind,
                expires_on=expiry(kind, on),
                training=training,
            ),
            at=at,
        )

    def withdraw(
        self, institution: UUID, person: UUID, kind: TrainingKind, *, on: date, at: datetime
    ) -> None:
        """No longer count as trained; refuses what was never completed and what a training says."""
        before = self.completions.get((person, kind))
        if before is None:
            raise NotFound(f"This person has not completed “{kind.label}” here. Check the id.")
        if before.training is not None:
            raise Conflict(
                "The organiser of the training recorded it. Ask them to mend it.",
                kind="told-by-organiser",
            )
        self.record(
            CompletionWithdrawn(institution=institution, person=person, occurred_on=on, kind=kind),
            at=at,
        )


def leader_trained(leader: LeaderInPost | None, record: TrainingRecord, day: date) -> bool | None:
    """Whether the careers leader in post is trained as one; None where there is none."""
    if leader is None:
        return None
    found = record.completions.get((leader.person, TrainingKind.CAREERS_LEADER))
    return found is not None and found.current(day)


def as_completed(event: TrainingCompleted) -> Completion:
    """The completion as this event gives it."""
    return Completion(
        person=event.person,
        kind=event.kind,
        completed_on=event.occurred_on,
        expires_on=event.expires_on,
        training=event.training,
    )


def expiry(kind: TrainingKind, completed_on: date) -> date | None:
    """The last day on which it is current: so many months later, by the calendar."""
    months = MONTHS_VALID[kind]
    if months is None:
        return None
    year, month = divmod(completed_on.year * 12 + completed_on.month - 1 + months, 12)
    day = min(completed_on.day, calendar.monthrange(year, month + 1)[1])
    return date(year, month + 1, day)


def completions(events: Iterable[Event], as_at: date) -> list[Completion]:
    """The trainings one institution's people have completed by this day, current or not.

    ``events`` are the institution's own in the order of the log; others change nothing.
    """
    found: dict[tuple[UUID, TrainingKind], Completion] = {}
    for event in events:
        if isinstance(event, TrainingCompleted) and event.occurred_on <= as_at:
            found[event.person, event.kind] = as_completed(event)
        elif isinstance(event, CompletionWithdrawn):
            found.pop((event.person, event.kind), None)
    return list(found.values())


@derived
def training_record_stream(institution: UUID) -> UUID:
    """The stream of what an institution's people are trained in."""
    return uuid5(institution, "training record")
