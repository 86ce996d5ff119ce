"""Commands about snapshots.

The rule: what is published is of a measure date that has come, and never silently replaced.
"""

from datetime import date
from typing import ClassVar
from uuid import UUID

import msgspec

from hub_core.days import up_to_today
from hub_core.evaluations.codes import EditionCode
from hub_core.refusals import Invalid
from hub_core.rollups.measure_dates import NoMeasureDate, require_measure_date
from hub_core.snapshots.codes import Digest, LogPosition, RestatementReason
from hub_core.snapshots.events import SnapshotPublished
from hub_core.snapshots.snapshot import Snapshots, snapshot_id, snapshots_stream
from hub_core.work import Command, Work, handles


class PublishSnapshot(Command, frozen=True, kw_only=True):
    """Publish the national figures of a measure date and edition, which are kept by their digest."""

    OPERATION: ClassVar[str] = "snapshots.publish_snapshot"
    measure_date: date
    edition: EditionCode
    stands_at: LogPosition
    code: Digest
    content: Digest


class RestateSnapshot(Command, frozen=True, kw_only=True):
    """Publish other figures of the same measure date and edition in place of those published."""

    OPERATION: ClassVar[str] = "snapshots.restate_snapshot"
    measure_date: date
    edition: EditionCode
    stands_at: LogPosition
    code: Digest
    content: Digest
    reason: RestatementReason


class Published(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """The snapshot that stands now."""

    snapshot: UUID


@handles(PublishSnapshot)
async def publish_snapshot(command: PublishSnapshot, work: Work) -> Published:
    """The first of its measure date and edition; the same figures again change nothing."""
    snapshots = await _snapshots(command, work)
    snapshots.publish(_event(command, work), at=work.now)
    return Published(snapshot=snapshots.published[-1].snapshot)


@handles(RestateSnapshot)
async def restate_snapshot(command: RestateSnapshot, work: Work) -> Published:
    """In place of the last one, for a reason."""
    snapshots = await _snapshots(command, work)
    snapshots.restate(_event(command, work), command.reason, at=work.now)
    return Published(snapshot=snapshots.published[-1].snapshot)


async def _snapshots(command: PublishSnapshot | RestateSnapshot, work: Work) -> Snapshots:
    try:
        require_measure_date(command.measure_date)
    except NoMeasureDate as problem:
        raise Invalid.field("measureDate", str(problem)) from problem
    up_to_today(command.measure_date, work, field="measureDate")
    return await work.load(Snapshots, snapshots_stream(command.measure_date, command.edition))


def _event(command: PublishSnapshot | RestateSnapshot, work: Work) -> SnapshotPublished:
    return SnapshotPublished(
        snapshot=snapshot_id(command.measure_date, command.edition, command.content),
        occurred_on=work.today,
        measure_date=command.measure_date,
        edition=command.edition,
        stands_at=command.stands_at,
        code=command.code,
        content=command.content,
    )
