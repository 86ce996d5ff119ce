"""What committing a file would do: each activity of the file against what its source said before.

The rule: a row group with the same content is unchanged whoever looks and whenever; only a complete file
can say that something is gone, and nothing is gone that stands in the file, be it ever so faulty.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from hashlib import blake2b
from uuid import UUID

import msgspec

from hub_core.activities.events import Details
from hub_core.learner_sets import pack
from hub_core.reference.activities import KIND_OF
from hub_core.reference.encounters import CheckAnswer, MeaningfulCheck
from hub_core.sync.cells import Told
from hub_core.sync.commands import MOST_IN_A_CHUNK, Chunk, SyncedActivity
from hub_core.sync.grouping import WITHOUT_LEARNERS, Group

Records = Mapping[str, tuple[UUID, str]]
_json = msgspec.json.Encoder()


class HeldActivity(msgspec.Struct, frozen=True, kw_only=True, array_like=True):
    """What is kept of rows whose learners nobody knows yet."""

    source_id: str
    held_on: date
    details: Details
    references: tuple[str, ...]
    checks: dict[MeaningfulCheck, CheckAnswer] = {}


class Differences(msgspec.Struct, kw_only=True):
    """What would become of everything; ``touched`` are all ids the file speaks of."""

    new: list[SyncedActivity] = msgspec.field(default_factory=list)
    changed: list[SyncedActivity] = msgspec.field(default_factory=list)
    gone: list[str] = msgspec.field(default_factory=list)
    held: list[HeldActivity] = msgspec.field(default_factory=list)
    touched: list[str] = msgspec.field(default_factory=list)
    unchanged: int = 0
    faulty: int = 0

    def chunks(self) -> list[Chunk]:
        """Everything to commit, in pieces that fit a transaction."""
        acts = [*self.new, *self.changed]
        return [
            *(Chunk(activities=tuple(part)) for part in _parts(acts)),
            *(Chunk(gone=tuple(part)) for part in _parts(self.gone)),
        ]


def differences(
    groups: Iterable[Group], records: Records, *, complete: bool, keyed: Callable[[str], str]
) -> Differences:
    """What the groups of a file would change of what the source said before."""
    found = Differences()
    for group in groups:
        source_id = keyed(group.id)
        found.touched.append(source_id)
        if group.faulty or group.told is None:
            found.faulty += 1
            continue
        if group.held:
            found.held.append(
                HeldActivity(
                    source_id=source_id,
                    held_on=group.told.held_on,
                    details=group.told.details,
                    checks=group.told.checks,
                    references=tuple(group.held),
                )
            )
        if not group.learners and KIND_OF[group.told.details.type] not in WITHOUT_LEARNERS:
            continue  # only held or refused rows: what stands stays
        learners = pack(group.learners) if group.learners else None
        _place(found, records, synced(source_id, group.told, learners))
    if complete:
        found.gone = sorted(records.keys() - set(found.touched))
    return found


def synced(source_id: str, told: Told | HeldActivity, learners: bytes | None) -> SyncedActivity:
    """An activity with the fingerprint of all that is said of it."""
    all_told = (told.held_on, told.details, learners, *([told.checks] if told.checks else []))
    return SyncedActivity(
        source_id=source_id,
        fingerprint=blake2b(_json.encode(all_told), digest_size=16).hexdigest(),
        held_on=told.held_on,
        details=told.details,
        learners=learners,
        checks=told.checks,
    )


def _place(found: Differences, records: Records, one: SyncedActivity) -> None:
    before = records.get(one.source_id)
    if before is None:
        found.new.append(one)
    elif before[1] != one.fingerprint:
        found.changed.append(one)
    else:
        found.unchanged += 1


def _parts(everything: list) -> list[list]:  # type: ignore[type-arg]
    return [
        everything[start : start + MOST_IN_A_CHUNK]
        for start in range(0, len(everything), MOST_IN_A_CHUNK)
    ]
