"""Variety of employers: how many of the sizes, and enough sectors, have met learners.

The rule: where year groups are named, an employer was met by a cohort when somebody of it came, at any time
since it began; without year groups, by the institution as a whole this academic year.
Source: domain 1.7, 5.2 "per cohort over programme".
"""

from collections.abc import Iterator, Sequence

from pyroaring import BitMap

from hub_core.academic_years import first_day
from hub_core.gatsby.counting import NotCounted, unconfirmed
from hub_core.gatsby.edition import Criterion
from hub_core.gatsby.evidence import Evidence
from hub_core.gatsby.facts import Fact
from hub_core.gatsby.figures import Figure, Unit, status_of
from hub_core.gatsby.learner_shares import history_incomplete, taught, touches, weakest
from hub_core.gatsby.measures import Variety
from hub_core.gatsby.once import acts_once
from hub_core.gatsby.windows import Span, span_of
from hub_core.reference.employers import EmployerSize, Sector
from hub_core.values import YearGroup


def variety(criterion: Criterion, measure: Variety, evidence: Evidence) -> Iterator[Figure]:
    """The figure of each year group asked for that is taught; of the institution where none is named."""
    if not measure.year_groups:
        yield variety_of(criterion, measure, evidence, None)
    for year_group in taught(measure, evidence):
        yield variety_of(criterion, measure, evidence, year_group)


class KindsMet:
    """The kinds of employer asked for that were met: each of the sizes, and enough sectors."""

    def __init__(self, measure: Variety) -> None:
        self._measure = measure
        self._sizes: set[EmployerSize] = set()
        self._sectors: set[Sector] = set()
        self.asked = len(measure.sizes) + 1

    def add(self, fact: Fact) -> None:
        """An employer met somebody."""
        if fact.size is not None:
            self._sizes.add(fact.size)
        if fact.sector is not None:
            self._sectors.add(fact.sector)

    @property
    def met(self) -> int:
        """How many kinds were met by now."""
        return self.asked - len(self.lacking)

    @property
    def lacking(self) -> list[str]:
        """The kinds not met by now, as one says them; of sectors how many more, whichever they are."""
        names = [one.name for one in self._measure.sizes if self._sizes.isdisjoint(one.of)]
        more = self._measure.sectors - len(self._sectors)
        return [*names, self._more_sectors(more)] if more > 0 else names

    def _more_sectors(self, more: int) -> str:
        met = ", ".join(sorted(sector.label for sector in self._sectors))
        sectors = "sector" if more == 1 else "sectors"
        return f"{more} more {sectors} (met so far: {met})" if met else f"{more} {sectors}"


def time_of_variety(measure: Variety, evidence: Evidence, year_group: YearGroup | None) -> Span:
    """When an employer counts: since a cohort began, or this academic year, up to the day asked for."""
    if year_group is None:
        return Span(first_day(evidence.academic_year), evidence.as_at)
    return span_of(measure, evidence.cohort(year_group), year_group, as_at=evidence.as_at)


def not_met(fact: Fact, measure: Variety, span: Span) -> NotCounted | None:
    """Why a fact shows no employer as met; None when only who came matters."""
    if fact.on not in span:
        return NotCounted.OUTSIDE_WINDOW
    if (why := unconfirmed(fact)) is not None:
        return why
    return NotCounted.MODE if fact.mode in measure.modes_excluded else None


def came(fact: Fact, evidence: Evidence, year_group: YearGroup | None) -> bool:
    """Whether somebody of the year group was there; of the whole institution nobody asks who."""
    if year_group is None:
        return True
    learners = evidence.learners(year_group)
    return touches(fact, learners or BitMap(), evidence.cohort(year_group))


def variety_of(
    criterion: Criterion, measure: Variety, evidence: Evidence, year_group: YearGroup | None
) -> Figure:
    """The figure of one year group, or of the institution as a whole."""
    span = time_of_variety(measure, evidence, year_group)
    there = acts_once(_there(measure, evidence, year_group, span))
    kinds = _kinds_met(measure, there)
    threshold = criterion.threshold if measure.is_due(year_group) else None
    cohort = None if year_group is None else evidence.cohort(year_group)
    return Figure(
        criterion=criterion.code,
        year_group=year_group,
        cohort=cohort,
        numerator=kinds.met,
        at_most=kinds.met,
        denominator=kinds.asked,
        threshold=threshold,
        status=status_of(
            numerator=kinds.met,
            at_most=kinds.met,
            denominator=kinds.asked,
            threshold=threshold,
            supplied=evidence.supplied and _is_told_of(evidence, year_group, there),
            history_incomplete=cohort is not None and history_incomplete(evidence, cohort, span),
        ),
        strength=weakest({fact.strength for fact in there}),
        unit=Unit.KINDS,
    )


def kinds_lacking(measure: Variety, evidence: Evidence, year_group: YearGroup | None) -> list[str]:
    """The kinds of employer that a year group, or the institution as a whole, has still to meet."""
    span = time_of_variety(measure, evidence, year_group)
    return _kinds_met(measure, acts_once(_there(measure, evidence, year_group, span))).lacking


def _kinds_met(measure: Variety, there: Sequence[Fact]) -> KindsMet:
    kinds = KindsMet(measure)
    for fact in there:
        kinds.add(fact)
    return kinds


def _there(
    measure: Variety, evidence: Evidence, year_group: YearGroup | None, span: Span
) -> list[Fact]:
    """What is not ``not_met`` and to which somebody ``came``, asked of all facts at once."""
    confirmed = evidence.facts.confirmed(measure.kinds).within(span.first, span.last)
    there = [fact for fact in confirmed if fact.mode not in measure.modes_excluded]
    if year_group is None:
        return there
    learners, cohort = evidence.learners(year_group) or BitMap(), evidence.cohort(year_group)
    return [fact for fact in there if touches(fact, learners, cohort)]


def _is_told_of(evidence: Evidence, year_group: YearGroup | None, there: Sequence[Fact]) -> bool:
    """Whether anybody said who is in the year group, or that somebody of it came."""
    return (
        year_group is None
        or bool(there)
        or evidence.learners(year_group) is not None
        or evidence.roll.roll_of(year_group, day=evidence.as_at) is not None
    )
