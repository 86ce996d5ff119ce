"""Releases of national figures for tests: files made by the real export, and published as anybody's are."""

import random
from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

import msgspec

from hub_core.access import PLATFORM, Principal, Role
from hub_core.disclosure.release import ReleasePolicy
from hub_core.execute import execute
from hub_core.open_data.pair import META_COLUMNS, as_csv, filter_row, indicator_row
from hub_core.rollups.export import export
from hub_core.rollups.release import build
from hub_core.rollups.released_hubs import Hubs
from hub_core.snapshots.codes import RestatementReason
from hub_core.snapshots.commands import Published, PublishSnapshot, RestateSnapshot
from hub_core.snapshots.snapshot import snapshot_id
from hub_core.snapshots.store import SnapshotStore, content_digest
from tests.builders.api_client import ApiClient
from tests.builders.official_results import EDITION, HUBS, MEASURED, at_random

OPERATOR = Principal(
    id="system:operator", roles=frozenset({Role.ADMINISTRATOR}), organisation=PLATFORM
)
#: Authorities of three regions.
AUTHORITIES = ("805", "806", "301", "302", "330")


def release_files(seed: int, *, on: date = MEASURED, hubs: Hubs = HUBS) -> dict[str, bytes]:
    """The files of a release over two hundred institutions at random."""
    institutions = at_random(random.Random(seed), AUTHORITIES, 200)
    release = build(
        institutions,
        measure_date=on,
        edition=EDITION,
        position=412,
        policy=ReleasePolicy(),
        hubs=hubs,
    )
    return export(release)


def another_table() -> dict[str, bytes]:
    """A table that no page was written for: another measure, by combined authority and by quintile."""
    place = {"english_devolved_area_code": "E47000006", "english_devolved_area_name": "Tees Valley"}
    begin = {
        "time_period": "202526",
        "time_identifier": "Academic year",
        "country_code": "E92000001",
        "country_name": "England",
    }
    rows: Sequence[dict[str, str]] = [
        {**begin, "geographic_level": level, **where, "quintile": quintile, "hours": hours}
        for level, where in (
            ("National", dict.fromkeys(place, "")),
            ("English devolved area", place),
        )
        for quintile, hours in (("Total", "7.5"), ("Most deprived", "6.0"), ("Least deprived", "c"))
    ]
    meta = [
        filter_row(col_name="quintile", label="Deprivation quintile", hint="", default="Total"),
        indicator_row(
            col_name="hours", label="Mean hours of work", grouping="Work", unit="", decimals="1"
        ),
    ]
    return {
        "work_by_area.csv": as_csv(tuple(rows[0]), rows),
        "work_by_area.meta.csv": as_csv(META_COLUMNS, meta),
    }


async def published(
    api: ApiClient,
    files: Mapping[str, bytes],
    *,
    on: date = MEASURED,
    reason: RestatementReason | None = None,
    out: bool = True,
) -> UUID:
    """Keep these files, and publish them unless they stay a draft; the snapshot."""
    content = content_digest(files)
    snapshot = snapshot_id(on, EDITION, content)
    about = {"measure_date": on, "edition": EDITION, "stands_at": 1, "code": "f" * 64}
    await SnapshotStore(api.owner).keep(snapshot, **about, content=content, basis=(), files=files)
    if out:
        command = (
            PublishSnapshot(**about, content=content)
            if reason is None
            else RestateSnapshot(**about, content=content, reason=reason)
        )
        accepted = await execute(command, OPERATOR, api.parts.platform)
        assert msgspec.json.decode(accepted.answer, type=Published).snapshot == snapshot
    return snapshot
