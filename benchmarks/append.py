"""Append with 64 callers, one event a command, each with an idempotency key of its own.

Peer: the eventsourcing package's PostgreSQL recorder, at the number of callers that suits it best.
Limit: the same rows inserted by one connection, 500 a commit, with nothing checked.
Then the same again after 3 million events, whose limit is the rate in the log that was empty.
"""

import asyncio
import time
from random import Random

import asyncpg
import msgspec

from benchmarks.peers.recorder import append_rate
from benchmarks.result import Report, report, result
from benchmarks.sample import confirmed_encounter, identifier
from benchmarks.surroundings import bench_servers, fresh_database
from hub_core.log.aggregate import Envelope
from hub_core.log.event import encode
from hub_core.log.ledger import Append, Ledger, NewEvent, Written, command_key
from hub_core.log.writer import CHUNK, Writer
from hub_core.pools import open_pool

CALLERS = 64
EVENTS = 64_000
PEER_EVENTS = 4_000
#: What commands are made from: the same in every run, and others once the log is long.
FIRST, SECOND = 20261121, 20261122
#: How long the log is made before it is appended to again.
LENGTH = 3_000_000
#: The peer is given each of these, and its best counts.
PEER_CALLERS = (1, 4, 16, 64)


async def main() -> Report:
    """Measure and report."""
    commands = sample_commands(EVENTS)
    events = [
        (append.events[0].stream_id, append.events[0].topic, append.events[0].data)
        for append in commands
    ]
    async with bench_servers() as servers:
        address = await fresh_database(servers, "plain")
        limit = await _plain_insert_rate(address, commands)
        peers = []
        for callers in PEER_CALLERS:
            address = await fresh_database(servers, f"peer_{callers}")
            share = events[:PEER_EVENTS]
            peers.append(await asyncio.to_thread(append_rate, address, share, callers=callers))
        async with open_pool(servers.postgres_url, min_size=2, max_size=4) as pool:
            value = await append_rate_of_ours(Ledger(pool), commands)
            await _lengthen(pool)
            late = await append_rate_of_ours(Ledger(pool), sample_commands(EVENTS, seed=SECOND))
    return report(
        "append",
        [
            result("append_64_callers", value, "events/s", peer=max(peers), limit=limit),
            result("append_64_callers_long_log", late, "events/s", limit=value),
        ],
    )


def sample_commands(count: int, *, seed: int = FIRST) -> list[Append]:
    """Commands of one event each on streams of their own."""
    random = Random(seed)
    commands = []
    for number in range(count):
        event = confirmed_encounter(random)
        command_id = f"bench-{seed}-{number}"
        envelope = Envelope(
            actor="bench", correlation=command_id, command_id=command_id, operation="bench.append"
        )
        commands.append(
            Append(
                key=command_key(principal="bench", operation="append", command_id=command_id),
                fingerprint=b"0123456789abcdef",
                answer=b'{"version":1}',
                envelope=msgspec.json.encode(envelope),
                events=[
                    NewEvent(
                        event_id=identifier(random),
                        stream_id=identifier(random),
                        version=1,
                        topic=event.TOPIC,
                        data=encode(event),
                        institution=event.institution,
                    )
                ],
            )
        )
    return commands


async def append_rate_of_ours(ledger: Ledger, commands: list[Append]) -> float:
    """Events a second through the writer with ``CALLERS`` callers."""
    async with Writer(ledger) as writer:

        async def caller(share: list[Append]) -> None:
            for append in share:
                outcome = await writer.append(append)
                if not isinstance(outcome, Written):
                    raise RuntimeError(f"the bench's command was not written: {outcome}")

        began = time.perf_counter()
        await asyncio.gather(*(caller(commands[n::CALLERS]) for n in range(CALLERS)))
        return len(commands) / (time.perf_counter() - began)


async def _lengthen(pool: asyncpg.Pool) -> None:
    """Put rows in by SQL, which is quick, and leave the tables as a server at work would."""
    async with pool.acquire() as connection:
        await connection.execute(_MORE_EVENTS, LENGTH, timeout=1_800)
        await connection.execute(_MORE_COMMANDS, LENGTH, timeout=1_800)
        await connection.execute("vacuum analyze ledger.events", timeout=1_800)
        await connection.execute("vacuum analyze ledger.commands", timeout=1_800)


async def _plain_insert_rate(address: str, commands: list[Append]) -> float:
    rows = [
        (n, e.event_id, e.stream_id, e.version, e.topic, e.institution, e.data, append.envelope)
        for n, append in enumerate(commands)
        for e in append.events
    ]
    connection = await asyncpg.connect(address)
    try:
        await connection.execute(_PLAIN_TABLE)
        began = time.perf_counter()
        for start in range(0, len(rows), CHUNK):
            columns = list(zip(*rows[start : start + CHUNK], strict=True))
            await connection.execute(_PLAIN_INSERT, *columns)
        return len(rows) / (time.perf_counter() - began)
    finally:
        await connection.close()


_MORE_EVENTS = """
insert into ledger.events
select n, gen_random_uuid(), gen_random_uuid(), 1, 'a.B.v1', null, now(), '{}', '{}'
from generate_series((select max(position) + 1 from ledger.events), $1::int) n
"""
_MORE_COMMANDS = """
insert into ledger.commands
select gen_random_uuid(), '', '', n, now() from generate_series(1, $1::int) n
"""
_PLAIN_TABLE = (
    "create table plain (position bigint primary key, event_id uuid, stream_id uuid, "
    "version integer, topic text, institution uuid, data bytea, envelope bytea)"
)
_PLAIN_INSERT = (
    "insert into plain select * from unnest($1::bigint[], $2::uuid[], $3::uuid[], $4::integer[], "
    "$5::text[], $6::uuid[], $7::bytea[], $8::bytea[])"
)
