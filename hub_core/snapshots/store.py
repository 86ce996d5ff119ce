"""Snapshots as they are kept: files, and who contributed, under the digest that the log names them by.

The rule: a snapshot is published when the log says so. One that was made and never published (somebody else
was quicker, the machine went away) is there and counts for nothing.
"""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

import asyncpg
import msgspec

from hub_core.disclosure.alike import Contribution
from hub_core.log.event import decode
from hub_core.migrations import MigrationSet
from hub_core.snapshots.codes import RestatementReason
from hub_core.snapshots.events import SnapshotPublished, SnapshotRestated
from hub_core.snapshots.snapshot import snapshots_stream

#: The tables of this package, for whoever migrates a database.
MIGRATIONS = MigrationSet(name="snapshots", package="hub_core.snapshots")

Basis = tuple[frozenset[Contribution], ...]

_MADE = "select distinct measure_date, edition from snapshots.made"
_PUBLISHED = "select topic, data from ledger.events where stream_id = any($1) order by position"
_MAKE = """
insert into snapshots.made (snapshot, measure_date, edition, stands_at, code, content, basis)
values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing
"""
_KEEP_FILE = """
insert into snapshots.files (snapshot, name, content) values ($1, $2, $3) on conflict do nothing
"""
_BASES = "select basis from snapshots.made where snapshot = any($1) order by stands_at, snapshot"
_NAMES = "select name from snapshots.files where snapshot = $1 order by name"
_FILES = "select name, content from snapshots.files where snapshot = $1 order by name"


class PublishedSnapshot(msgspec.Struct, frozen=True, kw_only=True):
    """A snapshot that was published. ``version`` counts from 1; ``reason`` is None of the first."""

    snapshot: UUID
    measure_date: date
    edition: str
    version: int
    published_on: date
    stands_at: int
    content: str
    reason: RestatementReason | None


class SnapshotStore:
    """Snapshots over a pool of connections to the hub's own database."""

    def __init__(self, pool: asyncpg.Pool) -> None:
        self._pool = pool

    async def published(self) -> list[PublishedSnapshot]:
        """Every snapshot that was published, in the order of publication."""
        versions: dict[tuple[date, str], int] = {}
        found = []
        streams = [snapshots_stream(*row) for row in await self._pool.fetch(_MADE)]
        for topic, data in await self._pool.fetch(_PUBLISHED, streams):
            event = decode(topic, data)
            if isinstance(event, SnapshotPublished | SnapshotRestated):
                of = (event.measure_date, event.edition)
                versions[of] = versions.get(of, 0) + 1
                found.append(_published(event, versions[of]))
        return found

    async def keep(
        self,
        snapshot: UUID,
        *,
        measure_date: date,
        edition: str,
        stands_at: int,
        code: str,
        content: str,
        basis: Basis,
        files: Mapping[str, bytes],
    ) -> None:
        """Keep what is about to be published; the same again changes nothing."""
        async with self._pool.acquire() as connection, connection.transaction():
            await connection.execute(
                _MAKE, snapshot, measure_date, edition, stands_at, code, content, _packed(basis)
            )
            await connection.executemany(
                _KEEP_FILE, [(snapshot, name, content) for name, content in files.items()]
            )

    async def files(self, snapshot: UUID) -> dict[str, bytes]:
        """The files of a snapshot by name; none of one that is not kept here."""
        return dict(await self._pool.fetch(_FILES, snapshot))

    async def names(self, snapshot: UUID) -> list[str]:
        """The names of a snapshot's files."""
        return [row["name"] for row in await self._pool.fetch(_NAMES, snapshot)]

    async def earlier(self) -> Basis:
        """Every group that any published snapshot shows, each once."""
        published = [one.snapshot for one in await self.published()]
        rows = await self._pool.fetch(_BASES, published)
        return tuple(dict.fromkeys(group for row in rows for group in _unpacked(row["basis"])))


def content_digest(files: Mapping[str, bytes]) -> str:
    """The digest of the figures: of every table and what describes it, not of the words around them."""
    digest = hashlib.sha256()
    for name, content in sorted(files.items()):
        if name.endswith(".csv"):
            digest.update(f"{name}\0{hashlib.sha256(content).hexdigest()}\n".encode())
    return digest.hexdigest()


def _published(event: SnapshotPublished | SnapshotRestated, version: int) -> PublishedSnapshot:
    return PublishedSnapshot(
        snapshot=event.snapshot,
        measure_date=event.measure_date,
        edition=event.edition,
        version=version,
        published_on=event.occurred_on,
        stands_at=event.stands_at,
        content=event.content,
        reason=event.reason if isinstance(event, SnapshotRestated) else None,
    )


def _packed(basis: Iterable[frozenset[Contribution]]) -> bytes:
    return msgspec.msgpack.encode(
        [sorted((one.institution.bytes, one.result.bytes) for one in group) for group in basis]
    )


_unpack = msgspec.msgpack.Decoder(list[list[tuple[bytes, bytes]]]).decode


def _unpacked(packed: bytes) -> list[frozenset[Contribution]]:
    return [
        frozenset(Contribution(UUID(bytes=a), UUID(bytes=b)) for a, b in group)
        for group in _unpack(packed)
    ]
