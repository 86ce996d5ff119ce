"""Types of sync, of the service activities.

Generated from docs/openapi.json: change the API, not this file.
"""

from __future__ import annotations

from typing import Literal
from uuid import UUID

import msgspec

from careers_hub_client.types.activities.shared import Doubt, Problem


class BeginUpload(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Begin to send a file of an information system."""

    source: str
    kind: UploadKind
    academic_year: str
    complete: bool = False


class Checked(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """What the sender of a list has looked at and means. `yearGroupsChecked`: whole year groups
    are in another year than before. `leaversChecked`: most learners on roll have left.
    """

    year_groups_checked: bool = False
    leavers_checked: bool = False


class HeldList(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """What waits for a roster, by source and year."""

    held: tuple[HeldSource, ...]


class HeldSource(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """How many rows of how many activities of one source's year are held, and since when."""

    source: str
    academic_year: str
    activities: int
    rows: int
    held_since: str
    deleted_on: str


class Mapping(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """`columns`: a field's column. `words`: what a field's words in the file mean. `always`: what
    holds for every row of a file that has no column for it.
    """

    columns: dict[str, str]
    words: dict[str, dict[str, str]] = {}
    always: dict[str, str] = {}


class ReadingView(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """How the file was read: its columns, which of them nobody reads, and the mapping used or
    suggested.
    """

    columns: tuple[str, ...]
    unread: tuple[str, ...]
    reading: str
    mapping: Mapping


#: What becomes of a row that is not simply taken.
RowFate = Literal["held", "noticed", "refused"]


class RowProblemList(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """A page of them, in the order of the file; `nextPage` is null on the last."""

    problems: tuple[RowProblemView, ...]
    next_page: int | None


class RowProblemView(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """One row that is not simply taken: where, what stands there, why, and what to do."""

    line: int
    column: str
    value: str
    code: str
    fate: RowFate
    reason: str
    remedy: str


class UploadBegunView(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """The upload, whose content is sent next."""

    id: UUID
    position: int


class UploadCheckView(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """What a check found. Rows are taken, held or refused; `noticed` are taken with a remark.

    `new` to `withdrawn` are what committing would do to activities, or to learners of a roster;
    `otherwise` are learners of whom only a group, a registration or a programme of another time
    would change, `leftAsTheyStand` activities with faulty rows. `problems` can be asked for,
    row by row. For its `doubts` a roster is refused when it is committed, unless what accepts
    each is sent with it.
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


class UploadDetail(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """One upload, how its file was read, and what must still be said before it can be."""

    id: UUID
    source: str
    kind: UploadKind
    academic_year: str
    complete: bool
    state: UploadState
    state_label: str
    begun_at: str
    expires_at: str
    bytes: int
    check: UploadCheckView | None
    done: UploadDoneView | None
    reading: ReadingView | None
    columns_needed: tuple[Problem, ...] = ()


class UploadDoneView(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """What committing did; `kept` are activities that were withdrawn here by hand and stay so."""

    recorded: int
    corrected: int
    withdrawn: int
    kept: int


#: What the rows of a file are.
UploadKind = Literal["activities", "programmes", "roster"]


class UploadList(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """An institution's uploads, newest first."""

    uploads: tuple[UploadView, ...]


#: How far an upload has come.
UploadState = Literal["begun", "checked", "columns_needed", "committed", "committing", "deleted"]


class UploadView(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """An upload as it stands. `expiresAt` is when all it holds is deleted."""

    id: UUID
    source: str
    kind: UploadKind
    academic_year: str
    complete: bool
    state: UploadState
    state_label: str
    begun_at: str
    expires_at: str
    bytes: int
    check: UploadCheckView | None
    done: UploadDoneView | None
