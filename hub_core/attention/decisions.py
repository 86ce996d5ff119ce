"""What a hub decided about the matters of one member, and whether it still holds.

The rule: a decision holds for the fact it was made about. When the fact is another, when the day has come,
or, for what was closed, when an academic year begins, the matter is on the list again.
"""

from datetime import date, datetime
from uuid import UUID

import msgspec

from hub_core.academic_years import academic_year_of
from hub_core.attention.events import (
    AttentionAssigned,
    AttentionClosed,
    AttentionReopened,
    AttentionSnoozed,
)
from hub_core.attention.reasons import Concern, Need
from hub_core.log.aggregate import Aggregate, AnotherKind
from hub_core.log.event import Event
from hub_core.refusals import Conflict


class Decision(msgspec.Struct, frozen=True, kw_only=True):
    """A matter set aside: until a day, or closed where ``until`` is None. ``words`` is the vault's
    reference, ``by`` the person where one decided."""

    need: Need
    words: UUID
    decided_on: date
    until: date | None = None
    by: UUID | None = None

    def holds(self, need: Need, today: date) -> bool:
        """Whether the matter as it stands today is still the one decided about."""
        if need != self.need:
            return False
        if self.until is not None:
            return today < self.until
        return academic_year_of(today) == academic_year_of(self.decided_on)


class Decisions(Aggregate):
    """The matters of one member as one hub decided them (stream: ``keys.decisions_stream``)."""

    def begin(self) -> None:
        self.standing: dict[Concern, Decision] = {}

    def evolve(self, event: Event) -> None:
        match event:
            case AttentionAssigned():
                pass  # whose hands it is in, the hub's team says
            case AttentionSnoozed() | AttentionClosed():
                self.standing[event.reason] = _decision(event)
            case AttentionReopened():
                self.standing.pop(event.reason, None)
            case _:
                raise AnotherKind(f"{type(event).__name__} does not happen to a hub's decisions")

    def assign(
        self,
        hub: UUID,
        institution: UUID,
        reason: Concern,
        person: UUID | None,
        *,
        at: datetime,
        on: date,
    ) -> None:
        """Be in somebody's hands, or in nobody's."""
        self.record(
            AttentionAssigned(
                hub=hub, institution=institution, occurred_on=on, reason=reason, person=person
            ),
            at=at,
        )

    def set_aside(self, event: AttentionSnoozed | AttentionClosed, *, at: datetime) -> None:
        """Rest, or be closed; the same again changes nothing."""
        before = self.standing.get(event.reason)
        if before is None or before != _decision(event):
            self.record(event, at=at)

    def reopen(
        self, hub: UUID, institution: UUID, reason: Concern, *, on: date, at: datetime
    ) -> None:
        """Be on the list again."""
        if reason not in self.standing:
            raise Conflict(
                "This matter is neither set aside nor closed. It is on the list if it still stands.",
                kind="not-set-aside",
            )
        self.record(
            AttentionReopened(hub=hub, institution=institution, occurred_on=on, reason=reason),
            at=at,
        )


def _decision(event: AttentionSnoozed | AttentionClosed) -> Decision:
    words, until = (
        (event.because, event.until) if isinstance(event, AttentionSnoozed) else (event.done, None)
    )
    return Decision(
        need=Need(reason=event.reason, on=event.on, count=event.count),
        words=words,
        decided_on=event.occurred_on,
        until=until,
        by=event.by,
    )
