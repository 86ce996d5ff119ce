"""Connections to NATS, with the options that were found by breaking them.

A hung server is noticed within fifteen seconds, a lost one is tried again for ever, and what nats-py
would only print is logged. Health is a round trip: a client can think itself connected over a dead
read loop.
"""

import asyncio
import re
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from contextlib import suppress
from typing import Any, TypeVar
from urllib.parse import urlsplit

import msgspec
import structlog
from nats.aio.client import Client
from nats.errors import ConnectionClosedError, NoRespondersError
from nats.errors import Error as NatsError
from nats.errors import TimeoutError as NatsTimeout

from hub_core.messaging.parts import inbox_prefix

_log = structlog.get_logger(__name__)

#: What a lost, hung or restarting server may raise in a call on a connection.
CONNECTION_TROUBLE = (NatsError, OSError, TimeoutError)

STATUS_LINE = b"NATS/1.0"

#: A user's name that can stand in a subject; for any other, or none, there is the inbox of all.
TOKEN = re.compile(r"[A-Za-z0-9_-]+")
ANY_INBOX = "_INBOX"

Servers = str | Sequence[str]
Result = TypeVar("Result")


class _LogClient(Client):
    """Skips the headers of the log's messages: they say only what each had to follow, and reading
    them takes nats-py longer than all the rest."""

    async def _process_headers(self, headers: bytes) -> dict[str, str] | None:
        is_status = bool(headers) and headers[len(STATUS_LINE) : len(STATUS_LINE) + 1] == b" "
        return await super()._process_headers(headers) if is_status else None


async def connect(
    servers: Servers,
    *,
    name: str,
    on_lost: Callable[[], None] | None = None,
) -> Client:
    """A connection; waits until a server takes it, and comes back by itself when it is lost.

    With ``on_lost`` it stays closed instead, and this is called: for those who must begin anew then,
    because what they had sent or asked for is of no use on the next connection. Such a connection
    reads no headers of messages.
    """

    async def on_error(error: Exception) -> None:
        _log.warning("nats trouble", connection=name, error=str(error) or type(error).__name__)

    async def on_closed() -> None:
        _log.debug("nats connection closed", connection=name)
        if on_lost is not None:
            on_lost()

    client = Client() if on_lost is None else _LogClient()
    try:
        await client.connect(
            servers if isinstance(servers, str) else list(servers),
            name=name,
            allow_reconnect=on_lost is None,
            max_reconnect_attempts=-1,
            reconnect_time_wait=0.25,  # type: ignore[arg-type]  # seconds; any number will do
            connect_timeout=2,
            ping_interval=5,
            max_outstanding_pings=2,
            inbox_prefix=inbox_of(servers),
            error_cb=on_error,
            closed_cb=on_closed,
            # Our subjects are made by one function; checking each again costs a tenth of the relay.
            skip_subject_validation=True,
        )
    except BaseException:
        with suppress(AssertionError, *CONNECTION_TROUBLE):
            await client.close()
        raise
    return client


def inbox_of(servers: Servers) -> str:
    """Where answers come in: each who signs in has a place of their own, which the others of the account
    may not listen in on (see ``hub_core.messaging``)."""
    first = servers if isinstance(servers, str) else servers[0]
    user = urlsplit(first.partition(",")[0]).username or ""
    return inbox_prefix(user) if TOKEN.fullmatch(user) else ANY_INBOX


async def send(client: Client, protocol: bytes) -> None:
    """Hand the server messages that are in NATS's own protocol already (see ``chain``). Its answer,
    where one is asked for, comes to the inbox that the messages name.

    Raises ``ConnectionClosedError``. nats-py has no public call for this; these two methods are those
    its own ``publish`` ends in.
    """
    if client.is_closed:
        raise ConnectionClosedError
    await client._send_command(protocol)
    await client._flush_pending()


async def while_connected(
    servers: Servers, work: Callable[[Client], Awaitable[Result]], *, name: str
) -> Result:
    """Do work on a connection of its own, closed afterwards. Waits for a server to take it.

    Raises ``ConnectionError`` as soon as that connection is lost: for work that must begin anew then,
    because what it had sent or asked for is of no use on the next one.
    """
    lost = asyncio.Event()

    async def session() -> Result:
        client = await connect(servers, name=name, on_lost=lost.set)
        try:
            return await work(client)
        finally:
            with suppress(*CONNECTION_TROUBLE):
                await client.close()

    working = asyncio.ensure_future(session())
    waiting = asyncio.ensure_future(lost.wait())
    try:
        await asyncio.wait((working, waiting), return_when=asyncio.FIRST_COMPLETED)
        if working.done():
            return working.result()
        raise ConnectionError("The connection to nats-server was lost.")
    finally:
        await end(waiting)
        await end(working)


async def apart(work: Coroutine[Any, Any, Result]) -> Result:
    """Do work with nats-py in a task of its own, so that cancelling the caller is never lost in it."""
    task = asyncio.ensure_future(work)
    try:
        await asyncio.wait((task,))
        return task.result()
    finally:
        await end(task)


async def end(task: "asyncio.Future[Any]") -> None:
    """Cancel a task until it has ended: nats-py, and ``asyncio.wait_for`` up to Python 3.11, may
    swallow a cancellation that comes at the moment an answer does."""
    while not task.done():
        task.cancel()
        await asyncio.wait((task,), timeout=2)
    if not task.cancelled():
        task.exception()  # was seen by whoever awaited it, or came too late to matter


async def is_healthy(client: Client, *, seconds: int = 2) -> bool:
    """Whether the server answers on this connection, by asking it."""
    try:
        await client.flush(timeout=seconds)
    except CONNECTION_TROUBLE:
        return False
    return True


class JetStreamRefused(Exception):
    """JetStream answered a call with an error; ``code`` is its error code (see its errors.json)."""

    def __init__(self, call: str, code: int, description: str) -> None:
        super().__init__(f"JetStream refused {call}: {description} (error {code}).")
        self.code = code
        self.description = description


class _Fault(msgspec.Struct):
    code: int = 0
    err_code: int = 0
    description: str = ""


class _Answer(msgspec.Struct):
    error: _Fault | None = None


class JetStreamAway(Exception):
    """Nobody answers JetStream calls: it is starting, electing, or not enabled."""

    def __init__(self, call: str) -> None:
        super().__init__(
            f"JetStream does not answer {call}. It may be starting or electing a leader; if this "
            "lasts, check that the server was started with JetStream and that this account may use it."
        )


async def call(client: Client, subject: str, request: Any = None, *, seconds: float = 5.0) -> bytes:
    """One JetStream API call. Raises ``JetStreamRefused``, ``JetStreamAway`` and connection errors."""
    payload = b"" if request is None else msgspec.json.encode(request)
    try:
        message = await client.request(subject, payload, timeout=seconds)
    except NoRespondersError as error:
        raise JetStreamAway(subject) from error
    except NatsTimeout as error:
        raise JetStreamAway(subject) from error
    fault = msgspec.json.decode(message.data, type=_Answer).error
    if fault is not None:
        raise JetStreamRefused(subject, fault.err_code, fault.description)
    return message.data
