"""One school year of the fictional England in a ledger, as `python -m benchmarks.england SHARE` fills it.

Whole, it is 3.3 million events of 24 thousand institutions with 76 million learner encounters; three fifths
of it are the 2 million events a year the platform was designed for. The rule: it is the same year in every
run, and a share of it has that share of each hub's institutions.
"""

import asyncio
import os
import sys
from datetime import date

import asyncpg
import msgspec

import hub_core.contexts  # noqa: F401 - registers every event
from hub_core.log.ledger import Ledger
from services.platform.england.filling import generate_england
from services.platform.england.scale import Scale

#: The first day of the next year: the year told is 2025/26, whole.
TODAY = date(2026, 9, 1)

#: Learners met, by the encounters that stand confirmed.
_LEARNER_ENCOUNTERS = """
select coalesce(sum((convert_from(data, 'UTF8')::json -> 'attendance' ->> 'total')::integer), 0)::bigint
from ledger.events where topic = 'encounters.EncounterConfirmed.v1'
"""


class Year(msgspec.Struct, frozen=True, kw_only=True):
    """What was filled in."""

    events: int
    institutions: int
    learner_encounters: int


async def fill(address: str, share: float) -> Year:
    """Fill an empty ledger and leave it as a server that has run for a while would."""
    async with asyncpg.create_pool(address, min_size=1, max_size=2) as pool:
        made = await generate_england(
            Ledger(pool), scale=Scale(whole_hubs=0, share=share), today=TODAY
        )
        await pool.execute("vacuum analyze ledger.events")
        return Year(
            events=made.events,
            institutions=made.institutions,
            learner_encounters=await pool.fetchval(_LEARNER_ENCOUNTERS),
        )


if __name__ == "__main__":
    print(
        msgspec.json.encode(asyncio.run(fill(os.environ["BENCH_URL"], float(sys.argv[1])))).decode()
    )
