"""The pages of uploads: the history, the form for a file, and one upload as it stands.

Journey: a careers leader picks the file their system exported and sees in a minute what would be recorded
and which rows need mending, where, and how; they press one button, or send the mended file instead.
The rule: these pages only show. Rows of a file are for the institution that sent it, each look recorded.
"""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from jinja2 import Environment
from litestar import MediaType, Request, Response, route
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, FromQuery, QueryParameter

from hub_core.academic_years import academic_year_of, previous_academic_year
from hub_core.execute import ENGLAND
from hub_core.reference.activities import ActivityType
from hub_core.reference.encounters import DeliveryMode
from hub_core.reference.labelled import Labelled
from hub_core.refusals import NotFound, Problem
from hub_core.rosters.codes import AgeBand, ProgrammeLevel
from hub_core.rosters.programme_commands import has_programmes, has_year_groups
from hub_core.sync.checking import PAGE
from hub_core.sync.fields import fields_of
from hub_core.sync.holding import Holding
from hub_core.sync.kinds import UploadKind, UploadState
from hub_core.sync.looking import look_of, problem_rows
from hub_core.sync.mapping import Mapping
from hub_core.sync.uploads import Upload, Uploads
from services.http.guard_rails.recording import also_about
from services.http.parts import CurrentPrincipal, Parts
from services.http.permission import institution_in_path, permitted
from services.web.answers import answer
from services.web.institution_frame import Frame, frame
from services.web.pages import READ, Asked, Now, Templates
from services.web.shell import page
from services.web.sign_in.signing_in import SigningIn
from services.web.uploads_page import words
from services.web.words import long_date

UPLOADS = "/institutions/{institution:uuid}/uploads"
UPLOAD = f"{UPLOADS}/{{upload:uuid}}"
HISTORY = permitted("sync.uploads", about=institution_in_path)
ROWS = permitted("sync.problems", about=institution_in_path)
#: Uploads in the history.
LATEST = 50

#: What a person may choose for every row of a file without such a column.
_EVERY_ROW: dict[str, tuple[Labelled, ...]] = {
    "type": tuple(ActivityType),
    "mode": tuple(DeliveryMode),
    "level": tuple(ProgrammeLevel),
    "ages": tuple(AgeBand),
}

PageOfRows = Annotated[int, QueryParameter(ge=1, le=10_000)]


@route(
    UPLOADS,
    http_method=READ,
    media_type=MediaType.HTML,
    include_in_schema=False,
    guards=[HISTORY],
)
async def history(
    request: Asked,
    institution: FromPath[UUID],
    principal: CurrentPrincipal,
    sign_in: SigningIn,
    templates: Templates,
    clock: Now,
) -> Response[str]:
    """What was sent, what waits, and where to begin."""
    uploads = uploads_of(sign_in.parts)
    found = await uploads.of(institution, limit=LATEST)
    now = clock()
    framed = await frame(request, principal, institution, "uploads")
    text = page(
        request,
        templates,
        "institution/uploads.html",
        frame=framed,
        uploads=[words.line(one, now) for one in found],
        held=await Holding(uploads).of(institution),
        day=lambda then: long_date(then.astimezone(ENGLAND).date()),
        kinds=words.KINDS,
        roll=_roll(framed),
        either=not has_year_groups(framed.institution),
    )
    return answer(text)


@route(
    f"{UPLOADS}/new/{{kind:str}}",
    http_method=READ,
    media_type=MediaType.HTML,
    include_in_schema=False,
    guards=[HISTORY],
)
async def new(
    request: Asked,
    institution: FromPath[UUID],
    kind: FromPath[str],
    principal: CurrentPrincipal,
    sign_in: SigningIn,
    templates: Templates,
    clock: Now,
) -> Response[str]:
    """The form for a file."""
    asked = kind_of(kind)
    latest = await uploads_of(sign_in.parts).of(institution, limit=LATEST)
    source = next((one.source for one in latest if one.kind is asked), "spreadsheet")
    framed = await frame(request, principal, institution, "uploads")
    values = {"source": source, "year": academic_year_of(_today(clock()))}
    return new_page(request, templates, framed, asked, values, {}, now=clock())


@route(
    UPLOAD,
    http_method=READ,
    media_type=MediaType.HTML,
    include_in_schema=False,
    guards=[ROWS],
)
async def one_upload(
    request: Asked,
    institution: FromPath[UUID],
    upload: FromPath[UUID],
    principal: CurrentPrincipal,
    sign_in: SigningIn,
    templates: Templates,
    columns: FromQuery[bool] = False,
    rows: FromQuery[PageOfRows] = 1,
) -> Response[str]:
    """An upload as it stands: which column is what, check your answers, or what was recorded."""
    uploads = uploads_of(sign_in.parts)
    try:
        found = await uploads.find(upload, institution)
    except NotFound as refusal:
        raise NotFoundException(refusal.detail) from refusal
    framed = await frame(request, principal, institution, "uploads")
    return await upload_page(
        request, templates, uploads, framed, found, asks_columns=columns, page_of_rows=rows
    )


async def upload_page(
    request: Request[Any, Any, Any],
    templates: Environment,
    uploads: Uploads,
    framed: Frame,
    upload: Upload,
    *,
    asks_columns: bool = False,
    page_of_rows: int = 1,
    error: str = "",
    problems: tuple[Problem, ...] = (),
    told: Mapping | None = None,
) -> Response[str]:
    """The page for where the upload stands, with what was wrong with the step before."""
    look, needed = await look_of(uploads, upload)
    mapping = upload.state is UploadState.COLUMNS_NEEDED or (
        asks_columns and upload.state is UploadState.CHECKED
    )
    shown: dict[str, Any] = {"name": "institution/upload_file.html"}
    if mapping and look is not None:
        fields = tuple(fields_of(upload.kind).values())
        shown = {
            "name": "institution/upload_columns.html",
            "look": look,
            "mapping": told or look.mapping,
            "fields": [one for one in fields if one.needed],
            "others": [one for one in fields if not one.needed],
            "every_row": _EVERY_ROW,
            "wrong": {one.field.removeprefix("columns."): one for one in problems},
            "needed": needed,
        }
    elif upload.report is not None and upload.state is not UploadState.BEGUN:
        shown = await _checked(request, uploads, upload, page_of_rows)
        shown["look"] = look
    name = shown.pop("name")
    text = page(
        request,
        templates,
        name,
        frame=framed,
        upload=upload,
        what=words.KINDS[upload.kind],
        roll=_roll(framed),
        error=error,
        problems=problems,
        here=f"{framed.address}/uploads/{upload.id}",
        deleted_on=long_date(upload.expires_at.astimezone(ENGLAND).date()),
        **shown,
    )
    return answer(text, status=422 if error else 200)


async def _checked(
    request: Request[Any, Any, Any], uploads: Uploads, upload: Upload, page_of_rows: int
) -> dict[str, Any]:
    report = upload.report
    assert report is not None
    over = upload.deleted_at is not None
    at = (page_of_rows - 1) * words.SHOWN
    rows = [] if over else await problem_rows(uploads, upload, at // PAGE)
    first = rows if at < PAGE or over else await problem_rows(uploads, upload, 0)
    shown = rows[at % PAGE : at % PAGE + words.SHOWN]
    also_about(request.scope, learners=len({one.value for one in shown}))
    committed = upload.state is UploadState.COMMITTED
    return {
        "name": f"institution/upload_{'done' if committed else 'check'}.html",
        "report": report,
        "headline": words.headline(upload, report),
        "effects": words.effects(upload, report),
        "doubts": words.doubts(report),
        "done": words.done(upload, report),
        "rows": [words.problem_row(one) for one in shown],
        "kinds": words.kinds_of(report, first),
        "would_change": words.would_change(upload.kind, report),
        "at": page_of_rows,
        "pages": -(-report.problems // words.SHOWN),
        "over": over,
    }


def new_page(
    request: Request[Any, Any, Any],
    templates: Environment,
    framed: Frame,
    kind: UploadKind,
    values: dict[str, str],
    errors: dict[str, str],
    *,
    now: datetime,
) -> Response[str]:
    """The form for a file, with what was typed and what is wrong with it."""
    year = academic_year_of(_today(now))
    text = page(
        request,
        templates,
        "institution/upload_new.html",
        frame=framed,
        kind=kind,
        what=words.KINDS[kind],
        values=values,
        errors=errors,
        years=(year, previous_academic_year(year)),
    )
    return answer(text, status=422 if errors else 200)


def kind_of(kind: str) -> UploadKind:
    """The kind of file that an address names. Raises ``NotFoundException``."""
    if kind not in {one.value for one in UploadKind}:
        raise NotFoundException(
            "A file is of activities, a roster or programmes. Go back and choose one."
        )
    return UploadKind(kind)


def uploads_of(parts: Parts) -> Uploads:
    """The uploads of a running service."""
    return Uploads(parts.pool, parts.vault, clock=parts.platform.clock)


def _roll(framed: Frame) -> UploadKind:
    """As which kind of file an institution mostly says who is on roll."""
    return UploadKind.PROGRAMMES if has_programmes(framed.institution) else UploadKind.ROSTER


def _today(now: datetime) -> Any:
    return now.astimezone(ENGLAND).date()


ROUTES = (history, new, one_upload)
