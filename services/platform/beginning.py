"""Whether a log still has to be filled before it is shown, and with how much of England.

Rule: what a log holds is never refused to someone who only wants to see it. It is gone on with, today
or next year, used or unused; only asking for another England than the one that is there is an error.
"""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import asyncpg

from hub_core.embedded import Addresses
from hub_core.log.ledger import Append, Claim, Ledger, Written
from services.platform.commands.running import Failure
from services.platform.england.marks import (
    ACTOR,
    BEGUN,
    COMPLETE,
    WHOLE,
    Told,
    day_told_to,
    told_by,
)
from services.platform.england.scale import DEMO, Scale

_FIRST_ACTOR = (
    "select envelope->>'actor' from ledger.readable where position = (select min(position) "
    "from ledger.events)"
)


def today_in_england() -> date:
    """The day it is there now, up to which a new England is told."""
    return datetime.now(ZoneInfo("Europe/London")).date()


async def is_fictional(addresses: Addresses) -> bool:
    """Whether the log begins with the fictional England, so that pages say so."""
    connection = await asyncpg.connect(addresses.postgres_url)
    try:
        return bool(await connection.fetchval(_FIRST_ACTOR) == ACTOR)
    finally:
        await connection.close()


async def to_fill(ledger: Ledger, *, asked: Scale | None, today: date) -> Told | None:
    """What is still to be told, None when the log is to be shown as it is. A demo that was broken off
    after its last chunk goes on with the day it was told up to.

    ``asked`` is what a person asked for by name. Raises ``Failure`` when the log holds something else.
    """
    head = await ledger.head()
    if not head:
        return Told(scale=asked or DEMO, today=today)
    held = await ledger.holders((BEGUN, COMPLETE, WHOLE))
    mark = held.get(BEGUN)
    begun = told_by(mark, today=today, scale=asked) if mark else None
    if asked is not None and begun is None:
        raise _something_else(head, asked, fictional=mark is not None)
    if mark is None or WHOLE in held:
        return None
    if COMPLETE in held:
        day = day_told_to(await ledger.claims_of(mark))
        return Told(scale=begun.scale, today=day, goes_on=True) if begun and day else None
    if begun is None:
        raise Failure(
            "An earlier start was broken off while it filled a fictional England of a size of its own. "
            "Start again with the same --scale, or choose another folder with --data."
        )
    return begun


async def note_whole(ledger: Ledger) -> None:
    """Note that there is nothing more to tell; noted once, whoever notes it again."""
    held = await ledger.holders((BEGUN, WHOLE))
    if WHOLE in held:
        return
    take = [Claim(WHOLE, held[BEGUN])]
    [outcome] = await ledger.append([Append(events=[], envelope=b"{}", take=take)])
    if not isinstance(outcome, Written):
        raise Failure(f"Somebody else wrote into the log while England was being told ({outcome}).")


def _something_else(head: int, asked: Scale, *, fictional: bool) -> Failure:
    what = f'another fictional England than "{asked}"' if fictional else "of something else"
    return Failure(
        f"The log holds {head:,} events already: {what}. "
        "Leave --scale away to go on with what is there, or choose another folder with --data."
    )
