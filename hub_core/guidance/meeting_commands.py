"""Commands about guidance meetings.

The rule: a meeting is one act. Its activity and its record change in one append or not at all, and what
was agreed is kept under the learner's own key, so that erasing the learner erases it.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Annotated, ClassVar
from uuid import UUID

import msgspec

from hub_core.activities.activity import Activity
from hub_core.activities.events import ActivityCorrection, Details
from hub_core.agreements.codes import DataClass
from hub_core.agreements.cover import require_cover
from hub_core.days import FIRST_SCHOOL_DAY, up_to_today
from hub_core.encounters.events import Attendance
from hub_core.guidance.adviser_commands import own_adviser
from hub_core.guidance.codes import (
    MOST_ACTIONS,
    ActionOwner,
    ActionStatus,
    MeetingCorrection,
)
from hub_core.guidance.events import ActionNumber, AgreedAction, Meeting, MeetingMinutes
from hub_core.guidance.meeting import (
    GuidanceMeeting,
    meeting_key,
    meeting_stream,
    no_such_meeting,
)
from hub_core.learner_sets import pack
from hub_core.membership.institution import Institution, no_such_institution
from hub_core.reference.activities import ActivityType
from hub_core.reference.encounters import DeliveryMode
from hub_core.refusals import Conflict, Invalid, Problem
from hub_core.rosters.commands import LearnerReference, known_learners
from hub_core.rosters.learner_subject import learner_subject
from hub_core.work import Changed, Command, Work, handles

#: One action in a sentence or two; neither a heading nor a transcript.
ActionText = Annotated[
    str,
    msgspec.Meta(
        pattern=r"^[^\s\x00-\x08\x0b-\x1f\x7f](?:[^\x00-\x08\x0b-\x1f\x7f]*\S)?$(?!\n)",
        min_length=1,
        max_length=400,
        description="What was agreed; kept in the vault only",
    ),
]


class ActionSent(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One agreed action, as the institution sends it."""

    text: ActionText
    owner: ActionOwner
    due_on: date | None = None


class _Held(Command, frozen=True, kw_only=True):
    """How a meeting was held."""

    institution: UUID
    adviser: UUID
    held_on: date
    mode: DeliveryMode
    minutes: MeetingMinutes
    follow_up_on: date | None = None


class RecordMeeting(_Held, frozen=True, kw_only=True):
    """Record that a learner met a careers adviser."""

    OPERATION: ClassVar[str] = "guidance.record_meeting"
    learner: LearnerReference
    actions: Annotated[tuple[ActionSent, ...], msgspec.Meta(max_length=MOST_ACTIONS)] = ()


class CorrectMeeting(_Held, frozen=True, kw_only=True):
    """Say anew how a meeting was held."""

    OPERATION: ClassVar[str] = "guidance.correct_meeting"
    meeting: UUID
    reason: MeetingCorrection


class WithdrawMeeting(Command, frozen=True, kw_only=True):
    """Take a meeting back."""

    OPERATION: ClassVar[str] = "guidance.withdraw_meeting"
    institution: UUID
    meeting: UUID
    reason: MeetingCorrection


class CompleteAction(Command, frozen=True, kw_only=True):
    """Say that an agreed action was done."""

    OPERATION: ClassVar[str] = "guidance.complete_action"
    institution: UUID
    meeting: UUID
    action: ActionNumber
    completed_on: date | None = None


class DropAction(Command, frozen=True, kw_only=True):
    """Say that an agreed action is no longer wanted."""

    OPERATION: ClassVar[str] = "guidance.drop_action"
    institution: UUID
    meeting: UUID
    action: ActionNumber


@handles(RecordMeeting)
async def record_meeting(command: RecordMeeting, work: Work) -> Changed:
    """Refuses what no agreement covers, an adviser or learner not the institution's, and a second meeting
    on one day."""
    await work.find(Institution, command.institution, no_such_institution(command.institution))
    day, held = await _held(command, work)
    _check_actions(command.actions, day)
    await require_cover(work, command.institution, DataClass.LEARNER_REFERENCES, on=work.today)
    [learner] = await known_learners(command.institution, (command.learner,), work, field="learner")
    activity = work.begin(Activity)
    await _claim_day(command.institution, learner, day, work, holder=activity.id)
    activity.record_first(
        command.institution,
        details_of(held),
        held_on=day,
        attendance=Attendance(total=1, learners=pack([learner])),
        checks={},
        at=work.now,
    )
    record = await work.load(GuidanceMeeting, meeting_stream(activity.id))
    record.hold(
        command.institution,
        activity.id,
        held,
        learner=learner,
        actions=_kept(command.actions, learner_subject(command.institution, learner), work),
        on=day,
        at=work.now,
    )
    return Changed(id=activity.id, version=record.version)


@handles(CorrectMeeting)
async def correct_meeting(command: CorrectMeeting, work: Work) -> Changed:
    """Learner and actions stay: withdraw a meeting that names the wrong learner, and record it anew."""
    record = await _own(command.institution, command.meeting, work)
    day, held = await _held(command, work)
    if day != record.held_on and not record.is_withdrawn:
        work.release(
            meeting_key(command.institution, record.learner, record.held_on), record.meeting
        )
        await _claim_day(command.institution, record.learner, day, work, holder=record.meeting)
    record.correct(held, on=day, reason=command.reason, at=work.now)
    activity = await work.load(Activity, record.meeting)
    activity.correct(
        details_of(held),
        held_on=day,
        attendance=activity.attendance,
        checks=activity.checks,
        reason=_as_of_activity(command.reason),
        at=work.now,
    )
    return Changed(id=record.meeting, version=record.version)


@handles(WithdrawMeeting)
async def withdraw_meeting(command: WithdrawMeeting, work: Work) -> Changed:
    """It no longer counts; what was recorded stays in the log."""
    record = await _own(command.institution, command.meeting, work)
    if not record.is_withdrawn:
        key = meeting_key(command.institution, record.learner, record.held_on)
        work.release(key, record.meeting)
    record.withdraw(command.reason, at=work.now)
    activity = await work.load(Activity, record.meeting)
    activity.withdraw(_as_of_activity(command.reason), at=work.now)
    return Changed(id=record.meeting, version=record.version)


@handles(CompleteAction)
async def complete_action(command: CompleteAction, work: Work) -> Changed:
    """Refuses a number that was not agreed, and an action that was dropped."""
    record = await _own(command.institution, command.meeting, work)
    on = up_to_today(command.completed_on, work, field="completedOn", earliest=record.held_on)
    record.end_action(command.action, ActionStatus.COMPLETED, on=on, at=work.now)
    return Changed(id=record.meeting, version=record.version)


@handles(DropAction)
async def drop_action(command: DropAction, work: Work) -> Changed:
    """Refuses a number that was not agreed, and an action that was done."""
    record = await _own(command.institution, command.meeting, work)
    record.end_action(command.action, ActionStatus.DROPPED, on=work.today, at=work.now)
    return Changed(id=record.meeting, version=record.version)


def details_of(held: Meeting) -> Details:
    """The activity that a meeting is."""
    return Details(type=ActivityType.GUIDANCE_MEETING, mode=held.mode, adviser_level=held.level)


async def _held(command: RecordMeeting | CorrectMeeting, work: Work) -> tuple[date, Meeting]:
    day = up_to_today(command.held_on, work, field="heldOn", earliest=FIRST_SCHOOL_DAY)
    adviser = await own_adviser(command.institution, command.adviser, work)
    adviser.require_advising(day)
    if command.mode is DeliveryMode.VIRTUAL_RECORDED:
        raise Invalid.field(
            "mode", "A recording is no meeting.", "Give in_person, virtual_live or blended."
        )
    if command.follow_up_on is not None and command.follow_up_on <= day:
        raise Invalid.field(
            "followUpOn",
            "A follow-up comes after the meeting.",
            f"Give a day after {day:%-d %B %Y}.",
        )
    return day, Meeting(
        adviser=adviser.id,
        mode=command.mode,
        minutes=command.minutes,
        level=adviser.details.level,
        follow_up_on=command.follow_up_on,
    )


async def _own(institution: UUID, meeting: UUID, work: Work) -> GuidanceMeeting:
    otherwise = no_such_meeting(meeting)
    record = await work.find(GuidanceMeeting, meeting_stream(meeting), otherwise)
    if record.institution != institution:
        raise otherwise
    work.expect(record)
    return record


async def _claim_day(
    institution: UUID, learner: int, day: date, work: Work, *, holder: UUID
) -> None:
    key = meeting_key(institution, learner, day)
    if await work.holder(key) is not None:
        raise Conflict(
            f"A meeting of this learner on {day:%-d %B %Y} is recorded already. "
            "Correct that one, or give the day of this one.",
            kind="already-recorded",
        )
    work.claim(key, holder)


def _check_actions(actions: Sequence[ActionSent], day: date) -> None:
    if problems := list(_too_early(actions, day)):
        raise Invalid("An action cannot be due before it was agreed.", problems=problems)


def _too_early(actions: Sequence[ActionSent], day: date) -> Iterator[Problem]:
    for place, action in enumerate(actions):
        if action.due_on is not None and action.due_on < day:
            yield Problem(
                field=f"actions[{place}].dueOn",
                reason=f"{action.due_on:%-d %B %Y} is before the meeting.",
                remedy=f"Give {day:%-d %B %Y} or a later day.",
            )


def _kept(actions: Sequence[ActionSent], subject: UUID, work: Work) -> list[AgreedAction]:
    return [
        AgreedAction(text=work.keep(one.text, subject=subject), owner=one.owner, due_on=one.due_on)
        for one in actions
    ]


def _as_of_activity(reason: MeetingCorrection) -> ActivityCorrection:
    return _REASONS.get(reason, ActivityCorrection.WRONG_DETAILS)


_REASONS = {
    MeetingCorrection.WRONG_LEARNER: ActivityCorrection.WRONG_LEARNERS,
    MeetingCorrection.WRONG_DATE: ActivityCorrection.WRONG_DATE,
    MeetingCorrection.DID_NOT_TAKE_PLACE: ActivityCorrection.DID_NOT_TAKE_PLACE,
    MeetingCorrection.DUPLICATE: ActivityCorrection.DUPLICATE,
    MeetingCorrection.OTHER: ActivityCorrection.OTHER,
}
