"""Criteria about the institution as a whole: careers in every subject, what took place.

The rule: these rest on confirmed facts of the academic year alone.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from hub_core.academic_years import first_day
from hub_core.gatsby.counting import NotCounted, unconfirmed
from hub_core.gatsby.edition import Criterion
from hub_core.gatsby.evidence import Evidence
from hub_core.gatsby.facts import Fact
from hub_core.gatsby.figures import Figure, Unit, status_of
from hub_core.gatsby.learner_shares import weakest
from hub_core.gatsby.measures import CurriculumCoverage, HasHappened
from hub_core.gatsby.once import acts_once
from hub_core.reference.activities import ActivityKind, Subject
from hub_core.values import YearGroup


def has_happened(criterion: Criterion, measure: HasHappened, evidence: Evidence) -> Figure:
    """How many of the activities asked for took place, or of the key stages asked for had one."""
    there = _held(measure, evidence)
    happened = _happened(measure, evidence, there)
    unit = Unit.STAGES if measure.key_stages else Unit.ACTIVITIES
    return _figure(
        criterion, evidence, there, found=happened.found, asked=happened.asked, unit=unit
    )


def stages_lacking(measure: HasHappened, evidence: Evidence) -> list[str]:
    """The key stages taught that had nothing yet, by their year groups."""
    return _happened(measure, evidence, _held(measure, evidence)).lacking


def _held(measure: HasHappened, evidence: Evidence) -> list[Fact]:
    about = this_year(evidence, measure.kinds)
    return acts_once([fact for fact in about if is_of_type(fact, measure)])


def _happened(measure: HasHappened, evidence: Evidence, there: Sequence[Fact]) -> "Happened":
    happened = Happened(measure, evidence)
    for fact in there:
        happened.add(fact)
    return happened


class Happened:
    """What took place of what is asked for: so many activities, or one for each key stage taught."""

    def __init__(self, measure: HasHappened, evidence: Evidence) -> None:
        taught = evidence.setting.year_groups
        self._stages = [one for one in measure.key_stages if not taught.isdisjoint(one)]
        self._by_stage = bool(measure.key_stages)
        self._with: set[frozenset[YearGroup]] = set()
        self._number = 0
        self.asked = len(self._stages) if self._by_stage else measure.at_least

    def add(self, fact: Fact) -> None:
        """An activity took place."""
        self._number += 1
        for stage in self._stages:
            if not fact.year_groups or not stage.isdisjoint(fact.year_groups):
                self._with.add(stage)

    @property
    def found(self) -> int:
        """How many by now, up to as many as are asked for."""
        return len(self._with) if self._by_stage else min(self._number, self.asked)

    @property
    def lacking(self) -> list[str]:
        """The key stages that had nothing by now: "Years 7 to 9"."""
        return [
            f"Years {min(stage)} to {max(stage)}"
            for stage in self._stages
            if stage not in self._with
        ]


def curriculum(
    criterion: Criterion, measure: CurriculumCoverage, evidence: Evidence
) -> Iterator[Figure]:
    """Cells of year group and subject with careers in them: one figure for each year group, then all.

    A year group that must not be empty and is keeps the whole from being achieved.
    """
    there = this_year(evidence, measure.kinds)
    cells = CellsLinked(criterion, measure, evidence)
    for fact in there:
        cells.add(fact)
    for group in cells.taught:
        yield _figure(
            criterion,
            evidence,
            there,
            found=cells.linked(group),
            asked=len(measure.subjects),
            unit=Unit.SUBJECTS,
            year_group=group,
        )
    asked = cells.asked
    yield _figure(criterion, evidence, there, found=cells.whole, asked=asked, unit=Unit.SUBJECTS)


class CellsLinked:
    """The cells of year group and subject asked for that have careers in them."""

    def __init__(
        self, criterion: Criterion, measure: CurriculumCoverage, evidence: Evidence
    ) -> None:
        self.taught = [one for one in measure.year_groups if one in evidence.setting.year_groups]
        self.asked = len(measure.subjects) * len(self.taught)
        self._subjects = frozenset(measure.subjects)
        self._never_empty = measure.never_empty
        self._threshold = criterion.threshold
        self._linked: dict[YearGroup, set[Subject]] = {one: set() for one in self.taught}

    def is_asked(self, fact: Fact, year_group: YearGroup | None) -> bool:
        """Whether a link fills a cell of a year group, or of any."""
        asked = self.taught if year_group is None else (year_group,)
        return not fact.year_groups.isdisjoint(asked) and not self._subjects.isdisjoint(
            fact.subjects
        )

    def add(self, fact: Fact) -> None:
        """A link fills the cells it names."""
        for group in fact.year_groups:
            if group in self._linked:
                self._linked[group] |= self._subjects & fact.subjects

    def linked(self, year_group: YearGroup) -> int:
        """How many subjects of a year group have one."""
        return len(self._linked[year_group])

    @property
    def whole(self) -> int:
        """The cells of all year groups; one short of the threshold at most while one that may not be empty
        is, as it is never made up for by others."""
        found = sum(len(subjects) for subjects in self._linked.values())
        empty = any(group in self._never_empty and not self._linked[group] for group in self.taught)
        if self._threshold is None or not empty or not self.asked:
            return found
        return min(found, -(-self._threshold * self.asked // 100) - 1)


def this_year(evidence: Evidence, kinds: frozenset[ActivityKind]) -> list[Fact]:
    """Confirmed facts of these kinds in the academic year, up to the date asked for."""
    began = first_day(evidence.academic_year)
    return evidence.facts.confirmed(kinds).within(began, evidence.as_at)


def not_this_year(fact: Fact, began: date) -> NotCounted | None:
    """Why a fact up to the day asked for does not count for the year that began on a day."""
    return NotCounted.OUTSIDE_WINDOW if fact.on < began else unconfirmed(fact)


def is_of_type(fact: Fact, measure: HasHappened) -> bool:
    """Whether it is one of the types asked for."""
    return not measure.types or fact.type in measure.types


def _figure(
    criterion: Criterion,
    evidence: Evidence,
    there: list[Fact],
    *,
    found: int,
    asked: int,
    unit: Unit,
    year_group: YearGroup | None = None,
) -> Figure:
    threshold = criterion.threshold
    return Figure(
        criterion=criterion.code,
        year_group=year_group,
        numerator=found,
        at_most=found,
        denominator=asked,
        threshold=threshold,
        status=status_of(
            numerator=found,
            at_most=found,
            denominator=asked,
            threshold=threshold,
            supplied=evidence.supplied,
            history_incomplete=False,
        ),
        strength=weakest({fact.strength for fact in there}),
        unit=unit,
    )
