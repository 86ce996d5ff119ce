"""Rebuilding the hub dashboard from 500 thousand events of the fictional England.

Peer: the eventsourcing package's ProjectionRunner writing to a PostgreSQL view.
Limit: reading the same rows from the same ledger and decoding each event, nothing else.
"""

import asyncio
import time
from datetime import date
from random import Random

import msgspec

import hub_core.contexts  # noqa: F401 - registers every event
from benchmarks.peers.runner import projection_rate
from benchmarks.result import Report, report, result
from benchmarks.sample import confirmed_encounter
from benchmarks.surroundings import bench_servers, fresh_database
from hub_core.log.event import topics
from hub_core.log.ledger import PAGE, Append, Ledger, Written
from hub_core.pools import open_pool
from projections.hub_dashboard.fold import PROJECTION
from projections.rebuild import rebuild
from services.platform.england.chance import identity
from services.platform.england.filling import chunks
from services.platform.england.period import Period
from services.platform.england.scale import Scale
from services.platform.england.story import Story

EVENTS = 500_000
PEER_EVENTS = 5_000
SCALE = Scale(whole_hubs=6, share=0.05)
TODAY = date(2026, 11, 21)
ROUNDS = 3


async def main() -> Report:
    """Measure and report."""
    async with bench_servers() as servers:
        address = await fresh_database(servers, "peer")
        random = Random(20261121)
        sample = [confirmed_encounter(random) for _ in range(PEER_EVENTS)]
        peer = await asyncio.to_thread(projection_rate, address, sample)
        async with open_pool(servers.postgres_url, min_size=4, max_size=8) as pool:
            ledger = Ledger(pool)
            await fill(ledger, EVENTS)
            await pool.execute("vacuum analyze ledger.events")
            # In turn, so that a slower moment of the machine weighs on both; the best of each counts.
            limits, values = [], []
            for _ in range(ROUNDS):
                limits.append(await read_and_decode_rate(ledger))
                values.append(await _rebuild_rate(ledger))
    return report(
        "rebuild",
        [result("rebuild_hub_dashboard", max(values), "events/s", peer=peer, limit=max(limits))],
    )


async def fill(ledger: Ledger, count: int) -> None:
    """Append the first ``count`` events of the fictional England, to the nearest chunk above."""
    story = Story(scale=SCALE, period=Period(TODAY), seed=2026)
    appended = 0
    for chunk in chunks(story, identity(2026)):
        envelope = b'{"actor":"bench","correlation":"bench"}'
        [outcome] = await ledger.append(
            [Append(events=chunk.events, envelope=envelope, take=chunk.take, release=chunk.release)]
        )
        if not isinstance(outcome, Written):
            raise RuntimeError(f"the bench's events were not written: {outcome}")
        appended += len(chunk.events)
        if appended >= count:
            return
    raise RuntimeError(f"this England has only {appended:,} events; enlarge SCALE")


async def read_and_decode_rate(ledger: Ledger) -> float:
    """Events a second when the least of every row is read and its event decoded."""
    decoders = {topic: msgspec.json.Decoder(event).decode for topic, event in topics().items()}
    position = read = 0
    began = time.perf_counter()
    while rows := await ledger.pool.fetch(_PLAIN_READ, position, PAGE):
        for _, topic, data in rows:
            decoders[topic](data)
        position = rows[-1][0]
        read += len(rows)
    return read / (time.perf_counter() - began)


async def _rebuild_rate(ledger: Ledger) -> float:
    head = await ledger.head()
    began = time.perf_counter()
    rebuilt = await rebuild(PROJECTION, ledger=ledger, pool=ledger.pool)
    seconds = time.perf_counter() - began
    if rebuilt.parked or rebuilt.checkpoint.position != head:
        raise RuntimeError(f"the rebuild is not whole: {rebuilt}")
    return head / seconds


_PLAIN_READ = (
    "select position, topic, data from ledger.events where position > $1 order by position limit $2"
)
