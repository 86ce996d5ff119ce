"""What the second fence costs: a hub's dashboard and a rebuild, with policies and without.

Peer: the same statements asked as the owner of the tables, whom policies do not concern, and a rebuild
into tables without policies. All in one run, in turn, the best of several rounds each.
"""

import time
from typing import Any

import asyncpg
import msgspec

import hub_core.contexts  # noqa: F401 - registers every event
from benchmarks.rebuild import TODAY, fill
from benchmarks.result import Report, report, result
from benchmarks.surroundings import bench_servers
from hub_core.academic_years import academic_year_of
from hub_core.access.scope import OVERVIEW, Scope, ScopeKind
from hub_core.log.ledger import Ledger
from hub_core.pools import open_pool
from projections import fence
from projections.hub_dashboard import statements
from projections.hub_dashboard.fold import PROJECTION
from projections.projection import Projection
from projections.read_model import statements_of
from projections.rebuild import rebuild

EVENTS = 300_000
ROUNDS = 5
QUESTIONS = 60
READ = statements_of("hub_dashboard")
#: Institutions of the hubs asked about: the nearest to each is taken.
SIZES = (40, 250)

_MEMBERS = """
select hub, count(*) as members from hub_dashboard.stays where until is null group by hub
order by abs(count(*) - $1) limit 1
"""


class Unfenced(Projection, frozen=True, kw_only=True):
    """The same read model without policies."""

    @property
    def policies(self) -> str:
        """None."""
        return ""


async def main() -> Report:
    """Measure and report."""
    async with (
        bench_servers() as servers,
        open_pool(servers.postgres_url, min_size=2, max_size=6) as pool,
        # One connection each, so that both keep the plans of their statements alike.
        open_pool(servers.services_url, min_size=1, max_size=1) as services,
        open_pool(servers.postgres_url, min_size=1, max_size=1) as owner,
    ):
        ledger = Ledger(pool)
        await fill(ledger, EVENTS)
        await pool.execute("vacuum analyze ledger.events")
        fenced, unfenced = await _rebuilds(ledger)
        found = [result("rebuild_with_policies", fenced, "events/s", peer=unfenced)]
        for size in SIZES:
            hub, members = await pool.fetchrow(_MEMBERS, size)
            scope = Scope(ScopeKind.HUB, str(hub))
            with_policies, without = await _in_turn(
                (services, _dashboard(hub, scope)), (owner, _dashboard(hub, None))
            )
            name = f"dashboard_of_{members}_institutions"
            found.append(result(name, with_policies, "questions/s", peer=without))
        with_policies, without = await _in_turn((services, _overview), (owner, _totals))
        found.append(result("overview", with_policies, "questions/s", peer=without))
    return report("rows", found)


async def _rebuilds(ledger: Ledger) -> tuple[float, float]:
    """Events a second into tables with policies and into tables without; the former stay."""
    fields = {name: getattr(PROJECTION, name) for name in PROJECTION.__struct_fields__}
    rates: dict[bool, list[float]] = {True: [], False: []}
    head = await ledger.head()
    for _ in range(3):
        for fenced in (False, True):
            projection = PROJECTION if fenced else Unfenced(**fields)
            began = time.perf_counter()
            await rebuild(projection, ledger=ledger, pool=ledger.pool)
            rates[fenced].append(head / (time.perf_counter() - began))
    return max(rates[True]), max(rates[False])


async def _in_turn(*ways: tuple[asyncpg.Pool, Any]) -> list[float]:
    """Questions a second of each way to ask: the best of several rounds."""
    best = [0.0 for _ in ways]
    for _ in range(ROUNDS):
        for number, (pool, ask) in enumerate(ways):
            async with pool.acquire() as connection:
                await ask(connection)
                began = time.perf_counter()
                for _ in range(QUESTIONS):
                    await ask(connection)
                rate = QUESTIONS / (time.perf_counter() - began)
            best[number] = max(best[number], rate)
    return best


def _dashboard(hub: Any, scope: Scope | None) -> Any:
    """Every statement of one dashboard, in one snapshot; without a scope as whoever signed in."""

    async def ask(connection: Any) -> None:
        year = academic_year_of(TODAY)
        async with connection.transaction(isolation="repeatable_read", readonly=True):
            if scope is None:
                await connection.fetchrow(READ.edition)
            else:
                await connection.fetchrow(READ.checkpoint, *fence.parameters(scope))
            members = await connection.fetch(statements.MEMBERS, hub, year, TODAY)
            await connection.fetch(statements.ELIGIBLE, TODAY, hub)
            await connection.fetch(statements.YEARS, hub, TODAY)
            await connection.fetch(statements.ACTIVITY, hub, 0, 20, TODAY)
        if not members:
            raise RuntimeError("the bench's hub has no members: it measures nothing")

    return ask


async def _overview(connection: Any) -> None:
    """The totals of every hub by way of the function, in the scope that may call it."""
    async with connection.transaction(isolation="repeatable_read", readonly=True):
        await connection.fetchrow(READ.checkpoint, *fence.parameters(OVERVIEW))
        if not await connection.fetch(statements.TILES, TODAY, academic_year_of(TODAY)):
            raise RuntimeError("the bench's overview is empty: it measures nothing")


async def _totals(connection: Any) -> None:
    """The same statement without the function."""
    async with connection.transaction(isolation="repeatable_read", readonly=True):
        await connection.fetchrow(READ.edition)
        await connection.execute("select set_config('hub.scope_kind', 'overview', true)")
        await connection.fetch(statements.TOTALS, TODAY, academic_year_of(TODAY))


if __name__ == "__main__":
    import asyncio

    print(msgspec.json.format(msgspec.json.encode(asyncio.run(main()))).decode())
