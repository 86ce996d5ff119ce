"""The relay: publishes what the ledger holds to the log's stream, each row at its own sequence.

It remembers nothing. It asks the stream for its last sequence, makes sure that both ends tell the
same story up to there, and publishes what follows; every message says which sequence it must follow,
so the server refuses duplicates, gaps and reordering from any number of rivals. A server that is away
is waited for, a stream that is gone is made anew; only a divergence stops it, for a person to decide.
"""

import asyncio
from contextlib import suppress
from typing import Any

import asyncpg
import msgspec
import structlog
from nats.aio.client import Client
from nats.aio.subscription import Subscription

from hub_core.log.chain import Chain, chains
from hub_core.log.cloud_event import identity
from hub_core.log.connection import (
    CONNECTION_TROUBLE,
    JetStreamAway,
    JetStreamRefused,
    Servers,
    send,
    while_connected,
)
from hub_core.log.ledger import Ledger
from hub_core.log.stream import LogStream, ensure, message_at, state_of

_log = structlog.get_logger(__name__)

#: Rows read at a time, while those before are on their way.
PAGE = 5_000
#: Seconds between looks at the ledger: after something came, and at most when nothing does.
BUSY = 0.010
IDLE = 0.100
#: Seconds between looks at the stream while nothing comes: somebody may have deleted it.
LOOK_AT_STREAM = 1.0
#: Seconds before trying again when a server is away.
PATIENCE = 0.25
#: Seconds an acknowledgement may take; electing a new leader takes up to ten.
ACKNOWLEDGEMENT = 12.0

DATABASE_TROUBLE = (
    asyncpg.PostgresError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,  # what asyncpg makes of a connection that dies amid a statement
    OSError,
    TimeoutError,
)


class Diverged(Exception):
    """Stream and ledger tell different stories; the message says how to mend it."""

    def __init__(self, difference: str) -> None:
        super().__init__(
            f"{difference} Nothing more is relayed. The ledger is the record: run `hub log repair`, "
            "which deletes the stream and lets the relay fill it again from the ledger."
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

    @property
    def lag(self) -> int:
        """Positions in the ledger that are not yet known to stand in the stream."""
        return max(self.head - self.position, 0)

    async def run(self) -> None:
        """Relay for ever. Raises ``Diverged``."""
        while True:
            try:
                await while_connected(self._servers, self._relay, name="hub relay")
            except (
                *CONNECTION_TROUBLE,
                *DATABASE_TROUBLE,
                JetStreamAway,
                JetStreamRefused,
            ) as error:
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
            position = await self._agreed_position(client)
            self._trouble = ""
            await self._publish_after(client, position)
            self.refusals += 1

    async def _agreed_position(self, client: Client) -> int:
        """The stream's last sequence, once it is certain that the ledger holds the same event there."""
        state = await state_of(client, self._stream)
        if state is None:
            _log.info("relay makes the stream", stream=self._stream.name)
            await ensure(client, self._stream)
            state = await state_of(client, self._stream)
        if state is None or state.last_seq == 0:
            self.position = 0
            return 0
        if not state.is_dense:
            raise Diverged(
                f"The stream {self._stream.name} should hold sequences 1 to {state.last_seq:,} and "
                f"holds {state.messages:,} messages from {state.first_seq:,} on."
            )
        await self._check_same_event(client, state.last_seq)
        self.position = state.last_seq
        self.head = max(self.head, state.last_seq)
        return state.last_seq

    async def _check_same_event(self, client: Client, position: int) -> None:
        message = await message_at(client, self._stream, position)
        if message is None:
            return  # deleted meanwhile: the next publish is refused, and everything asked again
        rows = await self._ledger.read(after=position - 1, limit=1)
        if not rows:
            raise Diverged(
                f"The stream {self._stream.name} has come to {position:,}, the ledger only to "
                f"{await self._ledger.head():,}: the ledger was restored to an earlier point."
            )
        try:
            event_id = identity(message)[0]
        except msgspec.DecodeError as error:
            raise Diverged(
                f"The message at sequence {position:,} of stream {self._stream.name} was not "
                "written by a relay."
            ) from error
        if event_id != rows[0][1]:
            raise Diverged(
                f"At position {position:,} the stream {self._stream.name} holds event {event_id}, "
                f"the ledger {rows[0][1]}: the ledger was restored and has moved on since."
            )

    async def _publish_after(self, client: Client, position: int) -> None:
        """Publish what follows, for as long as the stream takes it. A chain is sent before the one
        ahead of it is acknowledged, so that server and relay work at the same time."""
        inbox = client.new_inbox()
        acknowledgements = await client.subscribe(inbox)
        reading = self._read(position)
        ahead: Chain | None = None
        try:
            while True:
                rows = await reading
                if not rows:
                    if ahead is not None and not await self._taken(acknowledgements, ahead):
                        return
                    ahead = None
                    rows = await self._next_rows(client, position)
                    if not rows:
                        return
                position = rows[-1][0]
                self.head = max(self.head, position)
                reading = self._read(position)
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

    def _read(self, position: int) -> "asyncio.Task[list[asyncpg.Record]]":
        return asyncio.create_task(self._ledger.read(after=position, limit=PAGE))

    async def _next_rows(self, client: Client, position: int) -> list[asyncpg.Record]:
        """Wait for rows after this position; none when the stream is no longer where it was left."""
        wait, waited = BUSY, 0.0
        while True:
            await asyncio.sleep(wait)
            rows = await self._ledger.read(after=position, limit=PAGE)
            if rows:
                return rows
            waited += wait
            wait = min(wait * 1.5, IDLE)
            if waited >= LOOK_AT_STREAM:
                waited = 0.0
                state = await state_of(client, self._stream)
                if state is None or state.last_seq != position:
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


class _Acknowledgement(msgspec.Struct):
    stream: str = ""
    seq: int = 0
    error: dict[str, Any] | None = None
