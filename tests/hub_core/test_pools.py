"""Connections go back to their pool without a word to the server, and take no transaction with them."""

import asyncio

import asyncpg
import pytest

from hub_core.pools import open_pool


async def test_a_connection_goes_back_without_a_word(database: str) -> None:
    async with open_pool(database, min_size=1, max_size=1) as pool:
        backend = await pool.fetchval("select pg_backend_pid() as the_last_word")
        async with open_pool(database, min_size=1, max_size=1) as other:
            last = await other.fetchval(
                "select query from pg_stat_activity where pid = $1", backend
            )
    assert "the_last_word" in last


async def test_a_transaction_left_open_is_rolled_back(database: str) -> None:
    async with open_pool(database, min_size=1, max_size=1) as pool:
        before = await pool.fetchval("show work_mem")
        async with pool.acquire() as connection:
            await connection.execute("begin")
            await connection.execute("set local work_mem = '99MB'")
            assert await connection.fetchval("show work_mem") != before
        assert await pool.fetchval("show work_mem") == before


async def test_a_statement_given_up_is_stopped_before_anybody_else_has_its_connection(
    database: str,
) -> None:
    async with open_pool(database, min_size=1, max_size=1) as pool:
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(pool.execute("select pg_sleep(600)"), timeout=0.2)
        assert await pool.fetchval("select 1") == 1


async def test_whoever_waits_has_a_connection_as_soon_as_one_is_back(database: str) -> None:
    async with open_pool(database, min_size=1, max_size=2) as pool:
        backends = await asyncio.gather(
            *(pool.fetchval("select pg_backend_pid()") for _ in range(20))
        )
        assert len(set(backends)) <= 2
        assert pool.get_idle_size() == pool.get_size()


async def test_what_was_given_back_can_be_used_no_more(database: str) -> None:
    async with open_pool(database, min_size=1, max_size=1) as pool:
        async with pool.acquire() as connection:
            pass
        with pytest.raises(asyncpg.InterfaceError, match="released back"):
            await connection.fetchval("select 1")
        await pool.release(connection)  # twice is once
        assert await pool.fetchval("select 1") == 1


async def test_a_connection_that_broke_is_replaced(database: str) -> None:
    async with open_pool(database, min_size=1, max_size=1) as pool:
        async with pool.acquire() as connection:
            first = await connection.fetchval("select pg_backend_pid()")
            connection.terminate()
        assert await pool.fetchval("select pg_backend_pid()") != first
