"""Files to take away: the rows to mend, and an empty file to fill in.

The rule: a file is safe to open in a spreadsheet, and rows leave only for the institution that sent them.
"""

from uuid import UUID

from litestar import Response, route
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from hub_core.files.spreadsheets import UTF_8, as_csv
from hub_core.refusals import NotFound
from hub_core.sync.fields import template
from hub_core.sync.looking import PROBLEM_COLUMNS, all_problem_rows, problem_cells
from services.http.permission import everybodys, institution_in_path, permitted
from services.web.pages import READ
from services.web.sign_in.signing_in import SigningIn
from services.web.uploads_page.routes import UPLOAD, kind_of, uploads_of


@route(
    f"{UPLOAD}/problems.csv",
    http_method=READ,
    include_in_schema=False,
    guards=[permitted("sync.problems_file", about=institution_in_path)],
)
async def problems_file(
    institution: FromPath[UUID], upload: FromPath[UUID], sign_in: SigningIn
) -> Response[str]:
    """Every row that is not simply taken, to work through."""
    uploads = uploads_of(sign_in.parts)
    try:
        found = await uploads.find(upload, institution)
        rows = await all_problem_rows(uploads, found)
    except NotFound as refusal:
        raise NotFoundException(refusal.detail) from refusal
    return _file(
        as_csv(PROBLEM_COLUMNS, map(problem_cells, rows)), f"rows-to-mend-{found.source}.csv"
    )


@route(
    "/upload-templates/{file:str}",
    http_method=READ,
    include_in_schema=False,
    guards=[permitted("sync.template", about=everybodys)],
)
async def template_file(file: FromPath[str]) -> Response[str]:
    """The headings that are recognised, and a row to write over."""
    kind = kind_of(file.removesuffix(".csv"))
    head, *rows = template(kind)
    return _file(as_csv(head, rows), f"{kind.value}.csv")


def _file(text: str, name: str) -> Response[str]:
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": "no-store",
    }
    return Response(UTF_8 + text, media_type="text/csv", headers=headers)


ROUTES = (problems_file, template_file)
