"""One activity of one institution: recorded once, corrected as a whole, withdrawn with a reason.

The rule: what is said again unchanged changes nothing, and what was withdrawn stays so.
"""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from hub_core.activities.events import (
    ActivityCorrected,
    ActivityCorrection,
    ActivityRecorded,
    ActivityWithdrawn,
    Details,
)
from hub_core.encounters.events import Attendance
from hub_core.log.aggregate import Aggregate, AnotherKind
from hub_core.log.event import Event
from hub_core.reference.encounters import CheckAnswer, MeaningfulCheck
from hub_core.refusals import Conflict, NotFound

#: Everything that happens to an activity.
OF_ACTIVITIES: tuple[type[Event], ...] = (ActivityRecorded, ActivityCorrected, ActivityWithdrawn)


class Activity(Aggregate):
    """An activity (stream: its own id)."""

    institution: UUID
    details: Details
    held_on: date

    def begin(self) -> None:
        self.attendance: Attendance | None = None
        self.checks: Mapping[MeaningfulCheck, CheckAnswer] = {}
        self.is_withdrawn = False

    def evolve(self, event: Event) -> None:
        match event:
            case ActivityRecorded() | ActivityCorrected():
                self.institution, self.held_on = event.institution, event.occurred_on
                self.details, self.attendance = event.details, event.attendance
                self.checks = event.checks
            case ActivityWithdrawn():
                self.is_withdrawn = True
            case _:
                raise AnotherKind(f"{type(event).__name__} does not happen to an activity")

    def record_first(
        self,
        institution: UUID,
        details: Details,
        *,
        held_on: date,
        attendance: Attendance | None,
        checks: Mapping[MeaningfulCheck, CheckAnswer],
        at: datetime,
    ) -> None:
        """Be recorded."""
        self.record(
            ActivityRecorded(
                institution=institution,
                activity=self.id,
                occurred_on=held_on,
                details=details,
                attendance=attendance,
                checks=dict(checks),
            ),
            at=at,
        )

    def correct(
        self,
        details: Details,
        *,
        held_on: date,
        attendance: Attendance | None,
        checks: Mapping[MeaningfulCheck, CheckAnswer],
        reason: ActivityCorrection,
        at: datetime,
    ) -> None:
        """Be as it should have been; the same again changes nothing."""
        self._require_standing()
        told = (self.details, self.held_on, self.attendance, dict(self.checks))
        if told == (details, held_on, attendance, dict(checks)):
            return
        self.record(
            ActivityCorrected(
                institution=self.institution,
                activity=self.id,
                occurred_on=held_on,
                details=details,
                attendance=attendance,
                checks=dict(checks),
                reason=reason,
            ),
            at=at,
        )

    def withdraw(self, reason: ActivityCorrection, *, at: datetime) -> None:
        """No longer count; once is enough."""
        if self.is_withdrawn:
            return
        self.record(
            ActivityWithdrawn(
                institution=self.institution,
                activity=self.id,
                occurred_on=self.held_on,
                reason=reason,
            ),
            at=at,
        )

    def _require_standing(self) -> None:
        if self.is_withdrawn:
            raise Conflict(
                "This activity was withdrawn. Record it anew if it took place.", kind="withdrawn"
            )


def no_such_activity(activity: UUID) -> NotFound:
    """What is said when an institution has no such activity, whoever else has."""
    return NotFound(f"This institution has no activity {activity}. Check the id.")
