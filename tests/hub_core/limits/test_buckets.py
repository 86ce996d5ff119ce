"""A budget gives what it promises and no more, whoever counts and however many processes do."""

import asyncio
import sys
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import asyncpg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hub_core.limits import Buckets, Budget, Spender, budgets

NOON = datetime(2026, 2, 11, 12, 0, tzinfo=UTC)


def _budget(burst: int, per_minute: int) -> Budget:
    return Budget(budget="test", by="address", burst=burst, per_minute=per_minute, reason="")


class _Model:
    """The bucket by its definition: tokens that refill."""

    def __init__(self, burst: int, per_minute: int) -> None:
        self.tokens, self.burst, self.refill = float(burst), burst, per_minute / 60
        self.at = NOON

    def take(self, moment: datetime) -> bool:
        self.tokens = min(
            self.burst, self.tokens + (moment - self.at).total_seconds() * self.refill
        )
        self.at = moment
        if self.tokens < 1 - 1e-6:
            return False
        self.tokens -= 1
        return True


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    burst=st.integers(1, 5),
    per_minute=st.sampled_from([1, 6, 60, 600]),
    steps=st.lists(st.integers(0, 40), min_size=1, max_size=30),
)
async def test_it_gives_as_the_definition_says(
    counts: asyncpg.Pool, burst: int, per_minute: int, steps: list[int]
) -> None:
    buckets, model, moment = Buckets(counts), _Model(burst, per_minute), NOON
    spender = Spender(_budget(burst, per_minute), str(uuid4()))
    for seconds in steps:
        moment += timedelta(seconds=seconds)
        wait = await buckets.take([spender], moment)
        assert (wait is None) == model.take(moment)
        assert wait is None or timedelta(0) < wait <= spender.budget.each


async def test_whoever_waits_as_told_is_let_in(counts: asyncpg.Pool) -> None:
    buckets, spender = Buckets(counts), Spender(_budget(2, 60), "203.0.113.7")
    assert [await buckets.take([spender], NOON) for _ in range(2)] == [None, None]
    wait = await buckets.take([spender], NOON)
    assert wait == timedelta(seconds=1)
    assert await buckets.take([spender], NOON + wait - timedelta(milliseconds=1)) is not None
    assert await buckets.take([spender], NOON + wait) is None


async def test_the_slowest_of_several_budgets_decides(counts: asyncpg.Pool) -> None:
    buckets = Buckets(counts)
    both = [Spender(_budget(10, 60), "an address"), Spender(_budget(1, 6), "a principal")]
    assert await buckets.take(both, NOON) is None
    assert await buckets.take(both, NOON) == timedelta(seconds=10)


async def test_one_caller_does_not_spend_for_another(counts: asyncpg.Pool) -> None:
    buckets = Buckets(counts)
    budget = _budget(1, 1)
    assert await buckets.take([Spender(budget, "one")], NOON) is None
    assert await buckets.take([Spender(budget, "one")], NOON) is not None
    assert await buckets.take([Spender(budget, "another")], NOON) is None


_TAKER = """
import asyncio, asyncpg, sys
from datetime import datetime
from hub_core.limits import Buckets, Budget, Spender
async def main():
    budget = Budget(budget="test", by="address", burst=50, per_minute=1, reason="")
    moment = datetime.fromisoformat(sys.argv[2])
    async with asyncpg.create_pool(sys.argv[1], min_size=4, max_size=4) as pool:
        buckets = Buckets(pool)
        waits = await asyncio.gather(
            *(buckets.take([Spender(budget, "shared")], moment) for _ in range(60)))
        print(sum(wait is None for wait in waits))
asyncio.run(main())
"""


_TAKE = "select limits.take($1, $2, $3, $4)"
_SOMEBODY_WAITS = """
select exists (
    select from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock'
        and query = 'select limits.take($1, $2, $3, $4)'
)
"""


async def test_two_processes_share_one_budget(empty_database: str, counts: asyncpg.Pool) -> None:
    takers = [
        await asyncio.create_subprocess_exec(
            sys.executable,
            "-c",
            _TAKER,
            empty_database,
            NOON.isoformat(),
            stdout=asyncio.subprocess.PIPE,
        )
        for _ in range(2)
    ]
    given_out = [int((await taker.communicate())[0]) for taker in takers]
    assert sum(given_out) == 50
    assert await Buckets(counts).take([Spender(_budget(50, 1), "shared")], NOON) is not None


async def test_who_waits_while_the_last_one_is_taken_is_refused(counts: asyncpg.Pool) -> None:
    """What the statement still sees of the bucket is older than what refuses it."""
    spender = Spender(_budget(2, 60), "shared")
    assert await Buckets(counts).take([spender], NOON) is None
    async with counts.acquire() as first:
        transaction = first.transaction()
        await transaction.start()
        await first.fetchval(
            _TAKE, [spender.key], [spender.budget.each], [spender.budget.room], NOON
        )
        second = asyncio.create_task(Buckets(counts).take([spender], NOON))
        async with asyncio.timeout(20):
            while not await counts.fetchval(_SOMEBODY_WAITS):  # noqa: ASYNC110 - in the database
                await asyncio.sleep(0.01)
        await transaction.commit()
    wait = await second
    assert wait is not None
    assert wait > timedelta(0)


async def test_what_says_nothing_is_taken_out_and_nothing_else(counts: asyncpg.Pool) -> None:
    buckets, budget = Buckets(counts), _budget(1, 1)
    await buckets.take([Spender(budget, "long ago")], NOON)
    await buckets.take([Spender(budget, "now")], NOON + timedelta(minutes=5))
    await buckets.tidy(NOON + timedelta(minutes=5))
    assert await counts.fetchval("select count(*) from limits.buckets") == 1
    assert await buckets.take([Spender(budget, "now")], NOON + timedelta(minutes=5)) is not None


async def test_the_tables_hold_no_address(counts: asyncpg.Pool) -> None:
    await Buckets(counts).take([Spender(_budget(1, 1), "203.0.113.7")], NOON)
    rows = await counts.fetch("select b::text as said from limits.buckets b")
    assert "203.0.113.7" not in str([row["said"] for row in rows])


async def test_taking_costs_no_flush_of_the_log(counts: asyncpg.Pool) -> None:
    kind = "select relpersistence::text from pg_class where oid = $1::regclass"
    for table in ("limits.buckets", "limits.guesses"):
        assert await counts.fetchval(kind, table) == "u"


@pytest.mark.parametrize("budget", budgets().values(), ids=lambda one: f"{one.budget}-{one.by}")
def test_every_budget_can_be_lived_with(budget: Budget) -> None:
    assert budget.by in ("address", "principal")
    assert 0 < budget.burst <= budget.per_minute
    assert budget.reason
