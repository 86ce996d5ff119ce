"""Feedback beside volume: by type of encounter, how many there were, for how many learners, and what was made
of them.

The rule: what does not stand counts no feedback, an encounter that was told twice counts once, and a
round of learners counts only when it may be told. Pure.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from uuid import UUID

import msgspec

from hub_core.academic_years import academic_year_of
from hub_core.activities.activity import Activity
from hub_core.encounters.part import Part, PartStatus
from hub_core.feedback.codes import Again, FoundOut, Hoped, NextStep, Prepared
from hub_core.feedback.feedback import Feedback
from hub_core.matching.match import Match
from hub_core.reference.activities import ActivityType
from hub_core.values import AcademicYear

_HELD = (PartStatus.DELIVERED, PartStatus.CONFIRMED)


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """Something that took place; ``learners`` is how many the institution says took part."""

    about: UUID
    type: ActivityType
    on: date
    learners: int


class Tally(msgspec.Struct, kw_only=True):
    """One type of encounter or activity: volume first, then what was made of it."""

    held: int = 0
    learners: int = 0
    with_feedback: int = 0
    answers: int = 0
    found_out: Counter[FoundOut] = msgspec.field(default_factory=Counter)
    next_step: Counter[NextStep] = msgspec.field(default_factory=Counter)
    prepared: Counter[Prepared] = msgspec.field(default_factory=Counter)
    employers_again: Counter[Again] = msgspec.field(default_factory=Counter)
    hoped: Counter[Hoped] = msgspec.field(default_factory=Counter)
    institutions_again: Counter[Again] = msgspec.field(default_factory=Counter)

    def add(self, other: "Tally") -> None:
        """Both together."""
        for field in self.__struct_fields__:
            mine, theirs = getattr(self, field), getattr(other, field)
            if isinstance(mine, Counter):
                mine.update(theirs)
            else:
                setattr(self, field, mine + theirs)

    def take(self, feedback: Feedback, today: date) -> None:
        """Count what was made of one thing."""
        told = [one for one in feedback.rounds if one.is_told(today)]
        for one in told:
            self.answers += one.answers
            self.found_out.update(one.found_out)
            self.next_step.update(one.next_step)
        if feedback.employer is not None:
            prepared, again = feedback.employer
            self.prepared[prepared] += 1
            self.employers_again[again] += 1
        if feedback.school is not None:
            hoped, again = feedback.school
            self.hoped[hoped] += 1
            self.institutions_again[again] += 1
        if told or feedback.employer or feedback.school:
            self.with_feedback += 1


Tallies = dict[ActivityType, Tally]


def held_at(
    parts: Iterable[Part], activities: Iterable[Activity], matches: Iterable[Match]
) -> dict[UUID, Held]:
    """What took place at an institution, by encounter or activity; matched records are one thing."""
    found: dict[UUID, Held] = {}
    for part in parts:
        if part.status in _HELD:
            found[part.encounter] = Held(
                about=part.encounter,
                type=ActivityType(part.particulars.kind.value),
                on=part.day_held(None),
                learners=part.attended or 0,
            )
    for activity in activities:
        if not activity.is_withdrawn:
            found[activity.id] = Held(
                about=activity.id,
                type=activity.details.type,
                on=activity.held_on,
                learners=0 if activity.attendance is None else activity.attendance.total,
            )
    for match in matches:
        if match.is_matched and match.encounter in found and match.activity in found:
            told, synced = found[match.encounter], found[match.activity]
            both = msgspec.structs.replace(told, learners=max(told.learners, synced.learners))
            found[match.encounter] = found[match.activity] = both
    return found


def tallies_of(
    held: dict[UUID, Held], feedback: Iterable[Feedback], year: AcademicYear, *, today: date
) -> Tallies:
    """Volume and feedback of one academic year, by type."""
    found: Tallies = {}
    in_year = {key: one for key, one in held.items() if academic_year_of(one.on) == year}
    for one in {one.about: one for one in in_year.values()}.values():
        tally = found.setdefault(one.type, Tally())
        tally.held += 1
        tally.learners += one.learners
    counted = Counter[UUID]()
    for each in feedback:
        thing = in_year.get(each.encounter or each.activity or each.id)
        if thing is None:
            continue
        tally = found[thing.type]
        before = tally.with_feedback
        tally.take(each, today)
        if tally.with_feedback > before:
            counted[thing.about] += 1
            if counted[thing.about] > 1:
                tally.with_feedback = before  # both records of one encounter have feedback
    return found


def together(every: Iterable[Tallies]) -> Tallies:
    """Several institutions' tallies as one."""
    found: Tallies = {}
    for tallies in every:
        for kind, tally in tallies.items():
            found.setdefault(kind, Tally()).add(tally)
    return found
