"""One institution's figures of an academic year, summed from the facts of that year.

The rule: learners are counted on the institution's word. Where it named them, as the union of the sets;
where it counted, as a range from the most certain to the most possible, by year group.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, datetime
from functools import cache
from typing import Any, Protocol
from uuid import UUID

from pyroaring import BitMap

from hub_core.learner_sets import unpack
from hub_core.rosters.dated import Dated
from hub_core.values import academic_year_of, last_day
from projections.hub_dashboard.cells import UNKNOWN, encode_cells, encode_planned
from projections.hub_dashboard.part import COUNTED, EMPLOYER_REPORTED, Part

_year_of = cache(academic_year_of)

#: Stands for learners whose year group was not told.
ALL_YEAR_GROUPS = -1


class Facts(Protocol):
    """What figures are made from."""

    institution: UUID
    parts: dict[int, Part]
    rolls: dict[str, dict[int, int]]
    rosters: dict[str, datetime]
    elsewhere: Dated[BitMap]


class _Year:
    """Sums in the making."""

    def __init__(self) -> None:
        self.cells: defaultdict[tuple[int, str, str, str, str], list[int]] = defaultdict(_nought)
        self.planned: defaultdict[date, int] = defaultdict(int)
        self.sets: list[bytes] = []
        self.counts: list[Mapping[int, int]] = []
        self.encounters = 0
        self.learner_encounters = 0
        self.supplied = False
        self.last_activity: date | None = None
        self.newest: datetime | None = None

    def add(self, part: Part) -> None:
        evidence = part.evidence
        if evidence is None:
            if part.state == "accepted":
                self.planned[part.on] += 1
                self._known(part.recorded_at)
            elif part.state == "disputed":
                self.supplied = True
                self._known(part.recorded_at)
            return
        self.encounters += 1
        if self.last_activity is None or part.on > self.last_activity:
            self.last_activity = part.on
        self._known(part.recorded_at)
        if evidence == EMPLOYER_REPORTED:
            learners = part.reported or 0
        else:
            learners = part.attended or 0
            self.supplied = True
            self.learner_encounters += learners
            if part.learners is not None:
                self.sets.append(part.learners)
            if evidence == COUNTED:
                self.counts.append(part.counts or {ALL_YEAR_GROUPS: learners})
        key = (part.on.month, part.kind or UNKNOWN, part.mode or UNKNOWN, part.sector or UNKNOWN)
        cell = self.cells[(*key, evidence)]
        cell[0] += 1
        cell[1] += learners

    def roster(self, recorded_at: datetime) -> None:
        self.supplied = True
        self._known(recorded_at)

    def row(
        self, institution: UUID, year: str, roll: Mapping[int, int], elsewhere: BitMap | None
    ) -> tuple[Any, ...]:
        at_least, at_most = counted_range(self.counts, roll)
        return (
            institution,
            year,
            self.encounters,
            self.learner_encounters,
            distinct(self.sets, elsewhere),
            at_least,
            at_most,
            self.supplied,
            self.last_activity,
            self.newest,
            encode_cells(self.cells),
            encode_planned(self.planned),
        )

    def _known(self, recorded_at: datetime) -> None:
        if self.newest is None or recorded_at > self.newest:
            self.newest = recorded_at


def figures_of(facts: Facts, years: Collection[str]) -> Iterator[tuple[Any, ...]]:
    """Rows of ``institution_years`` for these years."""
    sums = {year: _Year() for year in sorted(years)}
    for part in facts.parts.values():
        if (year := sums.get(_year_of(part.on))) is not None:
            year.add(part)
    for name, year in sums.items():
        if name in facts.rosters:
            year.roster(facts.rosters[name])
        elsewhere = facts.elsewhere.on(last_day(name))
        yield year.row(facts.institution, name, facts.rolls.get(name, {}), elsewhere)


def distinct(sets: Iterable[bytes], elsewhere: BitMap | None = None) -> int:
    """How many learners are in any of these sets of one institution, and count here.

    Whoever is registered in the main at another institution counts in totals there (decision 15).
    """
    learners = [unpack(packed) for packed in sets]
    if not learners:
        return 0
    met = BitMap.union(*learners)
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
