"""Hours at workplaces: the share of each year group whose hours come to what it is entitled to.

The rule: only hours of named learners count; nobody's hours follow from a count.
"""

from collections import Counter
from collections.abc import Iterator, Sequence

from pyroaring import BitMap

from hub_core.gatsby.counted import Range
from hub_core.gatsby.counting import IN_PERSON
from hub_core.gatsby.edition import Criterion
from hub_core.gatsby.evidence import Evidence
from hub_core.gatsby.facts import Fact
from hub_core.gatsby.figures import Figure
from hub_core.gatsby.learner_shares import share_figure
from hub_core.gatsby.measures import WorkplaceHours
from hub_core.gatsby.windows import span_of


def hours_reached(
    criterion: Criterion, measure: WorkplaceHours, evidence: Evidence
) -> Iterator[Figure]:
    """The share of each year group whose hours at workplaces come to the measure's."""
    for year_group in measure.year_groups:
        if year_group not in evidence.setting.year_groups:
            continue
        learners = evidence.learners(year_group)
        span = span_of(measure, evidence.cohort(year_group), year_group, as_at=evidence.as_at)
        there = [
            fact
            for fact in evidence.of(measure.kinds)
            if fact.minutes and fact.on in span and fact.strength.is_evidenced
        ]
        reached = BitMap() if learners is None else _with_hours(there, learners, measure)
        found = Range(len(reached), len(reached))
        yield share_figure(
            criterion, evidence, year_group, span, there,
            found=found, denominator=None if learners is None else len(learners),
        )  # fmt: skip


def _with_hours(facts: Sequence[Fact], learners: BitMap, measure: WorkplaceHours) -> BitMap:
    minutes: Counter[int] = Counter()
    in_person: Counter[int] = Counter()
    for fact in facts:
        there = (fact.learners or BitMap()) & learners
        minutes.update(dict.fromkeys(there, fact.minutes))
        if fact.mode in IN_PERSON:
            in_person.update(there)
    return BitMap(
        learner
        for learner, spent in minutes.items()
        if spent >= 60 * measure.hours and in_person[learner] >= measure.in_person
    )
