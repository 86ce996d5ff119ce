"""A runner at work: ledger, relay, stream and read model together."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing, asynccontextmanager, suppress
from typing import Any
from uuid import uuid4

import asyncpg
import msgspec
import pytest
from nats.aio.client import Client

from hub_core.embedded import Servers
from hub_core.log.cloud_event import LogRow
from hub_core.log.reader import LiveReader
from hub_core.log.relay import Relay
from hub_core.log.stream import LogStream
from hub_core.messaging.parts import figures_subject
from projections.rebuild import rebuild
from projections.runner import FiguresChanged, announce_on
from tests.builders.running_hub import eventually


@asynccontextmanager
async def running(*work: Any) -> AsyncIterator[None]:
    """These coroutines at work; one that fails fails the test."""
    tasks = [asyncio.create_task(each) for each in work]
    try:
        yield
        for task in tasks:
            if task.done():
                task.result()
    finally:
        for task in tasks:
            task.cancel()
        for task in tasks:
            with suppress(asyncio.CancelledError):
                await task


class Watched(LiveReader):
    """A live reader a test can look at: from where it was last asked to read, and what has come."""

    asked = -1
    came = -1

    async def batches(self, *, after: int) -> AsyncGenerator[list[LogRow], None]:
        self.asked = after
        async with aclosing(super().batches(after=after)) as batches:
            async for batch in batches:
                self.came = batch[-1].position
                yield batch

    async def has(self, *, asked: int = -1, came: int = -1) -> bool:
        return self.asked >= asked and self.came >= came


class Live:
    """A relay and as many runners as a test wants."""

    def __init__(self, rolls: Any, nats_url: str, stream_name: str) -> None:
        self._rolls = rolls
        self._url = nats_url
        self._stream = LogStream(name=stream_name, prefix=stream_name)
        self._readers: list[Watched] = []

    def relay(self) -> Any:
        return Relay(self._rolls.ledger, self._url, self._stream).run()

    def runner(self, **settings: Any) -> Any:
        reader = Watched(self._url, self._stream, watchdog=0.2)
        self._readers.append(reader)
        return self._rolls.runner(live=reader, **settings).run()

    async def waits_at(self, position: int) -> None:
        """Until the latest runner has read the ledger up to there and waits for the stream."""
        await eventually(lambda: self._readers[-1].has(asked=position))

    async def brought(self, position: int) -> None:
        """Until the stream has brought the latest runner what stands there."""
        await eventually(lambda: self._readers[-1].has(came=position))


@pytest.fixture
def live(rolls: Any, nats_url: str, stream_name: str) -> Live:
    return Live(rolls, nats_url, stream_name)


async def test_events_reach_the_figures_and_open_pages_are_told(
    rolls: Any, live: Live, nats: Client
) -> None:
    ashbrook = uuid4()
    await rolls.runner().catch_up()
    told = await nats.subscribe(figures_subject("toy"))
    await nats.flush()
    async with running(live.relay(), live.runner(announce=announce_on(nats))):
        for _ in range(3):
            await rolls.until(await rolls.log.append(rolls.roll(ashbrook, 10)))
        assert await rolls.tallies() == {ashbrook: (3, 30)}
        message = await told.next_msg(timeout=10)
    changed = msgspec.json.decode(message.data, type=FiguresChanged)
    assert changed.projection == "toy"
    assert changed.institutions == (ashbrook,)
    assert changed.position >= 1


async def test_a_runner_reads_what_was_spoken_of_lately_while_nothing_comes(
    rolls: Any, live: Live
) -> None:
    made: list[Any] = []

    class Counted(rolls.Tally):  # type: ignore[misc]
        def __init__(self, institution: Any = None) -> None:
            super().__init__(institution)
            made.append(institution)

    async def all_read() -> bool:
        return {ashbrook, birchwood} <= set(made)

    ashbrook, birchwood = uuid4(), uuid4()
    projection = rolls.projection(fold=Counted)
    await rolls.log.append(rolls.roll(ashbrook, 1), rolls.roll(birchwood, 2))
    await rolls.runner(projection).catch_up()
    made.clear()
    async with running(live.relay(), live.runner(projection=projection)):
        await eventually(all_read)
        await rolls.until(await rolls.log.append(rolls.roll(ashbrook, 1)))
    assert made.count(ashbrook) == 1
    assert await rolls.tallies() == {ashbrook: (2, 2), birchwood: (1, 2)}


async def test_two_live_runners_count_everything_once(rolls: Any, live: Live) -> None:
    institutions = [uuid4() for _ in range(5)]
    await rolls.runner().catch_up()
    async with running(live.relay(), live.runner(), live.runner()):
        for number in range(60):
            last = await rolls.log.append(rolls.roll(institutions[number % 5], 1))
        await rolls.until(last)
    assert await rolls.tallies() == dict.fromkeys(institutions, (12, 12))


async def test_a_running_runner_moves_to_the_build_that_replaced_its_own(
    rolls: Any, live: Live
) -> None:
    ashbrook = uuid4()
    first = await rolls.runner().catch_up()
    async with running(live.relay(), live.runner()):
        await rolls.until(await rolls.log.append(rolls.roll(ashbrook, 1)))
        rebuilt = await rebuild(rolls.projection(), ledger=rolls.ledger, pool=rolls.pool)
        assert rebuilt.checkpoint.build != first.build
        await rolls.until(await rolls.log.append(rolls.roll(ashbrook, 1)))
    assert await rolls.tallies() == {ashbrook: (2, 2)}


async def test_a_running_runner_builds_anew_when_the_log_lives_anew(rolls: Any, live: Live) -> None:
    ashbrook = uuid4()
    first = await rolls.runner().catch_up()
    async with running(live.relay(), live.runner()):
        await rolls.until(await rolls.log.append(rolls.roll(ashbrook, 1)))
        await rolls.log.begin_new_life()
        await rolls.until(await rolls.log.append(rolls.roll(ashbrook, 1)))
    assert await rolls.tallies() == {ashbrook: (2, 2)}
    builds = await rolls.pool.fetch("select incarnation from projections.checkpoints where current")
    assert builds[0][0] != first.incarnation


async def restored(rolls: Any, servers: Servers, database: str, *, to: int) -> None:
    """Ledger and read model stand where they stood once; the stream still holds what came after."""
    name = database.partition("?")[0].rpartition("/")[2]
    superuser = await asyncpg.connect(servers.postgres.address("postgres", name))
    await superuser.execute("set session_replication_role = replica")
    await superuser.execute("delete from ledger.events where position > $1", to)
    await superuser.close()
    await rolls.pool.execute("update projections.checkpoints set position = $1", to)
    await rolls.pool.execute(
        "update toy.tallies set rolls = $1, learners = $1", to
    )  # a view of one table writes through


@pytest.mark.parametrize("steps", [(3,), (2, 1), (1, 2)])
async def test_a_stream_that_is_ahead_of_a_restored_ledger_is_not_taken(
    steps: tuple[int, ...], rolls: Any, live: Live, servers: Servers, database: str
) -> None:
    """The ledger goes on where the stream has other events: positions 4 and 5, then 6.

    Two and one are the hard case: the reader waits where the stream ends, and nobody writes the stream.
    """
    ashbrook = uuid4()
    await rolls.runner().catch_up()
    async with running(live.relay(), live.runner()):
        for _ in range(5):
            last = await rolls.log.append(rolls.roll(ashbrook, 1))
        await rolls.until(last)
    await restored(rolls, servers, database, to=3)
    last = 3
    async with running(live.runner()):
        for step in steps:
            await live.waits_at(last)
            last = await rolls.log.append(*[rolls.roll(ashbrook, 100)] * step)
            await rolls.until(last)
    assert await rolls.tallies() == {ashbrook: (6, 303)}


async def test_figures_follow_without_a_relay_and_nothing_counts_twice_when_it_returns(
    rolls: Any, live: Live
) -> None:
    ashbrook = uuid4()
    await rolls.runner().catch_up()
    async with running(live.runner()):
        await live.waits_at(0)
        for _ in range(2):
            await rolls.until(await rolls.log.append(rolls.roll(ashbrook, 1)))
        async with running(live.relay()):
            await rolls.until(await rolls.log.append(rolls.roll(ashbrook, 1)))
            await live.brought(3)
    assert await rolls.tallies() == {ashbrook: (3, 3)}


async def test_a_runner_waits_for_a_database_that_went_away(rolls: Any, live: Live) -> None:
    ashbrook = uuid4()
    await rolls.runner().catch_up()
    async with running(live.relay(), live.runner()):
        await rolls.until(await rolls.log.append(rolls.roll(ashbrook, 1)))
        async with rolls.pool.acquire() as connection:
            await connection.execute(
                "select pg_terminate_backend(pid) from pg_stat_activity "
                "where datname = current_database() and pid <> pg_backend_pid()"
            )
            [outcome] = await connection.fetch("select 1")
        assert outcome[0] == 1
        await rolls.pool.expire_connections()
        last = await rolls.log.append(rolls.roll(ashbrook, 1))
        await rolls.until(last)
    assert await rolls.tallies() == {ashbrook: (2, 2)}
