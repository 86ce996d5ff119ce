"""What needs attention at a hub today, less what its people set aside, with whoever has each matter.

The rule: reasons follow from what is recorded and from the day; a decision takes one off the list only while
it holds.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple
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
from projections.kept_rows import KeptRows
from projections.read_model import BeingUpdated
from services.web.dashboard_queries import DashboardQueries
from services.web.hub_attention.facts import Recorded, last_results, member_facts, recorded_of


class Matter(msgspec.Struct, frozen=True, kw_only=True):
    """One reason at one member; ``decision`` is set while it is set aside or closed."""

    member: MemberTold
    need: Need
    decision: Decision | None = None


def matters_of(
    member: MemberTold, facts: Facts, decided: Decisions | None, *, today: date
) -> tuple[Matter, ...]:
    """Every reason of a member, the most pressing first."""
    found = []
    for need in needs(facts, today):
        decision = decided.standing.get(need.reason) if decided else None
        holds = decision is not None and decision.holds(need, today)
        found.append(Matter(member=member, need=need, decision=decision if holds else None))
    return tuple(found)


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """What the read models say of a hub's members, by name, and of the day of each one's latest result."""

    members: Sequence[MemberTold]
    results: Mapping[UUID, date]


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """The members, the facts about them, and every matter of each, member by member."""

    members: Sequence[MemberTold]
    facts: Mapping[UUID, Facts]
    matters: Sequence[Matter]


class _OfMember(NamedTuple):
    """One member's facts and matters."""

    institution: UUID
    facts: Facts
    matters: tuple[Matter, ...]


#: Of each member by what was told and recorded of it and decided about it.
_of_members: KeptRows[_OfMember] = KeptRows()


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
    """Every matter of the members of whom this was told, of the log as it was looked at after that.

    What the log says of them is kept by itself: figures change more often.
    """
    institutions = [one.institution for one in told.members]

    async def read(looked: Looked) -> dict[UUID, tuple[Recorded, Decisions]]:
        recorded = await recorded_of(looked, institutions, today=today)
        streams = [decisions_stream(hub, one) for one in institutions]
        decided = await looked.read_many(Decisions, streams)
        return {
            one: (recorded[one], decided[stream])
            for one, stream in zip(institutions, streams, strict=True)
        }

    known = await looked.worked_out(("recorded of members", hub, today), institutions, read)
    rows = [
        (one.institution, one, told.results.get(one.institution), *known[one.institution])
        for one in told.members
    ]
    found = _of_members.of((hub, today), rows, lambda row: _of_member(*row[1:], today=today))
    return Found(
        members=told.members,
        facts={one.institution: one.facts for one in found},
        matters=[matter for one in found for matter in one.matters],
    )


def _of_member(
    told: MemberTold,
    last_result: date | None,
    recorded: Recorded,
    decided: Decisions,
    *,
    today: date,
) -> _OfMember:
    facts = member_facts(told, recorded, last_result)
    return _OfMember(told.institution, facts, matters_of(told, facts, decided, today=today))
