"""Following live: what arrives equals the ledger, in order, whatever happens to server and stream."""

import asyncio
from contextlib import aclosing

import asyncpg
import pytest

from hub_core.embedded import embedded_servers
from hub_core.log.cloud_event import render
from hub_core.log.ledger import Ledger
from hub_core.log.reader import LiveReader, NotTheLog
from hub_core.log.relay import Relay
from hub_core.log.stream import ensure
from hub_core.messaging.parts import FOLLOWER, RELAY
from hub_core.migrations import MigrationSet, migrate


async def take(reader: LiveReader, count: int, *, after: int = 0) -> list:
    rows = []
    async with aclosing(reader.batches(after=after)) as batches:
        async for batch in batches:
            rows += batch
            if len(rows) >= count:
                return rows
    raise AssertionError("a live reader never ends by itself")


@pytest.fixture
def reader(nats_url, stream) -> LiveReader:
    return LiveReader(nats_url, stream)


@pytest.fixture
async def relaying(ledger, nats_url, stream, in_background) -> Relay:
    relay = Relay(ledger, nats_url, stream)
    in_background(relay.run())
    return relay


@pytest.mark.parametrize("after", [0, 1, 1_234])
async def test_what_arrives_equals_the_ledger(ledger, reader, relaying, build, after):
    await build.fill(ledger, 2_500)
    rows = await take(reader, 2_500 - after, after=after)
    assert rows == [tuple(row) for row in await ledger.read(after=after)]
    assert reader.position == 2_500


async def test_it_waits_for_a_stream_that_is_not_there_yet(ledger, reader, relaying, build):
    taking = asyncio.create_task(take(reader, 3))
    await build.fill(ledger, 3)
    assert [row.position for row in await taking] == [1, 2, 3]


async def test_events_arrive_as_they_are_appended(ledger, reader, relaying, build):
    async with aclosing(reader.batches(after=0)) as batches:
        for position in range(1, 6):
            await build.fill(ledger, 1)
            assert [row.position for row in await anext(batches)] == [position]


async def test_a_slow_reader_holds_no_more_than_its_window(
    ledger, nats_url, stream, relaying, build
):
    await build.fill(ledger, 1_000)
    reader = LiveReader(nats_url, stream, window=100)
    seen = []
    async with aclosing(reader.batches(after=0)) as batches:
        async for batch in batches:
            assert len(batch) <= 100
            seen += [row.position for row in batch]
            await asyncio.sleep(0)
            if len(seen) == 1_000:
                break
    assert seen == list(range(1, 1_001))
    assert reader.restarts == 0


async def test_a_deleted_stream_is_followed_again_when_it_is_filled(
    ledger, nats, stream, reader, relaying, build
):
    await build.fill(ledger, 1_500)
    async with aclosing(reader.batches(after=0)) as batches:
        seen = 0
        async for batch in batches:
            assert batch[0].position == seen + 1
            seen = batch[-1].position
            if seen == 1_500 and reader.restarts == 0:
                await nats.jetstream().delete_stream(stream.name)
                await build.fill(ledger, 700)
            if seen == 2_200:
                break
    assert reader.restarts > 0


async def test_a_reader_whose_consumer_vanishes_goes_on(
    ledger, nats, stream, reader, relaying, build
):
    await build.fill(ledger, 10)
    async with aclosing(reader.batches(after=0)) as batches:
        seen = len(await anext(batches))
        for consumer in await nats.jetstream().consumers_info(stream.name):
            await nats.jetstream().delete_consumer(stream.name, consumer.name)
        await build.fill(ledger, 10)
        while seen < 20:
            batch = await anext(batches)
            assert batch[0].position == seen + 1
            seen = batch[-1].position


async def test_messages_no_relay_has_written_are_refused(ledger, nats, stream, reader, build):
    await ensure(nats, stream)
    await build.fill(ledger, 2)
    wrong = render(await ledger.read(after=1, limit=1))[0]
    await nats.jetstream().publish(f"{stream.prefix}.a.B", wrong)
    with pytest.raises(NotTheLog, match=r"Sequence 1 .* position 2"):
        await take(reader, 1)


async def test_a_cancelled_reader_stops_at_once(reader, relaying):
    for pauses in range(0, 30, 3):
        taking = asyncio.create_task(take(reader, 1))
        for _ in range(pauses):
            await asyncio.sleep(0.001)
        taking.cancel()
        with pytest.raises(asyncio.CancelledError):
            await taking


async def test_it_outlives_kills_of_nats_server(tmp_path, build, in_background):
    async with embedded_servers(tmp_path) as servers:
        address = servers.postgres.address("hub", "hub")
        await migrate(address, [MigrationSet(name="ledger", package="hub_core.log")])
        async with asyncpg.create_pool(address, min_size=1, max_size=4) as pool:
            ledger = Ledger(pool)
            relaying = in_background(Relay(ledger, servers.nats.url(RELAY)).run())
            reader = LiveReader(servers.nats.url(FOLLOWER))
            taking = asyncio.create_task(take(reader, 4_000))
            for _ in range(2):
                await build.fill(ledger, 1_500)
                await servers.nats.kill()
                await build.fill(ledger, 500)
                await servers.nats.start()
            rows = await taking
            assert [row.position for row in rows] == list(range(1, 4_001))
            assert reader.restarts > 0
            relaying.cancel()
            await asyncio.gather(relaying, return_exceptions=True)
