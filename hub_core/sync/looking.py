"""What a check kept for whoever looks at it: how the file was read, and the rows not simply taken.

The rule: what comes out of a file is read a piece at a time, and only while the upload's key is there.
"""

import msgspec

from hub_core.refusals import NotFound, Problem
from hub_core.sync.checking import LOOK, PROBLEMS, missing_columns
from hub_core.sync.kinds import UploadState
from hub_core.sync.problems import RowProblem
from hub_core.sync.report import Look
from hub_core.sync.uploads import Upload, Uploads

_PROBLEMS = msgspec.msgpack.Decoder(list[RowProblem])


async def look_of(uploads: Uploads, upload: Upload) -> tuple[Look | None, tuple[Problem, ...]]:
    """How the file was read, and what must still be said before it can be; nothing once it is over."""
    if upload.content is None or upload.state in (UploadState.COMMITTED, UploadState.DELETED):
        return None, ()
    piece = await uploads.piece(upload.id, LOOK, 0, await uploads.box(upload.id))
    look = None if piece is None else msgspec.json.decode(piece, type=Look)
    if look is None or upload.state is not UploadState.COLUMNS_NEEDED:
        return look, ()
    return look, tuple(missing_columns(upload, look))


async def problem_rows(uploads: Uploads, upload: Upload, page: int) -> list[RowProblem]:
    """A page of rows not simply taken, ``checking.PAGE`` each; raises ``NotFound`` once deleted."""
    if upload.deleted_at is not None:
        raise NotFound("What this upload held was deleted, as is done after 30 days.")
    piece = await uploads.piece(upload.id, PROBLEMS, page, await uploads.box(upload.id))
    return [] if piece is None else _PROBLEMS.decode(piece)


async def all_problem_rows(uploads: Uploads, upload: Upload) -> list[RowProblem]:
    """Every one of them, in the order of the file."""
    rows: list[RowProblem] = []
    page = 0
    while part := await problem_rows(uploads, upload, page):
        rows += part
        page += 1
    return rows


#: What a file of such rows calls its columns, and a row of it.
PROBLEM_COLUMNS = ("Line", "Column", "Value", "What becomes of the row", "Why", "What to do")


def problem_cells(one: RowProblem) -> tuple[str, ...]:
    """A row as a file to work through tells it."""
    return (str(one.line), one.column, one.value, one.fate.label, one.reason, one.remedy)
