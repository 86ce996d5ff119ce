"""Commands of institutions about placements.

The rule: ``institution`` acts, on what is open to it only. What a placement was for it is one activity of
its own, recorded once, so that nothing is counted twice.
"""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, ClassVar
from uuid import UUID

import msgspec
from pyroaring import BitMap

from hub_core.activities.activity import Activity
from hub_core.activities.events import Details, Minutes
from hub_core.activities.guards import check_details
from hub_core.agreements.codes import DataClass
from hub_core.agreements.cover import require_cover
from hub_core.employers.checks import Checks, checks_stream, shortfalls
from hub_core.employers.employer import Employer
from hub_core.employers.finding import require_verified, survivor_of
from hub_core.encounters.attendance import AttendanceSent, attendance_of, checks_of
from hub_core.encounters.events import Attendance
from hub_core.learner_sets import unpack
from hub_core.membership.institution import Institution, no_such_institution
from hub_core.membership.keys import active_hub_key
from hub_core.placements.allocation import in_words
from hub_core.placements.diary import Diary, diary_stream
from hub_core.placements.events import MOST_PLACES, Need, NeedGroup, PlacementMode, Places
from hub_core.placements.placement import Placement, activity_of, no_such_placement
from hub_core.reference.activities import WorkplaceContent
from hub_core.reference.encounters import CheckAnswer, DeliveryMode, MeaningfulCheck
from hub_core.refusals import Conflict, Invalid, Problem
from hub_core.rosters.commands import LearnerReference, known_learners
from hub_core.rosters.events import LearnerGroup
from hub_core.rosters.roster import Roster, roster_stream
from hub_core.work import Answer, Changed, Command, Work, handles

_Learners = Annotated[tuple[LearnerReference, ...], msgspec.Meta(max_length=MOST_PLACES)]

#: What the roster can count by itself, of the groups a need is told by.
_ON_ROSTER: Mapping[NeedGroup, LearnerGroup] = {
    NeedGroup.LOOKED_AFTER: LearnerGroup.LOOKED_AFTER,
    NeedGroup.EHCP: LearnerGroup.EHCP,
    NeedGroup.FREE_SCHOOL_MEALS: LearnerGroup.FREE_SCHOOL_MEALS,
}

#: What an agreement has to cover before an institution tells even a number of them.
_CLASS_OF: Mapping[NeedGroup, DataClass] = {
    NeedGroup.LOOKED_AFTER: DataClass.SENSITIVE_GROUPS,
    NeedGroup.EHCP: DataClass.SENSITIVE_GROUPS,
    NeedGroup.FREE_SCHOOL_MEALS: DataClass.GROUPS,
}


class RequestPlaces(Command, frozen=True, kw_only=True):
    """Ask for places and say for whom by numbers.

    ``learners`` lets the roster count the groups that ``need`` leaves out; they are not kept.
    """

    OPERATION: ClassVar[str] = "placements.request_places"
    institution: UUID
    placement: UUID
    places: Places
    need: Need = {}  # noqa: RUF012 - msgspec copies it
    learners: _Learners = ()


class GiveBackPlaces(Command, frozen=True, kw_only=True):
    """Take the request back, and with it every place the institution has in the placement."""

    OPERATION: ClassVar[str] = "placements.give_back_places"
    institution: UUID
    placement: UUID


class ApprovePlacement(Command, frozen=True, kw_only=True):
    """Let learners go: ``learners`` by reference, or ``count`` where they are only counted."""

    OPERATION: ClassVar[str] = "placements.approve_placement"
    institution: UUID
    placement: UUID
    learners: _Learners = ()
    count: Places | None = None


class CompletePlacement(Command, frozen=True, kw_only=True):
    """Say that the placement took place, who was there and how long each was.

    ``minutes`` are those of each learner, by default all its days; ``ended_on`` is by default its last day.
    """

    OPERATION: ClassVar[str] = "placements.complete_placement"
    institution: UUID
    placement: UUID
    attendance: AttendanceSent
    minutes: Minutes | None = None
    ended_on: date | None = None
    checks: dict[MeaningfulCheck, CheckAnswer] = {}  # noqa: RUF012 - msgspec copies it
    workplace: Annotated[tuple[WorkplaceContent, ...], msgspec.Meta(max_length=20)] = ()


class PlacesStand(Answer, frozen=True, kw_only=True, rename="camel"):
    """How many places the institution has and waits for, and why; before an allocation it waits for all."""

    id: UUID
    version: int
    places: int
    waiting: int
    why: str


class PlacementCompleted(Answer, frozen=True, kw_only=True, rename="camel"):
    """The placement, its version, and the activity that counts, which is corrected like any other."""

    id: UUID
    version: int
    activity: UUID
    learners: int


@handles(RequestPlaces)
async def request_places(command: RequestPlaces, work: Work) -> PlacesStand:
    """Refuses groups no agreement covers, more of one than places, and learners not on the roster."""
    placement = await _open_to(command.institution, command.placement, work)
    work.expect(placement)
    placement.request(
        command.institution,
        command.places,
        await _need(command, work),
        on=work.today,
        at=work.now,
    )
    stand = placement.stand_of(command.institution)
    return PlacesStand(
        id=placement.id,
        version=placement.version,
        places=stand.places,
        waiting=stand.asked - stand.places,
        why=in_words(stand.share) if placement.allocated else "The places are not allocated yet.",
    )


@handles(GiveBackPlaces)
async def give_back_places(command: GiveBackPlaces, work: Work) -> Changed:
    """Whoever waits moves up at once, by need."""
    placement = await _open_to(command.institution, command.placement, work)
    work.expect(placement)
    if placement.give_back(command.institution, on=work.today, at=work.now):
        diary = await work.load(Diary, diary_stream(command.institution))
        diary.free(command.institution, placement.id, on=work.today, at=work.now)
    return Changed(id=placement.id, version=placement.version)


@handles(ApprovePlacement)
async def approve_placement(command: ApprovePlacement, work: Work) -> Changed:
    """Refuses without verification, with a check that is missing or ends too early, more learners than
    places, and a learner who is at another workplace on one of the days."""
    institution = command.institution
    placement = await _open_to(institution, command.placement, work)
    work.expect(placement)
    employer = await survivor_of(placement.employer, work)
    at = await work.find(Institution, institution, no_such_institution(institution))
    await require_verified(employer, at, work)
    await _require_checks(employer, placement, work)
    learners, places = await _who_goes(command, placement, work)
    placement.approve(institution, places, on=work.today, at=work.now)
    diary = await work.load(Diary, diary_stream(institution))
    diary.place(
        institution,
        placement.id,
        days=placement.terms.days,
        places=places,
        learners=learners,
        on=work.today,
        at=work.now,
    )
    return Changed(id=placement.id, version=placement.version)


@handles(CompletePlacement)
async def complete_placement(command: CompletePlacement, work: Work) -> PlacementCompleted:
    """Records the one activity a placement is for an institution; refuses learners who were not approved."""
    institution = command.institution
    placement = await _open_to(institution, command.placement, work)
    work.expect(placement)
    ended_on = _ended_on(command, placement, work)
    attendance = await attendance_of(command.attendance, institution, day=ended_on, work=work)
    await _require_placed(institution, placement, attendance, work)
    activity = activity_of(placement.id, institution)
    placement.complete(institution, attendance.total, activity, on=ended_on, at=work.now)
    await _record_activity(command, placement, attendance, ended_on, work)
    return PlacementCompleted(
        id=placement.id,
        version=placement.version,
        activity=activity,
        learners=attendance.total,
    )


async def _open_to(institution: UUID, placement: UUID, work: Work) -> Placement:
    """A placement that is open to the institution, or in which it has asked before."""
    otherwise = no_such_placement(placement)
    found = await work.find(Placement, placement, otherwise)
    if institution in found.opened or institution in found.stands:
        return found
    if await work.holder(active_hub_key(institution)) not in found.hubs:
        raise otherwise
    return found


async def _need(command: RequestPlaces, work: Work) -> Need:
    """The need as told, with what the roster knows of the learners named."""
    need = {group: count for group, count in command.need.items() if count}
    classes = {_CLASS_OF[group] for group in need if group in _CLASS_OF}
    if command.learners:
        classes.add(DataClass.LEARNER_REFERENCES)
    await require_cover(work, command.institution, *classes, on=work.today)
    if not command.learners:
        return need
    if len(command.learners) > command.places:
        raise Invalid.field(
            "learners",
            f"{len(command.learners)} learners are named for {command.places} places.",
            "Name at most one learner a place.",
        )
    await require_cover(work, command.institution, DataClass.LEARNER_REFERENCES, on=work.today)
    learners = await known_learners(command.institution, command.learners, work, field="learners")
    roster = await work.load(Roster, roster_stream(command.institution))
    told = roster.groups(work.today)
    for group, on_roster in _ON_ROSTER.items():
        members = told.get(on_roster)
        if group not in command.need and members is not None and (count := len(members & learners)):
            need[group] = count
    return {group: need[group] for group in NeedGroup if group in need}


async def _require_checks(employer: Employer, placement: Placement, work: Work) -> None:
    lacking = shortfalls(
        await work.load(Checks, checks_stream(employer.id)),
        size=employer.details.size,
        supervising=placement.terms.supervising,
        until=placement.terms.last_day,
    )
    if lacking:
        raise Conflict(
            f"This placement cannot be approved: {' '.join(lacking)} {employer.title} or a hub records it.",
            kind="checks-missing",
        )


async def _who_goes(
    command: ApprovePlacement, placement: Placement, work: Work
) -> tuple[BitMap | None, int]:
    if bool(command.learners) == (command.count is not None):
        raise Invalid.field(
            "learners",
            "Who goes is either learners or a count.",
            "Send \u201clearners\u201d with your references, or \u201ccount\u201d.",
        )
    if command.count is not None:
        return None, command.count
    institution = command.institution
    await require_cover(work, institution, DataClass.LEARNER_REFERENCES, on=work.today)
    learners = await known_learners(institution, command.learners, work, field="learners")
    diary = await work.load(Diary, diary_stream(institution))
    elsewhere = diary.elsewhere(learners, placement.terms.days)
    if elsewhere:
        known = (await work.vault.ordinals(institution, command.learners)).known
        raise Invalid(
            f"{_learners(len(elsewhere), 'is', 'are')} at another workplace on one of these days. "
            "Nothing was recorded.",
            kind="double-booked",
            problems=[
                Problem(
                    field=f"learners[{place}]",
                    reason=f"At another workplace on {elsewhere[known[reference]]:%-d %B %Y}.",
                    remedy="Leave the learner out, or give the other place back.",
                )
                for place, reference in enumerate(command.learners)
                if known[reference] in elsewhere
            ],
        )
    return learners, len(learners)


def _learners(count: int, one: str, many: str) -> str:
    return f"1 learner {one}" if count == 1 else f"{count} learners {many}"


def _ended_on(command: CompletePlacement, placement: Placement, work: Work) -> date:
    days = placement.terms.days
    day = command.ended_on or placement.terms.last_day
    if day not in days or day > work.today:
        raise Invalid.field(
            "endedOn",
            f"{day:%-d %B %Y} is not one of its days, or has not come yet.",
            "Give the last day somebody was there; until one has come there is nothing to record.",
        )
    return day


async def _require_placed(
    institution: UUID, placement: Placement, attendance: Attendance, work: Work
) -> None:
    if attendance.learners is None:
        return
    diary = await work.load(Diary, diary_stream(institution))
    booking = diary.bookings.get(placement.id)
    if booking is None or booking.learners is None:
        return
    strangers = len(unpack(attendance.learners) - booking.learners)
    if strangers:
        raise Conflict(
            f"{_learners(strangers, 'was', 'were')} not approved for this placement. Leave them out, and "
            "record an activity of their own if they were there.",
            kind="not-approved",
        )


async def _record_activity(
    command: CompletePlacement,
    placement: Placement,
    attendance: Attendance,
    ended_on: date,
    work: Work,
) -> None:
    terms = placement.terms
    employer = await survivor_of(placement.employer, work)
    days = sum(day <= ended_on for day in terms.days)
    hybrid = terms.mode is PlacementMode.HYBRID
    details = Details(
        type=terms.type,
        mode=DeliveryMode.BLENDED if hybrid else DeliveryMode.IN_PERSON,
        employer=placement.employer,
        size=employer.details.size,
        sector=employer.details.sector,
        minutes=command.minutes or terms.minutes * days,
        pathways=terms.pathways,
        workplace=command.workplace,
    )
    check_details(details)
    activity = await work.load(Activity, activity_of(placement.id, command.institution))
    activity.record_first(
        command.institution,
        details,
        held_on=ended_on,
        attendance=attendance,
        checks=checks_of(command.checks),
        at=work.now,
    )
