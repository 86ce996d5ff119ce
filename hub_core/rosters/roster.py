"""An institution's roster: who is on roll, by cohort, and who is in which group, as dated sets.

The rule: a set holds from its day until the next one's, so a late word about the past leaves today as
it is, and what is sent again changes nothing.
"""

from bisect import bisect_right
from collections.abc import Mapping
from datetime import date, datetime
from typing import Generic, TypeVar
from uuid import UUID, uuid5

import msgspec
from pyroaring import BitMap

from hub_core.learner_sets import pack, unpack
from hub_core.log.aggregate import Aggregate, AnotherKind
from hub_core.log.event import Event
from hub_core.rosters.events import (
    CohortDeclared,
    GroupDeclared,
    LearnerErased,
    LearnerGroup,
    RollDeclared,
)
from hub_core.values import academic_year_of, cohort_of

Value = TypeVar("Value")


class Dated(Generic[Value]):
    """Values that each hold from their day on; of two on one day, the one told later."""

    def __init__(self) -> None:
        self._days: list[date] = []
        self._values: list[Value] = []

    def put(self, day: date, value: Value) -> None:
        """Let a value hold from this day."""
        place = bisect_right(self._days, day)
        self._days.insert(place, day)
        self._values.insert(place, value)

    def on(self, day: date) -> Value | None:
        """The value that holds on this day; None before the first."""
        place = bisect_right(self._days, day)
        return self._values[place - 1] if place else None

    def days_after(self, day: date) -> list[date]:
        """Later days on which a value was told."""
        return self._days[bisect_right(self._days, day) :]


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One learner as sent: the cohort, and the groups, None when the institution tells of none."""

    cohort: int
    groups: frozenset[LearnerGroup] | None = None


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """How many learners came, changed cohort or left with what was sent."""

    enrolled: int = 0
    moved: int = 0
    left: int = 0


class Roster(Aggregate):
    """One institution's roster (stream: ``roster_stream``)."""

    def begin(self) -> None:
        self.cohorts: dict[int, Dated[BitMap]] = {}
        self.groups: dict[LearnerGroup, Dated[BitMap]] = {}
        self.rolls: Dated[tuple[str, dict[int, int]]] = Dated()

    def evolve(self, event: Event) -> None:
        match event:
            case CohortDeclared():
                dated = self.cohorts.setdefault(event.cohort, Dated())
                dated.put(event.occurred_on, unpack(event.learners))
            case GroupDeclared():
                dated = self.groups.setdefault(event.group, Dated())
                dated.put(event.occurred_on, unpack(event.learners))
            case RollDeclared():
                year = academic_year_of(event.occurred_on)
                self.rolls.put(event.occurred_on, (year, event.roll))
            case LearnerErased():
                pass  # the ordinal stays in the sets, and nothing tells whose it was
            case _:
                raise AnotherKind(f"{type(event).__name__} does not happen to a roster")

    def on_roll(self, day: date) -> dict[int, BitMap]:
        """The learners of each cohort on this day."""
        known = {cohort: dated.on(day) for cohort, dated in self.cohorts.items()}
        return {cohort: learners for cohort, learners in known.items() if learners is not None}

    def roll_of(self, year_group: int, *, day: date) -> int | None:
        """How many learners are in this year group on this day; None when nobody has said."""
        year = academic_year_of(day)
        dated = self.cohorts.get(cohort_of(year_group=year_group, academic_year=year))
        learners = dated.on(day) if dated is not None else None
        if learners is not None:
            return len(learners)
        told = self.rolls.on(day)
        return told[1].get(year_group) if told is not None and told[0] == year else None

    def receive(
        self,
        institution: UUID,
        entries: Mapping[int, Entry],
        *,
        complete: bool,
        on: date,
        at: datetime,
    ) -> Difference:
        """Take what was sent, by ordinal. With ``complete``, whoever is not in it has left."""
        before = self.on_roll(on)
        told_later = self._told_after(on)
        sent: dict[int, BitMap] = {}
        for ordinal, entry in entries.items():
            sent.setdefault(entry.cohort, BitMap()).add(ordinal)
        everyone = BitMap(entries)
        for cohort in sorted(before.keys() | sent.keys()):
            stay = BitMap() if complete else before.get(cohort, BitMap()) - everyone
            self._declare(institution, cohort, stay | sent.get(cohort, BitMap()), on=on, at=at)
        self._keep_apart(institution, told_later, at=at)
        self._receive_groups(institution, entries, on=on, at=at)
        return _difference(before, self.on_roll(on))

    def leave(self, institution: UUID, learners: BitMap, *, on: date, at: datetime) -> Difference:
        """Let these learners be on roll no longer, from this day."""
        before = self.on_roll(on)
        for cohort, there in before.items():
            self._declare(institution, cohort, there - learners, on=on, at=at)
        return _difference(before, self.on_roll(on))

    def declare_roll(
        self, institution: UUID, roll: dict[int, int], *, on: date, at: datetime
    ) -> None:
        """Take numbers by year group; the same again in one academic year changes nothing."""
        if self.rolls.on(on) != (academic_year_of(on), roll):
            self.record(RollDeclared(institution=institution, occurred_on=on, roll=roll), at=at)

    def forget(self, institution: UUID, *, on: date, at: datetime) -> None:
        """Say that a learner was erased, not which."""
        self.record(LearnerErased(institution=institution, occurred_on=on), at=at)

    def _told_after(self, day: date) -> dict[date, set[int]]:
        """Which cohorts were told on each later day."""
        told: dict[date, set[int]] = {}
        for cohort, dated in self.cohorts.items():
            for later in dated.days_after(day):
                told.setdefault(later, set()).add(cohort)
        return told

    def _keep_apart(
        self, institution: UUID, told: Mapping[date, set[int]], *, at: datetime
    ) -> None:
        """After a late word about the past: whom a later word put elsewhere, leaves that day."""
        for day, cohorts in sorted(told.items()):
            there = self.on_roll(day)
            placed = BitMap.union(BitMap(), *(there[cohort] for cohort in cohorts))
            for cohort in there.keys() - cohorts:
                self._declare(institution, cohort, there[cohort] - placed, on=day, at=at)

    def _declare(
        self, institution: UUID, cohort: int, learners: BitMap, *, on: date, at: datetime
    ) -> None:
        dated = self.cohorts.get(cohort)
        if learners != (dated.on(on) if dated is not None else None):
            self.record(
                CohortDeclared(
                    institution=institution,
                    occurred_on=on,
                    cohort=cohort,
                    learners=pack(learners),
                ),
                at=at,
            )

    def _receive_groups(
        self, institution: UUID, entries: Mapping[int, Entry], *, on: date, at: datetime
    ) -> None:
        told = BitMap(ordinal for ordinal, entry in entries.items() if entry.groups is not None)
        for group in LearnerGroup:
            members = BitMap(
                ordinal for ordinal, entry in entries.items() if group in (entry.groups or ())
            )
            dated = self.groups.get(group)
            before = (dated.on(on) if dated is not None else None) or BitMap()
            after = (before - told) | members
            if after != before:
                self.record(
                    GroupDeclared(
                        institution=institution, occurred_on=on, group=group, learners=pack(after)
                    ),
                    at=at,
                )


def roster_stream(institution: UUID) -> UUID:
    """The stream of an institution's roster."""
    return uuid5(institution, "roster")


def _difference(before: Mapping[int, BitMap], after: Mapping[int, BitMap]) -> Difference:
    were, are = BitMap.union(BitMap(), *before.values()), BitMap.union(BitMap(), *after.values())
    stayed_put = sum(len(there & after.get(cohort, BitMap())) for cohort, there in before.items())
    return Difference(
        enrolled=len(are - were), moved=len(were & are) - stayed_put, left=len(were - are)
    )
