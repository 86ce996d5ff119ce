"""National figures that were published: which there are, and their tables as files.

The journey: an analyst asks which figures are out, takes the table of one away, and knows by its version and
digest that it is the one that was cited. The rule: what was published is given byte for byte.
"""

from datetime import date
from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Response
from litestar.params import FromPath, QueryParameter

from hub_core.refusals import NotFound
from hub_core.snapshots.store import PublishedSnapshot, SnapshotStore
from services.http.parts import OpenParts
from services.http.permission import everybodys
from services.http.reading import Limit
from services.http.routes import read_route

CSV = "text/csv"

TableName = Annotated[
    str,
    msgspec.Meta(
        pattern=r"^[a-z_]+(?:\.meta)?$(?!\n)",
        max_length=60,
        description="A table's name as listed, with .meta for what its columns are",
        examples=["headline_by_area", "headline_by_area.meta"],
    ),
]


class NationalSnapshot(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """National figures as they were published. ``reason`` says why they replaced those before.

    ``tables`` are those that can be taken away, ``content`` is the digest of their figures.
    """

    id: UUID
    measure_date: date
    edition: str
    version: int
    published_on: date
    stands_at: int
    content: str
    reason: str | None
    tables: tuple[str, ...]


class NationalSnapshots(msgspec.Struct, frozen=True, kw_only=True):
    """A page of snapshots, newest first; ``next`` is the cursor of the one after, if any."""

    snapshots: tuple[NationalSnapshot, ...]
    next: UUID | None = None


@read_route("/national", operation="national.snapshots", about=everybodys)
async def national_snapshots(
    parts: OpenParts,
    cursor: Annotated[
        UUID | None, QueryParameter(description="Where the page before ended.")
    ] = None,
    limit: Limit = 50,
) -> Response[NationalSnapshots]:
    """National figures that were published, newest first."""
    store = SnapshotStore(parts.pool)
    newest_first = (await store.published())[::-1]
    ids = [one.snapshot for one in newest_first]
    begin = ids.index(cursor) + 1 if cursor in ids else 0
    page = newest_first[begin : begin + limit]
    shown = [_shown(one, await store.names(one.snapshot)) for one in page]
    more = begin + limit < len(newest_first)
    return Response(
        NationalSnapshots(snapshots=tuple(shown), next=page[-1].snapshot if more else None)
    )


@read_route(
    "/national/{snapshot:uuid}/tables/{name:str}",
    operation="national.table",
    about=everybodys,
    gives=CSV,
)
async def national_table(
    parts: OpenParts, snapshot: FromPath[UUID], name: FromPath[TableName]
) -> Response[bytes]:
    """A table of published figures, or what its columns are, as a file."""
    store = SnapshotStore(parts.pool)
    out = any(one.snapshot == snapshot for one in await store.published())
    content = (await store.files(snapshot)).get(f"{name}.csv") if out else None
    if content is None:
        raise NotFound(
            f"No published figures {snapshot} have a table {name!r}. "
            "GET /api/progress/national lists what there is."
        )
    return Response(
        content,
        media_type=CSV,
        headers={"content-disposition": f'attachment; filename="{name}.csv"'},
    )


def _shown(one: PublishedSnapshot, names: list[str]) -> NationalSnapshot:
    return NationalSnapshot(
        id=one.snapshot,
        measure_date=one.measure_date,
        edition=one.edition,
        version=one.version,
        published_on=one.published_on,
        stands_at=one.stands_at,
        content=one.content,
        reason=None if one.reason is None else one.reason.label,
        tables=tuple(
            name.removesuffix(".csv")
            for name in names
            if name.endswith(".csv") and not name.endswith(".meta.csv")
        ),
    )


ROUTES = (national_snapshots, national_table)
