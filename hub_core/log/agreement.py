"""Whether ledger and stream tell the same story up to where the stream has come, and how they are reconciled.

The rule: the ledger is the record. What differs is never patched: the stream goes and is filled anew.
"""

from uuid import UUID

import msgspec
from nats.aio.client import Client

from hub_core.log.cloud_event import identity
from hub_core.log.ledger import Ledger
from hub_core.log.stream import LogStream, StreamState, message_at, recreate, state_of


class Diverged(Exception):
    """Stream and ledger tell different stories; the message says how to mend it.

    ``restored`` says that the ledger was put back to an earlier point, and so lives anew.
    """

    def __init__(self, difference: str, *, restored: bool = False) -> None:
        super().__init__(
            f"{difference} Nothing more is relayed. The ledger is the record: run `hub log repair`, "
            "which deletes the stream and lets the relay fill it again from the ledger."
        )
        self.restored = restored


async def check_agreement(
    client: Client, ledger: Ledger, stream: LogStream, state: StreamState
) -> UUID | None:
    """The id of the stream's last event, once the stream is dense and the ledger holds the same one there.

    None when there is none, or the stream was deleted meanwhile. Raises ``Diverged``.
    """
    if not state.is_dense:
        raise Diverged(
            f"The stream {stream.name} should hold sequences 1 to {state.last_seq:,} and "
            f"holds {state.messages:,} messages from {state.first_seq:,} on."
        )
    if not state.last_seq:
        return None
    return await _same_event(client, ledger, stream, state.last_seq)


async def _same_event(
    client: Client, ledger: Ledger, stream: LogStream, position: int
) -> UUID | None:
    message = await message_at(client, stream, position)
    if message is None:
        return None  # deleted meanwhile: the next publish is refused, and everything asked again
    rows = await ledger.read(after=position - 1, limit=1)
    if not rows:
        raise Diverged(
            f"The stream {stream.name} has come to {position:,}, the ledger only to "
            f"{await ledger.head():,}: the ledger was restored to an earlier point.",
            restored=True,
        )
    try:
        event_id = identity(message)[0]
    except msgspec.DecodeError as error:
        raise Diverged(
            f"The message at sequence {position:,} of stream {stream.name} was not "
            "written by a relay."
        ) from error
    if event_id != rows[0][1]:
        raise Diverged(
            f"At position {position:,} the stream {stream.name} holds event {event_id}, "
            f"the ledger {rows[0][1]}: the ledger was restored and has moved on since.",
            restored=True,
        )
    return event_id


class Repaired(msgspec.Struct, frozen=True, kw_only=True):
    """The stream is empty. ``incarnation`` is the log's new life where the ledger had been restored."""

    difference: str | None
    incarnation: UUID | None


async def repair(
    client: Client, ledger: Ledger, stream: LogStream, *, restored: bool = False
) -> Repaired:
    """Make the stream anew, empty, for the relay to fill again.

    Where the ledger was restored (or ``restored`` says so) the log begins a new life, so that every read
    model is built anew: one of the old life may rest on events that are no more.
    """
    difference = None
    state = await state_of(client, stream)
    if state is not None:
        try:
            await check_agreement(client, ledger, stream, state)
        except Diverged as diverged:
            difference = str(diverged).partition(" Nothing more is relayed.")[0]
            restored = restored or diverged.restored
    incarnation = await ledger.begin_anew() if restored else None
    await recreate(client, stream)
    return Repaired(difference=difference, incarnation=incarnation)
