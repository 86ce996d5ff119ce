"""Uploads as they are kept: what was sent, what the check found, how far committing has come.

The rule: whatever comes out of a file is sealed under the upload's own key before it is written, and the
key is destroyed with it.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

import asyncpg
import msgspec

from hub_core.migrations import MigrationSet
from hub_core.refusals import Conflict, NotFound
from hub_core.sync.kinds import OPEN, OVER, UploadKind, UploadState
from hub_core.sync.mapping import Mapping
from hub_core.sync.report import Report
from hub_core.vault.boxes import Box
from hub_core.vault.vault import Vault

#: The tables of this package, for whoever migrates a database.
MIGRATIONS = MigrationSet(name="sync", package="hub_core.sync")
#: What was not committed is deleted after so many days, and what is held with it.
KEPT = timedelta(days=30)
#: What of an upload is kept after it was committed, until it expires: what its sender may still want to mend.
AFTER_COMMIT = ("problems",)


class Upload(msgspec.Struct, frozen=True, kw_only=True):
    """One upload, without what it holds."""

    id: UUID
    institution: UUID
    source: str
    kind: UploadKind
    academic_year: str
    complete: bool
    state: UploadState
    begun_by: str
    begun_at: datetime
    expires_at: datetime
    content: str | None
    content_bytes: int
    report: Report | None
    checked_at: datetime | None
    committed_at: datetime | None
    deleted_at: datetime | None


class Uploads:
    """Over a pool of connections to the hub's own database, and the vault that holds the keys."""

    def __init__(
        self,
        pool: asyncpg.Pool,
        vault: Vault,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.pool = pool
        self.vault = vault
        self.clock = clock
        self._boxes: dict[UUID, Box] = {}

    async def begin(
        self,
        upload: UUID,
        institution: UUID,
        *,
        source: str,
        kind: UploadKind,
        academic_year: str,
        complete: bool,
        by: str,
    ) -> None:
        """Note a new upload; noted before, nothing changes."""
        now = self.clock()
        await self.pool.execute(
            _BEGIN, upload, institution, source, kind, academic_year, complete,
            UploadState.BEGUN, by, now, now + KEPT,
        )  # fmt: skip

    async def find(self, upload: UUID, institution: UUID) -> Upload:
        """One upload of an institution; raises ``NotFound``."""
        row = await self.pool.fetchrow(_FIND, upload, institution)
        if row is None:
            raise NotFound(f"This institution has no upload {upload}. Check the id.")
        return _upload(row)

    async def of(self, institution: UUID, *, limit: int) -> list[Upload]:
        """An institution's latest uploads, newest first."""
        return [_upload(row) for row in await self.pool.fetch(_LATEST, institution, limit)]

    async def box(self, upload: UUID) -> Box:
        """What seals the pieces of an upload. Raises ``SubjectErased`` once it was deleted."""
        if upload not in self._boxes:
            self._boxes[upload] = await self.vault.box(upload)
        return self._boxes[upload]

    async def put(
        self, upload: UUID, part: str, pieces: Iterable[tuple[int, bytes]], box: Box
    ) -> None:
        """Write pieces of a part, sealed; the same number again replaces the piece."""
        sealed = [
            (upload, part, number, box.seal(clear, _place(upload, part, number)))
            for number, clear in pieces
        ]
        await self.pool.executemany(_PUT, sealed)

    async def piece(self, upload: UUID, part: str, number: int, box: Box) -> bytes | None:
        """One piece in clear, None when there is none."""
        sealed = await self.pool.fetchval(_PIECE, upload, part, number)
        if sealed is None:
            return None
        return box.open(sealed, _place(upload, part, number))

    async def clear_parts(self, upload: UUID, *parts: str, after: int = -1) -> None:
        """Take out these parts, from the piece after this number on."""
        await self.pool.execute(_CLEAR, upload, list(parts), after)

    async def clear_all(self, upload: UUID) -> None:
        """Take out every piece."""
        await self.pool.execute(_FORGET_PIECES, upload)

    async def emptied(self, upload: UUID) -> None:
        """Other content is about to come: what was there, and what was found in it, counts no longer.

        Raises ``Conflict`` when it is being committed, or over, by now.
        """
        if await self.pool.fetchval(_EMPTIED, upload, UploadState.BEGUN, list(OPEN)) is None:
            raise Conflict(
                "This upload is being committed, or over, by now. Begin another for another file.",
                kind="not-in-this-state",
            )

    async def received(self, upload: UUID, *, content: str, size: int) -> None:
        """Its whole content is there."""
        await self.pool.execute(_RECEIVED, upload, content, size)

    async def stands(
        self, upload: UUID, state: UploadState, *, report: Report | None = None
    ) -> None:
        """Note how far it has come, and what was found. One that is over stays so, whoever comes late:
        who must know asks for it again."""
        told = None if report is None else msgspec.json.encode(report)
        await self.pool.execute(_STANDS, upload, state, self.clock(), told, list(OVER))

    async def starts_to_commit(self, upload: UUID) -> bool:
        """Note that it is being committed; False when it is not checked, or no longer, and stays as it is."""
        found = await self.pool.fetchval(
            _STARTS, upload, UploadState.COMMITTING, [UploadState.CHECKED, UploadState.COMMITTING]
        )
        return found is not None

    async def remember(self, upload: Upload, mapping: Mapping) -> None:
        """Keep a mapping for the next file of the same source."""
        key = (upload.institution, upload.source, upload.kind)
        box = await self.box(_mappings_of(upload.institution))
        sealed = box.seal(msgspec.json.encode(mapping), f"{upload.source} {upload.kind}".encode())
        await self.pool.execute(_REMEMBER, *key, sealed, self.clock())

    async def remembered(self, upload: Upload) -> Mapping | None:
        """The mapping kept for this source, if any."""
        sealed = await self.pool.fetchval(
            _REMEMBERED, upload.institution, upload.source, upload.kind
        )
        if sealed is None:
            return None
        box = await self.box(_mappings_of(upload.institution))
        told = box.open(sealed, f"{upload.source} {upload.kind}".encode())
        return msgspec.json.decode(told, type=Mapping)

    async def committed(self, upload: UUID) -> None:
        """It stands in the log: of what was sent only what may be wanted for mending is left."""
        async with self.pool.acquire() as connection, connection.transaction():
            await connection.execute(_KEEP_ONLY, upload, list(AFTER_COMMIT))
            now = self.clock()
            await connection.execute(_STANDS, upload, UploadState.COMMITTED, now, None, list(OVER))

    async def forget_expired(self) -> int:
        """Delete what is 30 days old, with its key; how many uploads."""
        rows = await self.pool.fetch(_EXPIRED, self.clock())
        for row in rows:
            await self.vault.erase_subject(row["id"])
            self._boxes.pop(row["id"], None)
            async with self.pool.acquire() as connection, connection.transaction():
                await connection.execute(_FORGET_PIECES, row["id"])
                await connection.execute(_FORGET_HELD, row["id"])
                await connection.execute(
                    _FORGET, row["id"], self.clock(), UploadState.COMMITTED, UploadState.DELETED
                )
        return len(rows)


def require(upload: Upload, *states: UploadState, to: str) -> None:
    """Raise ``Conflict`` unless the upload has come this far."""
    if upload.state not in states:
        raise Conflict(
            f"This upload cannot be {to} now. It is: {upload.state.label.lower()}.",
            kind="not-in-this-state",
        )


def _mappings_of(institution: UUID) -> UUID:
    """Under whose key an institution's mappings are sealed: a heading may be anything."""
    return uuid5(institution, "sync mappings")


def _place(upload: UUID, part: str, number: int) -> bytes:
    return upload.bytes + f"{part} {number}".encode()


def _upload(row: Any) -> Upload:
    told = dict(row)
    report = told.pop("report")
    return Upload(
        kind=UploadKind(told.pop("kind")),
        state=UploadState(told.pop("state")),
        report=None if report is None else msgspec.json.decode(report, type=Report),
        **told,
    )


_COLUMNS: Sequence[str] = Upload.__struct_fields__
_SELECT = f"select {', '.join(_COLUMNS)} from sync.uploads"
_BEGIN = """
insert into sync.uploads
    (id, institution, source, kind, academic_year, complete, state, begun_by, begun_at, expires_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
on conflict (id) do nothing
"""
_FIND = f"{_SELECT} where id = $1 and institution = $2"
_LATEST = f"{_SELECT} where institution = $1 order by begun_at desc, id limit $2"
_PUT = """
insert into sync.pieces (upload, part, number, sealed) values ($1, $2, $3, $4)
on conflict (upload, part, number) do update set sealed = excluded.sealed
"""
_PIECE = "select sealed from sync.pieces where upload = $1 and part = $2 and number = $3"
_CLEAR = "delete from sync.pieces where upload = $1 and part = any($2) and number > $3"
_KEEP_ONLY = "delete from sync.pieces where upload = $1 and part <> all($2)"
_EMPTIED = """
update sync.uploads
set content = null, content_bytes = 0, report = null, checked_at = null, state = $2
where id = $1 and state = any($3)
returning id
"""
_RECEIVED = "update sync.uploads set content = $2, content_bytes = $3 where id = $1"
_STANDS = f"""
update sync.uploads
set state = $2,
    report = coalesce($4, report),
    checked_at = case when $2 = '{UploadState.CHECKED.value}' then $3 else checked_at end,
    committed_at = case when $2 = '{UploadState.COMMITTED.value}' then $3 else committed_at end
where id = $1 and state <> all($5)
"""
_STARTS = "update sync.uploads set state = $2 where id = $1 and state = any($3) returning id"
_REMEMBER = """
insert into sync.mappings (institution, source, kind, mapping, told_at)
values ($1, $2, $3, $4, $5)
on conflict (institution, source, kind)
do update set mapping = excluded.mapping, told_at = excluded.told_at
"""
_REMEMBERED = (
    "select mapping from sync.mappings where institution = $1 and source = $2 and kind = $3"
)
_EXPIRED = "select id from sync.uploads where expires_at <= $1 and deleted_at is null order by id"
_FORGET_PIECES = "delete from sync.pieces where upload = $1"
_FORGET_HELD = "delete from sync.held where upload = $1"
_FORGET = """
update sync.uploads
set deleted_at = $2, state = case when state = $3 then state else $4 end
where id = $1
"""
