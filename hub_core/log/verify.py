"""Proving the one invariant: the stream holds exactly the ledger, each event at its own position.

Both ends are read in blocks and hashed; where the hashes of a block differ, the block is read again
and compared message by message, so that the first difference can be named in a sentence.
"""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Sequence
from contextlib import aclosing
from hashlib import blake2b
from typing import Any

import msgspec
from nats.aio.client import Client

from hub_core.log.cloud_event import (
    ENVELOPE_VERSION,
    envelope_version,
    identity,
    known_versions,
    render,
)
from hub_core.log.connection import Servers, while_connected
from hub_core.log.ledger import Ledger
from hub_core.log.reader import LiveReader
from hub_core.log.stream import LogStream, StreamState, state_of

#: Positions hashed together.
BLOCK = 10_000
#: Seconds a relay that is behind is given for its next step.
CATCHING_UP = 3.0


Progress = Callable[[int, int], None]


def _silent(done: int, total: int) -> None:
    """Tell nobody how far it has come."""


class Difference(msgspec.Struct, frozen=True):
    """Where the two ends first differ, and in what."""

    position: int
    sentence: str


class Verification(msgspec.Struct, frozen=True):
    """What was proved: ``head`` is the ledger's last position, ``stream`` the stream's last sequence."""

    ok: bool
    head: int
    stream: int
    first_difference: Difference | None = None


class _Block(msgspec.Struct):
    """A block of one end: its digest, and the last position it rests on."""

    last: int
    digest: bytes
    versions: Sequence[tuple[int, int]] = ()


async def verify(
    ledger: Ledger,
    servers: Servers,
    stream: LogStream | None = None,
    *,
    block: int = BLOCK,
    progress: Progress = _silent,
) -> Verification:
    """Compare every event. A running relay is given time to bring the stream up to the ledger's
    head as it was at the beginning; what is appended meanwhile is not looked at. ``progress`` is told
    the positions compared and those there are."""
    stream = stream or LogStream()
    head = await ledger.head()

    async def last_state(client: Client) -> StreamState | None:
        return await _settled_state(client, stream, head)

    state = await while_connected(servers, last_state, name="hub verify")
    if state is None:
        missing = f"There is no stream {stream.name}. Is the relay running (`hub relay`)?"
        return Verification(False, head, 0, Difference(1, missing))
    reader = LiveReader(servers, stream)
    compared = min(head, state.last_seq)
    difference = await _first_difference(
        ledger, reader, state, upto=compared, block=block, progress=progress
    )
    if difference is None:
        difference = await _different_ends(ledger, stream, state, head)
    return Verification(difference is None, head, state.last_seq, difference)


async def _settled_state(client: Client, stream: LogStream, head: int) -> StreamState | None:
    """The stream's state once it has come to the ledger's head, or comes no further."""
    seen = await state_of(client, stream)
    while seen is None or seen.last_seq < head:
        await asyncio.sleep(CATCHING_UP)
        before, seen = seen, await state_of(client, stream)
        if seen == before:
            break
    return seen


async def _different_ends(
    ledger: Ledger, stream: LogStream, state: StreamState, head: int
) -> Difference | None:
    if state.last_seq < head:
        return Difference(
            state.last_seq + 1,
            f"The stream {stream.name} ends at {state.last_seq:,}, the ledger at {head:,}: positions "
            f"{state.last_seq + 1:,} to {head:,} are not relayed. Is the relay running (`hub relay`)?",
        )
    now = await ledger.head()
    if state.last_seq > now:
        return Difference(
            now + 1,
            f"The stream {stream.name} has come to {state.last_seq:,}, the ledger only to {now:,}: "
            "the ledger was restored to an earlier point. Run `hub log repair`.",
        )
    return None


async def _first_difference(
    ledger: Ledger,
    reader: LiveReader,
    state: StreamState,
    *,
    upto: int,
    block: int,
    progress: Progress,
) -> Difference | None:
    if state.messages and state.first_seq > 1:
        return Difference(1, f"The stream begins at sequence {state.first_seq:,} instead of 1.")
    if upto == 0:
        return None
    after = 0
    async with aclosing(_stream_blocks(reader, upto=upto, block=block)) as blocks:
        async for streamed in blocks:
            kept = await _ledger_block(ledger, after=after, streamed=streamed)
            if kept != streamed.digest:
                return await _difference_within(ledger, reader, after=after, last=streamed.last)
            after = streamed.last
            progress(after, upto)
    return None


async def _stream_blocks(
    reader: LiveReader, *, upto: int, block: int
) -> AsyncGenerator[_Block, None]:
    """Digests of the stream's messages, with the envelope version each run of them is written in."""
    digest, versions, filled = blake2b(), [(1, ENVELOPE_VERSION)], 0
    expected = _marker(ENVELOPE_VERSION)
    async with aclosing(reader.messages(after=0)) as batches:
        async for batch in batches:
            for sequence, message in batch:
                if expected not in message:
                    version = envelope_version(message) or ENVELOPE_VERSION
                    if version in known_versions():
                        expected = _marker(version)
                        versions.append((sequence, version))
                digest.update(message)
                filled += 1
                if filled == block or sequence == upto:
                    yield _Block(sequence, digest.digest(), tuple(versions))
                    if sequence == upto:
                        return
                    digest, versions, filled = blake2b(), [(sequence + 1, versions[-1][1])], 0


def _marker(version: int) -> bytes:
    return b',"envelopeversion":%d,"data":' % version


async def _ledger_block(ledger: Ledger, *, after: int, streamed: _Block) -> bytes:
    """The digest the stream's block must have; none when the ledger's positions are not dense."""
    digest = blake2b()
    ends = [first for first, _ in streamed.versions[1:]] + [streamed.last + 1]
    for (_, version), end in zip(streamed.versions, ends, strict=True):
        async for rows in _pages(ledger, after=after, last=end - 1):
            if rows[0][0] != after + 1 or rows[-1][0] != after + len(rows):
                return b""
            for message in render(rows, version=version):
                digest.update(message)
            after = rows[-1][0]
        if after != end - 1:
            return b""
    return digest.digest()


async def _pages(
    ledger: Ledger, *, after: int, last: int, page: int = 2_000
) -> AsyncIterator[list[Any]]:
    while after < last:
        rows = await ledger.read(after=after, limit=min(page, last - after))
        if not rows:
            return
        yield rows
        after = rows[-1][0]


async def _difference_within(
    ledger: Ledger, reader: LiveReader, *, after: int, last: int
) -> Difference:
    """The first position of a block at which the ends differ."""
    async with aclosing(reader.messages(after=after)) as batches:
        async for batch in batches:
            rows = await ledger.read(after=after, limit=len(batch))
            by_position = {row[0]: row for row in rows}
            for sequence, message in batch:
                if sequence > last:
                    break
                sentence = _compare(sequence, by_position.get(sequence), message)
                if sentence is not None:
                    return Difference(sequence, sentence)
            after = batch[-1][0]
            if after >= last:
                break
    return Difference(
        last, f"One of the ends changed while positions up to {last:,} were being compared."
    )


def _compare(sequence: int, row: Sequence[Any] | None, message: bytes) -> str | None:
    """What differs at one position, in a sentence; None when nothing does."""
    if row is None:
        return f"The ledger has no event at position {sequence:,}, the stream has one."
    try:
        event_id, version = identity(message)
    except msgspec.DecodeError:
        return f"The message at sequence {sequence:,} was not written by a relay."
    if version not in known_versions():
        return (
            f"The message at sequence {sequence:,} is written in envelope version {version}, which "
            "this release does not know: verify with a newer one."
        )
    if event_id != row[1]:
        return f"At position {sequence:,} the ledger holds event {row[1]}, the stream {event_id}."
    if render([row], version=version)[0] != message:
        return f"At position {sequence:,} both hold event {event_id}, but its content differs."
    return None
