"""Ledger rows in runs, in the words of NATS's own protocol, ready to be handed to the server at once.

Every message says which sequence it must follow, so had one been refused, all after it would be too:
only the last of a run asks for an acknowledgement. (Writing the protocol here, and not through a call
to nats-py for each message, takes the relay a third of the time.)
"""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from hub_core.log.cloud_event import render, subject_of

#: Most messages of a run, and bytes that end it (a row may hold 256 KiB). A relay has two under way;
#: JetStream drops what comes when 10,000 messages wait, and the relay would begin anew.
LENGTH = 1_000
BYTES = 4 * 1024 * 1024

#: A row as the ledger gives it (``hub_core.log.ledger.COLUMNS``).
Row = Sequence[Any]


class Chain(NamedTuple):
    """A run of messages up to a position."""

    last: int
    length: int
    protocol: bytes


def chains(rows: Sequence[Row], *, prefix: str, reply: str) -> Iterator[Chain]:
    """Consecutive rows as runs of bounded length, each acknowledged to ``reply``."""
    begin = size = 0
    for end, row in enumerate(rows, start=1):
        size += len(row[7])
        if end - begin == LENGTH or size >= BYTES or end == len(rows):
            run = rows[begin:end]
            yield Chain(row[0], len(run), _protocol(run, prefix, reply))
            begin, size = end, 0


def _protocol(run: Sequence[Row], prefix: str, reply: str) -> bytes:
    """``HPUB subject [reply] bytes-of-header bytes-of-all``, then header and message, for each row."""
    parts: list[bytes] = []
    last = run[-1]
    for row, message in zip(run, render(run), strict=True):
        header = f"NATS/1.0\r\nNats-Expected-Last-Sequence: {row[0] - 1}\r\n\r\n"
        subject = subject_of(row[4], prefix=prefix)
        address = f"{subject} {reply}" if row is last else subject
        sizes = f"{len(header)} {len(header) + len(message)}"
        parts += (f"HPUB {address} {sizes}\r\n{header}".encode(), message, b"\r\n")
    return b"".join(parts)
