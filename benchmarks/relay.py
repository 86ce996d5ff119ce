"""The relay draining a backlog while 64 callers append.

The appending runs in a process of its own, as in a hub. Peer: each event published by itself and
acknowledged before the next. Limit: the same messages, rendered beforehand, published without saying
what they must follow.
"""

import asyncio
import multiprocessing
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from multiprocessing.synchronize import Event as Flag
from uuid import uuid4

import asyncpg
import msgspec
import nats
import uvloop
from nats.aio.client import Client

from benchmarks.append import CALLERS, sample_commands
from benchmarks.result import Report, report, result
from benchmarks.surroundings import bench_servers, bench_url
from hub_core.log.cloud_event import render, subject_of
from hub_core.log.connection import send
from hub_core.log.ledger import Append, Ledger, NewEvent
from hub_core.log.relay import Relay
from hub_core.log.stream import LogStream, ensure
from hub_core.log.writer import Writer
from hub_core.messaging.parts import RELAY
from hub_core.pools import open_pool

BACKLOG = 300_000
LIMIT_MESSAGES = 100_000
PEER_MESSAGES = 5_000
#: Messages under way before one acknowledgement is awaited, as in the relay.
CHAIN = 1_000


async def main() -> Report:
    """Measure and report."""
    async with (
        bench_servers() as servers,
        open_pool(servers.postgres_url, min_size=2, max_size=4) as pool,
    ):
        ledger = Ledger(pool)
        await _fill(ledger)
        client = await nats.connect(bench_url(servers))
        try:
            rows = await _rows(ledger, LIMIT_MESSAGES)
            limit = await _publish_rate(client, "LIMIT", rows, _without_order)
            peer = await _publish_rate(client, "PEER", rows[:PEER_MESSAGES], _one_by_one)
        finally:
            await client.close()
        with _appending(servers.postgres_url):
            value = await _relay_rate(ledger, servers.nats.url(RELAY))
    return report("relay", [result("relay", value, "events/s", peer=peer, limit=limit)])


async def _fill(ledger: Ledger) -> None:
    sample = sample_commands(2_000)
    events = [append.events[0] for append in sample]
    for start in range(0, BACKLOG, len(events)):
        versions = 1 + start // len(events)
        await ledger.append(
            [
                Append(
                    events=[_at_version(event, versions) for event in events],
                    envelope=sample[0].envelope,
                )
            ]
        )


def _at_version(event: NewEvent, version: int) -> NewEvent:
    return msgspec.structs.replace(event, version=version, event_id=uuid4())


async def _rows(ledger: Ledger, count: int) -> list[asyncpg.Record]:
    rows: list[asyncpg.Record] = []
    while len(rows) < count:
        rows += await ledger.read(after=len(rows))
    return rows[:count]


async def _publish_rate(
    client: Client,
    name: str,
    rows: Sequence[asyncpg.Record],
    publish: Callable[[Client, list[tuple[str, bytes]]], Awaitable[None]],
) -> float:
    stream = LogStream(name=name, prefix=name.lower())
    await ensure(client, stream)
    messages = [
        (subject_of(row[4], prefix=stream.prefix), message)
        for row, message in zip(rows, render(rows), strict=True)
    ]
    began = time.perf_counter()
    await publish(client, messages)
    return len(messages) / (time.perf_counter() - began)


async def _without_order(client: Client, messages: list[tuple[str, bytes]]) -> None:
    """Ready-made protocol, one acknowledgement a chain, nothing read or rendered meanwhile."""
    for begin in range(0, len(messages), CHAIN):
        *others, (subject, last) = messages[begin : begin + CHAIN]
        await send(
            client,
            b"".join(
                b"PUB %b %d\r\n%b\r\n" % (name.encode(), len(message), message)
                for name, message in others
            ),
        )
        await client.request(subject, last, timeout=10)


async def _one_by_one(client: Client, messages: list[tuple[str, bytes]]) -> None:
    for subject, message in messages:
        await client.request(subject, message, timeout=10)


async def _relay_rate(ledger: Ledger, nats_url: str) -> float:
    """Events a second until the backlog is drained, whatever was appended meanwhile."""
    relay = Relay(ledger, nats_url)
    began = time.perf_counter()
    running = asyncio.create_task(relay.run())
    while relay.published < BACKLOG:
        if running.done():
            running.result()
        await asyncio.sleep(0.01)
    rate = relay.published / (time.perf_counter() - began)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    return rate


@contextmanager
def _appending(address: str) -> Iterator[None]:
    """64 callers that append in another process for as long as the block lasts."""
    spawn = multiprocessing.get_context("spawn")
    ready, done = spawn.Event(), spawn.Event()
    process = spawn.Process(target=_append_until, args=(address, ready, done))
    process.start()
    if not ready.wait(60):
        raise RuntimeError("the appending process did not begin")
    try:
        yield
    finally:
        done.set()
        process.join(30)


def _append_until(address: str, ready: Flag, done: Flag) -> None:
    uvloop.run(_keep_appending(address, ready, done))


async def _keep_appending(address: str, ready: Flag, done: Flag) -> None:
    async with (
        open_pool(address, min_size=2, max_size=4) as pool,
        Writer(Ledger(pool)) as writer,
    ):

        async def caller(share: list[Append]) -> None:
            for append in share:
                await writer.append(append)
                ready.set()
                if done.is_set():
                    return

        commands = sample_commands(200_000, seed=7)
        await asyncio.gather(*(caller(commands[n::CALLERS]) for n in range(CALLERS)))
