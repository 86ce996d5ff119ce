"""One careers adviser of one institution: registered, described anew, gone.

The rule: whoever has left advises nobody from that day on, and what they did before stands.
"""

from datetime import date, datetime
from uuid import UUID

from hub_core.guidance.events import (
    AdviserDetails,
    AdviserDetailsChanged,
    AdviserLeft,
    AdviserRegistered,
)
from hub_core.log.aggregate import Aggregate, AnotherKind
from hub_core.log.event import Event
from hub_core.refusals import Conflict, Invalid, NotFound


class Adviser(Aggregate):
    """An adviser (stream: its own id)."""

    institution: UUID
    details: AdviserDetails
    since: date

    def begin(self) -> None:
        self.left_on: date | None = None

    def evolve(self, event: Event) -> None:
        match event:
            case AdviserRegistered():
                self.institution, self.since = event.institution, event.occurred_on
                self.details = event.details
            case AdviserDetailsChanged():
                self.details = event.details
            case AdviserLeft():
                self.left_on = event.occurred_on
            case _:
                raise AnotherKind(f"{type(event).__name__} does not happen to an adviser")

    def register(
        self, institution: UUID, details: AdviserDetails, *, since: date, at: datetime
    ) -> None:
        """Begin to advise."""
        self.record(
            AdviserRegistered(
                institution=institution, adviser=self.id, occurred_on=since, details=details
            ),
            at=at,
        )

    def describe(self, details: AdviserDetails, *, on: date, at: datetime) -> None:
        """Be known as this from now on; the same again changes nothing."""
        if self.left_on is not None:
            raise self._gone()
        if details != self.details:
            self.record(
                AdviserDetailsChanged(
                    institution=self.institution,
                    adviser=self.id,
                    occurred_on=on,
                    details=details,
                ),
                at=at,
            )

    def leave(self, *, on: date, at: datetime) -> None:
        """Advise nobody from this day on; once is enough."""
        if self.left_on is not None:
            return
        if on < self.since:
            raise Invalid.field(
                "leftOn",
                f"This adviser began on {self.since:%-d %B %Y}.",
                "Give that day or a later one.",
            )
        self.record(
            AdviserLeft(institution=self.institution, adviser=self.id, occurred_on=on), at=at
        )

    def require_advising(self, day: date) -> None:
        """Refuse a meeting on a day on which this adviser did not advise here."""
        if day < self.since:
            raise Invalid.field(
                "heldOn",
                f"This adviser began on {self.since:%-d %B %Y}, after {day:%-d %B %Y}.",
                "Check the date, or name the adviser who held the meeting.",
            )
        if self.left_on is not None and day >= self.left_on:
            raise self._gone()

    def advises_within(self, first: date, last: date) -> bool:
        """Whether there is a day among these on which this adviser works here."""
        return self.since <= last and (self.left_on is None or self.left_on > first)

    def _gone(self) -> Conflict:
        return Conflict(
            f"This adviser left on {self.left_on:%-d %B %Y}. Register them anew if they are back.",
            kind="adviser-left",
        )


def no_such_adviser(adviser: UUID) -> NotFound:
    """What is said when an institution has no such adviser, whoever else has."""
    return NotFound(f"This institution has no adviser {adviser}. Register the adviser first.")
