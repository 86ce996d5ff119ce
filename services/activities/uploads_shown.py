"""Uploads shown over HTTP: the history, one upload, its problem rows, what is held, empty files to fill in.

The rule: rows of a file are shown to the institution that sent it, and every look at them is recorded.
"""

from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Request, Response
from litestar.params import FromPath, FromQuery, QueryParameter

from hub_core.files.spreadsheets import UTF_8, as_csv
from hub_core.sync.fields import template
from hub_core.sync.holding import HeldSource, Holding
from hub_core.sync.kinds import UploadKind
from hub_core.sync.looking import (
    PROBLEM_COLUMNS,
    all_problem_rows,
    look_of,
    problem_cells,
    problem_rows,
)
from hub_core.sync.uploads import Upload, Uploads
from services.activities.upload_views import (
    RowProblemList,
    RowProblemView,
    UploadDetail,
    UploadList,
    detail,
    view,
)
from services.http.guard_rails.recording import also_about
from services.http.parts import OpenParts, Parts
from services.http.permission import everybodys, institution_in_path
from services.http.reading import Limit
from services.http.routes import read_route

UPLOADS = "/institutions/{institution:uuid}/uploads"
UPLOAD = f"{UPLOADS}/{{upload:uuid}}"
CSV = "text/csv"


class HeldList(msgspec.Struct, frozen=True, kw_only=True):
    """What waits for a roster, by source and year."""

    held: tuple[HeldSource, ...]


@read_route(UPLOADS, operation="sync.uploads", about=institution_in_path)
async def history(
    parts: OpenParts, institution: FromPath[UUID], limit: FromQuery[Limit] = 50
) -> Response[UploadList]:
    """An institution's uploads, newest first."""
    found = await uploads_of(parts).of(institution, limit=limit)
    return Response(UploadList(uploads=tuple(map(view, found))))


@read_route(UPLOAD, operation="sync.upload", about=institution_in_path)
async def one_upload(
    parts: OpenParts, institution: FromPath[UUID], upload: FromPath[UUID]
) -> Response[UploadDetail]:
    """An upload as it stands: what the check found, or what committing did."""
    uploads = uploads_of(parts)
    return Response(await shown(uploads, await uploads.find(upload, institution)))


Page = Annotated[
    int,
    msgspec.Meta(ge=0, le=10_000),
    QueryParameter(description="Which page, 500 rows each, from 0."),
]


@read_route(f"{UPLOAD}/problems", operation="sync.problems", about=institution_in_path)
async def problems(
    request: Request[Any, Any, Any],
    parts: OpenParts,
    institution: FromPath[UUID],
    upload: FromPath[UUID],
    page: FromQuery[Page] = 0,
) -> Response[RowProblemList]:
    """Rows that are not simply taken, in the order of the file."""
    uploads = uploads_of(parts)
    found = await uploads.find(upload, institution)
    rows = await problem_rows(uploads, found, page)
    also_about(request.scope, learners=len({one.value for one in rows}))
    more = await problem_rows(uploads, found, page + 1) if rows else []
    shown = tuple(msgspec.convert(one, RowProblemView, from_attributes=True) for one in rows)
    return Response(RowProblemList(problems=shown, next_page=page + 1 if more else None))


@read_route(
    f"{UPLOAD}/problems.csv", operation="sync.problems_file", about=institution_in_path, gives=CSV
)
async def problems_file(
    parts: OpenParts, institution: FromPath[UUID], upload: FromPath[UUID]
) -> Response[str]:
    """The same as a file to work through, safe to open in a spreadsheet."""
    uploads = uploads_of(parts)
    found = await uploads.find(upload, institution)
    cells = map(problem_cells, await all_problem_rows(uploads, found))
    return _file(as_csv(PROBLEM_COLUMNS, cells), f"problems-{found.source}.csv")


@read_route(
    "/institutions/{institution:uuid}/held-rows", operation="sync.held", about=institution_in_path
)
async def held_rows(parts: OpenParts, institution: FromPath[UUID]) -> Response[HeldList]:
    """Rows that wait until a roster knows their learners."""
    found = await Holding(uploads_of(parts)).of(institution)
    return Response(HeldList(held=tuple(found)))


@read_route("/upload-templates/{kind:str}", operation="sync.template", about=everybodys, gives=CSV)
async def upload_template(kind: FromPath[UploadKind]) -> Response[str]:
    """A file to fill in: the headings that are recognised, and a row to write over."""
    head, *rows = template(kind)
    return _file(as_csv(head, rows), f"{kind.value}.csv")


def uploads_of(parts: Parts) -> Uploads:
    """The uploads of a running service."""
    return Uploads(parts.pool, parts.vault, clock=parts.platform.clock)


async def shown(uploads: Uploads, upload: Upload) -> UploadDetail:
    """One upload as a route answers it."""
    return detail(upload, *await look_of(uploads, upload))


def _file(text: str, name: str) -> Response[str]:
    return Response(
        UTF_8 + text,
        media_type=CSV,
        headers={"content-disposition": f'attachment; filename="{name}"'},
    )


ROUTES = (history, one_upload, problems, problems_file, held_rows, upload_template)
