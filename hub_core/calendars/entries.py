"""What stands in a calendar: encounters, training, placements and placement weeks, for the days each takes.

The rule: an entry names organisations and kinds of things, never a learner, a number of learners or a person,
so that it may leave the house by an address without a sign-in. What was called off stays in it and says so.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise
from uuid import UUID, uuid5

import msgspec

from hub_core.encounters.part import Part, PartStatus
from hub_core.placements.events import PlacementTerms
from hub_core.placements.weeks_events import PlacementWeek, PlacementWeeksDeclared
from hub_core.reference.labelled import Labelled
from hub_core.training.codes import BookingStatus
from hub_core.training.training_event import TrainingEvent
from hub_core.values import year_group_label

#: Mondays to Fridays.
_SCHOOL_DAYS = 5


class EntryKind(Labelled):
    """What an entry is."""

    ENCOUNTER = "encounter", "Encounter"
    TRAINING = "training", "Training"
    PLACEMENT = "placement", "Placement"
    PLACEMENT_WEEK = "placement_week", "Placement week"


class Standing(Labelled):
    """Whether it will be: as calendars know it (RFC 5545, 3.8.1.11)."""

    TENTATIVE = "tentative", "Not agreed yet"
    CONFIRMED = "confirmed", "Agreed"
    CANCELLED = "cancelled", "Called off"


class Revision(msgspec.Struct, frozen=True, kw_only=True):
    """How often what an entry says was changed, and when for the last time."""

    number: int
    at: datetime


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One entry, from its ``first`` to its ``last`` day; ``id`` stays the same whatever changes.

    ``encounter`` is the one it is a part of, if it is.
    """

    id: UUID
    kind: EntryKind
    first: date
    last: date
    title: str
    about: str = ""
    standing: Standing = Standing.CONFIRMED
    revision: Revision
    encounter: UUID | None = None


_OF_PART = {
    PartStatus.PROPOSED: Standing.TENTATIVE,
    PartStatus.DECLINED: Standing.CANCELLED,
    PartStatus.CANCELLED: Standing.CANCELLED,
}


def of_part(part: Part, whom: str, revision: Revision) -> Entry:
    """An institution's part in an encounter; ``whom`` says with which employer and where."""
    day = part.day_held(None)
    particulars = part.particulars
    return Entry(
        id=part.id,
        kind=EntryKind.ENCOUNTER,
        first=day,
        last=day,
        title=f"{particulars.kind.label}: {whom}",
        about=f"{particulars.mode.label}. {part.status.label}.",
        standing=_OF_PART.get(part.status, Standing.CONFIRMED),
        revision=revision,
        encounter=part.encounter,
    )


def of_training(
    training: TrainingEvent, revision: Revision, *, booked_by: UUID | None = None
) -> Entry:
    """A training event; for the institution it was ``booked_by``, as the booking stands."""
    standing, about = Standing.CONFIRMED, f"{training.details.mode.label}."
    if booked_by is not None:
        standing, about = _booked(training, booked_by)
    if training.called_off:
        standing, about = Standing.CANCELLED, "Called off."
    return Entry(
        id=training.id if booked_by is None else uuid5(training.id, str(booked_by)),
        kind=EntryKind.TRAINING,
        first=training.details.held_on,
        last=training.details.held_on,
        title=training.details.kind.label,
        about=about,
        standing=standing,
        revision=revision,
    )


def _booked(training: TrainingEvent, institution: UUID) -> tuple[Standing, str]:
    found = {one.status for one in training.bookings.values() if one.institution == institution}
    if found == {BookingStatus.CANCELLED}:
        return Standing.CANCELLED, "You cancelled your booking."
    if found <= {BookingStatus.CANCELLED, BookingStatus.WAITING}:
        return Standing.TENTATIVE, f"{training.details.mode.label}. On the waiting list."
    return Standing.CONFIRMED, f"{training.details.mode.label}. You have booked."


def of_placement(
    placement: UUID, terms: PlacementTerms, where: str, standing: Standing, revision: Revision
) -> Iterable[Entry]:
    """A placement: an entry for each run of days, so that one day a week is no month at a workplace.

    ``where`` follows its type: “at Hartley Engineering”.
    """
    for first, last in runs(terms.days):
        yield Entry(
            id=uuid5(placement, f"calendar {first}"),
            kind=EntryKind.PLACEMENT,
            first=first,
            last=last,
            title=f"{terms.type.label}, {where}",
            about=f"{terms.mode.label}.",
            standing=standing,
            revision=revision,
        )


def runs(days: Iterable[date]) -> Iterable[tuple[date, date]]:
    """First and last day of each run of days that follow each other, weekends left aside."""
    ordered = sorted(set(days))
    begins = [
        ordered[0],
        *(after for before, after in pairwise(ordered) if after > _follows(before)),
    ]
    ends = [before for before, after in pairwise(ordered) if after > _follows(before)]
    return zip(begins, [*ends, ordered[-1]], strict=True)


def _follows(day: date) -> date:
    """The next day somebody would be at a workplace: after a Friday, the Monday."""
    return day + timedelta(days=3 if day.weekday() == _SCHOOL_DAYS - 1 else 1)


def of_plan(
    plan: UUID, declared: Sequence[tuple[PlacementWeeksDeclared, datetime]], *, where: str = ""
) -> Iterable[Entry]:
    """The placement weeks of one institution's year: each that was ever planned, as it stands now.

    ``plan`` is the stream, ``declared`` all that happened in it; ``where`` names the institution, where
    the calendar is of several.
    """
    week_of: dict[date, tuple[PlacementWeek | None, Revision]] = {}
    for event, at in declared:
        planned = {week.monday: week for week in event.weeks}
        for monday in planned.keys() | week_of.keys():
            week, known = planned.get(monday), week_of.get(monday)
            if known is None or _told(known[0]) != _told(week):
                number = 0 if known is None else known[1].number + 1
                week_of[monday] = (week, Revision(number=number, at=at))
    for monday, (week, revision) in sorted(week_of.items(), key=lambda one: one[0]):
        yield Entry(
            id=uuid5(plan, monday.isoformat()),
            kind=EntryKind.PLACEMENT_WEEK,
            first=monday,
            last=monday + timedelta(days=_SCHOOL_DAYS - 1),
            title=f"Placement week: {where}" if where else "Placement week",
            about="No longer planned." if week is None else _year_groups(week),
            standing=Standing.CANCELLED if week is None else Standing.CONFIRMED,
            revision=revision,
        )


def _told(week: PlacementWeek | None) -> tuple[int, ...] | None:
    """What an entry tells of a week: never how many learners go."""
    return None if week is None else week.year_groups


def _year_groups(week: PlacementWeek) -> str:
    if not week.year_groups:
        return "Planned."
    groups = [year_group_label(one) for one in sorted(week.year_groups)]
    return f"{', '.join(groups)}."
