"""The relay: publishes what the ledger holds to the log's stream, each row at its own sequence.

It remembers nothing. It asks the stream for its last sequence, makes sure that both ends tell the
same story up to there, and publishes what follows; every message says which sequence it must follow,
so the server refuses duplicates, gaps and reordering from any number of rivals. A server that is away
is waited for, a stream that is gone is made anew; only a divergence stops it, for a person to decide.
"""

import asyncio
from contextlib import suppress
from typing import Any, NamedTuple
from uuid import UUID

import asyncpg
import msgspec
import structlog
from nats.aio.client import Client
from nats.aio.subscription import Subscription

from hub_core.log.agreement import Diverged, check_agreement
from hub_core.log.away import DATABASE_AWAY, is_away
from hub_core.log.chain import Chain, chains
from hub_core.log.connection import (
    CONNECTION_TROUBLE,
    JetStreamAway,
    JetStreamRefused,
    Servers,
    send,
    while_connected,
)
from hub_core.log.ledger import Ledger
from hub_core.log.stream import LogStream, ensure, state_of

_log = structlog.get_logger(__name__)

#: Rows read at a time, while those before are on their way.
PAGE = 5_000
#: Seconds between looks at the ledger: after something came, and at most when nothing does.
BUSY = 0.010
IDLE = 0.100
#: Seconds between looks at the stream while nothing comes: somebody may have deleted it.
LOOK_AT_STREAM = 1.0
#: Seconds between two notes of how far the stream is, for people who watch.
NOTE = 1.0
#: Seconds before trying again when a server is away.
PATIENCE = 0.25
#: Seconds an acknowledgement may take; electing a new leader takes up to ten.
ACKNOWLEDGEMENT = 12.0

#: What is waited for.
TROUBLE: tuple[type[Exception], ...] = (
    *CONNECTION_TROUBLE,
    *DATABASE_AWAY,
    JetStreamAway,
    JetStreamRefused,
)


class Relay:
    """One relay. Run none, one or five; :meth:`run` ends only by cancellation or divergence."""

    def __init__(self, ledger: Ledger, servers: Servers, stream: LogStream | None = None) -> None:
        self._ledger = ledger
        self._servers = servers
        self._stream = stream or LogStream()
        #: Messages this relay has published and had acknowledged.
        self.published = 0
        #: The last position known to stand in the stream, and in the ledger.
        self.position = 0
        self.head = 0
        #: How often it had to begin anew: after a refusal, and after trouble with a server.
        self.refusals = 0
        self.restarts = 0
        self._trouble = ""
        self._noted_at = 0.0

    @property
    def lag(self) -> int:
        """Positions in the ledger that are not yet known to stand in the stream."""
        return max(self.head - self.position, 0)

    async def run(self) -> None:
        """Relay for ever. Raises ``Diverged``."""
        while True:
            try:
                await while_connected(self._servers, self._relay, name="hub relay")
            except TROUBLE as error:
                if isinstance(error, DATABASE_AWAY) and not is_away(error):
                    raise
                self.restarts += 1
                self._tell(error)
                await asyncio.sleep(PATIENCE)

    def _tell(self, error: Exception) -> None:
        """Log trouble once, not four times a second for as long as it lasts."""
        trouble = str(error) or type(error).__name__
        if trouble != self._trouble:
            _log.warning("relay waits", error=trouble)
            self._trouble = trouble

    async def _relay(self, client: Client) -> None:
        while True:
            last = await self._agreed(client)
            self._trouble = ""
            await self._publish_after(client, last)
            self.refusals += 1

    async def _agreed(self, client: Client) -> "_Last":
        """The stream's last event, once it is certain that the ledger holds the same one there."""
        state = await state_of(client, self._stream)
        if state is None:
            _log.info("relay makes the stream", stream=self._stream.name)
            await ensure(client, self._stream)
            state = await state_of(client, self._stream)
        if state is None or state.last_seq == 0:
            self.position = 0
            return _Last(0, None)
        event_id = await check_agreement(client, self._ledger, self._stream, state)
        self.position = state.last_seq
        self.head = max(self.head, state.last_seq)
        return _Last(state.last_seq, event_id)

    async def _publish_after(self, client: Client, last: "_Last") -> None:
        """Publish what follows, for as long as the stream takes it. A chain is sent before the one
        ahead of it is acknowledged, so that server and relay work at the same time."""
        inbox = client.new_inbox()
        acknowledgements = await client.subscribe(inbox)
        reading = self._read(last)
        ahead: Chain | None = None
        try:
            while True:
                rows = await reading
                if not rows:
                    if ahead is not None and not await self._taken(acknowledgements, ahead):
                        return
                    ahead = None
                    rows = await self._next_rows(client, last)
                    if not rows:
                        return
                last = _Last(rows[-1][0], rows[-1][1])
                self.head = max(self.head, last.position)
                reading = self._read(last)
                await self._note()
                for chain in chains(rows, prefix=self._stream.prefix, reply=inbox):
                    await send(client, chain.protocol)
                    if ahead is not None and not await self._taken(acknowledgements, ahead):
                        return
                    ahead = chain
        finally:
            reading.cancel()
            await asyncio.gather(reading, return_exceptions=True)
            with suppress(*CONNECTION_TROUBLE):
                await acknowledgements.unsubscribe()

    async def _note(self) -> None:
        """Let people see, at most once a second, how far the stream is and that a relay is at work."""
        now = asyncio.get_running_loop().time()
        if now - self._noted_at >= NOTE:
            self._noted_at = now
            await self._ledger.note_stream(self.position)

    def _read(self, last: "_Last") -> "asyncio.Task[list[asyncpg.Record]]":
        return asyncio.create_task(self._after(last))

    async def _after(self, last: "_Last") -> list[asyncpg.Record]:
        """Rows after the last one, which is read again: under a relay that runs the ledger may be restored.

        Raises ``Diverged`` where it holds that event no more.
        """
        if last.event_id is None:
            return await self._ledger.read(after=last.position, limit=PAGE)
        rows = await self._ledger.read(after=last.position - 1, limit=PAGE + 1)
        if not rows or rows[0][1] != last.event_id:
            raise Diverged(
                f"The ledger does not hold event {last.event_id} at position {last.position:,} any more, "
                f"which the stream {self._stream.name} does: the ledger was restored.",
                restored=True,
            )
        return rows[1:]

    async def _next_rows(self, client: Client, last: "_Last") -> list[asyncpg.Record]:
        """Wait for rows after the last one; none when the stream is no longer where it was left."""
        wait, waited = BUSY, 0.0
        while True:
            await asyncio.sleep(wait)
            await self._note()
            if rows := await self._after(last):
                return rows
            waited += wait
            wait = min(wait * 1.5, IDLE)
            if waited >= LOOK_AT_STREAM:
                waited = 0.0
                state = await state_of(client, self._stream)
                if state is None or state.last_seq != last.position:
                    return []

    async def _taken(self, acknowledgements: Subscription, chain: Chain) -> bool:
        """Whether the stream has taken all of a chain, once it answers."""
        answer = await acknowledgements.next_msg(timeout=ACKNOWLEDGEMENT)
        if not answer.data:
            return False  # nobody took it: the stream is gone
        acknowledgement = msgspec.json.decode(answer.data, type=_Acknowledgement)
        if acknowledgement.error is not None:
            return False
        if acknowledgement.seq != chain.last or acknowledgement.stream != self._stream.name:
            raise Diverged(
                f"Position {chain.last:,} was stored at sequence {acknowledgement.seq:,} of stream "
                f"{acknowledgement.stream}: another stream takes the subjects {self._stream.prefix}.>."
            )
        self.position = chain.last
        self.published += chain.length
        return True


class _Last(NamedTuple):
    """The event after which to go on; without an id nothing is known of it, as at the beginning."""

    position: int
    event_id: UUID | None


class _Acknowledgement(msgspec.Struct):
    stream: str = ""
    seq: int = 0
    error: dict[str, Any] | None = None
