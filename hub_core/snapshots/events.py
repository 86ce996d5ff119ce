"""What happens to national snapshots: one is published, and restated by another.

The rule: an event names the figures by their content's digest; the figures themselves are no part of the
log. ``occurred_on`` is the day of publication.
"""

from datetime import date
from uuid import UUID

from hub_core.evaluations.codes import EditionCode
from hub_core.log.event import Event
from hub_core.snapshots.codes import Digest, LogPosition, RestatementReason


class SnapshotPublished(Event, frozen=True, kw_only=True):
    """National figures of a measure date and edition were published, as the log stood at ``stands_at``."""

    TOPIC = "snapshots.SnapshotPublished.v1"
    snapshot: UUID
    occurred_on: date
    measure_date: date
    edition: EditionCode
    stands_at: LogPosition
    code: Digest
    content: Digest

    def heading(self) -> str:
        return f"National figures as at {self.measure_date:%-d %B %Y} were published"


class SnapshotRestated(Event, frozen=True, kw_only=True):
    """Other figures of the same measure date and edition were published in place of ``restates``."""

    TOPIC = "snapshots.SnapshotRestated.v1"
    snapshot: UUID
    restates: UUID
    occurred_on: date
    measure_date: date
    edition: EditionCode
    stands_at: LogPosition
    code: Digest
    content: Digest
    reason: RestatementReason

    def heading(self) -> str:
        return f"National figures as at {self.measure_date:%-d %B %Y} were restated: {self.reason.label}"
