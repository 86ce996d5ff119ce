"""The two roles that work in the hub's own database, and what the services' role may do there.

The owner migrates, relays and projects; it owns every table and so passes row-level security by. The
services sign in as a role that owns nothing. The rule: what is not listed here the services' role
cannot do, and a schema that is not listed at all is refused, so that nothing is left open or shut by
oversight.
"""

from typing import Any

import msgspec

from hub_core.migrations import LOCK

#: Owns the hub's own database and every table in it.
OWNER = "hub"
#: Owns nothing; what services read and write, they do as this one.
SERVICES = "hub_services"

#: What services call themselves to PostgreSQL, by which ``hub doctor`` finds their sessions.
APPLICATION = "hub services"

READ = "select"
ADD = "select, insert"
CHANGE = "select, insert, update, delete"


class Privileges(msgspec.Struct, frozen=True, kw_only=True):
    """What the services' role may do in one schema.

    ``all_tables`` counts for every table and view of the schema, ``tables`` for those named, and
    ``functions`` may be called (signatures without the schema).
    """

    schema: str
    all_tables: str = ""
    tables: dict[str, str] = {}
    functions: tuple[str, ...] = ()


#: Appending a group of commands: the one way into the ledger.
APPEND = (
    "append(ledger.new_command [], ledger.new_event [], ledger.new_version [], "
    "ledger.new_claim [], ledger.new_claim [])"
)

#: One line a schema. Read models have no line: they are opened when they are built (``projections.tables``).
OF_THE_SERVICES: tuple[Privileges, ...] = (
    # Whether the database has the shape this release expects.
    Privileges(schema="migrations", tables={"applied": READ}),
    # Appending goes through the function, which runs as the owner: no row can be written past it.
    Privileges(
        schema="ledger",
        all_tables=READ,
        functions=(APPEND,),
    ),
    # What is set aside may be told of learners by its error, so workers alone read it; services see counts.
    Privileges(schema="projections", tables={"state": READ}),
    Privileges(schema="scope"),
    Privileges(schema="sessions", all_tables=CHANGE),
    Privileges(schema="machines", all_tables=CHANGE),
    Privileges(schema="links", all_tables=CHANGE),
    Privileges(schema="limits", all_tables=CHANGE),
    Privileges(schema="sync", all_tables=CHANGE),
    # The worker alone writes what it makes of the log; subscribers look it up.
    Privileges(schema="webhooks", all_tables=READ),
    # Figures that were published: services show them, the operator alone publishes.
    Privileges(schema="snapshots", tables={"files": READ, "made": READ}),
    # What others publish: the operator alone imports it.
    Privileges(schema="statistics", all_tables=READ),
    # Reads are recorded and never changed.
    Privileges(schema="audit", all_tables=ADD),
)

_LISTED = {privileges.schema: privileges for privileges in OF_THE_SERVICES}

CREATE_ROLE = (
    f"create role {SERVICES} login password '...'; "
    f"grant connect on database {{database}} to {SERVICES}; "
    f"grant {SERVICES} to {{owner}} with inherit false, set true;"
)


class RoleMissing(Exception):
    """The database server lacks the services' role, or this role may not put it on."""


class NotListed(Exception):
    """A schema of the database has no line here: a fault of the program."""


async def grant_to_services(connection: Any) -> None:
    """Give the services' role what is listed and take away whatever else it had; as the owner.

    Schemas of read models are left to who builds them. Raises ``RoleMissing`` and ``NotListed``;
    nothing is changed then.
    """
    await _check_role(connection)
    async with connection.transaction():
        # Two at once would change the same rows of the catalogue, which one of them may not.
        await connection.execute("select pg_advisory_xact_lock($1)", LOCK)
        for schema in await _schemas(connection):
            if schema not in _LISTED:
                raise NotListed(
                    f"Nobody has said what services may do in schema {schema}. Give it a line in "
                    "hub_core/database_roles.py."
                )
            await _grant(connection, _LISTED[schema])


async def _check_role(connection: Any) -> None:
    if not await connection.fetchval(_MAY_PUT_ON, SERVICES):
        database, owner = await connection.fetchrow("select current_database(), current_user")
        raise RoleMissing(
            f"The database server has no role {SERVICES} that {owner} may put on. "
            f"As a superuser, run: {CREATE_ROLE.format(database=database, owner=owner)}"
        )


async def _schemas(connection: Any) -> list[str]:
    """Schemas of ours; those of read models and their builds left out."""
    built = await connection.fetchval("select to_regclass('projections.checkpoints') is not null")
    names = [row[0] for row in await connection.fetch(_SCHEMAS)]
    of_builds = {row[0] for row in await connection.fetch(_BUILT)} if built else set()
    return [name for name in names if name not in of_builds]


async def _grant(connection: Any, privileges: Privileges) -> None:
    schema = privileges.schema
    statements = [f"revoke all on all tables in schema {schema} from {SERVICES}, public"]
    granted = [(f"all tables in schema {schema}", privileges.all_tables)] * bool(
        privileges.all_tables
    )
    granted += [(f"{schema}.{table}", what) for table, what in privileges.tables.items()]
    granted += [(f"function {schema}.{one}", "execute") for one in privileges.functions]
    if granted:
        statements.append(f"grant usage on schema {schema} to {SERVICES}")
    statements += [f"grant {what} on {where} to {SERVICES}" for where, what in granted]
    if "insert" in privileges.all_tables:
        statements.append(f"grant usage on all sequences in schema {schema} to {SERVICES}")
    await connection.execute("; ".join(statements))


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """Whether a role stands behind the fence of row-level security, and if not, why."""

    role: str
    behind_the_fence: bool
    why: str = ""


async def standing_of(connection: Any, role: str) -> Standing:
    """Whether this role could read rows past their policies: by attribute, or by what it owns."""
    if await connection.fetchval(_PASSES_BY_ATTRIBUTE, role):
        why = "it is a superuser or has BYPASSRLS"
    elif owner := await connection.fetchval(_OWNED_TABLES, role):
        why = f"it can act as {owner}, which owns the tables"
    else:
        return Standing(role=role, behind_the_fence=True)
    return Standing(role=role, behind_the_fence=False, why=why)


#: Roles that services are signed in as at this moment.
SIGNED_IN = (
    "select distinct usename from pg_catalog.pg_stat_activity "
    "where datname = current_database() and application_name = $1 and usename is not null"
)

#: Null where there is no such role.
_MAY_PUT_ON = (
    "select pg_has_role(current_user, oid, 'set') from pg_catalog.pg_roles where rolname = $1"
)
_SCHEMAS = (
    "select nspname from pg_catalog.pg_namespace "
    "where nspname !~ '^pg_' and nspname not in ('information_schema', 'public') order by nspname"
)
_BUILT = (
    "select projection from projections.checkpoints "
    "union select projection || '_' || build from projections.checkpoints"
)
_PASSES_BY_ATTRIBUTE = "select rolsuper or rolbypassrls from pg_catalog.pg_roles where rolname = $1"
_OWNED_TABLES = """
select distinct pg_get_userbyid(t.relowner)
from pg_catalog.pg_class t
join pg_catalog.pg_namespace n on n.oid = t.relnamespace
where t.relkind in ('r', 'v', 'm') and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
    and pg_has_role($1, t.relowner, 'member')
limit 1
"""
