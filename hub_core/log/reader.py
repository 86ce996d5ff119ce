"""Following the log live: every event after a position, in order, none missed, none twice.

An ordered pull loop of our own, since a consumer that acknowledges may skip or reorder around a pause.
Nothing is acknowledged: the reader knows where it is, checks that every sequence follows the one
before, and on any doubt throws connection and consumer away and begins anew where it stopped.
"""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, suppress
from uuid import uuid4

import msgspec
import structlog
from nats.aio.client import Client
from nats.aio.msg import Msg

from hub_core.log.cloud_event import LogRow, parse
from hub_core.log.connection import (
    CONNECTION_TROUBLE,
    JetStreamAway,
    JetStreamRefused,
    Servers,
    apart,
    call,
    connect,
    end,
)
from hub_core.log.stream import LogStream, look

_log = structlog.get_logger(__name__)

#: Messages asked for and not yet taken, at most; the next are asked for when half of them are.
WINDOW = 4_000
#: Bytes one request may bring; an event may hold 256 KiB.
WINDOW_BYTES = 32 * 1024 * 1024
#: Seconds between the server's signs of life while nothing comes, and how long a request stands.
HEARTBEAT = 1.0
REQUEST = 30.0
#: Seconds without a sign of life after which the server is taken for dead.
SILENCE = 3.5
#: Seconds between the watchdog's looks at the stream's head.
WATCHDOG = 2.0
#: Looks in a row without a leader after which the reader tries another server.
LOOKS_UNLED = 3
#: Seconds an unused consumer is kept by the server. Readers may not delete one, so those they left
#: behind go by this; who is busy with a batch for longer begins anew.
UNUSED = 60.0
PATIENCE = 0.25

HEARTBEAT_STATUS = "100"
REQUEST_ENDS_AS_ASKED = ("Request Timeout", "Batch Completed", "Message Size Exceeds MaxBytes")


class Doubt(Exception):
    """What arrived, or failed to, is not the log in order; the reader begins anew."""


class LiveReader:
    """Follows one stream. ``restarts`` counts how often it had to begin anew."""

    def __init__(
        self,
        servers: Servers,
        stream: LogStream | None = None,
        *,
        window: int = WINDOW,
        watchdog: float = WATCHDOG,
    ) -> None:
        self._servers = servers
        self._stream = stream or LogStream()
        self._window = window
        self._watchdog = watchdog
        self.position = 0
        self.restarts = 0
        self._trouble = ""

    async def batches(self, *, after: int) -> AsyncGenerator[list[LogRow], None]:
        """Rows after a position as they come, for ever, in batches of at most ``window``.

        A batch is equal to what the ledger gives for these positions. Waits for a server or stream
        that is away. Close the generator (``contextlib.aclosing``) to stop.
        """
        async for messages in self.messages(after=after):
            rows = [parse(data) for _, data in messages]
            for (sequence, _), row in zip(messages, rows, strict=True):
                if row.position != sequence:
                    raise NotTheLog(self._stream.name, sequence, row.position)
            yield rows

    async def messages(self, *, after: int) -> AsyncGenerator[list[tuple[int, bytes]], None]:
        """The same as (sequence, bytes), unread."""
        self.position = after
        while True:
            try:
                async with AsyncExitStack() as stack:
                    session = _Session(self._stream, self._window)
                    await apart(session.begin(stack, self._servers, self.position + 1))
                    self._trouble = ""
                    watch = asyncio.create_task(self._watch(session))
                    stack.push_async_callback(end, watch)
                    while True:
                        batch = await session.next_batch()
                        fresh = [each for each in batch if each[0] > self.position]
                        if fresh:
                            if fresh[0][0] != self.position + 1:
                                raise Doubt(f"Sequence {fresh[0][0]} came after {self.position}.")
                            self.position = fresh[-1][0]
                            yield fresh
            except (*CONNECTION_TROUBLE, JetStreamAway, JetStreamRefused, Doubt) as error:
                self.restarts += 1
                self._tell(error)
                await asyncio.sleep(PATIENCE)

    def _tell(self, error: Exception) -> None:
        trouble = str(error) or type(error).__name__
        if trouble != self._trouble:
            _log.warning("reader begins anew", position=self.position, error=trouble)
            self._trouble = trouble

    async def _watch(self, session: "_Session") -> None:
        """Compare the stream's head with what has arrived: heartbeats may go on from a replica
        that was left behind, so silence is no proof that there is nothing to read. The head may come
        from that replica too: it knows of no leader then, for longer than an election would take."""
        arrived = -1
        looks_unled = 0
        while True:
            await asyncio.sleep(self._watchdog)
            try:
                seen = await look(session.client, self._stream)
            except (*CONNECTION_TROUBLE, JetStreamAway, JetStreamRefused) as error:
                session.doubt(f"The stream's head could not be asked: {error}")
                return
            if seen is None:
                session.doubt(f"The stream {self._stream.name} is gone.")
                return
            looks_unled = 0 if seen.is_led else looks_unled + 1
            if looks_unled == LOOKS_UNLED:
                session.doubt("The server knows of no leader: it may be cut off from the others.")
                return
            head = seen.state.last_seq
            if session.waits and head > session.arrived == arrived:
                session.doubt(f"The stream has come to {head}, but nothing comes after {arrived}.")
                return
            arrived = session.arrived


class _Session:
    """One connection with one consumer, from a sequence on."""

    client: Client

    def __init__(self, stream: LogStream, window: int) -> None:
        self._stream = stream
        self._window = window
        self._consumer = uuid4().hex
        self._messages: list[tuple[int, bytes]] = []
        self._something = asyncio.Event()
        self._doubt: Doubt | None = None
        self._wanted = 0
        self._last_sign = 0.0
        self.arrived = 0

    @property
    def waits(self) -> bool:
        """Whether messages are asked for, so that silence would mean something."""
        return self._wanted > 0

    async def begin(self, stack: AsyncExitStack, servers: Servers, sequence: int) -> None:
        self.client = await connect(
            servers,
            name="hub reader",
            on_lost=lambda: self.doubt("The connection to nats-server was lost."),
        )
        stack.push_async_callback(self._close)
        self._inbox = self.client.new_inbox()
        await self.client.subscribe(
            self._inbox, cb=self._on_message, pending_msgs_limit=0, pending_bytes_limit=0
        )
        stream = self._stream
        answer = await call(
            self.client,
            f"{stream.api}.CONSUMER.CREATE.{stream.name}.{self._consumer}",
            {
                "stream_name": stream.name,
                "config": {
                    "name": self._consumer,
                    "deliver_policy": "by_start_sequence",
                    "opt_start_seq": sequence,
                    "ack_policy": "none",
                    "replay_policy": "instant",
                    "inactive_threshold": _nanoseconds(UNUSED),
                    "mem_storage": True,
                    "num_replicas": 1,
                },
            },
        )
        # Where the server will begin: it moves a start beyond its end back to its end.
        self.arrived = msgspec.json.decode(answer, type=_Created).delivered.stream_seq
        await self._ask()

    async def next_batch(self) -> list[tuple[int, bytes]]:
        """What has arrived, as soon as there is something. Raises ``Doubt``."""
        loop = asyncio.get_running_loop()
        await self._ask()
        while not self._messages:
            if self._doubt is not None:
                raise self._doubt
            self._something.clear()
            silent = SILENCE - (loop.time() - self._last_sign)
            try:
                async with asyncio.timeout(max(silent, 0.01)):
                    await self._something.wait()
            except TimeoutError:
                if loop.time() - self._last_sign >= SILENCE:
                    raise Doubt(f"The server gave no sign of life for {SILENCE} s.") from None
            await self._ask()
        batch, self._messages = self._messages, []
        return batch

    async def _ask(self) -> None:
        """Ask for more when half the window is free; what waits to be taken counts as not free."""
        room = self._window - self._wanted - len(self._messages)
        if self._wanted and room * 2 < self._window:
            return
        if room <= 0:
            return
        if not self._wanted:
            self._last_sign = asyncio.get_running_loop().time()
        self._wanted += room
        request = {
            "batch": room,
            "max_bytes": WINDOW_BYTES,
            "expires": _nanoseconds(REQUEST),
            "idle_heartbeat": _nanoseconds(HEARTBEAT),
        }
        stream = self._stream
        await self.client.publish(
            f"{stream.api}.CONSUMER.MSG.NEXT.{stream.name}.{self._consumer}",
            msgspec.json.encode(request),
            reply=self._inbox,
        )

    async def _on_message(self, message: Msg) -> None:
        self._last_sign = asyncio.get_running_loop().time()
        if message.headers and "Status" in message.headers:
            self._on_status(message.headers)
            return
        sequence = _stream_sequence(message.reply)
        if sequence != self.arrived + 1:
            self.doubt(f"Sequence {sequence} arrived after {self.arrived}.")
            return
        self.arrived = sequence
        self._wanted -= 1
        self._messages.append((sequence, message.data))
        self._something.set()

    def _on_status(self, headers: dict[str, str]) -> None:
        status = headers["Status"]
        if status == HEARTBEAT_STATUS:
            return
        description = headers.get("Description", "")
        unfilled = headers.get("Nats-Pending-Messages")
        if unfilled is None or not description.startswith(REQUEST_ENDS_AS_ASKED):
            # Consumer or stream deleted, leadership moved, nobody there: nothing more will come.
            self.doubt(f"The server ended the request: {status} {description}")
            return
        self._wanted = max(self._wanted - int(unfilled), 0)
        self._something.set()

    def doubt(self, why: str) -> None:
        """Let the reader begin anew, once it has taken what arrived in order before."""
        if self._doubt is None:
            self._doubt = Doubt(why)
        self._something.set()

    async def _close(self) -> None:
        with suppress(*CONNECTION_TROUBLE):
            await self.client.close()


class NotTheLog(Exception):
    """A message says it is at another position than its sequence: no relay has written this stream."""

    def __init__(self, stream: str, sequence: int, position: int) -> None:
        super().__init__(
            f"Sequence {sequence:,} of stream {stream} holds the event of position {position:,}. "
            "Stop what else writes into it, then run `hub log repair`."
        )


class _Delivered(msgspec.Struct):
    stream_seq: int


class _Created(msgspec.Struct):
    delivered: _Delivered


def _nanoseconds(seconds: float) -> int:
    return int(seconds * 1e9)


def _stream_sequence(reply: str) -> int:
    """The stream sequence in ``$JS.ACK.[domain.account.]stream.consumer.delivered.sequence. …``."""
    parts = reply.split(".")
    return int(parts[5] if len(parts) == 9 else parts[7])
