"""Uploads over HTTP: begin, send the content, say which column is what, look, commit; and the history.

The rule: a file is read as it comes and kept sealed; nothing is recorded before it was checked and is
committed, and each step may be repeated until it is answered.
"""

from http import HTTPStatus
from typing import Any
from uuid import UUID

import msgspec
from litestar import Request, Response
from litestar.handlers import post, put
from litestar.params import FromPath

from hub_core.execute import Platform
from hub_core.refusals import Conflict
from hub_core.rosters.doubt import Checked
from hub_core.sync.beginning import begin as begin_in
from hub_core.sync.checking import check
from hub_core.sync.commands import BeginUpload
from hub_core.sync.committing import commit
from hub_core.sync.content import take_in
from hub_core.sync.kinds import OPEN, UploadState
from hub_core.sync.mapping import Mapping
from hub_core.sync.retrying import retry_held
from hub_core.sync.uploads import require
from services.activities.upload_views import (
    UploadDetail,
    UploadList,
    view,
)
from services.activities.uploads_shown import CSV, UPLOAD, UPLOADS, shown, uploads_of
from services.http.bodies import read_body, spelt
from services.http.correlation import correlation_of
from services.http.parts import CurrentPrincipal, OpenParts, OpenPlatform, Parts
from services.http.permission import institution_in_path
from services.http.problems import NotAFile
from services.http.routes import step_options, write_options
from services.http.writing import Position, answered, asked

#: What a file may call itself; what it is, its bytes say.
TAKES = (CSV, "application/x-ndjson")


class Nothing(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """No fields."""


class UploadBegunView(msgspec.Struct, frozen=True, kw_only=True):
    """The upload, whose content is sent next."""

    id: UUID
    position: Position


_Begin = spelt(BeginUpload, without=("institution",))
_Checked = spelt(Checked)


def _step(operation: str, body: type[msgspec.Struct] | type[str], **more: Any) -> dict[str, Any]:
    """What the routes of one upload have in common: whose it is, and that they answer with it."""
    return step_options(
        operation,
        body=body,
        answer=UploadDetail,
        about=institution_in_path,
        in_path=("institution", "upload"),
        **more,
    )


@post(
    UPLOADS,
    summary="Begin an upload of an information system's file",
    **write_options(
        BeginUpload, body=_Begin, answer=UploadBegunView, in_path=("institution",), creates=True
    ),
)
async def begin(
    request: Request[Any, Any, Any],
    parts: OpenParts,
    platform: OpenPlatform,
    principal: CurrentPrincipal,
    institution: FromPath[UUID],
) -> Response[Any]:
    """Its content is sent next."""
    sent = await read_body(request, _Begin)
    fields = {name: getattr(sent, name) for name in _Begin.__struct_fields__}
    command = BeginUpload(institution=institution, **fields)
    _, accepted = await begin_in(uploads_of(parts), platform, principal, command, asked(request))
    return answered(accepted, HTTPStatus.CREATED)


@put(
    f"{UPLOAD}/content",
    summary="Send the content of an upload, and have it checked",
    request_max_body_size=None,  # taken in piece by piece, up to its own limit
    **_step("sync.send_content", str, takes=TAKES),
)
async def send_content(
    request: Request[Any, Any, Any],
    parts: OpenParts,
    platform: OpenPlatform,
    institution: FromPath[UUID],
    upload: FromPath[UUID],
) -> Response[Any]:
    """The file as it is: CSV, or one JSON object a line. Sent again, the upload begins anew."""
    if _media_type(request) not in TAKES:
        raise NotAFile(TAKES)
    uploads = uploads_of(parts)
    found = await uploads.find(upload, institution)
    if found.state is UploadState.COMMITTED and found.content is not None:
        raise Conflict(
            "This upload is committed. Begin another for another file.", kind="committed"
        )
    require(found, *OPEN, to="sent")
    digest, size = await take_in(uploads, upload, request.stream())
    await uploads.received(upload, content=digest, size=size)
    return await _checked_now(parts, platform, institution, upload)


@put(
    f"{UPLOAD}/columns",
    summary="Say which column of an upload's file is what, and have it checked",
    **_step("sync.map_columns", Mapping),
)
async def map_columns(
    request: Request[Any, Any, Any],
    parts: OpenParts,
    platform: OpenPlatform,
    institution: FromPath[UUID],
    upload: FromPath[UUID],
) -> Response[Any]:
    """By the file's headings; remembered for the next file of the same source."""
    told = await read_body(request, Mapping)
    return await _checked_now(parts, platform, institution, upload, told)


@post(
    f"{UPLOAD}/check",
    summary="Check an upload again",
    **_step("sync.check_upload", Nothing),
)
async def check_again(
    request: Request[Any, Any, Any],
    parts: OpenParts,
    platform: OpenPlatform,
    institution: FromPath[UUID],
    upload: FromPath[UUID],
) -> Response[Any]:
    """Against what stands by now: after a roster, or another upload of the source."""
    await read_body(request, Nothing)
    return await _checked_now(parts, platform, institution, upload)


@post(
    f"{UPLOAD}/commit",
    summary="Commit an upload that was checked",
    **_step("sync.commit_upload", _Checked),
)
async def commit_upload(
    request: Request[Any, Any, Any],
    parts: OpenParts,
    platform: OpenPlatform,
    principal: CurrentPrincipal,
    institution: FromPath[UUID],
    upload: FromPath[UUID],
) -> Response[Any]:
    """If it breaks off, send it again: it goes on where it was. A roster takes held rows with it, and is
    refused for the doubts that its check told of, unless each is accepted here."""
    sent = await read_body(request, _Checked)
    uploads = uploads_of(parts)
    done = await commit(
        uploads,
        platform,
        principal,
        await uploads.find(upload, institution),
        correlation=correlation_of(request.scope),
        checked=msgspec.convert(sent, Checked, from_attributes=True),
    )
    if done.kind.tells_roll:
        await retry_held(uploads, platform, principal, institution)
    return await _done(platform, await shown(uploads, done))


@post(
    "/institutions/{institution:uuid}/held-rows/retry",
    summary="Take held rows whose learners are on the roster by now",
    **step_options(
        "sync.retry_held",
        body=Nothing,
        answer=UploadList,
        about=institution_in_path,
        in_path=("institution",),
    ),
)
async def retry(
    request: Request[Any, Any, Any],
    parts: OpenParts,
    platform: OpenPlatform,
    principal: CurrentPrincipal,
    institution: FromPath[UUID],
) -> Response[Any]:
    """Committing a roster does it by itself; a roster sent otherwise needs this."""
    await read_body(request, Nothing)
    done = await retry_held(uploads_of(parts), platform, principal, institution)
    return await _done(platform, UploadList(uploads=tuple(map(view, done))))


async def _checked_now(
    parts: Parts, platform: Platform, institution: UUID, upload: UUID, told: Mapping | None = None
) -> Response[Any]:
    """Check an upload as it is by now, and answer with it."""
    uploads = uploads_of(parts)
    found = await uploads.find(upload, institution)
    checked = await check(uploads, platform.ledger, found, told)
    return await _done(platform, await shown(uploads, checked))


async def _done(platform: Platform, answer: msgspec.Struct) -> Response[Any]:
    """The answer, with the position up to which to read."""
    return Response(answer, headers={"hub-position": str(await platform.ledger.head())})


def _media_type(request: Request[Any, Any, Any]) -> str:
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


ROUTES = (begin, send_content, map_columns, check_again, commit_upload, retry)
