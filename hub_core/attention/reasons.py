"""The reasons for which a member of a hub needs attention, worked out from facts recorded elsewhere.

The rule: a reason states what is recorded or is not, never what an institution failed to do; what is asked of
nobody there (a Compass result of a primary school) is no reason.
"""

from datetime import date, timedelta
from typing import Annotated

import msgspec

from hub_core.academic_years import academic_year_of, first_day
from hub_core.provider_access.statement import Publication
from hub_core.reference.labelled import Labelled

#: How many things one reason is about.
HowMany = Annotated[int, msgspec.Meta(ge=1, le=100_000)]


class Concern(Labelled):
    """Why somebody should look at a member, the most pressing first."""

    REQUESTS_UNANSWERED = "requests_unanswered", "Employers’ offers unanswered"
    POST_VACANT = "post_vacant", "No careers leader in post"
    LEADER_UNTOLD = "leader_untold", "Careers leader not named"
    LEADER_UNTRAINED = "leader_untrained", "Careers leader not trained"
    STATEMENT_MISSING = "statement_missing", "Provider access statement missing"
    STATEMENT_OVERDUE = "statement_overdue", "Provider access statement due for review"
    TRAINING_EXPIRES = "training_expires", "Training run out, or about to"
    RESULT_MISSING = "result_missing", "No official result"
    RESULT_OLD = "result_old", "Official result over a year old"
    NOTHING_TOLD = "nothing_told", "Nothing recorded this year"


_ORDER = {reason: place for place, reason in enumerate(Concern)}


class Thresholds(msgspec.Struct, frozen=True, kw_only=True):
    """When something becomes a reason. The field publishes no such days: these are the platform's own, except
    the year of a result, which Compass asks for each year (domain 1.1)."""

    #: An offer without an answer, so many days before its date.
    answer_before: timedelta = timedelta(days=14)
    #: Training that runs out in so many days, as in the overview of a hub's training.
    training_ahead: timedelta = timedelta(days=90)
    #: The age at which an official result says little of today.
    result_old: timedelta = timedelta(days=365)
    #: From the first day of an academic year on, nobody is reminded for so long.
    year_settles: timedelta = timedelta(days=42)


AS_SHIPPED = Thresholds()


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """What is recorded of one member. ``leader_since`` and ``leader_trained`` are None where no careers
    leader is in post, ``expires_on`` the first day on which training of its people runs out,
    ``next_unanswered`` the first date of an employer's offer without an answer. ``evaluated``: Compass
    asks a result of it."""

    evaluated: bool
    leader_since: date | None
    leader_trained: bool | None
    vacant_since: date | None
    expires_on: date | None
    statement: Publication
    review_due_on: date | None
    last_result: date | None
    told_this_year: bool
    last_told: date | None
    unanswered: int
    next_unanswered: date | None


class Need(msgspec.Struct, frozen=True, kw_only=True):
    """One reason; ``on`` is the day it is about, ``count`` how many things there are."""

    reason: Concern
    on: date | None = None
    count: HowMany = 1


def needs(facts: Facts, today: date, thresholds: Thresholds = AS_SHIPPED) -> tuple[Need, ...]:
    """The reasons a member needs attention today, the most pressing first; none when all is well."""
    found = (
        *_offers(facts, today, thresholds),
        *_careers_leader(facts, today, thresholds),
        *_statement(facts),
        *_result(facts, today, thresholds),
        *_silence(facts, today, thresholds),
    )
    return tuple(sorted(found, key=lambda one: _ORDER[one.reason]))


def _offers(facts: Facts, today: date, thresholds: Thresholds) -> tuple[Need, ...]:
    soonest = facts.next_unanswered
    if not facts.unanswered or soonest is None or soonest > today + thresholds.answer_before:
        return ()
    return (Need(reason=Concern.REQUESTS_UNANSWERED, on=soonest, count=facts.unanswered),)


def _careers_leader(facts: Facts, today: date, thresholds: Thresholds) -> tuple[Need, ...]:
    """Primary schools and adult services have no careers leader to be named."""
    if not facts.evaluated:
        return ()
    if facts.leader_since is None:
        untold = facts.vacant_since is None
        reason = Concern.LEADER_UNTOLD if untold else Concern.POST_VACANT
        return (Need(reason=reason, on=facts.vacant_since),)
    found = []
    if facts.leader_trained is False:
        found.append(Need(reason=Concern.LEADER_UNTRAINED, on=facts.leader_since))
    if facts.expires_on is not None and facts.expires_on <= today + thresholds.training_ahead:
        found.append(Need(reason=Concern.TRAINING_EXPIRES, on=facts.expires_on))
    return tuple(found)


def _statement(facts: Facts) -> tuple[Need, ...]:
    if facts.statement is Publication.MISSING:
        return (Need(reason=Concern.STATEMENT_MISSING),)
    if facts.statement in (Publication.OVERDUE, Publication.REVIEW_DUE):
        return (Need(reason=Concern.STATEMENT_OVERDUE, on=facts.review_due_on),)
    return ()


def _result(facts: Facts, today: date, thresholds: Thresholds) -> tuple[Need, ...]:
    if not facts.evaluated:
        return ()
    if facts.last_result is None:
        return (Need(reason=Concern.RESULT_MISSING),)
    if today - facts.last_result > thresholds.result_old:
        return (Need(reason=Concern.RESULT_OLD, on=facts.last_result),)
    return ()


def _silence(facts: Facts, today: date, thresholds: Thresholds) -> tuple[Need, ...]:
    if facts.told_this_year:
        return ()
    if today < first_day(academic_year_of(today)) + thresholds.year_settles:
        return ()
    return (Need(reason=Concern.NOTHING_TOLD, on=facts.last_told),)
