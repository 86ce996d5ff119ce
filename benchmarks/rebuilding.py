"""A process that rebuilds one read model: `python -m benchmarks.rebuilding NAME`, or only reads and decodes.

The rule: it does what `hub rebuild NAME` does and nothing else, so that its memory is that command's.
"""

import os
import sys
import time

import msgspec
import uvloop

import hub_core.contexts  # noqa: F401 - registers every event
from benchmarks.rebuild import read_and_decode_rate
from hub_core.log.ledger import Ledger
from hub_core.pools import open_pool
from projections.rebuild import rebuild
from services.platform.projections import PROJECTIONS

#: In place of a read model's name: the limit.
PLAIN = "read-and-decode"


class Done(msgspec.Struct, frozen=True, kw_only=True):
    """Events a second of the whole log, and the seconds of processor this process took, start included."""

    rate: float
    processor: float


async def main(what: str) -> Done:
    """Do it."""
    async with open_pool(os.environ["BENCH_URL"], min_size=3, max_size=6) as pool:
        ledger = Ledger(pool)
        rate = await (
            read_and_decode_rate(ledger) if what == PLAIN else _rebuild_rate(what, ledger)
        )
    return Done(rate=rate, processor=time.process_time())


async def _rebuild_rate(name: str, ledger: Ledger) -> float:
    head = await ledger.head()
    began = time.perf_counter()
    rebuilt = await rebuild(PROJECTIONS[name], ledger=ledger, pool=ledger.pool)
    if rebuilt.parked or rebuilt.checkpoint.position != head:
        raise RuntimeError(f"the rebuild is not whole: {rebuilt}")
    return head / (time.perf_counter() - began)


if __name__ == "__main__":
    print(msgspec.json.encode(uvloop.run(main(sys.argv[1]))).decode())
