"""Held rows once more, after a roster came: what is known by now is committed like any upload.

The rule: a retry is an upload of its own in the history, and only adds learners to an activity; whoever is
still unknown stays held.
"""

from collections import defaultdict
from uuid import UUID, uuid4

import msgspec
from pyroaring import BitMap

from hub_core.access import Principal
from hub_core.activities.activity import Activity
from hub_core.execute import Platform
from hub_core.learner_sets import pack, unpack
from hub_core.log.ledger import Ledger
from hub_core.log.repository import load, load_many
from hub_core.sync.checking import CHUNKS, HELD, PROBLEMS, TOUCHED, counted
from hub_core.sync.commands import SyncedActivity
from hub_core.sync.committing import commit
from hub_core.sync.differences import Differences, HeldActivity, synced
from hub_core.sync.holding import HeldRow, Holding
from hub_core.sync.kinds import UploadKind, UploadState
from hub_core.sync.report import Report
from hub_core.sync.source import SyncedSource, source_stream
from hub_core.sync.uploads import Upload, Uploads
from hub_core.vault.register import LearnerRegister

_Sources = dict[tuple[str, str], list[HeldRow]]


async def retry_held(
    uploads: Uploads, platform: Platform, principal: Principal, institution: UUID
) -> list[Upload]:
    """Commit what the roster knows by now; the uploads made of it, none when nothing is known yet."""
    rows = await Holding(uploads).rows(institution)
    if not rows:
        return []
    register = await uploads.vault.register(institution)
    by_source: _Sources = defaultdict(list)
    for row in rows:
        if any(register.ordinal(one) is not None for one in row.what.references):
            by_source[row.source, row.academic_year].append(row)
    return [
        await _retry(uploads, platform, principal, institution, known, register)
        for known in by_source.values()
    ]


async def _retry(
    uploads: Uploads,
    platform: Platform,
    principal: Principal,
    institution: UUID,
    rows: list[HeldRow],
    register: LearnerRegister,
) -> Upload:
    source_name, academic_year = rows[0].source, rows[0].academic_year
    upload = uuid4()
    await uploads.begin(
        upload,
        institution,
        source=source_name,
        kind=UploadKind.ACTIVITIES,
        academic_year=academic_year,
        complete=False,
        by=principal.id,
    )
    stream = source_stream(institution, source_name, academic_year)
    source = await load(platform.ledger, SyncedSource, stream)
    found = await _found(platform.ledger, source, rows, register)
    await _keep(uploads, upload, found)
    report = _report(rows, found, rests_on=source.version)
    await uploads.stands(upload, UploadState.CHECKED, report=report)
    checked = await uploads.find(upload, institution)
    return await commit(uploads, platform, principal, checked)


async def _keep(uploads: Uploads, upload: UUID, found: Differences) -> None:
    """What is to be committed, sealed, part by part."""
    box = await uploads.box(upload)
    for part, pieces in (
        (CHUNKS, found.chunks()),
        (HELD, [found.held]),
        (TOUCHED, [found.touched]),
        (PROBLEMS, []),
    ):
        await uploads.put(
            upload, part, [(n, msgspec.msgpack.encode(one)) for n, one in enumerate(pieces)], box
        )


def _report(rows: list[HeldRow], found: Differences, *, rests_on: int) -> Report:
    """How many of the learners that were held are known now, and what that changes."""
    taken = sum(len(row.what.references) for row in rows)
    still = sum(len(one.references) for one in found.held)
    return msgspec.structs.replace(
        counted(taken, []),
        taken=taken - still,
        held=still,
        new=len(found.new),
        changed=len(found.changed),
        unchanged=found.unchanged,
        held_activities=len(found.held),
        chunks=len(found.chunks()),
        rests_on=rests_on,
    )


async def _found(
    ledger: Ledger, source: SyncedSource, rows: list[HeldRow], register: LearnerRegister
) -> Differences:
    """What the rows amount to now: each activity with the learners it had and those known since."""
    standing = {
        row.what.source_id: source.records[row.what.source_id][0]
        for row in rows
        if row.what.source_id in source.records
    }
    activities = await load_many(ledger, Activity, standing.values())
    found = Differences()
    for row in rows:
        what = row.what
        found.touched.append(what.source_id)
        ordinals = {one: register.ordinal(one) for one in what.references}
        unknown = tuple(one for one, ordinal in ordinals.items() if ordinal is None)
        if unknown:
            found.held.append(msgspec.structs.replace(what, references=unknown))
        known = BitMap(one for one in ordinals.values() if one is not None and one >= 0)
        before = activities.get(standing.get(what.source_id, UUID(int=0)))
        _place(found, source, what, known, before)
    return found


def _place(
    found: Differences,
    source: SyncedSource,
    what: HeldActivity,
    known: BitMap,
    before: Activity | None,
) -> None:
    if before is not None and before.attendance is not None and before.attendance.learners:
        known |= unpack(before.attendance.learners)
    if not known:
        return
    one: SyncedActivity = synced(what.source_id, what, pack(known))
    record = source.records.get(what.source_id)
    if record is None:
        found.new.append(one)
    elif record[1] != one.fingerprint:
        found.changed.append(one)
    else:
        found.unchanged += 1
