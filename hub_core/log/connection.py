"""Connections to NATS, with the options that were found by breaking them.

A hung server is noticed within fifteen seconds, a lost one is tried again for ever, and what nats-py
would only print is logged. Health is a round trip: a client can think itself connected over a dead
read loop.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from typing import Any, TypeVar

import msgspec
import nats
import structlog
from nats.aio.client import Client
from nats.errors import Error as NatsError
from nats.errors import NoRespondersError
from nats.errors import TimeoutError as NatsTimeout

_log = structlog.get_logger(__name__)

#: What a lost, hung or restarting server may raise in a call on a connection.
CONNECTION_TROUBLE = (NatsError, OSError, TimeoutError)

Servers = str | Sequence[str]
Result = TypeVar("Result")


async def connect(
    servers: Servers,
    *,
    name: str,
    reconnect: bool = True,
    on_lost: Callable[[], None] = lambda: None,
) -> Client:
    """A connection; waits until a server takes it.

    With ``reconnect=False`` it stays closed once lost, and ``on_lost`` is called then (see
    :func:`while_connected`).
    """

    async def on_error(error: Exception) -> None:
        _log.warning("nats trouble", connection=name, error=str(error) or type(error).__name__)

    async def on_closed() -> None:
        _log.debug("nats connection closed", connection=name)
        on_lost()

    return await nats.connect(
        servers if isinstance(servers, str) else list(servers),
        name=name,
        allow_reconnect=reconnect,
        max_reconnect_attempts=-1,
        reconnect_time_wait=0.25,  # seconds, although nats-py annotates it as int
        connect_timeout=2,
        ping_interval=5,
        max_outstanding_pings=2,
        error_cb=on_error,
        closed_cb=on_closed,
        # Our subjects are made by one function; checking each again costs a tenth of the relay.
        skip_subject_validation=True,
    )


async def while_connected(
    servers: Servers, work: Callable[[Client], Awaitable[Result]], *, name: str
) -> Result:
    """Do work on a connection of its own, closed afterwards. Waits for a server to take it.

    Raises ``ConnectionError`` as soon as that connection is lost: for work that must begin anew then,
    because what it had sent or asked for is of no use on the next one.
    """
    lost = asyncio.Event()
    client = await connect(servers, name=name, reconnect=False, on_lost=lost.set)
    working = asyncio.ensure_future(work(client))
    waiting = asyncio.ensure_future(lost.wait())
    try:
        await asyncio.wait((working, waiting), return_when=asyncio.FIRST_COMPLETED)
        if working.done():
            return working.result()
        raise ConnectionError("The connection to nats-server was lost.")
    finally:
        for task in (working, waiting):
            task.cancel()
        await asyncio.gather(working, waiting, return_exceptions=True)
        with suppress(*CONNECTION_TROUBLE):
            await client.close()


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
