"""What a projection is: a pure fold, the tables it fills, and a version that is their hash.

An institution's rows are a fold of its own events and nothing else; events without an institution
have a fold of their own. The rule this buys: any part can be thrown away and folded again.
"""

import sys
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from functools import partial
from hashlib import blake2b
from importlib import resources
from pathlib import Path
from typing import Any, NamedTuple, Protocol
from uuid import UUID

import msgspec

from hub_core.log.event import Event, decode, topics

#: Rows to be written, by table, each in the order of the table's columns.
Rows = Mapping[str, list[tuple[Any, ...]]]


class LogRow(NamedTuple):
    """The part of a ledger row that folding needs."""

    position: int
    topic: str
    institution: UUID | None
    recorded_at: datetime
    data: bytes


class Fold(Protocol):
    """The facts of one institution (or of all events that have none) and the rows they give.

    ``apply`` takes events in order of position and must not do I/O; whatever it raises parks the
    institution. ``changes`` adds every row that differs since it was last asked; rows are replaced
    by primary key and never deleted, so a fold that drops something writes a row that says so.
    """

    def apply(self, event: Event, position: int, recorded_at: datetime) -> None:
        """Take one event in."""

    def changes(self, rows: Rows) -> None:
        """Append the rows that changed since the last call."""


class Projection(msgspec.Struct, frozen=True, kw_only=True):
    """One read model. ``package`` holds ``tables.sql``, ``indexes.sql`` and ``policies.sql``.

    ``functions`` is the SQL of functions beside the views, made anew with them at each swap.

    ``institution`` makes the fold of one institution, ``shared`` the fold of events without one.
    ``sources`` are the modules whose code decides the figures, ``edition`` the reference data.
    """

    name: str
    package: str
    institution: Callable[[UUID], Fold]
    shared: Callable[[], Fold]
    events: tuple[type[Event], ...]
    sources: tuple[str, ...] = ()
    edition: bytes = b""
    functions: str = ""

    @property
    def tables(self) -> str:
        """The SQL that makes its tables, run with the build's schema as search path."""
        return (resources.files(self.package) / "tables.sql").read_text()

    @property
    def indexes(self) -> str:
        """The SQL run once the tables are filled; empty where there is none."""
        file = resources.files(self.package) / "indexes.sql"
        return file.read_text() if file.is_file() else ""

    @property
    def policies(self) -> str:
        """The SQL that says who may read which row; empty where there is none, and then nobody may."""
        file = resources.files(self.package) / "policies.sql"
        return file.read_text() if file.is_file() else ""

    @property
    def version(self) -> str:
        """Eight hex digits that change when fold, tables, policies, edition or the events folded do.

        Not when an event's class does: a topic always means the same, and a new one is another.
        """
        topics_folded = sorted(event.TOPIC for event in self.events)
        sql = (self.tables, self.indexes, self.policies, self.functions)
        parts = [*sql, *map(_source, self.sources), *topics_folded]
        digest = blake2b(self.edition, digest_size=4)
        for part in parts:
            digest.update(b"\x00" + part.encode())
        return digest.hexdigest()

    def decoders(self) -> "Decoders":
        """How to read each topic."""
        return Decoders(self.events)


class Decoders(dict[str, Callable[[bytes], Any] | None]):
    """Topic to decoder; None for a topic this projection has no use for.

    A topic of an earlier release is upcast. One of a newer release raises ``UnknownTopic`` when it
    is decoded: skipping it would give wrong figures in silence.
    """

    def __init__(self, events: Iterable[type[Event]]) -> None:
        known = topics()
        super().__init__(dict.fromkeys(known))
        self.update({event.TOPIC: msgspec.json.Decoder(event).decode for event in events})

    def __missing__(self, topic: str) -> Callable[[bytes], Any]:
        decoder = partial(decode, topic)
        self[topic] = decoder
        return decoder

    @property
    def ignored(self) -> list[str]:
        """Topics that need not be read at all.

        Left out by ``topic <> all($1)``, PostgreSQL looks a topic up in a plan made for the very list, and
        compares it one by one in a plan it keeps: where many events are read, ask for the former.
        """
        return [topic for topic, decoder in self.items() if decoder is None]


def _source(module: str) -> str:
    path = sys.modules[module].__file__
    if path is None:
        raise RuntimeError(f"The module {module} has no source file, so it cannot be versioned.")
    return Path(path).read_text()
