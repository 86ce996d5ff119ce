"""England's school year: every read model rebuilt from nothing, all at once, each in a process of its own.

Measured at 0.5, 1 and 2 million events, so that what does not grow evenly shows. Limit: reading the same rows
from the same ledger and decoding each event, nothing else, alone.
"""

import asyncio
import time

import msgspec

from benchmarks.england import Year
from benchmarks.processes import peak_memory, run_module
from benchmarks.rebuilding import PLAIN, Done
from benchmarks.result import Report, Result, report, result
from benchmarks.surroundings import bench_servers
from services.platform.projections import PROJECTIONS

#: Shares of England that come to about 0.5, 1 and 2 million events; whole, it has 3.3 million.
PARTS = (0.15, 0.3, 0.6)


class Measured(msgspec.Struct, frozen=True, kw_only=True):
    """One size: what it held, what rebuilding took, and what each process did."""

    year: Year
    seconds: float
    megabytes: float
    plain: Done
    rebuilt: dict[str, Done]

    @property
    def processor(self) -> float:
        """Seconds of processor of the rebuilding processes, which others on the machine do not change."""
        return sum(each.processor for each in self.rebuilt.values())


async def main(size: float) -> Report:
    """Measure at this part of each size, and report."""
    measured = [await measure(size * part) for part in PARTS]
    return report("year", [line for one in measured for line in _lines(one)] + _growth(measured))


async def measure(share: float) -> Measured:
    """Fill, then rebuild everything at once."""
    async with bench_servers() as servers:
        address = servers.postgres_url
        told = await run_module("benchmarks.england", str(share), BENCH_URL=address)
        year = msgspec.json.decode(told, type=Year)
        plain = await _run(PLAIN, address)
        began = time.perf_counter()
        with peak_memory() as peak:
            rebuilt = await asyncio.gather(*(_run(name, address) for name in PROJECTIONS))
        seconds = time.perf_counter() - began
    return Measured(
        year=year,
        seconds=seconds,
        megabytes=peak.megabytes,
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
        result(f"year_rate_{of}", events / one.seconds, "events/s", limit=limit),
        *(
            result(f"year_{name}_{of}", each.rate, "events/s", limit=limit)
            for name, each in one.rebuilt.items()
        ),
        result(f"year_memory_mb_{of}", one.megabytes, "MiB, all processes"),
        result(f"year_institutions_{of}", one.year.institutions, "institutions"),
        result(f"year_learner_encounters_{of}", one.year.learner_encounters, "learner encounters"),
    ]


def _growth(measured: list[Measured]) -> list[Result]:
    """The figures of the whole by their plain names, and what an event costs there beside the smallest."""
    smallest, *_, whole = measured
    seconds = _times(smallest.seconds, whole.seconds, smallest, whole)
    processor = _times(smallest.processor, whole.processor, smallest, whole)
    return [
        result("year_seconds", whole.seconds, "s"),
        result("year_memory_mb", whole.megabytes, "MiB, all processes"),
        result("year_seconds_an_event_beside_smallest", 100 * seconds, "%; 100 is linear"),
        result("year_processor_an_event_beside_smallest", 100 * processor, "%; 100 is linear"),
    ]


def _times(before: float, after: float, smallest: Measured, whole: Measured) -> float:
    return (after / whole.year.events) / (before / smallest.year.events)
