"""England's school year: every read model rebuilt from nothing, all at once, each in a process of its own.

Measured at 0.5, 1 and 2 million events, so that what does not grow evenly shows. Limit: reading the same rows
from the same ledger and decoding each event, nothing else, alone.
"""

import asyncio
import os
import time
from collections.abc import Sequence

import msgspec

from benchmarks.england import Year
from benchmarks.processes import peak_memory, processor_below, run_module
from benchmarks.rebuilding import PLAIN, Done
from benchmarks.result import Report, Result, report, result
from benchmarks.surroundings import bench_servers
from services.platform.projections import PROJECTIONS

#: Shares of England that come to about 0.5, 1 and 2 million events; whole, it has 3.3 million.
PARTS = (0.15, 0.3, 0.6)


#: How much more an event may cost at any size than at the smallest where cost is called linear.
EVEN = 1.1


class Measured(msgspec.Struct, frozen=True, kw_only=True):
    """One size: what it held, what rebuilding took, and what each process did."""

    year: Year
    seconds: float
    megabytes: float
    servers: float
    plain: Done
    rebuilt: dict[str, Done]

    @property
    def processor(self) -> float:
        """Seconds of processor of servers and rebuilding processes, whatever else the machine does."""
        return self.servers + sum(each.processor for each in self.rebuilt.values())

    @property
    def an_event(self) -> float:
        """Seconds of processor an event."""
        return self.processor / self.year.events


async def main(size: float) -> Report:
    """Measure at this part of each size, and report."""
    measured = [await measure(size * part) for part in PARTS]
    lines = [line for one in measured for line in _lines(one)]
    return report("year", lines + _whole(measured), finding=evenness(measured))


async def measure(share: float) -> Measured:
    """Fill, then rebuild everything at once."""
    async with bench_servers() as servers:
        address = servers.postgres_url
        told = await run_module("benchmarks.england", str(share), BENCH_URL=address)
        year = msgspec.json.decode(told, type=Year)
        plain = await _run(PLAIN, address)
        before = processor_below(os.getpid())
        began = time.perf_counter()
        with peak_memory() as peak:
            rebuilt = await asyncio.gather(*(_run(name, address) for name in PROJECTIONS))
        seconds = time.perf_counter() - began
        servers_took = processor_below(os.getpid()) - before
    return Measured(
        year=year,
        seconds=seconds,
        megabytes=peak.megabytes,
        servers=servers_took,
        plain=plain,
        rebuilt=dict(zip(PROJECTIONS, rebuilt, strict=True)),
    )


async def _run(what: str, address: str) -> Done:
    told = await run_module("benchmarks.rebuilding", what, BENCH_URL=address)
    return msgspec.json.decode(told, type=Done)


def _lines(one: Measured) -> list[Result]:
    """``year_seconds`` counts from starting the processes until the last has ended."""
    events = one.year.events
    of, limit = f"of_{events}_events", one.plain.rate
    return [
        result(f"year_seconds_{of}", one.seconds, "s"),
        result(f"year_processor_{of}", one.processor, "s of processor"),
        result(f"year_processor_an_event_{of}", one.an_event * 1e6, "µs of processor"),
        result(f"year_rate_{of}", events / one.seconds, "events/s", limit=limit),
        *(
            result(f"year_{name}_{of}", each.rate, "events/s", limit=limit)
            for name, each in one.rebuilt.items()
        ),
        result(f"year_memory_mb_{of}", one.megabytes, "MiB, all processes"),
        result(f"year_institutions_{of}", one.year.institutions, "institutions"),
        result(f"year_learner_encounters_{of}", one.year.learner_encounters, "learner encounters"),
    ]


def _whole(measured: Sequence[Measured]) -> list[Result]:
    """The figures of the whole by their plain names, and what an event costs there beside the smallest."""
    smallest, whole = measured[0], measured[-1]
    return [
        result("year_seconds", whole.seconds, "s"),
        result("year_memory_mb", whole.megabytes, "MiB, all processes"),
        result(
            "year_processor_an_event_beside_smallest",
            100 * whole.an_event / smallest.an_event,
            "%; 100 is linear",
        ),
    ]


def evenness(measured: Sequence[Measured]) -> str:
    """Whether cost is linear, and by how much it is not: processor time an event beside the smallest size."""
    smallest, *larger = measured
    ratios = [(one.an_event / smallest.an_event, one.year.events) for one in larger]
    told = " and ".join(f"{ratio:.2f} times at {events:,}" for ratio, events in ratios)
    linear = max(ratio for ratio, _ in ratios) <= EVEN
    return (
        f"Cost is {'linear' if linear else 'not linear'}: beside {smallest.year.events:,} events an event "
        f"takes {told} (processor time of servers and rebuilding processes; at most {EVEN} is called linear)."
    )
