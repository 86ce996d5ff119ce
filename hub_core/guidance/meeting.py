"""The record of one guidance meeting: who met whom, what they agreed, and what came of it.

The rule: an action ends once, and what was withdrawn stays so. That a meeting counts is its activity's
business, which changes in the same append.
"""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID, uuid5

from hub_core.guidance.codes import ActionStatus, MeetingCorrection
from hub_core.guidance.events import (
    AgreedAction,
    AgreedActionCompleted,
    AgreedActionDropped,
    GuidanceMeetingCorrected,
    GuidanceMeetingHeld,
    GuidanceMeetingWithdrawn,
    Meeting,
)
from hub_core.log.aggregate import Aggregate, AnotherKind
from hub_core.log.event import Event
from hub_core.refusals import Conflict, NotFound


class GuidanceMeeting(Aggregate):
    """A meeting (stream: ``meeting_stream``). ``ended`` says on which day which action ended how."""

    institution: UUID
    meeting: UUID
    learner: int
    held: Meeting
    held_on: date
    actions: tuple[AgreedAction, ...]

    def begin(self) -> None:
        self.ended: dict[int, tuple[ActionStatus, date]] = {}
        self.is_withdrawn = False

    def evolve(self, event: Event) -> None:
        match event:
            case GuidanceMeetingHeld():
                self.institution, self.meeting = event.institution, event.meeting
                self.learner, self.held_on, self.held = event.learner, event.occurred_on, event.held
                self.actions = event.actions
            case GuidanceMeetingCorrected():
                self.held_on, self.held = event.occurred_on, event.held
            case GuidanceMeetingWithdrawn():
                self.is_withdrawn = True
            case AgreedActionCompleted():
                self.ended[event.action] = ActionStatus.COMPLETED, event.occurred_on
            case AgreedActionDropped():
                self.ended[event.action] = ActionStatus.DROPPED, event.occurred_on
            case _:
                raise AnotherKind(f"{type(event).__name__} does not happen to a guidance meeting")

    def hold(
        self,
        institution: UUID,
        meeting: UUID,
        held: Meeting,
        *,
        learner: int,
        actions: Sequence[AgreedAction],
        on: date,
        at: datetime,
    ) -> None:
        """Be recorded."""
        self.record(
            GuidanceMeetingHeld(
                institution=institution,
                meeting=meeting,
                occurred_on=on,
                learner=learner,
                held=held,
                actions=tuple(actions),
            ),
            at=at,
        )

    def correct(self, held: Meeting, *, on: date, reason: MeetingCorrection, at: datetime) -> None:
        """Have been held like this instead; the same again changes nothing."""
        self._require_standing()
        if (held, on) != (self.held, self.held_on):
            self.record(
                GuidanceMeetingCorrected(
                    institution=self.institution,
                    meeting=self.meeting,
                    occurred_on=on,
                    held=held,
                    reason=reason,
                ),
                at=at,
            )

    def withdraw(self, reason: MeetingCorrection, *, at: datetime) -> None:
        """No longer count; once is enough."""
        if not self.is_withdrawn:
            self.record(
                GuidanceMeetingWithdrawn(
                    institution=self.institution,
                    meeting=self.meeting,
                    occurred_on=self.held_on,
                    reason=reason,
                ),
                at=at,
            )

    def status_of(self, action: int) -> ActionStatus:
        """What became of the action with this number."""
        return self.ended[action][0] if action in self.ended else ActionStatus.OPEN

    def end_action(self, action: int, status: ActionStatus, *, on: date, at: datetime) -> None:
        """Let an action be done or dropped; the same again changes nothing."""
        self._require_standing()
        if not 1 <= action <= len(self.actions):
            raise NotFound(
                f"{len(self.actions)} actions were agreed at this meeting; there is no number "
                f"{action}."
            )
        before = self.status_of(action)
        if before is status:
            return
        if before is not ActionStatus.OPEN:
            raise Conflict(
                f"Action {action} has ended already: {before.label.lower()}, "
                f"{self.ended[action][1]:%-d %B %Y}.",
                kind="action-ended",
            )
        happened = (
            AgreedActionCompleted if status is ActionStatus.COMPLETED else AgreedActionDropped
        )
        self.record(
            happened(
                institution=self.institution, meeting=self.meeting, occurred_on=on, action=action
            ),
            at=at,
        )

    def _require_standing(self) -> None:
        if self.is_withdrawn:
            raise Conflict(
                "This meeting was withdrawn. Record it anew if it was held.", kind="withdrawn"
            )


def meeting_stream(meeting: UUID) -> UUID:
    """The stream of the record of a meeting; the id itself is its activity's stream."""
    return uuid5(meeting, "guidance meeting")


def meeting_key(institution: UUID, learner: int, day: date) -> str:
    """The claim that keeps one meeting of one learner on one day from being recorded twice."""
    return f"guidance-meeting:{institution}:{learner}:{day}"


def no_such_meeting(meeting: UUID) -> NotFound:
    """What is said when an institution has no such meeting, whoever else has."""
    return NotFound(f"This institution has no guidance meeting {meeting}. Check the id.")
