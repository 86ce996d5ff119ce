"""One institution's figures of an academic year, summed from what took place in it.

The rule: learners are counted on the institution's word. Where it named them, as the union of the sets;
where it counted, as a range from the most certain to the most possible, by year group. What is no encounter
with an employer stands in figures of its own kind and is added to nothing.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, datetime
from functools import cache
from typing import Any, Protocol
from uuid import UUID

from pyroaring import BitMap

from hub_core.academic_years import academic_year_of, last_day
from hub_core.reference.activities import ActivityKind
from hub_core.rosters.dated import Dated
from projections.hub_dashboard.acts import Act, acts
from projections.hub_dashboard.cells import (
    ALL_YEAR_GROUPS,
    BESIDE,
    UNKNOWN,
    Beside,
    encode_beside,
    encode_cells,
    encode_planned,
    encode_year_groups,
)
from projections.hub_dashboard.own_records import OwnRecords
from projections.hub_dashboard.part import EMPLOYER_REPORTED, Part

_year_of = cache(academic_year_of)

_ENCOUNTER = ActivityKind.EMPLOYER_ENCOUNTER
_SHOWN = frozenset({_ENCOUNTER, *BESIDE})


class Facts(Protocol):
    """What figures are made from."""

    institution: UUID
    parts: dict[int, Part]
    records: OwnRecords
    rolls: dict[str, dict[int, int]]
    rosters: dict[str, datetime]
    elsewhere: Dated[BitMap]


class _Kind:
    """What took place of one kind of activity, in the making."""

    def __init__(self) -> None:
        self.acts = 0
        self.learners = 0
        self.sets: list[BitMap] = []
        self.counts: list[Mapping[int, int]] = []

    def add(self, act: Act) -> None:
        self.acts += act.counts
        if act.evidence == EMPLOYER_REPORTED:
            return
        self.learners += act.learners
        if act.fact.learners is not None:
            self.sets.append(act.fact.learners)
        elif act.learners:
            self.counts.append(act.fact.counts or {ALL_YEAR_GROUPS: act.learners})

    def figures(
        self, roll: Mapping[int, int], elsewhere: BitMap | None
    ) -> tuple[int, int, int, int, int]:
        return (
            self.acts,
            self.learners,
            distinct(self.sets, elsewhere),
            *counted_range(self.counts, roll),
        )


class _Year:
    """Sums in the making."""

    def __init__(self, year_groups: Mapping[int, BitMap]) -> None:
        self.cells: defaultdict[tuple[int, str, str, str, str], list[int]] = defaultdict(_nought)
        self.by_year_group: defaultdict[int, list[int]] = defaultdict(_nought)
        self.planned: defaultdict[date, int] = defaultdict(int)
        self.kinds: defaultdict[ActivityKind, _Kind] = defaultdict(_Kind)
        self.supplied = False
        self.last_activity: date | None = None
        self.newest: datetime | None = None
        self._year_groups = _apart(year_groups)

    def add(self, act: Act) -> None:
        fact = act.fact
        self._known(act.recorded_at)
        self.supplied = self.supplied or act.evidence != EMPLOYER_REPORTED
        if self.last_activity is None or fact.on > self.last_activity:
            self.last_activity = fact.on
        if fact.kind not in _SHOWN:
            return
        self.kinds[fact.kind].add(act)
        if fact.kind is _ENCOUNTER:
            key = (fact.on.month, fact.type or UNKNOWN, fact.mode or UNKNOWN)
            cell = self.cells[(*key, fact.sector or UNKNOWN, act.evidence)]
            cell[0] += act.counts
            cell[1] += act.learners
            self._add_by_year_group(act)

    def expect(self, part: Part) -> None:
        """A part that has not taken place: agreed, or not as the employer says."""
        if part.state == "accepted":
            self.planned[part.on] += 1
            self._known(part.recorded_at)
        elif part.state == "disputed":
            self.supplied = True
            self._known(part.recorded_at)

    def roster(self, recorded_at: datetime) -> None:
        self.supplied = True
        self._known(recorded_at)

    def row(
        self, institution: UUID, year: str, roll: Mapping[int, int], elsewhere: BitMap | None
    ) -> tuple[Any, ...]:
        beside = [
            Beside(kind, *self.kinds[kind].figures(roll, elsewhere))
            for kind in BESIDE
            if kind in self.kinds
        ]
        return (
            institution,
            year,
            *self.kinds[_ENCOUNTER].figures(roll, elsewhere),
            self.supplied,
            self.last_activity,
            self.newest,
            encode_cells(self.cells),
            encode_planned(self.planned),
            encode_year_groups(self.by_year_group),
            encode_beside(beside),
        )

    def _add_by_year_group(self, act: Act) -> None:
        if act.evidence == EMPLOYER_REPORTED:
            came: Mapping[int, int] = {}
        elif act.fact.learners is not None:
            came = _in_year_groups(act.fact.learners, self._year_groups)
        else:
            came = act.fact.counts or {ALL_YEAR_GROUPS: act.learners}
        there = {year_group: learners for year_group, learners in came.items() if learners}
        for year_group, learners in (there or {ALL_YEAR_GROUPS: 0}).items():
            figure = self.by_year_group[year_group]
            figure[0] += act.counts
            figure[1] += learners

    def _known(self, recorded_at: datetime) -> None:
        if self.newest is None or recorded_at > self.newest:
            self.newest = recorded_at


def figures_of(facts: Facts, years: Collection[str]) -> Iterator[tuple[Any, ...]]:
    """Rows of ``institution_years`` for these years."""
    sums = {year: _Year(facts.records.year_groups(year)) for year in sorted(years)}
    for act in acts(facts.parts, facts.records, sums):
        sums[_year_of(act.fact.on)].add(act)
    for part in facts.parts.values():
        if part.evidence is None and (year := sums.get(_year_of(part.on))) is not None:
            year.expect(part)
    for name, year in sums.items():
        if name in facts.rosters:
            year.roster(facts.rosters[name])
        elsewhere = facts.elsewhere.on(last_day(name))
        yield year.row(facts.institution, name, facts.rolls.get(name, {}), elsewhere)


def _apart(year_groups: Mapping[int, BitMap]) -> list[tuple[int, BitMap]]:
    """Each learner in one year group: the lower one for whoever was in two within the year."""
    found = []
    before = BitMap()
    for year_group in sorted(year_groups):
        found.append((year_group, year_groups[year_group] - before))
        before |= year_groups[year_group]
    return found


def _in_year_groups(learners: BitMap, year_groups: Iterable[tuple[int, BitMap]]) -> dict[int, int]:
    """How many of them are in each year group; those in none under ``ALL_YEAR_GROUPS``."""
    found: dict[int, int] = {}
    left = len(learners)
    for year_group, there in year_groups:
        if not left:
            return found
        if number := learners.intersection_cardinality(there):
            found[year_group] = number
            left -= number
    if left:
        found[ALL_YEAR_GROUPS] = left
    return found


def distinct(sets: Collection[BitMap], elsewhere: BitMap | None = None) -> int:
    """How many learners are in any of these sets of one institution, and count here.

    Whoever is registered in the main at another institution counts in totals there (decision 15).
    """
    if not sets:
        return 0
    met = BitMap.union(*sets)
    return len(met) if elsewhere is None else len(met) - met.intersection_cardinality(elsewhere)


def counted_range(counts: Iterable[Mapping[int, int]], roll: Mapping[int, int]) -> tuple[int, int]:
    """Fewest and most learners behind attendance counts by year group.

    In each year group at least the largest single count came, and at most the sum, or the roll.
    """
    largest: defaultdict[int, int] = defaultdict(int)
    total: defaultdict[int, int] = defaultdict(int)
    for count in counts:
        for year_group, learners in count.items():
            largest[year_group] = max(largest[year_group], learners)
            total[year_group] += learners
    at_most = 0
    for year_group, learners in total.items():
        limit = sum(roll.values()) if year_group == ALL_YEAR_GROUPS else roll.get(year_group)
        at_most += min(learners, limit) if limit else learners
    at_least = sum(largest.values())
    # A roll smaller than a count is a roll out of date: what came is what came.
    return at_least, max(at_least, at_most)


def _nought() -> list[int]:
    return [0, 0]
