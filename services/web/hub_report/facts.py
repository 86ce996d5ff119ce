"""What a report to the steering group rests on, asked of the read models and the log.

The rule: it asks the questions the hub's other pages ask, so that no figure here can differ from theirs, and
each read model once, so that its figures agree with each other.
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
from hub_core.log.repository import Looked
from hub_core.membership.keys import membership_stream
from hub_core.membership.membership import Membership
from projections.benchmark_progress.kept import KeptProgress
from projections.benchmark_progress.standing import DeclaredResult, HubStanding
from projections.hub_dashboard.figures import HubReported, InScope
from projections.read_model import BeingUpdated
from services.web.dashboard_queries import DashboardQueries
from services.web.hub_attention.facts import last_results
from services.web.hub_attention.found import Matter, Told, found_today
from services.web.hub_members.view import Place, place_of


class ReportFigures(msgspec.Struct, frozen=True, kw_only=True):
    """What the read models say of a hub ``today``, and at the last ``measured`` date: ``results`` its
    members' latest ones by that day."""

    today: date
    measured: date
    dashboard: HubReported
    now: HubStanding
    results: Mapping[UUID, DeclaredResult]

    @property
    def rests_on(self) -> tuple[object, ...]:
        """All that may differ from one report of this hub and day to the next, as far as read models say."""
        return self.dashboard, self.now.institutions, self.results


class ReportFacts(ReportFigures, frozen=True, kw_only=True):
    """The same with what the log says. ``matters`` are all that need attention, with what the hub decided
    about them."""

    places: Mapping[UUID, Place]
    facts: Mapping[UUID, Facts]
    matters: Sequence[Matter]


async def report_figures(
    pool: asyncpg.Pool, queries: DashboardQueries, hub: UUID, *, today: date, scope: Scope
) -> ReportFigures | BeingUpdated:
    """What the read models say; ``BeingUpdated`` while the figures are being put together."""
    measured = last_measure_date(today)
    dashboard = await queries.reported(hub, before=measured, scope=scope)
    if isinstance(dashboard, BeingUpdated):
        return dashboard
    since = await KeptProgress(pool).hub_since(
        hub,
        academic_year_of(today),
        edition_in_use(today),
        today=today,
        since=measured,
        scope=scope,
    )
    if isinstance(since, BeingUpdated):
        return since
    return ReportFigures(
        today=today,
        measured=measured,
        dashboard=dashboard,
        now=since.standing,
        results=since.results,
    )


async def report_facts(looked: Looked, hub: UUID, figures: ReportFigures) -> ReportFacts:
    """Everything the report shows."""
    told = Told(members=figures.dashboard.members, results=last_results(figures.now))
    found = await found_today(looked, hub, told, today=figures.today)
    return ReportFacts(
        **msgspec.structs.asdict(figures),
        places=await _places(looked, hub, figures.dashboard.in_scope),
        facts=found.facts,
        matters=found.matters,
    )


async def _places(looked: Looked, hub: UUID, in_scope: Sequence[InScope]) -> Mapping[UUID, Place]:
    """Where each institution of the scope stands, kept by itself: it seldom changes."""

    async def read(looked: Looked) -> Mapping[UUID, Place]:
        streams = [membership_stream(one.institution) for one in in_scope]
        known = await looked.read_many(Membership, streams)
        return {
            one.institution: place_of(known[stream], hub)
            for one, stream in zip(in_scope, streams, strict=True)
        }

    return await looked.worked_out(("places", hub), in_scope, read)
