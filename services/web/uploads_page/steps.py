"""What is done with an upload from its pages: send a file, name its columns, check again, record.

The rule: each step is the one the API takes. What is refused is told on the page it was asked from, and
what was done answers with a page that can be read again without doing it twice.
"""

from collections.abc import Mapping as Mapped
from http import HTTPStatus
from typing import Any
from uuid import UUID

import msgspec
from litestar import Response, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from hub_core.refusals import Conflict, Invalid, NotFound, Refusal
from hub_core.rosters.doubt import LEAVERS_CHECKED, YEAR_GROUPS_CHECKED, Checked
from hub_core.rosters.leavers import MostWouldLeave
from hub_core.rosters.roll_over import YearGroupsMoved
from hub_core.sync.beginning import begin
from hub_core.sync.checking import check
from hub_core.sync.commands import BeginUpload
from hub_core.sync.committing import commit
from hub_core.sync.content import take_in
from hub_core.sync.kinds import UploadKind, UploadState
from hub_core.sync.looking import look_of
from hub_core.sync.mapping import Mapping
from hub_core.sync.retrying import retry_held
from hub_core.sync.uploads import Upload, Uploads, require
from services.http.correlation import correlation_of
from services.http.parts import CurrentPrincipal
from services.http.permission import institution_in_path, permitted
from services.web.answers import going_on
from services.web.institution_frame import frame
from services.web.once import asked_by
from services.web.pages import Asked, Now, Templates
from services.web.posted_file import PostedFile, posted_file
from services.web.sign_in.forms import STREAMED
from services.web.sign_in.signing_in import SigningIn
from services.web.uploads_page.routes import (
    UPLOAD,
    UPLOADS,
    kind_of,
    new_page,
    upload_page,
    uploads_of,
)

WHY_STREAMED = {STREAMED: "The file is read as it comes, after the form's token."}
NO_FILE = "Choose the file to send."


@post(
    f"{UPLOADS}/new/{{kind:str}}",
    include_in_schema=False,
    request_max_body_size=None,  # taken in piece by piece, up to its own limit
    guards=[permitted("sync.begin_upload", about=institution_in_path)],
    opt=WHY_STREAMED,
)
async def send_new(
    request: Asked,
    institution: FromPath[UUID],
    kind: FromPath[str],
    principal: CurrentPrincipal,
    sign_in: SigningIn,
    templates: Templates,
    clock: Now,
) -> Response[Any]:
    """A new file: begun, taken in and checked in one go."""
    asked, posted = kind_of(kind), await posted_file(request)
    uploads = uploads_of(sign_in.parts)
    framed = await frame(request, principal, institution, "uploads")
    command, errors = _begin(institution, asked, posted)
    if command is not None:
        try:
            upload, _ = await begin(
                uploads,
                sign_in.parts.platform,
                principal,
                command,
                asked_by(request),
            )
            return await _taken(request, uploads, framed, templates, upload, posted, sign_in)
        except Refusal as refusal:
            errors = {"file": refusal.detail}
    await posted.read_on()
    return new_page(request, templates, framed, asked, posted.fields, errors, now=clock())


@post(
    f"{UPLOAD}/content",
    include_in_schema=False,
    request_max_body_size=None,
    guards=[permitted("sync.send_content", about=institution_in_path)],
    opt=WHY_STREAMED,
)
async def send_again(
    request: Asked,
    institution: FromPath[UUID],
    upload: FromPath[UUID],
    principal: CurrentPrincipal,
    sign_in: SigningIn,
    templates: Templates,
) -> Response[Any]:
    """The mended file in place of the one before, as long as nothing was recorded."""
    posted = await posted_file(request)
    uploads = uploads_of(sign_in.parts)
    framed = await frame(request, principal, institution, "uploads")
    found = await _find(uploads, upload, institution)
    if not posted.name:
        await posted.read_on()
        return await upload_page(request, templates, uploads, framed, found, error=NO_FILE)
    return await _taken(request, uploads, framed, templates, upload, posted, sign_in)


async def _taken(
    request: Asked,
    uploads: Uploads,
    framed: Any,
    templates: Any,
    upload: UUID,
    posted: PostedFile,
    sign_in: Any,
) -> Response[Any]:
    """The content of an upload, taken in and checked; what is wrong with it is told on its page."""
    found = await uploads.find(upload, framed.id)
    try:
        require(
            found, UploadState.BEGUN, UploadState.COLUMNS_NEEDED, UploadState.CHECKED, to="sent"
        )
        digest, size = await take_in(uploads, upload, posted.content())
        await posted.read_on()
        if not size:
            raise Invalid("The file is empty. Export it again and choose the new file.")
        await uploads.received(upload, content=digest, size=size)
        found = await uploads.find(upload, framed.id)
        await check(uploads, sign_in.parts.platform.ledger, found)
    except Refusal as refusal:
        await posted.read_on()
        again = await uploads.find(upload, framed.id)
        return await upload_page(request, templates, uploads, framed, again, error=refusal.detail)
    return going_on(f"{framed.address}/uploads/{upload}")


@post(
    f"{UPLOAD}/columns",
    include_in_schema=False,
    guards=[permitted("sync.map_columns", about=institution_in_path)],
)
async def map_columns(
    request: Asked,
    institution: FromPath[UUID],
    upload: FromPath[UUID],
    principal: CurrentPrincipal,
    sign_in: SigningIn,
    templates: Templates,
) -> Response[Any]:
    """Which column is what; remembered for the next file of the same source."""
    form = {name: str(value) for name, value in (await request.form()).items()}
    uploads = uploads_of(sign_in.parts)
    found = await _find(uploads, upload, institution)
    told: Mapping | None = None
    try:
        look, _ = await look_of(uploads, found)
        told = _mapping(form, look.mapping if look else Mapping(columns={}))
        await check(uploads, sign_in.parts.platform.ledger, found, told)
    except Refusal as refusal:
        framed = await frame(request, principal, institution, "uploads")
        return await upload_page(
            request,
            templates,
            uploads,
            framed,
            found,
            asks_columns=True,
            error=refusal.detail,
            problems=refusal.problems,
            told=told,
        )
    return going_on(f"/institutions/{institution}/uploads/{upload}")


@post(
    f"{UPLOAD}/check",
    include_in_schema=False,
    guards=[permitted("sync.check_upload", about=institution_in_path)],
)
async def check_again(
    request: Asked,
    institution: FromPath[UUID],
    upload: FromPath[UUID],
    principal: CurrentPrincipal,
    sign_in: SigningIn,
    templates: Templates,
) -> Response[Any]:
    """Against what stands by now: after a roster, or another upload of the source."""
    uploads = uploads_of(sign_in.parts)
    found = await _find(uploads, upload, institution)
    try:
        await check(uploads, sign_in.parts.platform.ledger, found)
    except Refusal as refusal:
        framed = await frame(request, principal, institution, "uploads")
        return await upload_page(request, templates, uploads, framed, found, error=refusal.detail)
    return going_on(f"/institutions/{institution}/uploads/{upload}")


@post(
    f"{UPLOAD}/commit",
    include_in_schema=False,
    guards=[permitted("sync.commit_upload", about=institution_in_path)],
)
async def record(
    request: Asked,
    institution: FromPath[UUID],
    upload: FromPath[UUID],
    principal: CurrentPrincipal,
    sign_in: SigningIn,
    templates: Templates,
) -> Response[Any]:
    """Record what was checked. If it breaks off, once more goes on where it was."""
    uploads, platform = uploads_of(sign_in.parts), sign_in.parts.platform
    found = await _find(uploads, upload, institution)
    try:
        correlation = correlation_of(request.scope)
        done = await commit(
            uploads,
            platform,
            principal,
            found,
            correlation=correlation,
            checked=_looked_into(await request.form()),
        )
        if done.kind.tells_roll:
            await retry_held(uploads, platform, principal, institution)
    except Refusal as refusal:
        framed = await frame(request, principal, institution, "uploads")
        again = await uploads.find(upload, institution)
        return await upload_page(request, templates, uploads, framed, again, error=_mended(refusal))
    return going_on(f"/institutions/{institution}/uploads/{upload}")


@post(
    "/institutions/{institution:uuid}/held-rows/retry",
    include_in_schema=False,
    guards=[permitted("sync.retry_held", about=institution_in_path)],
)
async def retry(
    institution: FromPath[UUID], principal: CurrentPrincipal, sign_in: SigningIn
) -> Response[Any]:
    """Held rows once more; what is known by now stands in the history as an upload of its own."""
    uploads = uploads_of(sign_in.parts)
    await retry_held(uploads, sign_in.parts.platform, principal, institution)
    return going_on(f"/institutions/{institution}/uploads")


def _begin(
    institution: UUID, kind: UploadKind, posted: PostedFile
) -> tuple[BeginUpload | None, dict[str, str]]:
    """The command, or what is wrong with the form."""
    typed = posted.fields
    errors: dict[str, str] = {}
    if typed.get("complete") not in ("yes", "no"):
        errors["complete"] = "Say whether the file is everything."
    if not posted.name:
        errors["file"] = NO_FILE
    told = {
        "institution": institution,
        "kind": kind,
        "source": "-".join(typed.get("source", "").casefold().split()),
        "academic_year": typed.get("year", ""),
        "complete": typed.get("complete") == "yes",
    }
    try:
        command = msgspec.convert(told, BeginUpload)
    except msgspec.ValidationError as error:
        place = "year" if "academic_year" in str(error) else "source"
        errors[place] = (
            "Choose one of the academic years."
            if place == "year"
            else "Name the system in lower-case letters, digits and hyphens, such as sims."
        )
        return None, errors
    return (None, errors) if errors else (command, {})


def _mapping(form: dict[str, str], before: Mapping) -> Mapping:
    """What the form says. Raises ``Invalid`` for what no form of ours says."""
    columns = _answers(form, "column-")
    always = {
        field: value for field, value in _answers(form, "always-").items() if field not in columns
    }
    told = {"columns": columns, "always": always, "words": before.words}
    try:
        return msgspec.convert(told, Mapping)
    except msgspec.ValidationError as error:
        raise Invalid("An answer is too long. Choose each column from its list.") from error


def _answers(form: dict[str, str], beginning: str) -> dict[str, str]:
    """What was chosen or typed for each field, by the field's name."""
    given = {name: value.strip() for name, value in form.items() if name.startswith(beginning)}
    return {name.removeprefix(beginning): value for name, value in given.items() if value}


def _looked_into(form: Mapped[str, Any]) -> Checked:
    """Which doubts about a roster were ticked as looked into."""
    return Checked(
        year_groups_checked=form.get(YEAR_GROUPS_CHECKED) == "yes",
        leavers_checked=form.get(LEAVERS_CHECKED) == "yes",
    )


def _mended(refusal: Refusal) -> str:
    """A refused recording in the words of this page."""
    if isinstance(refusal, YearGroupsMoved | MostWouldLeave):
        return (
            "Nothing was recorded, because something about this roster looks wrong. Read below what it is; "
            "if it is as it should be, tick the box and record it."
        )
    if isinstance(refusal, Conflict) and refusal.kind == "checked-before":
        return (
            "Something else was recorded after this file was checked, so it would do other things now. Press "
            "“Check again”, look at the numbers, then record it."
        )
    return refusal.detail


async def _find(uploads: Uploads, upload: UUID, institution: UUID) -> Upload:
    try:
        return await uploads.find(upload, institution)
    except NotFound as refusal:
        raise NotFoundException(refusal.detail, status_code=HTTPStatus.NOT_FOUND) from refusal


ROUTES = (send_new, send_again, map_columns, check_again, record, retry)
