"""What a source has said of an academic year, chunk by chunk.

The rule: the event says which activity stands for which row group of the source, and nothing that the
source wrote: its ids are keyed digests, for an id may be made of a learner's.
"""

from datetime import date
from typing import Annotated
from uuid import UUID

import msgspec

from hub_core.log.event import Event
from hub_core.values import AcademicYear

#: An information system as an institution calls it: ``sims``, ``arbor``, ``sixth-form``.
SourceCode = Annotated[
    str,
    msgspec.Meta(
        pattern=r"^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$(?!\n)",
        min_length=1,
        max_length=40,
        description="Which information system: lower-case letters, digits and hyphens",
        examples=["sims"],
    ),
]
#: Keyed digest of an activity's id in its source.
SourceId = Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{32}$", min_length=32, max_length=32)]
#: Digest of all a source says of an activity: another one is another version.
Fingerprint = Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{32}$", min_length=32, max_length=32)]


class SourceRecord(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which activity stands for what the source calls by this id, and which version of it."""

    source_id: SourceId
    activity: UUID
    fingerprint: Fingerprint


class SourceSynced(Event, frozen=True, kw_only=True):
    """One chunk of a file was committed: what it recorded or corrected, and what it withdrew."""

    TOPIC = "sync.SourceSynced.v1"
    institution: UUID
    occurred_on: date
    source: SourceCode
    academic_year: AcademicYear
    upload: UUID
    chunk: int
    records: tuple[SourceRecord, ...] = ()
    gone: tuple[SourceId, ...] = ()

    def heading(self) -> str:
        return f"An institution's information system sent activities of {self.academic_year}"
