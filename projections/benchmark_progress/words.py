"""What an institution said of one academic year, as far as questions are asked of it. No I/O.

The rule: no learner is in it. The same words answer a hub, from their row, and the institution's own page,
from its events.
"""

from datetime import date, datetime
from itertools import pairwise
from typing import Any
from uuid import UUID

import msgspec

from hub_core.academic_years import (
    cohort_of,
    first_day,
    last_day,
    next_academic_year,
)
from hub_core.activities import events as a
from hub_core.encounters import events as e
from hub_core.gatsby.facts import Fact
from hub_core.log.event import Event
from hub_core.questions.rules import Tick
from hub_core.reference.activities import ActivityKind, ActivityType
from hub_core.reference.encounters import CheckAnswer, MeaningfulCheck
from hub_core.values import AcademicYear
from projections.benchmark_progress.changed import Changed
from projections.benchmark_progress.history import History
from projections.projection import Rows

#: The check-list is about these kinds of activity.
_CHECKED = frozenset(
    {
        ActivityKind.EMPLOYER_ENCOUNTER,
        ActivityKind.WORKPLACE_EXPERIENCE,
        ActivityKind.PROVIDER_ENCOUNTER,
    }
)


class Record(msgspec.Struct, frozen=True, array_like=True):
    """One activity the institution stands by. ``tick`` is None where no check-list was answered,
    ``confirmed_at`` where it is no employer's encounter."""

    activity: UUID
    on: date
    type: ActivityType | None
    employer: UUID | None
    provider: UUID | None
    tick: Tick | None
    confirmed_at: datetime | None


class Words(msgspec.Struct, frozen=True, array_like=True):
    """A year's records, and what the roll came to from each day on: None while part of it is not told."""

    records: tuple[Record, ...] = ()
    rolls: tuple[tuple[date, int | None], ...] = ()

    def roll(self, day: date) -> int | None:
        """Everybody on roll on a day of the year, where every year group taught is told of."""
        return next((roll for since, roll in reversed(self.rolls) if since <= day), None)


NOTHING_SAID = Words()
encode = msgspec.msgpack.Encoder(uuid_format="bytes").encode
decode: Any = msgspec.msgpack.Decoder(Words).decode


class Standing:
    """By which of its events an institution stands by an activity; ``apply`` takes them in order."""

    def __init__(self) -> None:
        self._own: set[UUID] = set()
        self._confirmed: dict[UUID, datetime] = {}
        #: Made before, None where it does not stand by the activity: as long as nothing of that moves.
        self._records: dict[UUID, Record | None] = {}

    def apply(self, event: Event, recorded_at: datetime) -> None:
        """Take one event in; the rest changes nothing."""
        match event:
            case a.ActivityRecorded():
                self._own.add(event.activity)
            case e.EncounterConfirmed():
                self._confirmed[event.encounter] = recorded_at
            case _:
                pass

    def words(self, history: History, year: AcademicYear) -> Words:
        """What was said of a year, as this history has it."""
        if year not in years_told(history):
            return NOTHING_SAID
        return Words(self.records(history, year), rolls_of(history, year))

    def records(self, history: History, year: AcademicYear) -> tuple[Record, ...]:
        """The year's records that the institution stands by.

        Whoever takes in events in between says by ``moved`` what they changed.
        """
        first, last = first_day(year), last_day(year)
        found = (
            self._made(fact, history) for fact in history.facts.values() if first <= fact.on <= last
        )
        return tuple(one for one in found if one is not None)

    def let_go(self) -> None:
        """Keep no records: they are made again when they are asked for."""
        self._records.clear()

    def moved(self, changed: Changed) -> None:
        """Let go of the records that may be others now."""
        if changed.draws_everything:
            self.let_go()
        for one in changed.moved:
            self._records.pop(one.fact.activity, None)

    def _made(self, fact: Fact, history: History) -> Record | None:
        try:
            return self._records[fact.activity]
        except KeyError:
            made = self._records[fact.activity] = self._record(fact, history)
            return made

    def _record(self, fact: Fact, history: History) -> Record | None:
        if fact.activity not in self._own and fact.activity not in self._confirmed:
            return None
        tick = None
        if fact.checks and fact.is_a(_CHECKED):
            points = {fact.checks.get(point) for point in MeaningfulCheck}
            others = fact.activity not in self._own or fact.activity in history.matches
            tick = Tick(points == {CheckAnswer.YES}, others)
        return Record(
            fact.activity,
            fact.on,
            fact.type,
            fact.employer,
            fact.provider,
            tick,
            self._confirmed.get(fact.activity),
        )


class YearWords:
    """The rows of ``words`` of one institution."""

    def __init__(self, institution: UUID) -> None:
        self._institution = institution
        self._standing = Standing()
        self._said: dict[AcademicYear, Words] = {}

    def apply(self, event: Event, recorded_at: datetime) -> None:
        """Take one event in."""
        self._standing.apply(event, recorded_at)

    def changes(self, history: History, changed: Changed, rows: Rows) -> None:
        """Append the rows that what changed has made others."""
        self._standing.moved(changed)
        for year in sorted(years_told(history)):
            before, redraw = self._said.get(year), changed.in_year(year)
            first, last = first_day(year), last_day(year)
            if before is None or redraw.everything:
                now = self._standing.words(history, year)
            elif any(first <= one.fact.on <= last for one in redraw.moved):
                now = Words(self._standing.records(history, year), before.rolls)
            else:
                continue
            if now != before:
                self._said[year] = now
                rows["words"].append((self._institution, year, encode(now)))
        if changed.draws_everything:
            self._standing.let_go()  # most of them are not asked for again


def years_told(history: History) -> set[AcademicYear]:
    """The years it told of, and each one's next, whose roll is that of before until it tells another."""
    return history.supplied | {next_academic_year(year) for year in history.supplied}


def rolls_of(history: History, year: AcademicYear) -> tuple[tuple[date, int | None], ...]:
    """What the whole roll came to from each day of the year on which some of it changed."""
    first, last = first_day(year), last_day(year)
    days = [first, *(day for day in history.roll_changes() if first < day <= last)]
    rolls = [(day, _roll(history, year, day)) for day in days]
    return (*rolls[:1], *(after for before, after in pairwise(rolls) if before[1] != after[1]))


def _roll(history: History, year: AcademicYear, day: date) -> int | None:
    there = history.on_roll(day)
    numbers = []
    for year_group in history.setting.year_groups:
        learners = there.get(cohort_of(year_group=year_group, academic_year=year))
        told = history.roll_of(year_group, day=day)
        numbers.append(told if learners is None else len(learners))
    whole = [one for one in numbers if one is not None]
    if not whole or len(whole) < len(numbers):
        return None
    return sum(whole) + len(history.set_apart(day))
