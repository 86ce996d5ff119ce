"""Which of an institution's records may tell of one encounter, read from its own events when it is asked.

The rule: what it reads is what it decided, no later; it serves whoever asks and guards no decision.
"""

from uuid import UUID

from hub_core.employers.employer import Employer
from hub_core.log.event import decode
from hub_core.log.ledger import PAGE, Ledger
from hub_core.log.repository import load_many
from hub_core.matching.records import EVENTS, Records
from hub_core.matching.suggestions import Suggestion, suggested

_TOPICS = frozenset(event.TOPIC for event in EVENTS)


async def records_of(ledger: Ledger, institution: UUID) -> Records:
    """An institution's records, folded from its own events."""
    records = Records()
    position = 0
    while rows := await ledger.read(after=position, institution=institution):
        for row in rows:
            if row["topic"] in _TOPICS:
                records.apply(decode(row["topic"], row["data"]))
        position = rows[-1]["position"]
        if len(rows) < PAGE:
            break
    return records


async def suggestions_in(ledger: Ledger, records: Records) -> list[Suggestion]:
    """The pairs worth deciding, the likeliest first; employers that were merged count as one."""
    return suggested(records, await _survivors(ledger, records))


async def _survivors(ledger: Ledger, records: Records) -> dict[UUID, UUID]:
    """The employers that duplicates were merged into, of all that the records name."""
    told = [*records.encounters.values(), *records.activities.values()]
    named = {one.employer for one in told if one.employer is not None}
    employers = await load_many(ledger, Employer, named)
    return {
        employer: found.merged_into
        for employer, found in employers.items()
        if found.merged_into is not None
    }
