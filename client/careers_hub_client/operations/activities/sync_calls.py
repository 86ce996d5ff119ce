"""Calls of sync, of the service activities.

Generated from docs/openapi.json: change the API, not this file.
"""

from __future__ import annotations

from uuid import UUID

from careers_hub_client.call import Call
from careers_hub_client.types.activities.sync import (
    BeginUpload,
    Checked,
    HeldList,
    Mapping,
    RowProblemList,
    UploadBegunView,
    UploadDetail,
    UploadKind,
    UploadList,
)


def uploads(institution: UUID, *, limit: int | None = None) -> Call[UploadList]:
    """An institution's uploads, newest first."""
    return Call(
        operation="sync_uploads",
        method="GET",
        path=f"/api/activities/institutions/{institution}/uploads",
        answer=UploadList,
        query={"limit": limit},
    )


def begin_upload(institution: UUID, body: BeginUpload) -> Call[UploadBegunView]:
    """Begin an upload of an information system's file.

    With `complete`, what the source no longer lists of that year is withdrawn. Refuses the
    roster of a year that has not begun, and programmes of a school, which has year groups.
    """
    return Call(
        operation="sync_begin_upload",
        method="POST",
        path=f"/api/activities/institutions/{institution}/uploads",
        answer=UploadBegunView,
        body=body,
    )


def send_content(institution: UUID, upload: UUID, body: bytes) -> Call[UploadDetail]:
    """Send the content of an upload, and have it checked.

    The file as it is: CSV, or one JSON object a line. Sent again, the upload begins anew.
    """
    return Call(
        operation="sync_send_content",
        method="PUT",
        path=f"/api/activities/institutions/{institution}/uploads/{upload}/content",
        answer=UploadDetail,
        body=body,
        content_type="text/csv",
    )


def map_columns(institution: UUID, upload: UUID, body: Mapping) -> Call[UploadDetail]:
    """Say which column of an upload's file is what, and have it checked.

    By the file's headings; remembered for the next file of the same source.
    """
    return Call(
        operation="sync_map_columns",
        method="PUT",
        path=f"/api/activities/institutions/{institution}/uploads/{upload}/columns",
        answer=UploadDetail,
        body=body,
    )


def check_upload(institution: UUID, upload: UUID) -> Call[UploadDetail]:
    """Check an upload again.

    Against what stands by now: after a roster, or another upload of the source.
    """
    return Call(
        operation="sync_check_upload",
        method="POST",
        path=f"/api/activities/institutions/{institution}/uploads/{upload}/check",
        answer=UploadDetail,
        body={},
    )


def commit_upload(
    institution: UUID, upload: UUID, body: Checked | None = None
) -> Call[UploadDetail]:
    """Commit an upload that was checked.

    If it breaks off, send it again: it goes on where it was. A roster takes held rows with it,
    and is refused for the doubts that its check told of, unless each is accepted here.
    """
    return Call(
        operation="sync_commit_upload",
        method="POST",
        path=f"/api/activities/institutions/{institution}/uploads/{upload}/commit",
        answer=UploadDetail,
        body={} if body is None else body,
    )


def retry_held(institution: UUID) -> Call[UploadList]:
    """Take held rows whose learners are on the roster by now.

    Committing a roster does it by itself; a roster sent otherwise needs this.
    """
    return Call(
        operation="sync_retry_held",
        method="POST",
        path=f"/api/activities/institutions/{institution}/held-rows/retry",
        answer=UploadList,
        body={},
    )


def upload(institution: UUID, upload: UUID) -> Call[UploadDetail]:
    """An upload as it stands: what the check found, or what committing did."""
    return Call(
        operation="sync_upload",
        method="GET",
        path=f"/api/activities/institutions/{institution}/uploads/{upload}",
        answer=UploadDetail,
    )


def problems(institution: UUID, upload: UUID, *, page: int | None = None) -> Call[RowProblemList]:
    """Rows that are not simply taken, in the order of the file."""
    return Call(
        operation="sync_problems",
        method="GET",
        path=f"/api/activities/institutions/{institution}/uploads/{upload}/problems",
        answer=RowProblemList,
        query={"page": page},
    )


def problems_file(institution: UUID, upload: UUID) -> Call[bytes]:
    """The same as a file to work through, safe to open in a spreadsheet."""
    return Call(
        operation="sync_problems_file",
        method="GET",
        path=f"/api/activities/institutions/{institution}/uploads/{upload}/problems.csv",
        answer=bytes,
    )


def held(institution: UUID) -> Call[HeldList]:
    """Rows that wait until a roster knows their learners."""
    return Call(
        operation="sync_held",
        method="GET",
        path=f"/api/activities/institutions/{institution}/held-rows",
        answer=HeldList,
    )


def template(kind: UploadKind) -> Call[bytes]:
    """A file to fill in: the headings that are recognised, and a row to write over."""
    return Call(
        operation="sync_template",
        method="GET",
        path=f"/api/activities/upload-templates/{kind}",
        answer=bytes,
    )
