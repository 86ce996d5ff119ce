"""How uploads are shown: how far each has come, what its check found, what committing did.

The rule: an overview quotes nothing of a file but its headings; rows are shown one upload at a time.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from hub_core.refusals import Problem
from hub_core.rosters.doubt import Doubt
from hub_core.sync.kinds import RowFate, UploadKind, UploadState
from hub_core.sync.mapping import Mapping
from hub_core.sync.report import Look, Report
from hub_core.sync.uploads import Upload


class UploadCheckView(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What a check found. Rows are taken, held or refused; ``noticed`` are taken with a remark.

    ``new`` to ``withdrawn`` are what committing would do to activities, or to learners of a roster;
    ``otherwise`` are learners of whom only a group, a registration or a programme of another time would
    change, ``left_as_they_stand`` activities with faulty rows. ``problems`` can be asked for, row by row.
    For its ``doubts`` a roster is refused when it is committed, unless what accepts each is sent with it.
    """

    rows: int
    taken: int
    held: int
    refused: int
    noticed: int
    problems: int
    problems_by_code: dict[str, int]
    new: int
    changed: int
    otherwise: int
    unchanged: int
    withdrawn: int
    held_activities: int
    left_as_they_stand: int
    doubts: tuple[Doubt, ...]


class UploadDoneView(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What committing did; ``kept`` are activities that were withdrawn here by hand and stay so."""

    recorded: int
    corrected: int
    withdrawn: int
    kept: int


class UploadView(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """An upload as it stands. ``expires_at`` is when all it holds is deleted."""

    id: UUID
    source: str
    kind: UploadKind
    academic_year: str
    complete: bool
    state: UploadState
    state_label: str
    begun_at: datetime
    expires_at: datetime
    bytes: int
    check: UploadCheckView | None
    done: UploadDoneView | None


class UploadList(msgspec.Struct, frozen=True, kw_only=True):
    """An institution's uploads, newest first."""

    uploads: tuple[UploadView, ...]


class ReadingView(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """How the file was read: its columns, which of them nobody reads, and the mapping used or suggested."""

    columns: tuple[str, ...]
    unread: tuple[str, ...]
    reading: str
    mapping: Mapping


class UploadDetail(UploadView, frozen=True, kw_only=True, rename="camel"):
    """One upload, how its file was read, and what must still be said before it can be."""

    reading: ReadingView | None
    columns_needed: tuple[Problem, ...] = ()


class RowProblemView(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """One row that is not simply taken: where, what stands there, why, and what to do."""

    line: int
    column: str
    value: str
    code: str
    fate: RowFate
    reason: str
    remedy: str


class RowProblemList(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A page of them, in the order of the file; ``next_page`` is null on the last."""

    problems: tuple[RowProblemView, ...]
    next_page: int | None


def view(upload: Upload) -> UploadView:
    """An upload for an overview."""
    return UploadView(**_told(upload))


def detail(upload: Upload, look: Look | None, needed: tuple[Problem, ...]) -> UploadDetail:
    """One upload by itself."""
    reading = None
    if look is not None:
        reading = ReadingView(
            columns=look.columns,
            unread=look.unread,
            reading=look.reading,
            mapping=look.mapping,
        )
    return UploadDetail(**_told(upload), reading=reading, columns_needed=needed)


def _told(upload: Upload) -> dict[str, Any]:
    return {
        "id": upload.id,
        "source": upload.source,
        "kind": upload.kind,
        "academic_year": upload.academic_year,
        "complete": upload.complete,
        "state": upload.state,
        "state_label": upload.state.label,
        "begun_at": upload.begun_at,
        "expires_at": upload.expires_at,
        "bytes": upload.content_bytes,
        "check": _check(upload.report),
        "done": _done(upload) if upload.state is UploadState.COMMITTED else None,
    }


def _check(report: Report | None) -> UploadCheckView | None:
    return (
        None if report is None else msgspec.convert(report, UploadCheckView, from_attributes=True)
    )


def _done(upload: Upload) -> UploadDoneView:
    report = upload.report
    assert report is not None
    return UploadDoneView(
        recorded=report.recorded,
        corrected=report.corrected,
        withdrawn=report.taken_back,
        kept=report.kept,
    )
