"""Servers and databases for a bench: its own, in a folder that is gone afterwards."""

import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import asyncpg

from hub_core.embedded import Servers, embedded_servers
from hub_core.messaging.accounts import Account, User
from hub_core.migrations import MigrationSet, migrate
from projections.checkpoints import MIGRATIONS as PROJECTIONS

#: Streams of a bench's own are in an account of their own, as the log is in its.
BENCH_USER = User(name="bench", password="of-this-bench", unlimited=True)
BENCH = Account(name="BENCH", users=(BENCH_USER,), jetstream=True)

LEDGER = MigrationSet(name="ledger", package="hub_core.log")


@asynccontextmanager
async def bench_servers() -> AsyncIterator[Servers]:
    """PostgreSQL and nats-server with the ledger's and the projections' tables in ``hub``."""
    with tempfile.TemporaryDirectory(prefix="hub-bench-") as folder:
        async with embedded_servers(Path(folder), nats_accounts=(BENCH,)) as servers:
            await migrate(servers.postgres_url, (LEDGER, PROJECTIONS))
            yield servers


def bench_url(servers: Servers) -> str:
    """The way into the account of the bench's own."""
    return servers.nats.address("bench", "of-this-bench")


async def fresh_database(servers: Servers, name: str) -> str:
    """An empty database for a peer, on the same server; returns its address."""
    connection = await asyncpg.connect(servers.postgres.superuser_url)
    try:
        await connection.execute(f"create database {name} owner hub")
    finally:
        await connection.close()
    return servers.postgres.address("hub", name)
