"""Wrong guesses wait longer and longer; the wait ends, cannot be stretched, and forgets."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import asyncpg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hub_core.limits import Guesses, Patience, patience

NOON = datetime(2026, 2, 11, 12, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


async def test_the_first_few_are_free_and_then_the_wait_doubles(counts: asyncpg.Pool) -> None:
    guesses, moment, waits = Guesses(counts), NOON, []
    for _ in range(patience()["key"].free + 5):
        wait = await guesses.wrong("key", address="203.0.113.7", moment=moment)
        waits.append((wait or timedelta(0)).total_seconds())
        moment += wait or SECOND
    assert waits == [0, 0, 0, 0, 0, 1, 2, 4, 8, 16]


async def test_knocking_on_does_not_lengthen_the_wait(counts: asyncpg.Pool) -> None:
    guesses = Guesses(counts)
    for _ in range(patience()["key"].free):
        await guesses.wrong("key", address="203.0.113.7", moment=NOON)
    told = [
        await guesses.wrong("key", address="203.0.113.7", moment=NOON + SECOND * part / 10)
        for part in range(10)
    ]
    assert told == [SECOND - SECOND * part / 10 for part in range(10)]


async def test_a_quiet_hour_is_forgotten(counts: asyncpg.Pool) -> None:
    guesses = Guesses(counts)
    for _ in range(20):
        await guesses.wrong("key", address="203.0.113.7", moment=NOON)
    later = NOON + timedelta(seconds=patience()["key"].forgotten_after_seconds) + SECOND
    assert await guesses.wrong("key", address="203.0.113.7", moment=later) is None


async def test_guesses_at_one_thing_from_many_addresses_wait_too(counts: asyncpg.Pool) -> None:
    guesses = Guesses(counts)
    waits = [
        await guesses.wrong("token", address=f"203.0.113.{host}", subject="client", moment=NOON)
        for host in range(patience()["token"].free + 2)
    ]
    assert waits[-1] == SECOND
    assert (
        await guesses.wrong("token", address="203.0.113.99", subject="other", moment=NOON) is None
    )


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=st.lists(st.integers(0, 2000), min_size=1, max_size=25))
async def test_no_history_makes_anybody_wait_longer_than_the_longest(
    counts: asyncpg.Pool, steps: list[int]
) -> None:
    guesses, moment, who = Guesses(counts), NOON, str(uuid4())
    for seconds in steps:
        moment += timedelta(seconds=seconds)
        wait = await guesses.wrong("link", address=who, moment=moment)
        longest = timedelta(seconds=patience()["link"].longest_wait_seconds)
        assert wait is None or timedelta(0) < wait <= longest


@pytest.mark.parametrize("kind", patience().values(), ids=lambda one: one.what)
def test_no_wait_is_for_ever(kind: Patience) -> None:
    waits = [kind.wait_after(wrong) for wrong in range(200)]
    assert waits == sorted(waits)
    assert waits[0] == timedelta(0)
    assert waits[-1] == timedelta(seconds=kind.longest_wait_seconds) <= timedelta(minutes=15)
    assert kind.reason
