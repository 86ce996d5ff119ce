"""Databases that many tests of one run share: they go with the run's servers."""

from uuid import uuid4

import asyncpg

from hub_core.embedded import Addresses, Servers
from hub_core.migrations import migrate
from services.platform.schema import HUB_SETS


async def fresh_addresses(servers: Servers, ledger_template: str, vault_template: str) -> Addresses:
    """The addresses of a hub on databases of its own, ready for projections."""
    postgres_url = await _copy(servers, ledger_template, owner="hub")
    await migrate(postgres_url, HUB_SETS)
    return Addresses(
        postgres_url=postgres_url,
        vault_url=await _copy(servers, vault_template, owner="hub_vault"),
        nats_url=servers.nats_url,
    )


async def _copy(servers: Servers, template: str, *, owner: str) -> str:
    name = f"shared_{uuid4().hex[:12]}"
    connection = await asyncpg.connect(servers.postgres.superuser_url)
    try:
        await connection.execute(f"CREATE DATABASE {name} TEMPLATE {template} OWNER {owner}")
    finally:
        await connection.close()
    return servers.postgres.address(owner, name)
