"""Whom guidance has reached, from an institution's own activities and records of meetings.

The rule: only guidance meetings count here, never another kind of activity, and a meeting counts whether
it was recorded with what was agreed, sent as an activity, or both: nobody meets an adviser twice a day. Pure.
"""

from collections.abc import Iterable, Mapping
from datetime import date

import msgspec
from pyroaring import BitMap

from hub_core.academic_years import academic_year_of, first_day, last_day, year_group_of
from hub_core.activities.activity import Activity
from hub_core.guidance.adviser import Adviser
from hub_core.guidance.codes import QUALIFIED_LEVEL, AdviserPresence
from hub_core.guidance.events import (
    AdviserDetailsChanged,
    AdviserLeft,
    AdviserRegistered,
    AgreedActionCompleted,
    AgreedActionDropped,
    GuidanceMeetingCorrected,
    GuidanceMeetingHeld,
    GuidanceMeetingWithdrawn,
)
from hub_core.guidance.meeting import GuidanceMeeting
from hub_core.guidance.priority import Known
from hub_core.learner_sets import unpack
from hub_core.reference.activities import KIND_OF, ActivityKind
from hub_core.rosters.events import LearnerGroup
from hub_core.rosters.roster import Roster
from hub_core.values import AcademicYear

#: All that can happen to an adviser and a meeting.
OF_ADVISERS = (AdviserRegistered, AdviserDetailsChanged, AdviserLeft)
OF_MEETINGS = (
    GuidanceMeetingHeld,
    GuidanceMeetingCorrected,
    GuidanceMeetingWithdrawn,
    AgreedActionCompleted,
    AgreedActionDropped,
)


class Access(msgspec.Struct, frozen=True, kw_only=True):
    """Access to personal guidance in one academic year (domain F-13).

    ``learners`` are distinct, ``counted`` those of activities that gave only numbers, ``meetings`` one
    for each learner at each meeting; ``qualified`` advisers have level 6 or more.
    """

    academic_year: AcademicYear
    advisers: int
    qualified: int
    on_register: int
    matrix: int
    remote: int
    meetings: int
    meetings_qualified: int
    learners: int
    counted: int


def guidance_activities(activities: Iterable[Activity]) -> list[Activity]:
    """Those that are guidance and stand."""
    return [
        one
        for one in activities
        if KIND_OF[one.details.type] is ActivityKind.GUIDANCE_MEETING and not one.is_withdrawn
    ]


def access_in(
    year: AcademicYear, advisers: Iterable[Adviser], activities: Iterable[Activity]
) -> Access:
    """How many advisers worked here that year, and whom they met."""
    there = [one for one in advisers if one.advises_within(first_day(year), last_day(year))]
    held = [one for one in guidance_activities(activities) if academic_year_of(one.held_on) == year]
    levels = [one.details.level or 0 for one in there]
    return Access(
        academic_year=year,
        advisers=len(there),
        qualified=sum(level >= QUALIFIED_LEVEL for level in levels),
        on_register=sum(one.details.on_register for one in there),
        matrix=sum(one.details.matrix for one in there),
        remote=sum(one.details.presence is not AdviserPresence.ON_SITE for one in there),
        meetings=_meetings(held),
        meetings_qualified=_meetings(
            one for one in held if (one.details.adviser_level or 0) >= QUALIFIED_LEVEL
        ),
        learners=len(BitMap.union(BitMap(), *map(_named, held))),
        counted=sum(_total(one) for one in held if not _named(one)),
    )


def known_of_everybody(
    roster: Roster,
    activities: Iterable[Activity],
    meetings: Iterable[GuidanceMeeting],
    *,
    today: date,
) -> list[Known]:
    """What the queue needs of every learner on roll today."""
    days = _days_met(guidance_activities(activities))
    wanted = _follow_ups(meetings)
    groups = _groups_by_learner(roster.groups(today))
    year = academic_year_of(today)
    found = []
    for cohort, learners in roster.on_roll(today).items():
        year_group = year_group_of(cohort=cohort, academic_year=year)
        if year_group is None:
            continue
        for learner in learners:
            met = days.get(learner, ())
            last_met = max(met, default=None)
            found.append(
                Known(
                    learner=learner,
                    year_group=year_group,
                    groups=groups.get(learner, frozenset()),
                    meetings=len(met),
                    last_met=last_met,
                    follow_up_on=_unanswered(wanted.get(learner, ()), last_met),
                )
            )
    return found


def _groups_by_learner(
    groups: Mapping[LearnerGroup, BitMap],
) -> dict[int, frozenset[LearnerGroup]]:
    """The groups of each learner who is in any."""
    found: dict[int, list[LearnerGroup]] = {}
    for group, members in groups.items():
        for learner in members:
            found.setdefault(learner, []).append(group)
    return {learner: frozenset(those) for learner, those in found.items()}


def _days_met(held: Iterable[Activity]) -> dict[int, set[date]]:
    """The days on which each learner met an adviser; recorded and synced, one meeting is one day."""
    days: dict[int, set[date]] = {}
    for one in held:
        for learner in _named(one):
            days.setdefault(learner, set()).add(one.held_on)
    return days


def _meetings(held: Iterable[Activity]) -> int:
    """Meetings of named learners, each one a day at most, and those that were only counted."""
    every = list(held)
    counted = sum(_total(one) for one in every if not _named(one))
    return counted + sum(len(days) for days in _days_met(every).values())


def _follow_ups(meetings: Iterable[GuidanceMeeting]) -> dict[int, list[tuple[date, date]]]:
    """For each learner the days on which a follow-up was agreed, each with the day it was agreed for."""
    wanted: dict[int, list[tuple[date, date]]] = {}
    for one in meetings:
        if one.held.follow_up_on is not None and not one.is_withdrawn:
            wanted.setdefault(one.learner, []).append((one.held_on, one.held.follow_up_on))
    return wanted


def _unanswered(wanted: Iterable[tuple[date, date]], last_met: date | None) -> date | None:
    """The earliest day of a follow-up after whose agreement nobody met the learner again."""
    return min(
        (day for agreed_on, day in wanted if last_met is None or last_met <= agreed_on),
        default=None,
    )


def _named(activity: Activity) -> BitMap:
    attendance = activity.attendance
    if attendance is None or attendance.learners is None:
        return BitMap()
    return unpack(attendance.learners)


def _total(activity: Activity) -> int:
    return 0 if activity.attendance is None else activity.attendance.total
