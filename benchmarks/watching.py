"""A process that watches how far `benchmark_progress` is: `python -m benchmarks.watching`.

It is one of its own so that looking never competes with sending. The rule: its clock is the machine's
monotonic one, which the sender reads too, and a position is seen when any reader of the read model would
see it.
"""

import asyncio
import os
import sys
import time
from collections.abc import Sequence

import asyncpg
import msgspec
import uvloop

#: Seconds between two looks.
LOOK = 0.005
#: What it says once it looks.
WATCHING = "watching"

_SEEN = "select position from benchmark_progress.checkpoint"


class Sighting(msgspec.Struct, frozen=True, array_like=True):
    """From ``at`` (seconds of the monotonic clock) on everything up to ``position`` was visible."""

    position: int
    at: float


async def watch() -> list[Sighting]:
    """Look until the position named on standard input is there."""
    connection = await asyncpg.connect(os.environ["BENCH_URL"])
    last = asyncio.ensure_future(asyncio.to_thread(sys.stdin.readline))
    sightings: list[Sighting] = []
    while True:
        position = await connection.fetchval(_SEEN)
        if not sightings:
            print(WATCHING, flush=True)
        if not sightings or position > sightings[-1].position:
            sightings.append(Sighting(position, time.monotonic()))
        if last.done() and position >= int(last.result()):
            break
        await asyncio.sleep(LOOK)
    await connection.close()
    return sightings


def waited(answered: Sequence[tuple[int, float]], sightings: Sequence[Sighting]) -> list[float]:
    """Seconds from each answer (a position and when it was given) until that position was visible.

    Nothing for one that was seen before its caller had the answer in hand.
    """
    seen = iter(sightings)
    now = next(seen)
    took = []
    for position, at in sorted(answered):
        while now.position < position:
            now = next(seen)
        took.append(max(now.at - at, 0.0))
    return took


if __name__ == "__main__":
    print(msgspec.json.encode(uvloop.run(watch())).decode())
