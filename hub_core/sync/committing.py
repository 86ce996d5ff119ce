"""The second stage: commit what was checked, chunk by chunk, and pick up where it broke off.

The rule: each chunk is one command with an id of its own, all there or not at all; committing again after
a crash repeats nothing and leaves nothing out. Nothing is parsed here.
"""

from datetime import date
from typing import Any
from uuid import UUID

import msgspec

from hub_core.access import Principal
from hub_core.execute import Platform, Request, execute
from hub_core.refusals import Conflict, Refusal, StaleVersion
from hub_core.rosters.commands import RosterLearner, RosterReceived, SendRoster
from hub_core.rosters.doubt import Checked, CheckedCommand
from hub_core.rosters.programme_commands import SendProgrammes
from hub_core.sync.checking import CHUNKS, HELD, LEARNERS, TOUCHED
from hub_core.sync.commands import ChunkStands, CommitChunk, roster_overtaken
from hub_core.sync.differences import HeldActivity
from hub_core.sync.holding import Holding
from hub_core.sync.kinds import UploadKind, UploadState
from hub_core.sync.programme_rows import OnProgramme, as_sent
from hub_core.sync.report import Report
from hub_core.sync.uploads import Upload, Uploads, require
from hub_core.vault.boxes import Box

_HELD = msgspec.msgpack.Decoder(list[HeldActivity])
_TOUCHED = msgspec.msgpack.Decoder(list[str])
_LEARNERS = msgspec.msgpack.Decoder(list[RosterLearner])
_ON_PROGRAMMES = msgspec.msgpack.Decoder(list[OnProgramme])
#: Nobody has said anything of the doubts about a roster.
UNCHECKED = Checked()


async def commit(
    uploads: Uploads,
    platform: Platform,
    principal: Principal,
    upload: Upload,
    *,
    correlation: str | None = None,
    checked: Checked = UNCHECKED,
) -> Upload:
    """Commit a checked upload; one that stands already is given back as it is. ``checked`` says which
    doubts about a roster its sender has looked into.

    Raises ``Conflict`` (``checked-before``) when something else of the source was committed since the
    check: then it must be checked again, and what stands of it stands.
    """
    if upload.state is UploadState.COMMITTED:
        return upload
    require(upload, UploadState.CHECKED, UploadState.COMMITTING, to="committed")
    if not await uploads.starts_to_commit(upload.id):  # since it was asked for, it went elsewhere
        now = await uploads.find(upload.id, upload.institution)
        return await commit(
            uploads, platform, principal, now, correlation=correlation, checked=checked
        )
    upload = await uploads.find(upload.id, upload.institution)  # as it was checked last
    assert upload.report is not None
    box = await uploads.box(upload.id)
    try:
        if upload.kind.tells_roll:
            report = await _learners(uploads, platform, principal, upload, box, checked)
        else:
            report = await _activities(
                uploads, platform, principal, upload, upload.report, box, correlation
            )
    except Refusal:
        now = await uploads.find(upload.id, upload.institution)
        if now.state is UploadState.COMMITTED:  # sent twice at once: the other one was done first
            return now
        await uploads.stands(upload.id, UploadState.CHECKED)
        raise
    await uploads.stands(upload.id, UploadState.COMMITTING, report=report)
    await uploads.committed(upload.id)
    return await uploads.find(upload.id, upload.institution)


async def _activities(
    uploads: Uploads,
    platform: Platform,
    principal: Principal,
    upload: Upload,
    report: Report,
    box: Box,
    correlation: str | None,
) -> Report:
    recorded = corrected = withdrawn = kept = 0
    for number in range(report.first_chunk, report.chunks):
        command = CommitChunk(
            institution=upload.institution,
            source=upload.source,
            academic_year=upload.academic_year,
            upload=upload.id,
            chunk=number,
            rests_on=report.rests_on,
            packed=await _kept(uploads, upload.id, CHUNKS, number, box),
        )
        stands = await _carried_out(command, ChunkStands, platform, principal, correlation)
        recorded += stands.recorded
        corrected += stands.corrected
        withdrawn += stands.withdrawn
        kept += stands.kept
    await _hold(uploads, upload, box)
    return msgspec.structs.replace(
        report, recorded=recorded, corrected=corrected, taken_back=withdrawn, kept=kept
    )


async def _carried_out(
    command: CommitChunk,
    answer: type[ChunkStands],
    platform: Platform,
    principal: Principal,
    correlation: str | None,
) -> ChunkStands:
    request = Request(
        command_id=f"{command.upload}:{command.chunk}",
        correlation=correlation or str(command.upload),
        causation=str(command.upload),
        bulk=True,
    )
    accepted = await execute(command, principal, platform, request)
    return msgspec.json.decode(accepted.answer, type=answer)


async def _hold(uploads: Uploads, upload: Upload, box: Box) -> None:
    """What this file says replaces what was held of the same activities."""
    held = _HELD.decode(await _kept(uploads, upload.id, HELD, 0, box))
    touched = _TOUCHED.decode(await _kept(uploads, upload.id, TOUCHED, 0, box))
    await Holding(uploads).replace(upload, touched, held, box)


async def _learners(
    uploads: Uploads,
    platform: Platform,
    principal: Principal,
    upload: Upload,
    box: Box,
    checked: Checked,
) -> Report:
    report = upload.report
    assert report is not None
    pieces: list[bytes] = []
    while (piece := await uploads.piece(upload.id, LEARNERS, len(pieces), box)) is not None:
        pieces.append(piece)
    if not pieces:
        return report
    command = _sending(upload, pieces, checked, as_of=report.as_of)
    request = Request(
        command_id=f"{upload.id}:{report.rests_on}:{report.as_of}:{checked}",
        expected_version=report.rests_on,
        causation=str(upload.id),
        bulk=True,
    )
    try:
        accepted = await execute(command, principal, platform, request)
    except StaleVersion:
        raise roster_overtaken() from None
    received = msgspec.json.decode(accepted.answer, type=RosterReceived)
    return msgspec.structs.replace(
        report, recorded=received.enrolled, corrected=received.moved, taken_back=received.left
    )


def _sending(
    upload: Upload, pieces: list[bytes], checked: Checked, *, as_of: date | None
) -> CheckedCommand:
    """The command that what the check kept amounts to."""
    told: dict[str, Any] = {
        "institution": upload.institution,
        "complete": upload.complete,
        "as_of": as_of,
        **msgspec.structs.asdict(checked),
    }
    if upload.kind is UploadKind.PROGRAMMES:
        on_programmes = [one for piece in pieces for one in _ON_PROGRAMMES.decode(piece)]
        return SendProgrammes(programmes=as_sent(on_programmes), **told)
    learners = tuple(one for piece in pieces for one in _LEARNERS.decode(piece))
    return SendRoster(learners=learners, **told)


async def _kept(uploads: Uploads, upload: UUID, part: str, number: int, box: Box) -> bytes:
    piece = await uploads.piece(upload, part, number, box)
    if piece is None:
        raise Conflict(
            "What the check kept of this upload is not there any more. Check it again.",
            kind="checked-before",
        )
    return piece
