"""Criteria about the institution as a whole: variety of employers, careers in every subject, what took place.

The rule: these rest on confirmed facts of the academic year alone.
"""

from collections.abc import Iterator

from hub_core.academic_years import first_day
from hub_core.gatsby.counting import UNCONFIRMED
from hub_core.gatsby.edition import Criterion
from hub_core.gatsby.evidence import Evidence
from hub_core.gatsby.facts import Fact
from hub_core.gatsby.figures import Figure, Unit, status_of
from hub_core.gatsby.learner_shares import weakest
from hub_core.gatsby.measures import CurriculumCoverage, HasHappened, Variety
from hub_core.gatsby.once import acts_once
from hub_core.reference.activities import ActivityKind
from hub_core.values import YearGroup


def has_happened(criterion: Criterion, measure: HasHappened, evidence: Evidence) -> Figure:
    """How many of the activities asked for took place, up to as many as are asked for."""
    there = acts_once(
        [
            fact
            for fact in this_year(evidence, measure.kinds)
            if not measure.types or fact.type in measure.types
        ]
    )
    found = min(len(there), measure.at_least)
    return _figure(
        criterion, evidence, there, found=found, asked=measure.at_least, unit=Unit.ACTIVITIES
    )


def variety(criterion: Criterion, measure: Variety, evidence: Evidence) -> Figure:
    """How many of the sizes and the number of sectors asked for met learners this year."""
    there = acts_once(this_year(evidence, measure.kinds))
    sizes = {fact.size for fact in there if fact.size is not None}
    sectors = {fact.sector for fact in there if fact.sector is not None}
    met = [not sizes.isdisjoint(wanted) for wanted in measure.sizes]
    met.append(len(sectors) >= measure.sectors)
    return _figure(criterion, evidence, there, found=sum(met), asked=len(met), unit=Unit.KINDS)


def curriculum(
    criterion: Criterion, measure: CurriculumCoverage, evidence: Evidence
) -> Iterator[Figure]:
    """Cells of year group and subject with careers in them: one figure for each year group, then all.

    A year group that must not be empty and is keeps the whole from being achieved.
    """
    there = this_year(evidence, measure.kinds)
    taught = [one for one in measure.year_groups if one in evidence.setting.year_groups]
    cells = {
        (group, subject)
        for fact in there
        for group in fact.year_groups
        for subject in fact.subjects
    }
    linked = {
        group: sum((group, subject) in cells for subject in measure.subjects) for group in taught
    }
    for group in taught:
        yield _figure(
            criterion,
            evidence,
            there,
            found=linked[group],
            asked=len(measure.subjects),
            unit=Unit.SUBJECTS,
            year_group=group,
        )
    empty = [group for group in taught if group in measure.never_empty and not linked[group]]
    found, asked = sum(linked.values()), len(measure.subjects) * len(taught)
    if criterion.threshold is not None and empty and asked:
        # One short of the threshold at most: an empty year is never made up for by others.
        found = min(found, -(-criterion.threshold * asked // 100) - 1)
    yield _figure(criterion, evidence, there, found=found, asked=asked, unit=Unit.SUBJECTS)


def this_year(evidence: Evidence, kinds: frozenset[ActivityKind]) -> list[Fact]:
    """Confirmed facts of these kinds in the academic year, up to the date asked for."""
    began = first_day(evidence.academic_year)
    return [
        fact
        for fact in evidence.of(kinds)
        if began <= fact.on <= evidence.as_at and fact.strength not in UNCONFIRMED
    ]


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
