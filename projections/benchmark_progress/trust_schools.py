"""The schools of a trust across hubs: where each stands, what its own streams say, and what they come to.

The rule: facts of the school and nobody's name; that a careers leader is trained is told, not who it is. A
school that said nothing is counted as silent, not as failing.
"""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

import msgspec

from hub_core.gatsby.setting import setting_of
from hub_core.log.ledger import Ledger
from hub_core.log.repository import read_many
from hub_core.membership.hub import Hub
from hub_core.membership.institution import Institution
from hub_core.provider_access.statement import AccessStatement, Publication, statement_stream
from hub_core.training.record import TrainingRecord, leader_trained, training_record_stream
from hub_core.workforce.register import Workforce, workforce_stream
from projections.benchmark_progress.kept import TrustSchool
from projections.benchmark_progress.standing import MemberStanding, mean_achieved


class HubOfSchool(msgspec.Struct, frozen=True, kw_only=True):
    """The hub a school is an active member of."""

    id: UUID
    name: str


class SchoolOfTrust(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """One open school of a trust. ``careersLeaderTrained`` is None where it told of no careers leader;
    ``reviewDueOn`` is of the access statement, None where there is none."""

    standing: MemberStanding
    hub: HubOfSchool | None
    careers_leader_trained: bool | None
    access_statement: Publication
    review_due_on: date | None


class TrustTotals(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What the schools come to. Of ``evaluated`` schools, whom an official result is asked of, ``declared``
    have one, ``results_over_a_year_old`` of them old; ``mean_achieved`` is of these. ``statements_due`` must
    publish an access statement; ``silent`` schools supplied no data this academic year."""

    schools: int
    evaluated: int
    declared: int
    results_over_a_year_old: int
    mean_achieved: float | None
    careers_leaders_trained: int
    without_careers_leader: int
    statements_due: int
    statements_missing: int
    silent: int


async def schools_of(
    ledger: Ledger, found: Sequence[TrustSchool], *, today: date
) -> tuple[tuple[SchoolOfTrust, ...], str]:
    """The schools that are open, in the order given, and what they call their trust; empty without any."""
    ids = [one.standing.institution for one in found]
    known = await read_many(ledger, Institution, ids)
    posts = await read_many(ledger, Workforce, map(workforce_stream, ids))
    records = await read_many(ledger, TrainingRecord, map(training_record_stream, ids))
    statements = await read_many(ledger, AccessStatement, map(statement_stream, ids))
    hubs = await read_many(ledger, Hub, {one.hub for one in found if one.hub is not None})
    schools, called = [], ""
    for one in found:
        id_ = one.standing.institution
        register = known[id_]
        if register.closed_on is not None:
            continue
        check = statements[statement_stream(id_)].check(setting_of(register.details), today=today)
        leader, record = posts[workforce_stream(id_)].leader, records[training_record_stream(id_)]
        called = called or register.details.trust_name or ""
        schools.append(
            SchoolOfTrust(
                standing=one.standing,
                hub=None if one.hub is None else HubOfSchool(id=one.hub, name=hubs[one.hub].name),
                careers_leader_trained=leader_trained(leader, record, today),
                access_statement=check.publication,
                review_due_on=check.review_due_on,
            )
        )
    return tuple(schools), called


def totals_of(schools: Sequence[SchoolOfTrust], today: date) -> TrustTotals:
    """What the schools come to today."""
    asked = [one.standing for one in schools if one.standing.is_evaluated]
    results = [one.declared for one in asked if one.declared is not None]
    statements = [one.access_statement for one in schools]
    trained = [one.careers_leader_trained for one in schools]
    return TrustTotals(
        schools=len(schools),
        evaluated=len(asked),
        declared=len(results),
        results_over_a_year_old=sum(one.is_old(today) for one in results),
        mean_achieved=mean_achieved(asked),
        careers_leaders_trained=trained.count(True),
        without_careers_leader=trained.count(None),
        statements_due=len(schools) - statements.count(Publication.NOT_ASKED),
        statements_missing=statements.count(Publication.MISSING),
        silent=sum(one.standing.evidenced is None for one in schools),
    )
