"""Everything held of one learner, read by the institution's own reference.

The rule: it is read from the institution's events and the vault at the moment it is asked for, and the vault
notices that this learner was looked at.
"""

from uuid import UUID

import msgspec

from hub_core.log.event import Event, decode
from hub_core.log.ledger import PAGE, Ledger
from hub_core.log.repository import load
from hub_core.rosters.learner_record import Happening, Period, happenings_of, periods_of
from hub_core.rosters.learner_subject import learner_subject
from hub_core.rosters.roster import Roster, roster_stream
from hub_core.vault.vault import Vault


class LearnerRecord(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Everything held of one learner: what the roster says, every history that names them, every text.

    ``erased`` says that the reference was destroyed: nothing can be found by it any more.
    """

    institution: UUID
    reference: str
    known: bool
    erased: bool
    periods: tuple[Period, ...] = ()
    histories: tuple[tuple[Happening, ...], ...] = ()
    texts: tuple[str, ...] = ()


async def record_of_learner(
    ledger: Ledger, vault: Vault, institution: UUID, reference: str
) -> LearnerRecord:
    """The record of the learner whom the institution calls so; ``known`` says whether there is one."""
    found = await vault.ordinals(institution, [reference])
    ordinal = found.known.get(reference)
    if ordinal is None:
        return LearnerRecord(
            institution=institution,
            reference=reference,
            known=False,
            erased=reference in found.erased,
        )
    roster = await load(ledger, Roster, roster_stream(institution))
    told = await _events_of(ledger, institution)
    await vault.references(institution, [ordinal])  # noticed as read, by this learner's number
    return LearnerRecord(
        institution=institution,
        reference=reference,
        known=True,
        erased=False,
        periods=tuple(periods_of(roster, ordinal)),
        histories=tuple(happenings_of(told, ordinal)),
        texts=tuple(await vault.texts_of(learner_subject(institution, ordinal))),
    )


async def _events_of(ledger: Ledger, institution: UUID) -> list[tuple[UUID, int, Event]]:
    told = []
    position = 0
    while rows := await ledger.read(after=position, institution=institution):
        told += [
            (row["stream_id"], row["position"], decode(row["topic"], row["data"])) for row in rows
        ]
        position = rows[-1]["position"]
        if len(rows) < PAGE:
            break
    return told
