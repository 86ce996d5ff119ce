"""What a report is told of a hub, all of one state of the read model."""

from typing import Any

import asyncpg

from hub_core.access.scope import Scope, ScopeKind
from hub_core.membership.codes import WithdrawalReason
from hub_core.membership.events import (
    MemberWithdrawn,
)
from projections.hub_dashboard.aggregate import MONTHS
from projections.hub_dashboard.figures import HubReported
from projections.hub_dashboard.period import PeriodTold
from projections.hub_dashboard.queries import Queries
from projections.read_model import BeingUpdated
from tests.projections.hub_dashboard.small_town import (
    AUDITOR,
    EVERYTHING,
    MARCH,
    OCTOBER,
    A,
    B,
    C,
    dashboard,
    mid_march,
    runner,
)


async def test_what_is_reported_is_what_the_other_questions_answer(
    log: Any, town: Any, queries: Queries
) -> None:
    # A member the register has not told of yet, and one that left.
    await log.append(
        town.admitted("Nameless"),
        MemberWithdrawn(
            institution=town.id(C),
            hub=town.id("sea"),
            occurred_on=MARCH,
            reason=WithdrawalReason.AT_OWN_REQUEST,
        ),
    )
    await runner(log).catch_up()
    hub = town.id("sea")
    own = Scope(ScopeKind.HUB, str(hub))
    whole = await dashboard(queries)
    told = await queries.reported(hub, before=OCTOBER, scope=own)
    assert isinstance(told, HubReported)
    assert (told.academic_year, told.total, told.phases, told.encounters_by_month) == (
        whole.academic_year,
        whole.total,
        whole.phases,
        whole.encounters_by_month,
    )
    assert told.by_sector == whole.by_sector
    assert told.in_scope == await queries.in_scope(hub, scope=own)
    assert told.members == await queries.pressing(hub, scope=own)
    assert [one.name for one in told.members] == ["An institution", A, B]
    assert (told.total.members, told.total.eligible) == (3, 4)
    months = {"months": MONTHS, "of_year": (MONTHS,)}
    before = await queries.period(hub, "2025/26", as_at=OCTOBER, scope=own, **months)
    assert isinstance(before, PeriodTold)
    assert told.members_before == len(before.members)


async def test_what_is_folded_while_a_report_is_read_is_not_in_half_of_it(
    log: Any, town: Any, queries: Queries, database: str
) -> None:
    leaves = MemberWithdrawn(
        institution=town.id(A),
        hub=town.id("sea"),
        occurred_on=MARCH,
        reason=WithdrawalReason.AT_OWN_REQUEST,
    )

    class Meanwhile(asyncpg.Connection):  # type: ignore[misc]
        """One member leaves between the first two questions for rows."""

        asked = 0

        async def fetch(self, *asked: Any, **more: Any) -> Any:
            Meanwhile.asked += 1
            if Meanwhile.asked == 2:
                await log.append(leaves)
                await runner(log).catch_up()
            return await super().fetch(*asked, **more)

    async with asyncpg.create_pool(
        database, min_size=1, max_size=1, connection_class=Meanwhile
    ) as pool:
        asking = Queries(pool, policy=EVERYTHING, clock=mid_march)
        for members, told in ((3, [A, B, C]), (2, [B, C])):
            found = await asking.reported(town.id("sea"), before=OCTOBER, scope=AUDITOR)
            assert isinstance(found, HubReported)
            assert (found.total.members, found.total.eligible) == (members, 4)
            assert [one.name for one in found.members] == told


async def test_a_hub_of_a_moment_ago_is_not_reported_as_an_empty_one(
    town: Any, queries: Queries
) -> None:
    found = await queries.reported(town.id("unknown"), before=OCTOBER, scope=AUDITOR)
    assert found == BeingUpdated(position=19)
