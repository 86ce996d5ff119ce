"""The fixtures every other test stands on."""

import asyncpg
from nats.aio.client import Client


async def test_each_test_has_a_database_of_its_own(empty_database: str) -> None:
    connection = await asyncpg.connect(empty_database)
    await connection.execute("CREATE TABLE mine (n int)")
    assert await connection.fetchval("SELECT current_user") == "hub"
    assert await connection.fetchval("SELECT rolsuper FROM pg_roles WHERE rolname = 'hub'") is False
    await connection.close()


async def test_ledger_and_vault_are_migrated_and_owned_by_their_roles(
    pool: asyncpg.Pool, vault_database: str
) -> None:
    assert await pool.fetchval("SELECT count(*) FROM ledger.events") == 0
    connection = await asyncpg.connect(vault_database)
    owners = "SELECT DISTINCT tableowner::text FROM pg_tables WHERE schemaname = 'vault'"
    assert await connection.fetchval(owners) == "hub_vault"
    await connection.close()


async def test_a_stream_of_its_own(nats: Client, stream_name: str) -> None:
    jetstream = nats.jetstream()
    await jetstream.add_stream(name=stream_name, subjects=[f"{stream_name}.>"])
    assert (await jetstream.publish(f"{stream_name}.a", b"x")).seq == 1
