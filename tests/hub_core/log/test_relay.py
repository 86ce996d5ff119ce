"""Relaying: stream sequence = position, whatever rivals, deletions and kills come in between."""

import asyncio

import asyncpg
import pytest

from hub_core.embedded import Servers, embedded_servers
from hub_core.log.agreement import repair
from hub_core.log.away import DATABASE_AWAY
from hub_core.log.cloud_event import identity, render
from hub_core.log.connection import JetStreamRefused, connect
from hub_core.log.ledger import Ledger
from hub_core.log.relay import Diverged, Relay
from hub_core.log.stream import (
    LogStream,
    StreamState,
    ensure,
    message_at,
    state_of,
)
from hub_core.log.verify import verify
from hub_core.messaging.parts import FOLLOWER, RELAY
from hub_core.migrations import MigrationSet, migrate

#: Seconds for what takes a few at most: a relay that stopped must not hold up the run.
PATIENCE = 120


async def come_to(relay: Relay, position: int) -> None:
    """Wait until the relay knows that the stream holds this position; one that never comes there fails."""
    async with asyncio.timeout(PATIENCE):
        while relay.position < position:  # noqa: ASYNC110  # a relay tells nobody
            await asyncio.sleep(0.005)


@pytest.fixture
def relay(ledger, nats_url, stream) -> Relay:
    return Relay(ledger, nats_url, stream)


async def test_every_row_stands_at_its_own_sequence(
    ledger, nats, stream, relay, build, in_background
):
    await build.fill(ledger, 2_300)
    in_background(relay.run())
    await come_to(relay, 2_300)
    assert await state_of(nats, stream) == StreamState(2_300, 1, 2_300)
    for row in (await ledger.read(after=0))[::150]:
        assert await message_at(nats, stream, row[0]) == render([row])[0]
    assert (relay.published, relay.lag, relay.refusals) == (2_300, 0, 0)


async def test_it_goes_on_with_what_is_appended_later(ledger, relay, build, in_background):
    in_background(relay.run())
    for upto in (1, 2, 3):
        await build.fill(ledger, 1)
        await come_to(relay, upto)
    assert relay.published == 3


async def test_it_goes_on_where_another_left_off(
    ledger, nats_url, stream, relay, build, in_background
):
    await build.fill(ledger, 700)
    first = in_background(relay.run())
    await come_to(relay, 700)
    first.cancel()
    await build.fill(ledger, 50)
    second = Relay(ledger, nats_url, stream)
    in_background(second.run())
    await come_to(second, 750)
    assert second.published == 50


async def test_events_of_the_largest_size_pass(
    ledger, nats_url, stream, relay, build, in_background
):
    await build.fill(ledger, 40, size=256 * 1024 - 12)
    in_background(relay.run())
    await come_to(relay, 40)
    assert (await verify(ledger, nats_url, stream)).ok


async def test_five_rivals_make_no_duplicate_gap_or_reordering(
    ledger, nats_url, stream, build, in_background
):
    rivals = [Relay(ledger, nats_url, stream) for _ in range(5)]
    for rival in rivals:
        in_background(rival.run())
    for _ in range(6):
        await build.fill(ledger, 400)
    for rival in rivals:
        await come_to(rival, 2_400)
    proof = await verify(ledger, nats_url, stream)
    assert proof.ok, proof.first_difference
    assert proof.stream == 2_400


async def test_a_relay_cancelled_at_any_moment_leaves_a_stream_another_can_go_on_with(
    ledger, nats_url, stream, build, in_background
):
    await build.fill(ledger, 3_000)
    for moment in range(0, 40, 4):
        cut_short = in_background(Relay(ledger, nats_url, stream).run())
        for _ in range(moment):
            await asyncio.sleep(0.001)
        cut_short.cancel()
        await asyncio.gather(cut_short, return_exceptions=True)
    last = Relay(ledger, nats_url, stream)
    in_background(last.run())
    await come_to(last, 3_000)
    assert (await verify(ledger, nats_url, stream)).ok


async def test_a_deleted_stream_is_filled_again_with_the_same_numbers(
    ledger, nats, nats_url, stream, relay, build, in_background
):
    await build.fill(ledger, 800)
    in_background(relay.run())
    await come_to(relay, 800)
    before = [await message_at(nats, stream, n) for n in (1, 500, 800)]
    await nats.jetstream().delete_stream(stream.name)
    # Nothing is appended: it notices by itself.
    while relay.published < 1_600:  # noqa: ASYNC110
        await asyncio.sleep(0.01)
    assert [await message_at(nats, stream, n) for n in (1, 500, 800)] == before
    assert (await verify(ledger, nats_url, stream)).ok


async def test_a_ledger_restored_to_an_earlier_point_is_refused_until_repaired(
    ledger, nats, nats_url, stream, relay, build, pool, servers, database, in_background
):
    await build.fill(ledger, 100)
    first = in_background(relay.run())
    await come_to(relay, 100)
    first.cancel()
    await asyncio.gather(first, return_exceptions=True)
    await _restore_to(servers, database, 60)

    with pytest.raises(Diverged, match=r"come to 100, the ledger only to 60.*`hub log repair`"):
        await Relay(ledger, nats_url, stream).run()
    await build.fill(ledger, 70)  # the ledger has outgrown the stream again, with other events
    with pytest.raises(Diverged, match=r"At position 100 .*`hub log repair`"):
        await Relay(ledger, nats_url, stream).run()

    before = await ledger.incarnation()
    repaired = await repair(nats, ledger, stream)
    assert "restored and has moved on" in repaired.difference
    assert repaired.incarnation == await ledger.incarnation() != before
    again = Relay(ledger, nats_url, stream)
    in_background(again.run())
    await come_to(again, 130)
    assert (await verify(ledger, nats_url, stream)).ok


@pytest.mark.parametrize("outgrown", [False, True])
async def test_a_restore_under_a_running_relay_is_noticed_before_anything_is_published(
    ledger, nats, nats_url, stream, relay, build, servers, database, in_background, outgrown
):
    """Its connections may have come back without a word, and the next event would fit on."""
    await build.fill(ledger, 100)
    relaying = asyncio.create_task(relay.run())
    await come_to(relay, 100)
    await _restore_to(servers, database, 60, then=50 if outgrown else 0)
    with pytest.raises(Diverged, match=r"was restored\..*`hub log repair`"):
        await relaying
    assert (await state_of(nats, stream)).last_seq == 100


async def test_a_repair_of_what_is_no_restore_leaves_the_log_its_life(ledger, nats, stream, build):
    await ensure(nats, stream)
    await nats.jetstream().publish(f"{stream.prefix}.a.B", b"{}")
    await build.fill(ledger, 3)
    before = await ledger.incarnation()
    repaired = await repair(nats, ledger, stream)
    assert "not written by a relay" in repaired.difference
    assert repaired.incarnation is None
    assert await ledger.incarnation() == before
    assert await state_of(nats, stream) == StreamState(0, 0, 0)
    # A stream that is gone or behind cannot show a restore; who restored says so.
    repaired = await repair(nats, ledger, stream, restored=True)
    assert repaired.difference is None
    assert repaired.incarnation == await ledger.incarnation() != before


async def _restore_to(servers: Servers, database: str, position: int, *, then: int = 0) -> None:
    """Leave the ledger as a restore from a backup would, with other events after that at once."""
    name = database.partition("?")[0].rpartition("/")[2]
    connection = await asyncpg.connect(servers.postgres.address("postgres", name))
    try:
        async with connection.transaction():
            await connection.execute("set local session_replication_role = replica")
            await connection.execute("delete from ledger.events where position > $1", position)
            await connection.execute(
                "insert into ledger.events select n, gen_random_uuid(), gen_random_uuid(), 1, 'a.B.v1', "
                'null, now(), \'{}\', \'{"actor":"a","correlation":"b"}\' '
                "from generate_series($1::int + 1, $1::int + $2::int) n",
                position,
                then,
            )
    finally:
        await connection.close()


async def test_a_stray_message_is_a_divergence(ledger, nats, nats_url, stream, build):
    await ensure(nats, stream)
    await nats.jetstream().publish(f"{stream.prefix}.a.B", b"{}")
    await build.fill(ledger, 3)
    with pytest.raises(Diverged, match="not written by a relay"):
        await Relay(ledger, nats_url, stream).run()


async def test_the_stream_lets_nobody_delete_or_purge(
    ledger, nats, stream, relay, build, in_background
):
    await build.fill(ledger, 3)
    in_background(relay.run())
    await come_to(relay, 3)
    for subject, request in (
        (f"$JS.API.STREAM.PURGE.{stream.name}", b""),
        (f"$JS.API.STREAM.MSG.DELETE.{stream.name}", b'{"seq":2}'),
    ):
        assert b'"error"' in (await nats.request(subject, request)).data
    assert (await state_of(nats, stream)).is_dense


async def test_making_the_stream_again_changes_nothing_and_subjects_are_its_own(nats, stream):
    await asyncio.gather(*(ensure(nats, stream) for _ in range(5)))
    assert await state_of(nats, stream) == StreamState(0, 0, 0)
    overlapping = LogStream(name=f"{stream.name}_2", prefix=stream.prefix)
    with pytest.raises(JetStreamRefused, match="overlap"):
        await ensure(nats, overlapping)


async def test_it_outlives_kills_of_nats_server_and_of_postgresql(tmp_path, build, in_background):
    """SIGKILL under load, twice each; the servers come back on their old addresses."""
    async with embedded_servers(tmp_path) as servers:
        address = servers.postgres.address("hub", "hub")
        await migrate(address, [MigrationSet(name="ledger", package="hub_core.log")])
        async with asyncpg.create_pool(address, min_size=1, max_size=6) as pool:
            ledger = Ledger(pool)
            relays = [Relay(ledger, servers.nats.url(RELAY)) for _ in range(2)]
            running = [in_background(relay.run()) for relay in relays]
            for _ in range(2):
                await build.fill(ledger, 3_000)
                await servers.nats.kill()
                await build.fill(ledger, 1_000)
                await servers.nats.start()
                await servers.postgres.kill()
                await servers.postgres.start()
                await _answers(ledger)
            for relay in relays:
                await come_to(relay, 8_000)
            proof = await verify(ledger, servers.nats.url(FOLLOWER))
            assert proof.ok, proof.first_difference
            assert proof.stream == 8_000
            assert all(relay.restarts > 0 for relay in relays)
            for task in running:
                task.cancel()
            await asyncio.gather(*running, return_exceptions=True)


async def _answers(ledger: Ledger) -> None:
    """Connections the kill has cut are found out one by one."""
    while True:
        try:
            await ledger.head()
        except DATABASE_AWAY:
            continue
        return


async def test_message_ids_are_event_ids(ledger, nats, stream, relay, build, in_background):
    await build.fill(ledger, 2)
    in_background(relay.run())
    await come_to(relay, 2)
    ids = [row["event_id"] for row in await ledger.read(after=0)]
    assert [identity(await message_at(nats, stream, n))[0] for n in (1, 2)] == ids


async def test_a_lasting_connection_comes_back_by_itself(nats_url):
    client = await connect(nats_url, name="test")
    assert client.is_connected
    await client.close()
