"""Commands of sync: begin an upload, commit a chunk of what was checked.

The rule: a chunk is decided on what stands now. It is all there or not at all, it is done once whoever
sends it again, and it refuses to rest on a check that another upload has overtaken.
"""

from datetime import date
from typing import Annotated, ClassVar
from uuid import UUID

import msgspec

from hub_core.academic_years import academic_year_of, first_day
from hub_core.activities.activity import Activity
from hub_core.activities.events import ActivityCorrection, Details
from hub_core.agreements.codes import DataClass
from hub_core.agreements.cover import require_cover
from hub_core.encounters.events import Attendance
from hub_core.learner_sets import PackedLearners, unpack
from hub_core.membership.institution import Institution, no_such_institution
from hub_core.reference.encounters import CheckAnswer, MeaningfulCheck
from hub_core.refusals import Conflict, Invalid
from hub_core.rosters.programme_commands import require_programmes
from hub_core.sync.events import Fingerprint, SourceCode, SourceId, SourceRecord
from hub_core.sync.kinds import UploadKind
from hub_core.sync.source import SyncedSource, source_stream
from hub_core.values import AcademicYear
from hub_core.work import Answer, Command, Work, handles

#: Activities a chunk may touch: with the event of the source itself, 500 events.
MOST_IN_A_CHUNK = 499


class BeginUpload(Command, frozen=True, kw_only=True):
    """Begin to send a file of an information system."""

    OPERATION: ClassVar[str] = "sync.begin_upload"
    institution: UUID
    source: SourceCode
    kind: UploadKind
    academic_year: AcademicYear
    complete: bool = False


class UploadBegun(Answer, frozen=True, kw_only=True, rename="camel"):
    """The upload, whose content is sent next."""

    id: UUID


class SyncedActivity(msgspec.Struct, frozen=True, kw_only=True, array_like=True):
    """An activity as its source tells it, its learners as ordinals."""

    source_id: SourceId
    fingerprint: Fingerprint
    held_on: date
    details: Details
    learners: PackedLearners | None = None
    checks: dict[MeaningfulCheck, CheckAnswer] = {}

    @property
    def attendance(self) -> Attendance | None:
        """What the activity's event holds."""
        if self.learners is None:
            return None
        return Attendance(total=len(unpack(self.learners)), learners=self.learners)


class Chunk(msgspec.Struct, frozen=True, kw_only=True, array_like=True):
    """What one commit takes."""

    activities: Annotated[tuple[SyncedActivity, ...], msgspec.Meta(max_length=MOST_IN_A_CHUNK)] = ()
    gone: Annotated[tuple[SourceId, ...], msgspec.Meta(max_length=MOST_IN_A_CHUNK)] = ()


_CHUNK = msgspec.msgpack.Decoder(Chunk)


class CommitChunk(Command, frozen=True, kw_only=True):
    """Commit one chunk of an upload that was checked.

    ``rests_on`` is the version of the source that the check looked at. ``packed`` is the ``Chunk`` as the
    check kept it: hundreds of activities are neither walked nor spelt out to tell commands apart.
    """

    OPERATION: ClassVar[str] = "sync.commit_upload"
    institution: UUID
    source: SourceCode
    academic_year: AcademicYear
    upload: UUID
    chunk: int
    rests_on: int
    packed: bytes


class ChunkStands(Answer, frozen=True, kw_only=True, rename="camel"):
    """What became of a chunk; ``kept`` are activities left as they are: withdrawn here by hand."""

    id: UUID
    chunk: int
    recorded: int = 0
    corrected: int = 0
    withdrawn: int = 0
    kept: int = 0


@handles(BeginUpload)
async def begin_upload(command: BeginUpload, work: Work) -> UploadBegun:
    """With `complete`, what the source no longer lists of that year is withdrawn. Refuses the roster of a
    year that has not begun, and programmes of a school, which has year groups."""
    unknown = no_such_institution(command.institution)
    institution = await work.find(Institution, command.institution, unknown)
    if command.kind is UploadKind.PROGRAMMES:
        require_programmes(institution)
    begins = first_day(command.academic_year)
    if command.kind.tells_roll and begins > work.today:
        raise Invalid.field(
            "academicYear",
            f"{command.academic_year} begins on {begins:%-d %B %Y}. Until then nobody is on its roll.",
            f"Send this roster from that day on, or the roster of {academic_year_of(work.today)} now.",
        )
    await _require_cover(command.institution, work)
    return UploadBegun(id=work.new_id())


@handles(CommitChunk)
async def commit_chunk(command: CommitChunk, work: Work) -> ChunkStands:
    """Each chunk stands once; sent again after it stood, it changes nothing."""
    await work.find(Institution, command.institution, no_such_institution(command.institution))
    await _require_cover(command.institution, work)
    source = await _source(command, work)
    if command.chunk < source.done_of(command.upload):
        return ChunkStands(id=command.upload, chunk=command.chunk)
    if source.version != command.rests_on + command.chunk:
        raise overtaken()
    chunk = _CHUNK.decode(command.packed)
    touched = [one.source_id for one in chunk.activities] + list(chunk.gone)
    standing = {one: source.records[one][0] for one in touched if one in source.records}
    await work.load_many(Activity, standing.values())
    told = _Told()
    for one in chunk.activities:
        if one.source_id in source.records:
            await _corrected(one, *source.records[one.source_id], told=told, work=work)
        else:
            _recorded(one, command.institution, told=told, work=work)
    for source_id in chunk.gone:
        if source_id in standing:
            await _withdrawn(standing[source_id], told=told, work=work)
    source.take(
        command.institution,
        command.source,
        command.academic_year,
        upload=command.upload,
        chunk=command.chunk,
        records=told.records,
        gone=chunk.gone,
        on=work.today,
        at=work.now,
    )
    return ChunkStands(
        id=command.upload,
        chunk=command.chunk,
        recorded=told.recorded,
        corrected=told.corrected,
        withdrawn=told.withdrawn,
        kept=told.kept,
    )


def overtaken() -> Conflict:
    """What is said when the check no longer describes what a commit would do."""
    return Conflict(
        "Something else of this source was committed after this upload was checked, so the check no "
        "longer says what would happen. Check the upload again, look at it, then commit it.",
        kind="checked-before",
    )


def roster_overtaken() -> Conflict:
    """The same of a roster, which any other word about the roster overtakes."""
    return Conflict(
        "The roster has changed since this upload was checked, so the check no longer says what would "
        "happen. Check the upload again, look at it, then commit it.",
        kind="checked-before",
    )


async def _require_cover(institution: UUID, work: Work) -> None:
    await require_cover(work, institution, DataClass.LEARNER_REFERENCES, on=work.today)


async def _source(command: CommitChunk, work: Work) -> SyncedSource:
    stream = source_stream(command.institution, command.source, command.academic_year)
    return await work.load(SyncedSource, stream)


class _Told:
    """What a chunk does, counted as it is decided."""

    def __init__(self) -> None:
        self.records: list[SourceRecord] = []
        self.recorded = self.corrected = self.withdrawn = self.kept = 0

    def stands(self, one: SyncedActivity, activity: UUID) -> None:
        """Note which activity stands for it, and which version."""
        self.records.append(
            SourceRecord(source_id=one.source_id, activity=activity, fingerprint=one.fingerprint)
        )


def _recorded(one: SyncedActivity, institution: UUID, *, told: _Told, work: Work) -> None:
    activity = work.begin(Activity)
    activity.record_first(
        institution,
        one.details,
        held_on=one.held_on,
        attendance=one.attendance,
        checks=one.checks,
        at=work.now,
    )
    told.recorded += 1
    told.stands(one, activity.id)


async def _corrected(
    one: SyncedActivity, activity_id: UUID, fingerprint: str, *, told: _Told, work: Work
) -> None:
    if fingerprint == one.fingerprint:
        return
    activity = await work.load(Activity, activity_id)
    told.stands(one, activity_id)
    if activity.is_withdrawn:
        told.kept += 1  # somebody here took it back: the source does not bring it back
        return
    activity.correct(
        one.details,
        held_on=one.held_on,
        attendance=one.attendance,
        # What the source does not answer of the check-list stands as it was answered here.
        checks={**activity.checks, **one.checks},
        reason=ActivityCorrection.CHANGED_AT_SOURCE,
        at=work.now,
    )
    told.corrected += 1


async def _withdrawn(activity_id: UUID, *, told: _Told, work: Work) -> None:
    activity = await work.load(Activity, activity_id)
    if activity.is_withdrawn:
        told.kept += 1
        return
    activity.withdraw(ActivityCorrection.GONE_FROM_SOURCE, at=work.now)
    told.withdrawn += 1
