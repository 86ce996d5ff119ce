"""What the services' role cannot do, tried in SQL: step past the fence, write past the log, keep a scope."""

import asyncio
from datetime import date
from typing import Any
from uuid import uuid4

import asyncpg
import pytest

from hub_core.access.scope import OVERVIEW, Scope, ScopeKind
from hub_core.database_roles import APPEND, OWNER, SERVICES, NotListed, standing_of
from hub_core.embedded import Servers
from hub_core.log.ledger import Append, Ledger, Written
from hub_core.rosters.events import RollDeclared
from projections import fence
from projections.hub_dashboard.fold import PROJECTION
from projections.hub_dashboard.queries import Queries
from projections.read_model import ReadModel
from projections.rebuild import rebuild
from services.platform.schema import open_to_services

DENIED = asyncpg.InsufficientPrivilegeError


@pytest.fixture(scope="module")
async def place(shared: Any, town: Any) -> Any:
    """One hub with a school that met an employer."""
    await shared.log.append(
        town.hub("sea"), town.school("Ashbrook"), town.admitted("Ashbrook"), town.employer()
    )
    await rebuild(PROJECTION, ledger=shared.log.ledger, pool=shared.log.pool)
    return shared


@pytest.fixture
def services(place: Any) -> Any:
    """A connection as the services' role."""
    return place.services


async def test_the_role_has_no_way_past_the_fence(services: Any) -> None:
    standing = await standing_of(services, SERVICES)
    assert standing.behind_the_fence, standing.why
    assert not (await standing_of(services, OWNER)).behind_the_fence
    assert not (await standing_of(services, "postgres")).behind_the_fence


@pytest.mark.parametrize(
    "statement",
    [
        "alter table {build}.institution_years disable row level security",
        "alter table {build}.institution_years no force row level security",
        "alter role hub_services bypassrls",
        "drop policy own on {build}.institution_years",
        "create policy mine on {build}.institution_years using (true)",
        "set role hub",
        "set session authorization hub",
        "set role postgres",
        "grant hub to hub_services",
        "alter table {build}.institution_years owner to hub_services",
        "create or replace view hub_dashboard.stays as select * from {build}.stays",
        "create function hub_dashboard.own() returns int language sql return 1",
        "create function scope.is_any(text) returns boolean language sql return true",
        "create schema tried",
        "create table public.tried (n int)",
        "create temporary table stays (n int)",
        "select learners from {build}.encounters",
        "insert into {build}.stays select * from {build}.stays",
        "update {build}.institution_years set encounters = 0",
        "delete from {build}.activity",
        "truncate {build}.activity",
        "select * from projections.checkpoints",
        "select * from projections.parked",
        "insert into projections.checkpoints default values",
        "insert into ledger.events select * from ledger.events",
        "update ledger.events set topic = topic",
        "delete from ledger.events",
        "truncate ledger.events",
        "alter table ledger.events disable trigger all",
        "delete from ledger.claims",
        "insert into ledger.claims values ('company:1', gen_random_uuid())",
        "update ledger.commands set answer = ''",
        "insert into ledger.incarnation default values",
        "update audit.accesses set action = action",
        "delete from audit.accesses",
        "truncate audit.accesses",
        "insert into migrations.applied values ('ledger', 99, 'x', 'x')",
        "select pg_read_file('/etc/passwd')",
        "copy (select 1) to program 'true'",
    ],
)
async def test_the_role_is_refused(place: Any, services: Any, statement: str) -> None:
    build = await place.log.pool.fetchval(
        "select 'hub_dashboard_' || build from hub_dashboard.checkpoint"
    )
    async with services.transaction():
        # With a scope that opens every row, so that nothing but the role's own rights can refuse it.
        await services.fetchrow(f"select {fence.IN_SCOPE}", "auditor", "")
        try:
            async with services.transaction():
                found = await services.fetch(statement.format(build=build))
        except DENIED:
            return
        except asyncpg.FeatureNotSupportedError as refused:
            pytest.fail(f"refused for another reason: {refused}")
    pytest.fail(f"was not refused: {found}")


async def test_no_other_database_lets_it_in(place: Any, servers: Servers) -> None:
    with pytest.raises(DENIED):
        await asyncpg.connect(servers.postgres.address(SERVICES, "hub_vault"))


async def test_every_schema_of_the_database_is_listed(place: Any) -> None:
    """``fresh_addresses`` granted what is listed; a schema nobody lists would have been refused."""
    pool = place.log.pool
    await pool.execute("create schema forgotten")
    try:
        with pytest.raises(NotListed, match="what services may do in schema forgotten"):
            await open_to_services(place.addresses.postgres_url)
    finally:
        await pool.execute("drop schema forgotten")


async def test_it_appends_through_the_function_alone(place: Any, services: Any) -> None:
    async with asyncpg.create_pool(
        place.addresses.for_services().postgres_url, min_size=1, max_size=1
    ) as pool:
        event = place.log.new(_an_event())
        [outcome] = await Ledger(pool).append([Append(events=[event], envelope=b"{}")])
    assert isinstance(outcome, Written)
    settings = await services.fetchrow(
        "select prosecdef, proconfig from pg_catalog.pg_proc where oid = $1::regprocedure",
        f"ledger.{APPEND}",
    )
    assert settings["prosecdef"]
    assert "search_path=pg_catalog, pg_temp" in settings["proconfig"]


def _an_event() -> Any:
    return RollDeclared(institution=uuid4(), occurred_on=date(2025, 9, 10), roll={7: 30})


@pytest.mark.parametrize(
    "crafted",
    [
        "sea', true), set_config('hub.scope_kind', 'auditor",
        "sea'; select set_config('hub.scope_kind', 'auditor', false); --",
        "$1",
        "\\'; reset role; --",
    ],
)
async def test_no_parameter_can_set_another_scope(
    place: Any, services: Any, town: Any, crafted: str
) -> None:
    queries = Queries(place.log.pool)
    assert await queries.dashboard(crafted, scope=OVERVIEW) is None
    assert await queries.activity(crafted, scope=Scope(ScopeKind.EMPLOYER, str(uuid4()))) == []
    for kind in (ScopeKind.LOCAL_AUTHORITY, ScopeKind.NATIONAL):
        assert await _visible(services, Scope(kind, crafted)) == 0
    with pytest.raises(asyncpg.DataError):
        await _visible(services, Scope(ScopeKind.HUB, crafted))


async def _visible(connection: Any, scope: Scope) -> int:
    async with connection.transaction():
        await connection.fetchrow(f"select {fence.IN_SCOPE}", *fence.parameters(scope))
        found: int = await connection.fetchval("select count(*) from hub_dashboard.stays")
    return found


async def test_a_connection_carries_no_scope_to_the_next_question(place: Any, town: Any) -> None:
    """As the owner, too: the role goes with the transaction, and so does the scope."""
    for address in (place.addresses.postgres_url, place.addresses.for_services().postgres_url):
        async with asyncpg.create_pool(address, min_size=1, max_size=1) as pool:
            before = await _state(pool)
            queries = Queries(pool)
            assert await queries.dashboard("sea", scope=Scope(ScopeKind.AUDITOR)) is not None
            assert await _state(pool) == before
            await _cancelled_amid_a_query(pool, place.log.pool)
            assert await _state(pool) == before
            await _failed_amid_a_query(pool)
            assert await _state(pool) == before
            assert await queries.dashboard("sea", scope=OVERVIEW) is None


async def _state(pool: Any) -> tuple[str, str, str]:
    row = await pool.fetchrow(
        "select current_user::text, coalesce(current_setting('hub.scope_kind', true), ''), "
        "coalesce(current_setting('hub.scope_id', true), '')"
    )
    return tuple(row)


async def _cancelled_amid_a_query(pool: Any, watching: Any) -> None:
    """A reader goes away while PostgreSQL is at work for them."""

    async def ask() -> None:
        async with ReadModel(pool, "hub_dashboard").snapshot(Scope(ScopeKind.AUDITOR)) as (
            connection,
            _,
        ):
            await connection.fetch("select pg_sleep(600)")

    asking = asyncio.ensure_future(ask())
    async with asyncio.timeout(30):
        while not await watching.fetchval(_AT_WORK):  # noqa: ASYNC110 - it happens in the database
            await asyncio.sleep(0.01)
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking


_AT_WORK = (
    "select count(*) > 0 from pg_catalog.pg_locks l join pg_catalog.pg_class c on c.oid = l.relation "
    "join pg_catalog.pg_stat_activity a using (pid) "
    "where a.datname = current_database() and c.relname = 'checkpoint' and l.pid <> pg_backend_pid()"
)


async def _failed_amid_a_query(pool: Any) -> None:
    with pytest.raises(asyncpg.DivisionByZeroError):
        async with ReadModel(pool, "hub_dashboard").snapshot(Scope(ScopeKind.AUDITOR)) as (
            connection,
            _,
        ):
            await connection.fetch("select 1/0")
