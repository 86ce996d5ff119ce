"""Rows of learners nobody knew when they came: held, and taken when a roster knows them.

The rule: a held row is sealed like the upload it came with and goes with it after 30 days; what a later
file says of the same activity replaces what is held of it.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from hub_core.sync.differences import HeldActivity
from hub_core.sync.uploads import Upload, Uploads
from hub_core.vault.boxes import Box


class HeldSource(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """How many rows of how many activities of one source's year are held, and since when."""

    source: str
    academic_year: str
    activities: int
    rows: int
    held_since: datetime
    deleted_on: datetime


class HeldRow(msgspec.Struct, frozen=True, kw_only=True):
    """One held activity, in clear, with where it is kept."""

    source: str
    academic_year: str
    upload: UUID
    what: HeldActivity


class Holding:
    """Held rows over the same database as uploads."""

    def __init__(self, uploads: Uploads) -> None:
        self._uploads = uploads

    async def replace(
        self, upload: Upload, touched: Sequence[str], held: Sequence[HeldActivity], box: Box
    ) -> None:
        """Hold these, and nothing else of the activities that were touched."""
        place = (upload.institution, upload.source, upload.academic_year)
        rows = [
            (*place, one.source_id, upload.id, len(one.references), self._uploads.clock(),
             box.seal(msgspec.msgpack.encode(one), _place(upload.id, one.source_id)))
            for one in held
        ]  # fmt: skip
        async with self._uploads.pool.acquire() as connection, connection.transaction():
            await connection.execute(_LET_GO, *place, list(touched))
            await connection.executemany(_HOLD, rows)

    async def of(self, institution: UUID) -> list[HeldSource]:
        """What is held of an institution, by source and year."""
        rows = await self._uploads.pool.fetch(_HELD_BY_SOURCE, institution)
        return [HeldSource(**dict(row)) for row in rows]

    async def rows(self, institution: UUID) -> list[HeldRow]:
        """Everything held of an institution, in clear: for retrying it."""
        found = []
        boxes: dict[UUID, Box] = {}
        for row in await self._uploads.pool.fetch(_ALL_HELD, institution):
            upload = row["upload"]
            if upload not in boxes:
                boxes[upload] = await self._uploads.box(upload)
            clear = boxes[upload].open(row["sealed"], _place(upload, row["source_id"]))
            found.append(
                HeldRow(
                    source=row["source"],
                    academic_year=row["academic_year"],
                    upload=upload,
                    what=msgspec.msgpack.decode(clear, type=HeldActivity),
                )
            )
        return found


def _place(upload: UUID, source_id: str) -> bytes:
    return upload.bytes + source_id.encode()


_LET_GO = """
delete from sync.held
where institution = $1 and source = $2 and academic_year = $3 and source_id = any($4)
"""
_HOLD = """
insert into sync.held
    (institution, source, academic_year, source_id, upload, rows, held_at, sealed)
values ($1, $2, $3, $4, $5, $6, $7, $8)
on conflict (institution, source, academic_year, source_id)
do update set upload = excluded.upload, rows = excluded.rows, held_at = excluded.held_at,
    sealed = excluded.sealed
"""
_HELD_BY_SOURCE = """
select h.source, h.academic_year, count(*)::int as activities, sum(h.rows)::int as rows,
    min(h.held_at) as held_since, min(u.expires_at) as deleted_on
from sync.held as h join sync.uploads as u on u.id = h.upload
where h.institution = $1
group by h.source, h.academic_year order by h.source, h.academic_year
"""
_ALL_HELD = """
select source, academic_year, source_id, upload, sealed from sync.held
where institution = $1 order by source, academic_year, source_id
"""
