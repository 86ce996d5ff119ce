"""Connections go back to their pool without a word to the server, and take no transaction with them."""

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
