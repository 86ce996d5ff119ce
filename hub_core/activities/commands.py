"""Commands of institutions about their own activities.

The rule: ``institution`` acts, on its own activities only; learners come as the institution's references
and go into events as ordinals.
"""

from datetime import date
from typing import Annotated, ClassVar
from uuid import UUID

import msgspec

from hub_core.activities.activity import Activity, no_such_activity
from hub_core.activities.events import (
    ActivityCorrection,
    AdviserLevel,
    Details,
    Minutes,
    Provider,
)
from hub_core.activities.guards import check_details
from hub_core.days import FIRST_SCHOOL_DAY, up_to_today
from hub_core.employers.employer import Employer, no_such_employer
from hub_core.encounters.attendance import AttendanceSent, attendance_of, checks_of
from hub_core.encounters.events import Attendance
from hub_core.guidance.meeting import GuidanceMeeting, meeting_stream
from hub_core.membership.institution import Institution, no_such_institution
from hub_core.reference.activities import (
    AccessContent,
    ActivityKind,
    ActivityType,
    Pathway,
    ProviderKind,
    Subject,
    WorkplaceContent,
)
from hub_core.reference.campaigns import Campaign
from hub_core.reference.employers import EmployerSize, Sector
from hub_core.reference.encounters import CheckAnswer, DeliveryMode, MeaningfulCheck
from hub_core.refusals import Conflict
from hub_core.values import YearGroup
from hub_core.work import Answer, Changed, Command, Work, handles

_Few = msgspec.Meta(max_length=20)


class ProviderSent(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="camel"
):
    """Who offered further learning, as the institution sends it."""

    kind: ProviderKind
    institution: UUID | None = None
    approved_technical: bool = False
    in_school_day: CheckAnswer = CheckAnswer.NOT_CHECKED
    content: Annotated[tuple[AccessContent, ...], _Few] = ()


class _Told(Command, frozen=True, kw_only=True):
    """What recording and correcting say alike."""

    institution: UUID
    type: ActivityType
    held_on: date
    mode: DeliveryMode | None = None
    attendance: AttendanceSent | None = None
    checks: dict[MeaningfulCheck, CheckAnswer] = {}  # noqa: RUF012 - msgspec copies it
    also: Annotated[tuple[ActivityKind, ...], _Few] = ()
    employer_met: UUID | None = None
    size: EmployerSize | None = None
    sector: Sector | None = None
    provider: ProviderSent | None = None
    minutes: Minutes | None = None
    adviser_level: AdviserLevel | None = None
    subjects: Annotated[tuple[Subject, ...], _Few] = ()
    year_groups: Annotated[tuple[YearGroup, ...], _Few] = ()
    pathways: Annotated[tuple[Pathway, ...], _Few] = ()
    stem: bool = False
    workplace: Annotated[tuple[WorkplaceContent, ...], _Few] = ()
    campaigns: Annotated[tuple[Campaign, ...], _Few] = ()


class RecordActivity(_Told, frozen=True, kw_only=True):
    """Record an activity that took place."""

    OPERATION: ClassVar[str] = "activities.record_activity"


class CorrectActivity(_Told, frozen=True, kw_only=True):
    """Give an activity anew, as a whole."""

    OPERATION: ClassVar[str] = "activities.correct_activity"
    activity: UUID
    reason: ActivityCorrection


class WithdrawActivity(Command, frozen=True, kw_only=True):
    """Take an activity back."""

    OPERATION: ClassVar[str] = "activities.withdraw_activity"
    institution: UUID
    activity: UUID
    reason: ActivityCorrection


class ActivityStands(Answer, frozen=True, kw_only=True, rename="camel"):
    """The activity, its version, and how many learners took part; None when nobody was named or counted."""

    id: UUID
    version: int
    learners: int | None


@handles(RecordActivity)
async def record_activity(command: RecordActivity, work: Work) -> ActivityStands:
    """Refuses a day to come, details that do not fit the kind, and learners who are not on the roster."""
    await work.find(Institution, command.institution, no_such_institution(command.institution))
    details, attendance = await _told(command, work)
    activity = work.begin(Activity)
    activity.record_first(
        command.institution,
        details,
        held_on=command.held_on,
        attendance=attendance,
        checks=checks_of(command.checks),
        at=work.now,
    )
    return stands(activity)


@handles(CorrectActivity)
async def correct_activity(command: CorrectActivity, work: Work) -> ActivityStands:
    """The whole activity is given anew; sent again unchanged it records nothing."""
    activity = await _own(command.institution, command.activity, work)
    details, attendance = await _told(command, work)
    activity.correct(
        details,
        held_on=command.held_on,
        attendance=attendance,
        checks=checks_of(command.checks),
        reason=command.reason,
        at=work.now,
    )
    return stands(activity)


@handles(WithdrawActivity)
async def withdraw_activity(command: WithdrawActivity, work: Work) -> Changed:
    """It no longer counts; what was recorded stays in the log."""
    activity = await _own(command.institution, command.activity, work)
    activity.withdraw(command.reason, at=work.now)
    return Changed(id=activity.id, version=activity.version)


async def _own(institution: UUID, activity_id: UUID, work: Work) -> Activity:
    otherwise = no_such_activity(activity_id)
    activity = await work.find(Activity, activity_id, otherwise)
    if activity.institution != institution:
        raise otherwise
    if activity.details.type is ActivityType.GUIDANCE_MEETING:
        await _refuse_recorded_meeting(activity, work)
    work.expect(activity)
    return activity


async def _refuse_recorded_meeting(activity: Activity, work: Work) -> None:
    """What guidance recorded with adviser and actions changes there, so that both stay one act."""
    record = await work.load(GuidanceMeeting, meeting_stream(activity.id))
    if record.exists:
        raise Conflict(
            "This is a guidance meeting with a record of its own. Correct or withdraw that record "
            f"(\u201cguidance-meetings/{activity.id}\u201d), and the activity follows.",
            kind="recorded-as-meeting",
        )


async def _told(command: _Told, work: Work) -> tuple[Details, Attendance | None]:
    day = up_to_today(command.held_on, work, field="heldOn", earliest=FIRST_SCHOOL_DAY)
    size, sector = command.size, command.sector
    if command.employer_met is not None:
        employer = await work.find(
            Employer, command.employer_met, no_such_employer(command.employer_met)
        )
        size, sector = employer.details.size, employer.details.sector
    details = Details(
        type=command.type,
        mode=command.mode,
        also=command.also,
        employer=command.employer_met,
        size=size,
        sector=sector,
        provider=_provider(command.provider),
        minutes=command.minutes,
        adviser_level=command.adviser_level,
        subjects=command.subjects,
        year_groups=command.year_groups,
        pathways=command.pathways,
        stem=command.stem,
        workplace=command.workplace,
        campaigns=command.campaigns,
    )
    check_details(details)
    if command.attendance is None:
        return details, None
    return details, await attendance_of(command.attendance, command.institution, day=day, work=work)


def _provider(sent: ProviderSent | None) -> Provider | None:
    return None if sent is None else msgspec.convert(sent, Provider, from_attributes=True)


def stands(activity: Activity) -> ActivityStands:
    """What a command answers that recorded or changed an activity."""
    attendance = activity.attendance
    return ActivityStands(
        id=activity.id,
        version=activity.version,
        learners=None if attendance is None else attendance.total,
    )
