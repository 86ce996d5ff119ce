"""The log as it grows, for a person who watches it (``hub log tail``).

The rule: shown is what the ledger holds, as a read model would take it; a stream of another story is no
guide, and a log that begins a new life ends the watching with a sentence.
"""

from collections.abc import AsyncGenerator
from contextlib import aclosing

from hub_core.log.away import DATABASE_AWAY, is_away
from hub_core.log.cloud_event import LogRow
from hub_core.log.ledger import Ledger
from hub_core.log.tail import LiveRows, Tail
from services.platform.commands.running import Failure


async def follow(ledger: Ledger, live: LiveRows, *, after: int) -> AsyncGenerator[LogRow, None]:
    """Rows after a position, in order, until the generator is closed.

    Raises ``Failure`` when the log was restored meanwhile, or its database went away.
    """
    position = after
    try:
        tail = Tail(
            ledger,
            live,
            reader="hub log tail",
            after=after,
            incarnation=await ledger.incarnation(),
        )
        async with aclosing(tail.batches()) as batches:
            async for batch in batches:
                for row in batch:
                    yield LogRow(*row)
                    position = row[0]
    except DATABASE_AWAY as error:
        if not is_away(error):
            raise
        raise Failure(
            f"The ledger's database went away: {error}. Nothing is lost. Once it is back, go on with "
            f"`hub log tail --after {position}`."
        ) from error
    raise Failure(
        "The log was restored and lives anew: the last events shown may be no more. Start `hub log tail` "
        "again; `hub log verify` compares ledger and stream."
    )
