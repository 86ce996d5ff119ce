"""The JetStream stream that carries the log: how it is made, asked and made anew.

Its sequence equals the ledger's position, so nothing in it is ever deleted or changed; but the whole
stream may go at any time, for the ledger is the record and the relay fills it again.
"""

from base64 import b64decode
from typing import Any

import msgspec
from nats.aio.client import Client

from hub_core.log.cloud_event import MAXIMUM_OVERHEAD_BYTES
from hub_core.log.connection import JetStreamRefused, call
from hub_core.log.event import MAXIMUM_EVENT_BYTES

STREAM_NOT_FOUND = 10059
STREAM_NAME_IN_USE = 10058
NO_MESSAGE_FOUND = 10037
REPLICAS_NEED_A_CLUSTER = 10074

#: Copies of the stream that a cluster keeps.
REPLICAS_IN_A_CLUSTER = 3


class LogStream(msgspec.Struct, frozen=True, kw_only=True):
    """Which stream, under which subjects. Tests use names of their own; a hub has one ``HUB_LOG``."""

    name: str = "HUB_LOG"
    prefix: str = "log"
    #: None: as many as a cluster keeps, or the one that a single server can keep.
    replicas: int | None = None
    #: Readers in an account of their own import the calls they need under another prefix.
    api: str = "$JS.API"


class StreamState(msgspec.Struct, frozen=True):
    """What the stream holds: the first and last sequence, and how many messages."""

    messages: int
    first_seq: int
    last_seq: int

    @property
    def is_dense(self) -> bool:
        """Whether it holds every sequence from 1 to its last."""
        return self.messages == self.last_seq and (self.messages == 0 or self.first_seq == 1)


class Seen(msgspec.Struct, frozen=True):
    """The stream as whoever answered sees it. In a cluster a server that is cut off from the others goes on
    answering with the copy it has; that it knows no leader is the only sign."""

    state: StreamState
    is_led: bool


class _Cluster(msgspec.Struct):
    #: Absent on a server alone, which leads itself.
    name: str = ""
    leader: str = ""


class _Info(msgspec.Struct):
    state: StreamState
    cluster: _Cluster = msgspec.field(default_factory=_Cluster)


class _Stored(msgspec.Struct):
    seq: int
    data: str = ""


class _Got(msgspec.Struct):
    message: _Stored


def configuration(stream: LogStream, *, replicas: int) -> dict[str, Any]:
    """The stream as JetStream is asked to keep it."""
    return {
        "name": stream.name,
        "description": "The log. Sequence = ledger position; filled by the relay from PostgreSQL.",
        "subjects": [f"{stream.prefix}.>"],
        "retention": "limits",
        "storage": "file",
        "discard": "new",
        "num_replicas": replicas,
        "max_consumers": -1,
        "max_msgs": -1,
        "max_bytes": -1,
        "max_age": 0,
        "max_msgs_per_subject": -1,
        "max_msg_size": MAXIMUM_EVENT_BYTES + MAXIMUM_OVERHEAD_BYTES,
        # The whole stream can still be deleted, which is all that a repair needs.
        "deny_delete": True,
        "deny_purge": True,
        "allow_direct": True,
        "allow_rollup_hdrs": False,
    }


async def ensure(client: Client, stream: LogStream) -> None:
    """Make the stream if it is missing, and bring its settings up to date. Safe with any number
    at once. Raises ``JetStreamRefused`` where the server will not have it so."""
    try:
        await _ensure(client, stream, replicas=stream.replicas or REPLICAS_IN_A_CLUSTER)
    except JetStreamRefused as refused:
        if stream.replicas is not None or refused.code != REPLICAS_NEED_A_CLUSTER:
            raise
        await _ensure(client, stream, replicas=1)


async def _ensure(client: Client, stream: LogStream, *, replicas: int) -> None:
    wanted = configuration(stream, replicas=replicas)
    try:
        await call(client, f"{stream.api}.STREAM.CREATE.{stream.name}", wanted)
    except JetStreamRefused as refused:
        if refused.code != STREAM_NAME_IN_USE:
            raise
        await call(client, f"{stream.api}.STREAM.UPDATE.{stream.name}", wanted)


async def state_of(
    client: Client, stream: LogStream, *, seconds: float = 5.0
) -> StreamState | None:
    """What the stream holds, or None when there is no such stream."""
    found = await look(client, stream, seconds=seconds)
    return None if found is None else found.state


async def look(client: Client, stream: LogStream, *, seconds: float = 5.0) -> Seen | None:
    """What the stream holds and whether it is led, or None when there is no such stream."""
    try:
        answer = await call(client, f"{stream.api}.STREAM.INFO.{stream.name}", seconds=seconds)
    except JetStreamRefused as refused:
        if refused.code == STREAM_NOT_FOUND:
            return None
        raise
    info = msgspec.json.decode(answer, type=_Info)
    return Seen(info.state, is_led=bool(info.cluster.leader) or not info.cluster.name)


async def message_at(client: Client, stream: LogStream, sequence: int) -> bytes | None:
    """The bytes of one message, or None when there is none at this sequence."""
    subject = f"{stream.api}.STREAM.MSG.GET.{stream.name}"
    try:
        answer = await call(client, subject, {"seq": sequence})
    except JetStreamRefused as refused:
        if refused.code in (NO_MESSAGE_FOUND, STREAM_NOT_FOUND):
            return None
        raise
    return b64decode(msgspec.json.decode(answer, type=_Got).message.data)


async def recreate(client: Client, stream: LogStream) -> None:
    """Delete the stream with everything in it and make it anew, empty: the repair after a
    divergence. The relay fills it again from the ledger, with the same numbers."""
    try:
        await call(client, f"{stream.api}.STREAM.DELETE.{stream.name}", seconds=30)
    except JetStreamRefused as refused:
        if refused.code != STREAM_NOT_FOUND:
            raise
    await ensure(client, stream)
