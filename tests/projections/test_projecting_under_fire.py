"""Runners are cancelled and killed at random while institutions' facts change in every order.

What must hold: a read model equals the fold of the log up to its checkpoint. The events are golden ones of
every kind it folds (delivered, confirmed, corrected, withdrawn, disputed …), a few things at a few schools,
so that each is told of again and again, before and after what it corrects.
"""

import asyncio
import random
from typing import Any
from uuid import UUID

import asyncpg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hub_core.log.away import DATABASE_AWAY
from hub_core.log.event import Event
from projections import checkpoints, tables
from projections.follower import Advanced, Follower
from projections.projection import Projection
from projections.rebuild import rebuild
from projections.runner import Runner
from services.platform.projections import PROJECTIONS
from tests.builders.events_of_any_kind import (
    LATER,
    NOBODYS,
    PROPOSED,
    REGISTERED,
    THINGS,
    told,
)

DASHBOARD = PROJECTIONS["hub_dashboard"]
SCHOOLS = [UUID(int=n) for n in range(1, 6)]
#: What every history begins with.
BEGINNING = [
    *NOBODYS,
    *(told(each, school, THINGS[0]) for each in REGISTERED for school in SCHOOLS),
    *(told(each, school, thing) for each in PROPOSED for school in SCHOOLS for thing in THINGS),
]
events_of_any_kind = st.lists(
    st.builds(told, st.sampled_from(LATER), st.sampled_from(SCHOOLS), st.sampled_from(THINGS)),
    min_size=1,
    max_size=40,
)


def by_chance(chance: random.Random, most: int) -> list[Event]:
    """Up to so many events of any kind."""
    return [
        told(chance.choice(LATER), chance.choice(SCHOOLS), chance.choice(THINGS))
        for _ in range(chance.randrange(1, most))
    ]


def everybody() -> list[Event]:
    """Every sample at every institution, in the order of the samples."""
    return [told(sample, school, THINGS[0]) for school in SCHOOLS for sample in LATER]


async def everything(pool: asyncpg.Pool, schema: str) -> dict[str, list[str]]:
    """Every row of a build, in an order of its own."""
    found = await tables.Tables.of(pool, schema)
    rows = {name: await pool.fetch(f"select * from {schema}.{name}") for name in found.empty()}
    return {name: sorted(map(repr, map(tuple, each))) for name, each in rows.items()}


async def parked(pool: asyncpg.Pool, build: checkpoints.Checkpoint) -> dict[UUID, int]:
    """Who is set aside, and by the event at which position."""
    return {each.institution: each.position for each in await checkpoints.parked(pool, build)}


async def in_use(pool: asyncpg.Pool) -> checkpoints.Checkpoint:
    found = await checkpoints.current(pool, DASHBOARD.name)
    assert found is not None
    return found


async def same_when_rebuilt(
    log: Any, projection: Projection, build: checkpoints.Checkpoint
) -> None:
    """What was followed is, row by row and parked ones included, what building anew gives."""
    followed = await everything(log.pool, build.schema)
    again = await rebuild(projection, ledger=log.ledger, pool=log.pool)
    assert await everything(log.pool, again.checkpoint.schema) == followed
    assert await parked(log.pool, again.checkpoint) == await parked(log.pool, build)


@settings(
    max_examples=4,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(events=events_of_any_kind, splits=st.lists(st.integers(1, 9), min_size=1, max_size=30))
async def test_any_events_in_any_batches_give_what_a_rebuild_gives(
    log: Any, events: list[Event], splits: list[int]
) -> None:
    """As it stands in the database; the folds alone are asked far more in ``test_any_batches.py``."""
    await log.fill(BEGINNING)
    begun = {
        name: (await rebuild(projection, ledger=log.ledger, pool=log.pool)).checkpoint
        for name, projection in PROJECTIONS.items()
    }
    await log.fill(events)
    for name, build in begun.items():
        follower = await Follower.of(PROJECTIONS[name], build, ledger=log.ledger, pool=log.pool)
        page = await log.ledger.read(after=build.position)
        at = 0
        while at < len(page):
            size = splits[at % len(splits)]
            assert isinstance(await follower.apply(page[at : at + size]), Advanced)
            at += size
        await same_when_rebuilt(log, PROJECTIONS[name], build)


async def test_runners_cancelled_and_cut_off_at_random_leave_a_fold_of_the_log(log: Any) -> None:
    """Two runners at once, one of them always about to be cancelled, the other's connection to be killed."""
    chance = random.Random(20260211)
    runners = [Runner(DASHBOARD, ledger=log.ledger, pool=log.pool) for _ in range(2)]
    await log.fill(BEGINNING)
    await runners[0].catch_up()
    for _ in range(25):
        await log.fill(by_chance(chance, most=30))
        both = [asyncio.create_task(runner.catch_up()) for runner in runners]
        await asyncio.sleep(chance.random() * 0.03)
        both[0].cancel()
        if chance.random() < 0.5:
            await log.pool.execute(
                "select pg_terminate_backend(pid) from pg_stat_activity "
                "where datname = current_database() and pid <> pg_backend_pid() "
                "and query like 'update projections.checkpoints%'"
            )
        await asyncio.gather(*both, return_exceptions=True)
    await log.pool.expire_connections()
    await runners[1].catch_up()
    standing = await in_use(log.pool)
    assert standing.position == await log.ledger.head()
    await same_when_rebuilt(log, DASHBOARD, standing)
    assert sum(map(len, (await everything(log.pool, standing.schema)).values())) > len(SCHOOLS)
    assert not await parked(log.pool, standing)


async def test_a_runner_between_write_and_commit_loses_all_or_nothing(
    log: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed once its rows were written; it then goes on, and nothing it had in memory counts twice."""
    await log.fill(BEGINNING)
    await Runner(DASHBOARD, ledger=log.ledger, pool=log.pool).catch_up()
    await log.fill(everybody())
    before = await in_use(log.pool)
    empty = await everything(log.pool, before.schema)
    write = tables.Tables.write

    async def write_and_die(self: Any, connection: Any, rows: Any) -> None:
        await write(self, connection, rows)
        pid = await connection.fetchval("select pg_backend_pid()")
        await log.pool.execute("select pg_terminate_backend($1)", pid)

    monkeypatch.setattr(tables.Tables, "write", write_and_die)
    follower = await Follower.of(DASHBOARD, before, ledger=log.ledger, pool=log.pool)
    with pytest.raises(DATABASE_AWAY):
        await follower.catch_up()
    monkeypatch.undo()
    assert (await in_use(log.pool)).position == before.position
    assert await everything(log.pool, before.schema) == empty
    await follower.catch_up()
    assert (await in_use(log.pool)).position == await log.ledger.head()
    assert await everything(log.pool, before.schema) != empty
    await same_when_rebuilt(log, DASHBOARD, before)
