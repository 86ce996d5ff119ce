"""What needs attention at a hub today, less what its people set aside, with whoever has each matter.

The rule: reasons follow from what is recorded and from the day; a decision takes one off the list only while
it holds.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

import msgspec
from litestar.exceptions import ServiceUnavailableException

from hub_core.academic_years import academic_year_of
from hub_core.access.scope import Scope
from hub_core.attention.decisions import Decision, Decisions
from hub_core.attention.keys import decisions_stream
from hub_core.attention.reasons import Facts, Need, needs
from hub_core.gatsby.edition import edition_in_use
from hub_core.log.repository import Looked
from projections.benchmark_progress.kept import KeptProgress
from projections.hub_dashboard.figures import MemberTold
from projections.read_model import BeingUpdated
from services.web.dashboard_queries import DashboardQueries
from services.web.hub_attention.facts import facts_of, last_results


class Matter(msgspec.Struct, frozen=True, kw_only=True):
    """One reason at one member; ``decision`` is set while it is set aside or closed."""

    member: MemberTold
    need: Need
    decision: Decision | None = None


def matters_of(
    members: Sequence[MemberTold],
    facts: Mapping[UUID, Facts],
    decided: Mapping[UUID, Decisions],
    *,
    today: date,
) -> list[Matter]:
    """Every reason of every member, member by member, the most pressing first."""
    found = []
    for member in members:
        known = decided.get(member.institution)
        for need in needs(facts[member.institution], today):
            decision = known.standing.get(need.reason) if known else None
            holds = decision is not None and decision.holds(need, today)
            found.append(Matter(member=member, need=need, decision=decision if holds else None))
    return found


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """What the read models say of a hub's members, by name, and of the day of each one's latest result."""

    members: Sequence[MemberTold]
    results: Mapping[UUID, date]


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """The members, and every matter of each."""

    members: Sequence[MemberTold]
    matters: Sequence[Matter]


async def told_today(
    hub: UUID,
    queries: DashboardQueries,
    progress: KeptProgress,
    *,
    scope: Scope,
    today: date,
) -> Told:
    """What the read models say. Raises ``ServiceUnavailableException`` while figures are built."""
    members = await queries.pressing(hub, scope=scope)
    standing = await progress.hub(
        hub, academic_year_of(today), edition_in_use(today), today=today, scope=scope
    )
    if isinstance(members, BeingUpdated) or isinstance(standing, BeingUpdated):
        raise ServiceUnavailableException("The figures are being put together.")
    return Told(members=members, results=last_results(standing))


async def found_today(looked: Looked, hub: UUID, told: Told, *, today: date) -> Found:
    """Every matter of the members of whom this was told, of the log as it was looked at after that."""
    facts = await facts_of(looked, told.members, told.results, today=today)
    matters = await as_decided(looked, hub, told.members, facts, today=today)
    return Found(members=told.members, matters=matters)


async def as_decided(
    looked: Looked,
    hub: UUID,
    members: Sequence[MemberTold],
    facts: Mapping[UUID, Facts],
    *,
    today: date,
) -> list[Matter]:
    """Every matter of these members with what the hub has decided about it."""
    streams = {one.institution: decisions_stream(hub, one.institution) for one in members}
    decided = await looked.read_many(Decisions, streams.values())
    by_member = {institution: decided[stream] for institution, stream in streams.items()}
    return matters_of(members, facts, by_member, today=today)
