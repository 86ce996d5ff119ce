"""One school year of the fictional England in a ledger, as `python -m benchmarks.england SHARE` fills it.

Whole, it is 3.3 million events of 24 thousand institutions with 76 million learner encounters; three fifths
of it are the 2 million events a year the platform was designed for. The rule: it is the same year in every
run, and a share of it has that share of each hub's institutions; `SHARE tees-valley=45` names a hub that
has so many whatever the share.
"""

import asyncio
import os
import sys
from collections.abc import Mapping
from datetime import date

import msgspec

import hub_core.contexts  # noqa: F401 - registers every event
from hub_core.log.ledger import Ledger
from hub_core.pools import open_pool
from services.platform.england.filling import generate_england
from services.platform.england.marks import DEFAULT_SEED
from services.platform.england.period import Period
from services.platform.england.scale import Scale
from services.platform.england.story import Story

#: The first day of the next year: the year told is 2025/26, whole.
TODAY = date(2026, 9, 1)

#: More institutions than any hub has.
_EVERY = 1_000_000

#: Learners met, by the encounters that stand confirmed.
_LEARNER_ENCOUNTERS = """
select coalesce(sum((convert_from(data, 'UTF8')::json -> 'attendance' ->> 'total')::integer), 0)::bigint
from ledger.events where topic = 'encounters.EncounterConfirmed.v1'
"""


class England(Scale, frozen=True, kw_only=True):
    """A share of every hub's institutions, and so many of the hubs named in ``sizes`` (by their slugs)."""

    sizes: Mapping[str, int] = {}

    def institutions_of(self, hub: str, *, of: int) -> int:
        """How many of a hub's ``of`` institutions there are."""
        return min(of, self.sizes.get(hub) or super().institutions_of(hub, of=of))


def with_members(hub: str, members: int) -> int:
    """How many of a hub's institutions there must be for so many of them to be members on the last day."""
    whole = England(whole_hubs=0, share=0, sizes={hub: _EVERY})
    period = Period(TODAY)
    lives = Story(scale=whole, period=period, seed=DEFAULT_SEED).lives
    there = [place for place, life in enumerate(lives, 1) if life.is_there(period.today)]
    if len(there) < members:
        raise ValueError(f"{hub} has {len(there)} members at most, not {members}")
    return there[members - 1]


class Year(msgspec.Struct, frozen=True, kw_only=True):
    """What was filled in."""

    events: int
    institutions: int
    learner_encounters: int


async def fill(address: str, scale: Scale) -> Year:
    """Fill an empty ledger and leave it as a server that has run for a while would."""
    async with open_pool(address, min_size=1, max_size=2) as pool:
        made = await generate_england(Ledger(pool), scale=scale, today=TODAY)
        await pool.execute("vacuum analyze ledger.events")
        return Year(
            events=made.events,
            institutions=made.institutions,
            learner_encounters=await pool.fetchval(_LEARNER_ENCOUNTERS),
        )


def _asked(share: str, *sizes: str) -> England:
    named = (one.split("=") for one in sizes)
    return England(
        whole_hubs=0, share=float(share), sizes={slug: int(size) for slug, size in named}
    )


if __name__ == "__main__":
    filled = asyncio.run(fill(os.environ["BENCH_URL"], _asked(*sys.argv[1:])))
    print(msgspec.json.encode(filled).decode())
