"""What ``hub rollup`` does once it knows what was asked: make a release and publish it.

The rule: nothing is published while an institution is parked, and what is made is kept before the log says
that it was published, never after.
"""

from collections import Counter
from datetime import date
from uuid import UUID

import asyncpg
import msgspec

from hub_core.disclosure.release import ReleasePolicy, Withheld
from hub_core.execute import Platform, execute
from hub_core.gatsby.edition import edition_in_use, editions
from hub_core.rollups.export import export
from hub_core.rollups.measure_dates import NoMeasureDate, require_measure_date
from hub_core.rollups.release import NothingToRelease, Release, build
from hub_core.rollups.subjects import Subject
from hub_core.settings import Settings
from hub_core.snapshots.codes import RestatementReason
from hub_core.snapshots.commands import Published, PublishSnapshot, RestateSnapshot
from hub_core.snapshots.snapshot import snapshot_id
from hub_core.snapshots.store import SnapshotStore, content_digest
from projections.state import why_not_publish
from services.platform.commands.running import Failure, open_ledger
from services.platform.keeping_keys import OPERATOR
from services.platform.open_platform import open_platform
from services.platform.rollups.code_digest import code_digest
from services.platform.rollups.reading import read


class Withholding(msgspec.Struct, frozen=True, kw_only=True):
    """Groups of a kind (of one level, or with figures of one subject), and how many of them are withheld,
    by reason."""

    kind: str
    groups: int
    withheld: dict[str, int]


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """A release that was made: what it is of, how much of it is shown, and its snapshot once published."""

    measure_date: date
    edition: str
    position: int
    institutions_eligible: int
    institutions_contributing: int | None
    levels: list[Withholding]
    subjects: list[Withholding]
    noughts_meet: int
    snapshot: UUID | None
    out_already: bool = False


async def preview(chosen: Settings, measure_date: date, edition: str | None) -> Outcome:
    """What would be published now, and how much of it withheld. Nothing is kept."""
    async with open_ledger(chosen) as (ledger, _):
        release = await make(ledger.pool, measure_date, edition)
        return _outcome(release, None)


async def publish(
    chosen: Settings,
    measure_date: date,
    edition: str | None,
    reason: RestatementReason | None = None,
) -> Outcome:
    """Publish a measure date's figures, or restate them for a reason. Raises ``Failure`` and refusals."""
    async with open_platform(chosen) as platform:
        return await publish_on(platform, measure_date, edition, reason)


async def publish_on(
    platform: Platform,
    measure_date: date,
    edition: str | None,
    reason: RestatementReason | None = None,
) -> Outcome:
    """The same, on a platform that is open."""
    pool = platform.ledger.pool
    if (why_not := await why_not_publish(pool)) is not None:
        raise Failure(why_not)
    release = await make(pool, measure_date, edition)
    files = export(release)
    content, code = content_digest(files), code_digest()
    store = SnapshotStore(pool)
    snapshot = snapshot_id(release.measure_date, release.edition, content)
    out_already = any(one.snapshot == snapshot for one in await store.published())
    await store.keep(
        snapshot,
        measure_date=release.measure_date,
        edition=release.edition,
        stands_at=release.position,
        code=code,
        content=content,
        basis=release.basis,
        files=files,
    )
    command = PublishSnapshot(
        measure_date=release.measure_date,
        edition=release.edition,
        stands_at=release.position,
        code=code,
        content=content,
    )
    accepted = await execute(_for(reason, command), OPERATOR, platform)
    answer = msgspec.json.decode(accepted.answer, type=Published)
    outcome = _outcome(release, answer.snapshot)
    return msgspec.structs.replace(outcome, out_already=out_already)


async def make(pool: asyncpg.Pool, measure_date: date, edition: str | None) -> Release:
    """The release of a measure date as the log stands, protected against all that was published."""
    try:
        require_measure_date(measure_date)
        chosen = edition or edition_in_use(measure_date).code
        if chosen not in editions():
            raise Failure(f"There is no edition {chosen}. There are {', '.join(editions())}.")
        told = await read(pool, measure_date, chosen)
        return build(
            told.institutions,
            measure_date=measure_date,
            edition=chosen,
            position=told.position,
            policy=ReleasePolicy(),
            hubs=told.hubs,
            earlier=await SnapshotStore(pool).earlier(),
        )
    except (NoMeasureDate, NothingToRelease) as problem:
        raise Failure(str(problem)) from problem


def _for(
    reason: RestatementReason | None, command: PublishSnapshot
) -> PublishSnapshot | RestateSnapshot:
    if reason is None:
        return command
    return RestateSnapshot(**msgspec.structs.asdict(command), reason=reason)


def _outcome(release: Release, snapshot: UUID | None) -> Outcome:
    england = release.groups[0]
    figures = england.figures
    return Outcome(
        measure_date=release.measure_date,
        edition=release.edition,
        position=release.position,
        institutions_eligible=england.eligible,
        institutions_contributing=None if figures is None else figures.contributing,
        levels=_by_level(release),
        subjects=_by_subject(release),
        noughts_meet=release.noughts_meet,
        snapshot=snapshot,
    )


def _by_level(release: Release) -> list[Withholding]:
    """Official results, level after level."""
    return [
        _withholding(
            level.label,
            [release.why(None, one.key) for one in release.groups if one.key.level is level],
        )
        for level in dict.fromkeys(one.key.level for one in release.groups)
    ]


def _by_subject(release: Release) -> list[Withholding]:
    """All levels together, of what is told beside official results."""
    distance = [release.why_distance(one.key) for one in release.repeaters]
    return [_withholding("Distance travelled", distance)] + [
        _withholding(
            subject.label,
            [release.why(subject, one.key) for one in release.told if one.subject is subject],
        )
        for subject in Subject
    ]


def _withholding(kind: str, groups: list[Withheld | None]) -> Withholding:
    withheld = Counter(why.label for why in groups if why is not None)
    return Withholding(kind=kind, groups=len(groups), withheld=dict(withheld))
