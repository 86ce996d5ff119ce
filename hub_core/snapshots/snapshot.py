"""The published figures of one measure date and edition: published once, then restated.

The rule: what was published stays what it was. New figures are another snapshot, with a reason.
"""

from datetime import date, datetime
from uuid import UUID, uuid5

from hub_core.log.aggregate import Aggregate, AnotherKind
from hub_core.log.event import Event
from hub_core.refusals import Conflict
from hub_core.snapshots.codes import RestatementReason
from hub_core.snapshots.events import SnapshotPublished, SnapshotRestated

_SNAPSHOTS = UUID("2a1e4c5e-0d6b-4f60-9c53-0f5d0a7b8e36")


def snapshots_stream(measure_date: date, edition: str) -> UUID:
    """The stream of the snapshots of this measure date and edition."""
    return uuid5(_SNAPSHOTS, f"{measure_date.isoformat()}/{edition}")


def snapshot_id(measure_date: date, edition: str, content: str) -> UUID:
    """The id of a snapshot: the same figures are the same snapshot, however often they are made."""
    return uuid5(_SNAPSHOTS, f"{measure_date.isoformat()}/{edition}/{content}")


class Snapshots(Aggregate):
    """Those of one measure date and edition (stream: ``snapshots_stream``), in the order of publication."""

    def begin(self) -> None:
        self.published: list[SnapshotPublished | SnapshotRestated] = []

    def evolve(self, event: Event) -> None:
        match event:
            case SnapshotPublished() | SnapshotRestated():
                self.published.append(event)
            case _:
                raise AnotherKind(f"{type(event).__name__} does not happen to snapshots")

    def publish(self, event: SnapshotPublished, *, at: datetime) -> None:
        """Publish the first; the same figures again change nothing."""
        if not self.published:
            self.record(event, at=at)
        elif self.published[-1].content != event.content:
            first = self.published[-1].occurred_on
            raise Conflict(
                f"Figures as at {event.measure_date:%-d %B %Y} were published on {first:%-d %B %Y}, and "
                "they are other ones now. Restate them with a reason, or leave them as they are.",
                kind="already-published",
            )

    def restate(self, event: SnapshotPublished, reason: RestatementReason, *, at: datetime) -> None:
        """Publish other figures in place of the last; the same ones again change nothing."""
        if not self.published:
            raise Conflict(
                f"No figures as at {event.measure_date:%-d %B %Y} under {event.edition} were ever "
                "published. Publish them first.",
                kind="not-published",
            )
        last = self.published[-1]
        if last.content == event.content:
            return
        if any(one.content == event.content for one in self.published):
            raise Conflict(
                "These figures were published before and restated since. Going back to them would "
                "need new ones to differ from: check which results changed.",
                kind="published-before",
            )
        self.record(
            SnapshotRestated(
                snapshot=event.snapshot,
                restates=last.snapshot,
                occurred_on=event.occurred_on,
                measure_date=event.measure_date,
                edition=event.edition,
                stands_at=event.stands_at,
                code=event.code,
                content=event.content,
                reason=reason,
            ),
            at=at,
        )
