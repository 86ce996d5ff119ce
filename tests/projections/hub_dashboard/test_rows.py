"""The second fence: what PostgreSQL itself gives the services' role, table by table and scope by scope.

Every test speaks SQL as that role. The tables come from the catalogue, so a new one is tested as soon as
it is there, and a table nobody has thought about fails here.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from hub_core.access import trust
from hub_core.access.scope import NOTHING, OVERVIEW, Scope, ScopeKind
from hub_core.database_roles import SERVICES
from hub_core.membership import events as m
from hub_core.membership.codes import WithdrawalReason
from hub_core.reference.activities import ActivityType
from hub_core.reference.service_phases import ServicePhase
from projections import fence
from projections.hub_dashboard.fold import PROJECTION
from projections.rebuild import rebuild

MINE, YOURS, FREE = "Ashbrook Academy", "Birchwood School", "Carrow College"
ACME, OTHER = "Hartley Engineering", "Vale Homes"
SEPTEMBER, OCTOBER = date(2025, 9, 2), date(2025, 10, 6)

#: The tables that hold what is not public, and by what their rows belong to somebody.
BY_INSTITUTION = (
    "stays",
    "scope_choices",
    "encounters",
    "own_meetings",
    "institution_years",
    "activity",
)
PUBLIC = ("institutions", "hubs")
CATALOGUE = ("employers",)
TABLES = (*BY_INSTITUTION, *PUBLIC, *CATALOGUE)


@pytest.fixture(scope="module")
async def place(shared: Any, town: Any) -> Any:
    """Two hubs with a school each and a college in none; nobody changes it."""
    await shared.log.append(*_story(town))
    await rebuild(PROJECTION, ledger=shared.log.ledger, pool=shared.log.pool)
    return shared


@pytest.fixture
def services(place: Any) -> Any:
    """A connection as the services' role."""
    return place.services


@pytest.fixture
def owner(place: Any) -> Any:
    """Connections as the owner."""
    return place.log.pool


def _story(town: Any) -> list[Any]:
    told = []
    for hub, area, school, employer in (
        ("sea", "202", MINE, ACME),
        ("hill", "204", YOURS, OTHER),
        (None, "205", FREE, OTHER),
    ):
        details = m.InstitutionDetails(
            name=school, phase=ServicePhase.SECONDARY, local_authority=area, trust_id=f"1{area}"
        )
        told.append(
            m.InstitutionRegistered(
                institution=town.id(school), occurred_on=SEPTEMBER, details=details
            )
        )
        if hub is not None:
            told += [town.hub(hub, areas=(area,)), town.employer(employer)]
            told.append(town.admitted(school, hub))
            told.append(
                m.InstitutionIncludedInScope(
                    hub=town.id(hub), institution=town.id(school), occurred_on=SEPTEMBER
                )
            )
        told.append(town.confirmed("talk", school, OCTOBER, range(40), employer=employer))
        visit = {"type": ActivityType.WORKPLACE_VISIT, "employer": town.id(employer)}
        told.append(town.recorded(f"visit {school}", school, OCTOBER, range(20), **visit))
    return told


@asynccontextmanager
async def asking(connection: Any, scope: Scope) -> AsyncIterator[None]:
    """Ask in a scope, as the queries do."""
    async with connection.transaction(readonly=True):
        await connection.fetchrow(f"select {fence.IN_SCOPE}", *fence.parameters(scope))
        yield


async def rows(connection: Any, table: str, scope: Scope, column: str = "institution") -> set[UUID]:
    """Whose rows a table gives in a scope."""
    async with asking(connection, scope):
        found = await connection.fetch(f"select distinct {column} from hub_dashboard.{table}")
    return {row[0] for row in found}


async def builds(pool: Any) -> list[str]:
    """The schemas that hold tables of the read model."""
    return [
        row[0]
        for row in await pool.fetch(
            "select distinct schemaname::text from pg_catalog.pg_tables "
            "where schemaname like 'hub\\_dashboard\\_%'"
        )
    ]


async def test_the_tables_here_are_those_there_are(owner: Any) -> None:
    found = await owner.fetch(
        "select viewname::text from pg_catalog.pg_views where schemaname = 'hub_dashboard'"
    )
    assert {row[0] for row in found} == {*TABLES, "checkpoint"}


async def test_every_table_of_every_build_is_fenced(place: Any, owner: Any) -> None:
    await rebuild(
        PROJECTION, ledger=place.log.ledger, pool=owner
    )  # a second build beside the first
    schemas = await builds(owner)
    assert len(schemas) == 2
    found = await owner.fetch(
        """
        select n.nspname || '.' || t.relname as name, t.relrowsecurity as fenced,
            (select count(*) from pg_catalog.pg_policy p where p.polrelid = t.oid) as policies,
            (select bool_and(p.polcmd = 'r' and p.polpermissive) from pg_catalog.pg_policy p
             where p.polrelid = t.oid) as reading_only,
            pg_get_userbyid(t.relowner) as owner
        from pg_catalog.pg_class t
        join pg_catalog.pg_namespace n on n.oid = t.relnamespace
        where n.nspname = any($1) and t.relkind in ('r', 'p', 'm')
        """,
        schemas,
    )
    assert len(found) == 2 * len(TABLES)
    for table in found:
        assert table["fenced"], table["name"]
        assert table["policies"] > 0, table["name"]
        assert table["reading_only"], table["name"]
        assert table["owner"] != SERVICES, table["name"]


async def test_every_view_asks_as_whoever_reads_it(owner: Any) -> None:
    found = await owner.fetch(
        "select relname::text, coalesce(reloptions, '{}') as options from pg_catalog.pg_class "
        "where relnamespace = 'hub_dashboard'::regnamespace and relkind in ('v', 'm')"
    )
    lax = {row[0] for row in found if "security_invoker=true" not in row[1]}
    assert lax == {"checkpoint"}


async def test_every_policy_reads_the_scope_once_a_statement(owner: Any) -> None:
    policies = await owner.fetch(
        "select tablename || ' ' || policyname, qual from pg_catalog.pg_policies "
        "where schemaname like 'hub\\_dashboard\\_%'"
    )
    assert policies
    for name, condition in policies:
        assert condition.count("scope.") == condition.count("( SELECT scope."), name


@pytest.mark.parametrize("table", TABLES)
async def test_without_a_scope_there_are_no_rows(services: Any, owner: Any, table: str) -> None:
    assert await owner.fetchval(f"select count(*) from hub_dashboard.{table}") > 0
    for schema in ("hub_dashboard", *await builds(owner)):
        assert await services.fetchval(f"select count(*) from {schema}.{table}") == 0


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize(
    "scope",
    [NOTHING, OVERVIEW, Scope(ScopeKind.HUB), Scope(ScopeKind.EMPLOYER)],
    ids=lambda scope: scope.kind.value,
)
async def test_a_scope_without_an_organisation_opens_no_private_row(
    services: Any, table: str, scope: Scope
) -> None:
    async with asking(services, scope):
        found = await services.fetchval(f"select count(*) from hub_dashboard.{table}")
    public = PUBLIC + (CATALOGUE if scope.kind is ScopeKind.HUB else ())
    open_to_it = scope.kind not in (ScopeKind.NOTHING, ScopeKind.OVERVIEW) and table in public
    assert bool(found) == open_to_it


@pytest.mark.parametrize("kind", ["", "HUB", "hub ", "owner", "postgres", "true", "*"])
async def test_a_scope_nobody_knows_opens_nothing(services: Any, kind: str) -> None:
    for table in TABLES:
        async with services.transaction():
            await services.fetchrow(f"select {fence.IN_SCOPE}", kind, "202")
            assert await services.fetchval(f"select count(*) from hub_dashboard.{table}") == 0


def _scopes(town: Any, school: str, hub: str, area: str) -> dict[str, Scope]:
    return {
        "hub": Scope(ScopeKind.HUB, str(town.id(hub))),
        "institution": Scope(ScopeKind.INSTITUTION, str(town.id(school))),
        "trust": Scope(ScopeKind.TRUST, str(trust(f"1{area}").id)),
        "local_authority": Scope(ScopeKind.LOCAL_AUTHORITY, area),
    }


#: What each scope reads nothing of at all.
NOT_FOR = {("trust", "scope_choices"), ("local_authority", "scope_choices")}


@pytest.mark.parametrize("kind", ["hub", "institution", "trust", "local_authority"])
@pytest.mark.parametrize("table", BY_INSTITUTION)
async def test_a_scope_opens_its_own_rows_and_nobody_elses(
    services: Any, town: Any, table: str, kind: str
) -> None:
    mine, yours = {town.id(MINE)}, {town.id(YOURS)}
    if (kind, table) in NOT_FOR:
        mine = yours = set()
    assert await rows(services, table, _scopes(town, MINE, "sea", "202")[kind]) == mine
    assert await rows(services, table, _scopes(town, YOURS, "hill", "204")[kind]) == yours
    stranger = _scopes(town, "Nowhere", "nowhere", "999")[kind]
    assert await rows(services, table, stranger) == set()


async def test_an_employer_reads_its_own_encounters_and_no_figures(
    services: Any, town: Any
) -> None:
    own = Scope(ScopeKind.EMPLOYER, str(town.id(ACME)))
    for table in ("encounters", "activity", "employers"):
        assert await rows(services, table, own, "employer") == {town.id(ACME)}, table
    for table in ("stays", "scope_choices", "institution_years"):
        assert await rows(services, table, own) == set(), table


@pytest.mark.parametrize("table", TABLES)
async def test_the_register_is_open_to_the_national_body_and_no_figure_is(
    services: Any, table: str
) -> None:
    async with asking(services, Scope(ScopeKind.NATIONAL)):
        found = await services.fetchval(f"select count(*) from hub_dashboard.{table}")
    assert bool(found) == (table in PUBLIC)


@pytest.mark.parametrize("table", TABLES)
async def test_the_platforms_own_read_everything_but_an_administrator_no_encounter(
    services: Any, owner: Any, table: str
) -> None:
    whole = await owner.fetchval(f"select count(*) from hub_dashboard.{table}")
    for kind in (ScopeKind.AUDITOR, ScopeKind.ADMINISTRATOR):
        async with asking(services, Scope(kind)):
            found = await services.fetchval(f"select count(*) from hub_dashboard.{table}")
        hidden = kind is ScopeKind.ADMINISTRATOR and table in ("encounters", "own_meetings")
        assert found == (0 if hidden else whole), kind


async def test_the_totals_of_every_hub_are_for_the_overview_alone(services: Any, town: Any) -> None:
    totals = "select slug, members, encounters from hub_dashboard.totals('2026-03-01', '2025/26')"
    async with asking(services, OVERVIEW):
        found = {tuple(row) for row in await services.fetch(totals)}
    assert found == {("sea", 1, 1), ("hill", 1, 1)}
    for kind in set(ScopeKind) - {ScopeKind.OVERVIEW}:
        async with asking(services, Scope(kind, str(town.id("sea")))):
            assert await services.fetch(totals) == [], kind
    assert await services.fetch(totals) == []


async def test_a_former_member_leaves_its_finished_years_behind_and_nothing_else(
    log: Any, town: Any
) -> None:
    """Figures are dated: a year over while it was a member stays in that hub's totals of that year."""
    early = date(2024, 9, 2)
    past = "Dale School"
    await log.append(
        *_story(town),
        town.school(past),
        m.MemberAdmitted(institution=town.id(past), hub=town.id("sea"), occurred_on=early),
        town.confirmed("then", past, date(2024, 10, 7), range(30)),
        town.confirmed("last", past, OCTOBER, range(30)),
        m.MemberWithdrawn(
            institution=town.id(past),
            hub=town.id("sea"),
            occurred_on=date(2026, 1, 5),
            reason=WithdrawalReason.OTHER,
        ),
        m.MemberAdmitted(
            institution=town.id(past), hub=town.id("hill"), occurred_on=date(2026, 1, 5)
        ),
    )
    await rebuild(PROJECTION, ledger=log.ledger, pool=log.pool)
    years = "select academic_year from hub_dashboard.institution_years where institution = $1"

    async def seen(hub: str) -> set[str]:
        scope = Scope(ScopeKind.HUB, str(town.id(hub)))
        async with log.pool.acquire() as connection, asking(connection, scope):
            return {row[0] for row in await connection.fetch(years, town.id(past))}

    assert await seen("sea") == {"2024/25"}
    assert await seen("hill") == {"2024/25", "2025/26"}
    before = Scope(ScopeKind.HUB, str(town.id("sea")))
    for table in ("encounters", "activity"):
        async with log.pool.acquire() as connection:
            assert town.id(past) not in await rows(connection, table, before), table


async def test_learner_sets_are_out_of_reach_of_the_services(services: Any, owner: Any) -> None:
    schema = (await builds(owner))[-1]
    for column in ("learners", "counts", "checks"):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await services.fetch(f"select {column} from {schema}.encounters")
        with pytest.raises(asyncpg.UndefinedColumnError):
            await services.fetch(f"select {column} from hub_dashboard.encounters")


async def test_the_plan_asks_for_the_scope_before_the_rows(services: Any, town: Any) -> None:
    """Every call of ``scope.…`` stands in an initial plan, which PostgreSQL works out once."""
    async with asking(services, Scope(ScopeKind.HUB, str(town.id("sea")))):
        plan = await services.fetch(
            "explain (verbose) select * from hub_dashboard.institution_years"
        )
    lines = [row[0] for row in plan]
    filters = [line for line in lines if "Filter:" in line or "Cond:" in line]
    assert filters
    assert not [line for line in filters if "current_setting" in line or "scope." in line]
    assert any("InitPlan" in line for line in lines)
