"""What is known of each school of a trust: from its own streams, beside where it stands with the benchmarks.

The rule: facts of the school and nobody's name; that a careers leader is trained is told, not who it is.
"""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

import msgspec

from hub_core.gatsby.setting import setting_of
from hub_core.log.ledger import Ledger
from hub_core.log.repository import load_many
from hub_core.membership.hub import Hub
from hub_core.membership.institution import Institution
from hub_core.provider_access.statement import AccessStatement, Publication, statement_stream
from hub_core.training.record import TrainingRecord, leader_trained, training_record_stream
from hub_core.workforce.register import Workforce, workforce_stream
from projections.benchmark_progress.kept import TrustSchool
from projections.benchmark_progress.standing import MemberStanding


class School(msgspec.Struct, frozen=True, kw_only=True):
    """One school: ``hub`` is the name of the one it is an active member of, empty without one;
    ``leader_trained`` is None where there is no careers leader."""

    standing: MemberStanding
    trust: str
    hub: str
    leader_trained: bool | None
    statement: Publication


async def schools_of(
    ledger: Ledger, found: Sequence[TrustSchool], *, today: date
) -> tuple[School, ...]:
    """The schools that are open, with what their streams say today, in the order given."""
    ids = [one.standing.institution for one in found]
    known = await load_many(ledger, Institution, ids)
    posts = await load_many(ledger, Workforce, map(workforce_stream, ids))
    records = await load_many(ledger, TrainingRecord, map(training_record_stream, ids))
    statements = await load_many(ledger, AccessStatement, map(statement_stream, ids))
    hubs = await load_many(ledger, Hub, {one.hub for one in found if one.hub is not None})
    schools = []
    for one in found:
        id_: UUID = one.standing.institution
        register = known[id_]
        if register.closed_on is None:
            check = statements[statement_stream(id_)].check(
                setting_of(register.details), today=today
            )
            leader, record = (
                posts[workforce_stream(id_)].leader,
                records[training_record_stream(id_)],
            )
            schools.append(
                School(
                    standing=one.standing,
                    trust=register.details.trust_name or "",
                    hub="" if one.hub is None else hubs[one.hub].name,
                    leader_trained=leader_trained(leader, record, today),
                    statement=check.publication,
                )
            )
    return tuple(schools)
