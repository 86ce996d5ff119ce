"""Whether every guidance meeting was with an adviser who is qualified: how many of this year's meetings were.

The rule: a meeting is one learner's, and one whose adviser's level nobody told is not known to be with a
qualified one. Where no meeting was recorded there is nothing to score. Source: domain 1.7 (8.3).
"""

from hub_core.gatsby.counting import NotCounted
from hub_core.gatsby.edition import Criterion
from hub_core.gatsby.evidence import Evidence
from hub_core.gatsby.facts import Fact
from hub_core.gatsby.figures import Figure, Unit, status_of
from hub_core.gatsby.institution_facts import this_year
from hub_core.gatsby.learner_shares import weakest
from hub_core.gatsby.measures import QualifiedMeetings


def qualified_meetings(
    criterion: Criterion, measure: QualifiedMeetings, evidence: Evidence
) -> Figure:
    """The meetings with an adviser of the level asked for, of all there were this year."""
    there = this_year(evidence, measure.kinds)
    held = sum(meetings_of(fact) for fact in there)
    found = sum(meetings_of(fact) for fact in there if not_qualified(fact, measure) is None)
    return Figure(
        criterion=criterion.code,
        numerator=found,
        at_most=found,
        denominator=held,
        threshold=criterion.threshold,
        status=status_of(
            numerator=found,
            at_most=found,
            denominator=held,
            threshold=criterion.threshold,
            supplied=evidence.supplied,
            history_incomplete=False,
        ),
        strength=weakest({fact.strength for fact in there}),
        unit=Unit.MEETINGS,
    )


def meetings_of(fact: Fact) -> int:
    """How many meetings a record tells of."""
    return len(fact.learners) if fact.learners is not None else sum(fact.counts.values())


def not_qualified(fact: Fact, measure: QualifiedMeetings) -> NotCounted | None:
    """Why the meetings of a record are with nobody known to be qualified; None when they are."""
    if not meetings_of(fact):
        return NotCounted.NOT_ATTENDED
    if (fact.adviser_level or 0) < measure.adviser_level:
        return NotCounted.ADVISER_LEVEL
    return None
