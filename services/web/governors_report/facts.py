"""What the report to the governors rests on, read from the institution's own events and nothing else.

The rule: what was on the last measure date is compared only within one edition of the benchmarks, and
coverage only within one academic year, since it begins anew each September.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

import msgspec

from hub_core.academic_years import academic_year_of
from hub_core.attention.reasons import Need, needs
from hub_core.encounters.part import OF_PARTS, Part, PartStatus
from hub_core.evaluations.official_results import OfficialResults, results_stream
from hub_core.evaluations.standing import OfficialResult, in_order, last_measure_date, latest
from hub_core.gatsby.edition import edition_in_use
from hub_core.log.ledger import Ledger
from hub_core.log.of_institution import all_of_institution
from hub_core.log.repository import look
from hub_core.membership.institution import Institution
from hub_core.programme.programme import CareersProgramme, programme_stream
from hub_core.provider_access.request import OF_REQUESTS, AccessRequest
from hub_core.provider_access.statement import AccessStatement, Check, statement_stream
from hub_core.training.record import TrainingRecord, leader_trained, training_record_stream
from hub_core.vault.vault import Vault
from hub_core.workforce.register import Workforce, workforce_stream
from projections.benchmark_progress.answers import Progress
from projections.benchmark_progress.queries import Queries
from projections.hub_dashboard.figures import MemberTold
from services.web.hub_attention.facts import checked, member_facts, recorded
from services.web.staff_names import names_of_staff


class GovernorsFacts(msgspec.Struct, frozen=True, kw_only=True):
    """An institution today, and on the day progress was last ``measured``.

    ``before`` is its coverage on that day; None where another academic year or edition lies between.
    ``declared_before`` is the official result that stood on that day, of whatever edition it is. ``names``
    are those of whoever holds a post.
    """

    institution: Institution
    today: date
    measured: date
    now: Progress
    before: Progress | None
    declared: OfficialResult | None
    declared_before: OfficialResult | None
    needs: tuple[Need, ...]
    statement: Check
    requests: Sequence[AccessRequest]
    programme: CareersProgramme
    posts: Workforce
    leader_trained: bool | None
    names: Mapping[UUID, str]


async def governors_facts(
    ledger: Ledger, vault: Vault, queries: Queries, institution: Institution, *, today: date
) -> GovernorsFacts:
    """Everything the report shows."""
    at, measured = institution.id, last_measure_date(today)
    now, before = await _now_and_before(queries, at, today, measured)
    looked = await look(ledger)
    posts = await looked.read(Workforce, workforce_stream(at))
    record = await looked.read(TrainingRecord, training_record_stream(at))
    published = await looked.read(AccessStatement, statement_stream(at))
    statement = checked(institution, published, today=today)
    standing = (await looked.read(OfficialResults, results_stream(at))).standing
    results = in_order(standing.values())
    declared = latest(results, today)
    told = await _told(ledger, institution, now, today)
    facts = member_facts(
        told,
        recorded(posts, record, statement, today),
        declared.completed_on if declared else None,
    )
    programme = programme_stream(at, academic_year_of(today))
    return GovernorsFacts(
        institution=institution,
        today=today,
        measured=measured,
        now=now,
        before=before,
        declared=declared,
        declared_before=latest(results, measured),
        needs=needs(facts, today),
        statement=statement,
        requests=await all_of_institution(ledger, AccessRequest, at, OF_REQUESTS),
        programme=await looked.read(CareersProgramme, programme),
        posts=posts,
        leader_trained=leader_trained(posts.leader, record, today),
        names=await names_of_staff(posts, vault, _held(posts)),
    )


def _held(posts: Workforce) -> set[UUID]:
    """Everybody who holds a post."""
    leader = set() if posts.leader is None else {posts.leader.person}
    return leader | {*posts.advisers, *(person for person, _ in posts.colleagues)}


async def _now_and_before(
    queries: Queries, institution: UUID, today: date, measured: date
) -> tuple[Progress, Progress | None]:
    edition = edition_in_use(today)
    if academic_year_of(measured) != academic_year_of(today) or edition_in_use(measured) != edition:
        return await queries.progress(institution, edition, as_at=today), None
    now, before = await queries.on_days(institution, edition, (today, measured))
    return now, before


async def _told(ledger: Ledger, institution: Institution, now: Progress, today: date) -> MemberTold:
    parts = await all_of_institution(ledger, Part, institution.id, OF_PARTS)
    unanswered = [
        one.planned_for
        for one in parts
        if one.status is PartStatus.PROPOSED and one.planned_for >= today
    ]
    return MemberTold(
        institution=institution.id,
        name=institution.details.name,
        phase=institution.details.phase,
        told_this_year=not now.silent,
        last_told=None,
        unanswered=len(unanswered),
        next_unanswered=min(unanswered, default=None),
    )
