"""What a report to the steering group rests on, asked of the read models and the log.

The rule: it asks the questions the hub's other pages ask, so that no figure here can differ from theirs.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

import asyncpg
import msgspec

from hub_core.academic_years import academic_year_of
from hub_core.access.scope import Scope
from hub_core.attention.reasons import Facts
from hub_core.evaluations.standing import last_measure_date
from hub_core.gatsby.edition import edition_in_use
from hub_core.log.ledger import Ledger
from hub_core.log.repository import look
from hub_core.membership.keys import membership_stream
from hub_core.membership.membership import Membership
from projections.benchmark_progress.kept import KeptProgress
from projections.benchmark_progress.standing import HubStanding
from projections.hub_dashboard.aggregate import MONTHS
from projections.hub_dashboard.figures import HubDashboard, InScope, MemberTold
from projections.hub_dashboard.period import PeriodTold
from projections.hub_dashboard.queries import Queries
from projections.read_model import BeingUpdated
from services.web.dashboard_queries import DashboardQueries
from services.web.hub_attention.facts import facts_of
from services.web.hub_attention.found import Matter, as_decided
from services.web.hub_members.view import Place, place_of


class ReportFigures(msgspec.Struct, frozen=True, kw_only=True):
    """What the read models say of a hub now, and at the last ``measured`` date: ``then`` its members' results
    by that day, ``before`` who was a member on it."""

    measured: date
    dashboard: HubDashboard
    now: HubStanding
    then: HubStanding
    before: PeriodTold
    in_scope: Sequence[InScope]
    members: Sequence[MemberTold]


class ReportFacts(ReportFigures, frozen=True, kw_only=True):
    """A hub today. ``matters`` are all that need attention, with what the hub decided about them."""

    today: date
    places: Mapping[UUID, Place]
    facts: Mapping[UUID, Facts]
    matters: Sequence[Matter]


async def report_facts(
    ledger: Ledger,
    pool: asyncpg.Pool,
    queries: DashboardQueries,
    hub: UUID,
    slug: str,
    *,
    today: date,
    scope: Scope,
) -> ReportFacts | BeingUpdated:
    """Everything the report shows; ``BeingUpdated`` while the figures are being put together."""
    figures = await _figures(pool, queries, hub, slug, today=today, scope=scope)
    if isinstance(figures, BeingUpdated):
        return figures
    looked = await look(ledger)
    known = await looked.read_many(
        Membership, (membership_stream(one.institution) for one in figures.in_scope)
    )
    facts = await facts_of(looked, figures.members, figures.now, today=today)
    return ReportFacts(
        **msgspec.structs.asdict(figures),
        today=today,
        places={
            one.institution: place_of(known[membership_stream(one.institution)], hub)
            for one in figures.in_scope
        },
        facts=facts,
        matters=await as_decided(looked, hub, figures.members, facts, today=today),
    )


async def _figures(
    pool: asyncpg.Pool,
    queries: DashboardQueries,
    hub: UUID,
    slug: str,
    *,
    today: date,
    scope: Scope,
) -> ReportFigures | BeingUpdated:
    measured = last_measure_date(today)
    dashboard = await queries.dashboard(slug, None, None, scope=scope)
    now = await _standing(pool, hub, today, scope)
    then = await _standing(pool, hub, measured, scope)
    before = await Queries(pool).period(
        hub, academic_year_of(measured), MONTHS, of_year=(MONTHS,), as_at=measured, scope=scope
    )
    in_scope = await queries.in_scope(hub, scope=scope)
    members = await queries.pressing(hub, scope=scope)
    for one in (now, then, before, in_scope, members, dashboard):
        if isinstance(one, BeingUpdated):
            return one
    if dashboard is None:  # a hub of a moment ago, which the figures do not know yet
        return BeingUpdated(position=0)
    assert isinstance(dashboard, HubDashboard)
    assert isinstance(now, HubStanding)
    assert isinstance(then, HubStanding)
    assert isinstance(before, PeriodTold)
    assert not isinstance(in_scope, BeingUpdated)
    assert not isinstance(members, BeingUpdated)
    return ReportFigures(
        measured=measured,
        dashboard=dashboard,
        now=now,
        then=then,
        before=before,
        in_scope=in_scope,
        members=members,
    )


async def _standing(
    pool: asyncpg.Pool, hub: UUID, day: date, scope: Scope
) -> HubStanding | BeingUpdated:
    return await KeptProgress(pool).hub(
        hub, academic_year_of(day), edition_in_use(day), today=day, scope=scope
    )
