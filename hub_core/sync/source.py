"""What one source of an institution has said of one academic year: the decision state of sync.

The rule: it is written in the append that records the activities, and is a fold of its own stream; so
there is nothing that could disagree with the log. One chunk is one event, so two uploads cannot interleave.
"""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID, uuid5

from hub_core.log.aggregate import Aggregate, AnotherKind
from hub_core.log.event import Event
from hub_core.sync.events import SourceRecord, SourceSynced


class SyncedSource(Aggregate):
    """One source's year at an institution (stream: ``source_stream``)."""

    def begin(self) -> None:
        #: By the source's id: the activity that stands for it, and the version last taken.
        self.records: dict[str, tuple[UUID, str]] = {}
        #: By upload: how many of its chunks stand.
        self.chunks: dict[UUID, int] = {}

    def evolve(self, event: Event) -> None:
        match event:
            case SourceSynced():
                for one in event.records:
                    self.records[one.source_id] = (one.activity, one.fingerprint)
                for source_id in event.gone:
                    self.records.pop(source_id, None)
                self.chunks[event.upload] = event.chunk + 1
            case _:
                raise AnotherKind(f"{type(event).__name__} does not happen to a source")

    def done_of(self, upload: UUID) -> int:
        """How many chunks of this upload stand."""
        return self.chunks.get(upload, 0)

    def take(
        self,
        institution: UUID,
        source: str,
        academic_year: str,
        *,
        upload: UUID,
        chunk: int,
        records: Sequence[SourceRecord],
        gone: Sequence[str],
        on: date,
        at: datetime,
    ) -> None:
        """Let one chunk of an upload stand."""
        self.record(
            SourceSynced(
                institution=institution,
                occurred_on=on,
                source=source,
                academic_year=academic_year,
                upload=upload,
                chunk=chunk,
                records=tuple(records),
                gone=tuple(gone),
            ),
            at=at,
        )


def source_stream(institution: UUID, source: str, academic_year: str) -> UUID:
    """The stream of one source's year at an institution."""
    return uuid5(institution, f"sync {source} {academic_year}")
