"""Databases that many tests of one run share: they go with the run's servers."""

from uuid import uuid4

import asyncpg

from hub_core.database_roles import OWNER, SERVICES
from hub_core.embedded import Addresses, Servers
from hub_core.migrations import migrate
from services.platform.schema import HUB_SETS, open_to_services


async def fresh_addresses(servers: Servers, ledger_template: str, vault_template: str) -> Addresses:
    """The addresses of a hub on databases of its own, ready for projections."""
    name = await _copy(servers, ledger_template, owner=OWNER)
    postgres_url = servers.postgres.address(OWNER, name)
    await migrate(postgres_url, HUB_SETS)
    await open_to_services(postgres_url)
    return Addresses(
        postgres_url=postgres_url,
        vault_url=servers.postgres.address(
            "hub_vault", await _copy(servers, vault_template, owner="hub_vault")
        ),
        nats_url=servers.nats_url,
        services_url=servers.postgres.address(SERVICES, name),
    )


async def _copy(servers: Servers, template: str, *, owner: str) -> str:
    """The name of a new copy of a database, entered by whoever enters the real one."""
    name = f"shared_{uuid4().hex[:12]}"
    connection = await asyncpg.connect(servers.postgres.superuser_url)
    try:
        await connection.execute(f"CREATE DATABASE {name} TEMPLATE {template} OWNER {owner}")
        await connection.execute(f"REVOKE ALL ON DATABASE {name} FROM PUBLIC")
        if owner == OWNER:
            await connection.execute(f"GRANT CONNECT ON DATABASE {name} TO {SERVICES}")
    finally:
        await connection.close()
    return name
